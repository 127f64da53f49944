"""What is open: one session, with its rules, its writer thread, and what is being typed. No screen."""

from .desk import Desk
from .machine_time import MachineTime, Time, local_zone

__all__ = ["Desk", "MachineTime", "Time", "local_zone"]
