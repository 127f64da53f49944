"""Community meeting: what was decided, who asked and offered what, and who hosts the next one."""

from __future__ import annotations

from kmfacilitate.language import N_
from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.kinds.commitments import Action, Contact
from kmfacilitate.session.kinds.happenings import Story

from .parts import Layout, answers, of_kind

LAYOUT = Layout(
    N_("Notes for members"),
    (
        answers("case", N_("The case"), "present", wanted=False),
        answers("experience", N_("Experience of the others"), "experience", wanted=False),
        of_kind("response", N_("What its owner will try"), Action, "response"),
        answers("offers", N_("Asks and offers"), "offer"),
        of_kind("contacts", N_("Who offers help"), Contact),
        of_kind("helps", N_("Who helps whom"), Action, "action"),
        of_kind("shown", N_("Shown and told"), Story),
        answers("news", N_("News"), "news", wanted=False),
        of_kind("became", N_("What became of the last actions"), Verdict),
        of_kind("next", N_("The next meeting: host, case and day"), Action, "next", wanted=True),
    ),
)
