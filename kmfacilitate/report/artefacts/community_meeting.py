"""Community meeting: what was decided, who asked and offered what, and who hosts the next one."""

from __future__ import annotations

from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.kinds.commitments import Action, Contact
from kmfacilitate.session.kinds.happenings import Story

from .parts import Layout, answers, of_kind

LAYOUT = Layout(
    "Notes for members",
    (
        answers("case", "The case", "present", wanted=False),
        answers("experience", "Experience of the others", "experience", wanted=False),
        of_kind("response", "What its owner will try", Action, "response"),
        answers("offers", "Asks and offers", "offer"),
        of_kind("contacts", "Who offers help", Contact),
        of_kind("helps", "Who helps whom", Action, "action"),
        of_kind("shown", "Shown and told", Story),
        answers("news", "News", "news", wanted=False),
        of_kind("became", "What became of the last actions", Verdict),
        of_kind("next", "The next meeting: host, case and day", Action, "next", wanted=True),
    ),
)
