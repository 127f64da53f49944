"""What a template says: the script of one kind of session, read and checked.

Every model is frozen and keeps keys it does not know, because the snapshot inside an old session may come
from a newer program. A template file with an unknown key is refused before it gets here (`load.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Way = Literal[
    "list", "round", "slips", "form", "vote", "score", "complete", "group", "rank", "pairs", "rate", "check",
    "review", "none",
]  # fmt: skip
"""How answers arrive (`how:`)."""

_WAY_OF_KIND: Mapping[str, Way] = {
    "vote": "vote", "rating": "rate", "check": "check", "verdict": "review", "pairs": "pairs", "none": "none",
}  # fmt: skip
_KIND_OF_WAY: Mapping[str, str] = {
    "vote": "vote", "score": "risk", "rank": "vote", "rate": "rating", "check": "check", "review": "verdict",
    "group": "theme", "pairs": "pairs", "none": "none",
}  # fmt: skip

Minutes = Annotated[int, Field(ge=0, le=480)]
Seats = Annotated[int, Field(ge=0, le=50)]


class Part(BaseModel):
    """Base of all parts of a template."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Lines = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class People(Part):
    """Who should be in the room, and how many."""

    min: int = Field(default=1, ge=1)
    max: int = Field(default=50, ge=1)
    who: str = ""
    """Who they should be."""


class Origin(Part):
    """Where the method comes from."""

    title: str
    publisher: str = ""
    url: str = ""


class Material(Part):
    """What an activity works on: the entries of a question, of a kind, the first few of a ranking."""

    question: str = ""
    """Id of an earlier question, whose entries are meant."""
    kind: str = ""
    """Entries of this kind only."""
    top: int = Field(default=0, ge=0)
    """The first so many of a ranking or vote; 0: all."""


class Repeat(Part):
    """Asked once for each person, or once for each of the top entries of question `of`."""

    people: bool = False
    """Once for each person in the room, or for as many as there are seats."""
    of: str = ""
    """Id of an earlier question; asked once for each of its top entries."""
    top: int = Field(default=3, ge=1)
    seats: Seats | dict[str, Seats] = 0
    """With people: so many of them have a turn, one number or one a variant; 0: everybody."""
    called: str = ""
    """What each of them is called where no name may be kept, as in presenter."""

    def seats_in(self, variant: str) -> int:
        """How many people have a turn in a variant; 0: everybody."""
        return self.seats.get(variant, 0) if isinstance(self.seats, dict) else self.seats


class Capture(Part):
    """What the answers to a question become, and how they arrive."""

    kind: str = ""
    """The kind of entry an unmarked line becomes; none where nothing is kept."""
    how: Way | None = None
    """How answers arrive; a line at a time unless said."""
    of: Material | None = None
    """What the activity works on: the id of an earlier question, or question, kind and top."""
    dots: int = Field(default=0, ge=0)
    """Dots a person in a vote; 0: the square root of the number of items is suggested."""
    scale: tuple[int, int] = (1, 5)
    """Lowest and highest number of a rating."""
    verdicts: Lines = ()
    """The words a review may judge by, best first."""
    fields: Lines = ()
    """Fields that `complete` asks for, in order."""
    order: Literal["seat", "random", "junior first", "leader last"] = "seat"
    """Who speaks when in a round."""
    private: bool = False
    """Seen by the facilitator alone and in no edition: the safety check."""
    keep: Literal["yes", "ask", "no"] = "yes"
    """Whether the lines outlast the session: ask is settled with whoever they belong to; no forgets them."""
    size: int = Field(default=2, ge=2, le=20)
    """How many make a pair or a table when they are drawn; as even as it goes, and nobody alone."""
    avoid: Lines = ()
    """What those drawn together should not share, as in team; columns of the list of people."""

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("of"), str):
            data = {**data, "of": {"question": data["of"]}}
        return data

    @property
    def way(self) -> Way:
        """How the answers arrive, whether said or implied by the kind."""
        return self.how or _WAY_OF_KIND.get(self.kind, "list")

    @property
    def becomes(self) -> str:
        """The kind of entry an unmarked line becomes; `none` where nothing is kept."""
        return self.kind or _KIND_OF_WAY.get(self.way, "point")


class Question(Part):
    """One thing the facilitator asks the room."""

    id: str
    """Small letters, digits and hyphens; unique in the template."""
    ask: str
    """One sentence of at most 20 words, fit for the room view."""
    say: str = ""
    """Read aloud before asking."""
    probes: Lines = ()
    """Further questions, for the facilitator to pick from."""
    capture: Capture = Capture()
    once: bool = False
    """In a stage that is repeated: asked once, before the repeats."""
    optional: bool = False
    """Off unless chosen when the session is prepared; its minutes then come on top of the stage's."""
    rules: bool = False
    """Asks the room to agree the ground rules; they stand below it in the room view."""
    minutes: Minutes | dict[str, Minutes] | None = None
    """One number, or one a variant; those of all questions add up to the stage's."""
    repeat: Repeat | None = None
    """people, or the id of an earlier question: asked once for each."""

    def minutes_in(self, variant: str) -> int:
        """Planned minutes of this question in a variant, a turn where it is repeated; 0: none are said."""
        return self.minutes.get(variant, 0) if isinstance(self.minutes, dict) else self.minutes or 0

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        return _read_repeat(data)


class Cue(Part):
    """Something to say part way through a stage; `at` is a percentage of its minutes."""

    at: str
    """A percentage of the stage's minutes, as in 50%."""
    say: str

    @property
    def share(self) -> float | None:
        """After which part of the stage's minutes it is said, 0 to 1; none where `at` is not understood."""
        number = self.at.strip()
        if not number.endswith("%") or not number[:-1].isascii() or not number[:-1].isdigit():
            return None
        share = int(number[:-1]) / 100
        return share if share <= 1 else None


class Stage(Part):
    """A timed part of a template."""

    id: str
    """Small letters, digits and hyphens; unique in the template."""
    title: str
    short: str = Field(default="", max_length=12)
    """At most 12 letters, for the list of stages."""
    minutes: Minutes | dict[str, Minutes] = 0
    """One number, or one a variant; 0 leaves the stage out of a variant."""
    protected: bool = False
    """Keeps its minutes when time is short."""
    say: str = ""
    """Read aloud at the start of the stage."""
    tips: Lines = ()
    """For the facilitator alone."""
    watch_for: Lines = ()
    """What may go wrong, for the facilitator alone."""
    if_stuck: dict[str, str] = {}
    """What to do when the room is quiet, blame, dominated, complaining, tired or unclear."""
    past: Lines = ()
    """What of earlier sessions to bring in, as lessons or actions."""
    repeat: Repeat | None = None
    """people, or the id of an earlier question: the stage is gone through once for each."""
    cues: tuple[Cue, ...] = ()
    """Things to say part way through."""
    break_: bool = Field(default=False, alias="break")
    """A pause; it has no number."""
    close: bool = False
    """The stage that reads back and ends the session: the last one."""
    least: Minutes = 1
    """Fewest minutes when stages are made shorter."""
    questions: tuple[Question, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        return _read_repeat(data)

    def minutes_in(self, variant: str) -> int:
        """Planned minutes of this stage in a variant; 0 leaves the stage out."""
        return self.minutes.get(variant, 0) if isinstance(self.minutes, dict) else self.minutes

    @property
    def name(self) -> str:
        """The short title for rail and strip."""
        return self.short or self.title[:12]


class Template(Part):
    """The script of one kind of session of a technique (design: templates)."""

    id: str
    """Small letters, digits and hyphens; a template of your own with the id of a shipped one replaces it."""
    technique: str
    """Id of the technique of the toolbox, as in after-action-review."""
    title: str
    language: str = "en"
    learning: Literal["before", "during", "after"]
    """Where the technique stands in the toolbox."""
    purpose: Lines = ()
    """One or more of connect, collect and create."""
    family: Literal["structured", "conversation", "confidential"] = "structured"
    summary: str = ""
    """What it does, in a sentence or two."""
    tagline: str = ""
    """At most five words under the title on Home."""
    when_to_use: str = ""
    not_for: str = ""
    people: People = People()
    roles: Lines = ()
    prepare: Lines = ()
    ground_rules: Lines = ()
    ground_rules_short: str = ""
    """The ground rules in at most 40 words, to read aloud."""
    pitfalls: Lines = ()
    origin: tuple[Origin, ...] = ()
    variants: dict[str, Annotated[int, Field(ge=1, le=2880)]] = {}
    """Names of the lengths (quick, standard, extended) and their minutes in all."""
    per_head: Minutes = 0
    """Minutes a participant, where length scales with the number of people; only offered in Prepare."""
    drop_first: int = Field(default=0, ge=0)
    """Number of the stage to skip first when time is short; 0: none."""
    stages: tuple[Stage, ...] = ()
    outputs: Lines = ()
    """What the room goes home with."""

    def default_variant(self) -> str:
        """The variant used unless another is asked for."""
        return "standard" if "standard" in self.variants else next(iter(self.variants), "")

    def stage(self, stage_id: str) -> Stage | None:
        """The stage with that id, if there is one."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def question(self, question_id: str) -> Question | None:
        """The question with that id, wherever it stands."""
        return next((q for stage in self.stages for q in stage.questions if q.id == question_id), None)


def _read_repeat(data: Any) -> Any:
    if isinstance(data, dict) and isinstance(data.get("repeat"), str):
        said = data["repeat"]
        data = {**data, "repeat": {"people": True} if said == "people" else {"of": said}}
    return data
