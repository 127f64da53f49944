"""The parts screens are made of; each takes a piece of a scene and draws it."""
