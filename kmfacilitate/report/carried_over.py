"""What came of earlier sessions: promises carried over, lessons consulted, and what was foreseen or not."""

from __future__ import annotations

from kmfacilitate.language import N_, _
from kmfacilitate.session.kinds import KINDS, Entry
from kmfacilitate.session.kinds.activities import Verdict
from kmfacilitate.session.verdicts import UNFORESEEN
from kmfacilitate.session.wording import count

from .blocks import Block, Bullet, Heading, Paragraph, Section
from .lines import bullets
from .sections import lay_out
from .telling import Rows, Telling

ACHIEVED = N_("What was achieved")
"""The heading of verdicts on lines of the same session."""
CONSULTED = N_("Earlier lessons consulted")
FORESEEN = N_("Foreseen or not")
_FEARED = (
    ("happened", N_("Foreseen, and it happened")),
    ("nearly", N_("Foreseen, and it nearly happened")),
    ("did-not", N_("Foreseen, and it did not happen")),
)
_UNFORESEEN = N_("It happened, and nobody had foreseen it")


def verdict_sections(telling: Telling) -> list[Section | None]:
    """The sections made of verdicts, those of them that have anything to say."""
    verdicts = [(id_, e) for id_, e in telling.session.live() if isinstance(e, Verdict)]
    own = [row for row in verdicts if telling.is_own(row[1])]
    earlier = [row for row in verdicts if not telling.is_own(row[1])]
    feared = [row for row in earlier if _of(row[1]) in ("risk", "cause")]
    lessons = [row for row in earlier if _of(row[1]) == "lesson"]
    others = [row for row in earlier if row not in feared and row not in lessons]
    return [
        _section("verdicts", ACHIEVED, own, telling),
        _section("carried-over", Verdict.heading, others, telling),
        consulted(telling, lessons),
        _foreseen(telling, feared),
    ]


def heading_of(verdict: Verdict, telling: Telling) -> str:
    """The heading under which a verdict stands."""
    if telling.is_own(verdict):
        return ACHIEVED
    return {"risk": FORESEEN, "cause": FORESEEN, "lesson": CONSULTED}.get(_of(verdict), Verdict.heading)


def consulted(telling: Telling, rows: Rows) -> Section | None:
    """Earlier lessons with the verdict on each, and what was made of them."""
    made: dict[str, list[tuple[str, Entry]]] = {}
    for id_, entry in telling.session.live():
        made.setdefault(entry.source, []).append((id_, entry))
    blocks: list[Block] = []
    for id_, verdict in rows:
        blocks += bullets(verdict, id_, telling)
        for made_id, entry in made.get(id_, ()):
            label = (
                _("Change of the plan") if entry.kind == "text" else _(KINDS[entry.kind].label).capitalize()
            )
            blocks.append(Bullet(telling.says(entry), 1, label=label, number=telling.number(made_id)))
    return Section("consulted", _(CONSULTED), tuple(blocks), len(rows)) if blocks else None


def _of(verdict: Verdict) -> str:
    """The kind that was judged; a session of an earlier version says it by its words alone."""
    if verdict.of or verdict.says not in ("applies", "happened", "nearly", "did-not"):
        return verdict.of
    return "lesson" if verdict.says == "applies" else "risk"


def _section(key: str, title: str, rows: Rows, telling: Telling) -> Section | None:
    return Section(key, _(title), tuple(lay_out(Verdict, rows, telling)), len(rows)) if rows else None


def _foreseen(telling: Telling, rows: Rows) -> Section | None:
    surprises = [
        (id_, entry)
        for id_, entry in telling.session.live()
        if UNFORESEEN in entry.tags and entry.leaves and not telling.session.sealed(entry)
    ]
    if not rows and not surprises:
        return None
    said = [(id_, e) for id_, e in rows if isinstance(e, Verdict)]
    blocks: list[Block] = [Paragraph(_hit_rate([e.says for _id, e in said], len(surprises)))]
    for word, title in _FEARED:
        under = [(id_, e) for id_, e in said if e.says == word]
        if under:
            blocks.append(Heading(_(title)))
            for id_, verdict in under:
                facts = (verdict.reason,) if verdict.reason else ()
                text = telling.says(verdict) if not verdict.what else verdict.what
                blocks.append(Bullet(text, facts=facts, number=telling.number(id_)))
    if surprises:
        blocks.append(Heading(_(_UNFORESEEN)))
        blocks += [Bullet(telling.says(e), number=telling.number(id_)) for id_, e in surprises]
    return Section("foreseen", _(FORESEEN), tuple(blocks), len(rows) + len(surprises))


def _hit_rate(said: list[str], surprises: int) -> str:
    """How good the foresight was, in a sentence or two."""
    happened, nearly, not_ = (said.count(word) for word, _rest in _FEARED)
    sentences = []
    if said:
        feared = count(len(said), "{n} challenge or cause", "{n} challenges and causes")
        parts = ((happened, _("happened")), (nearly, _("nearly did")), (not_, _("did not")))
        found = ", ".join(f"{number} {word}" for number, word in parts if number)
        sentences.append(
            _("{feared} named beforehand: {found}.").format(
                feared=feared, found=found or _("none was judged")
            )
        )
    if happened + surprises:
        things = count(happened + surprises, "{n} thing that happened", "{n} things that happened")
        sentences.append(
            _("Foreseen: {happened} of {things}.").format(happened=happened or _("none"), things=things)
        )
    return " ".join(sentences)
