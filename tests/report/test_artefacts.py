"""The artefacts: each laid out from a whole session, in words that nobody can break."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from meetings import AFTER, Meeting
from sittings import Room, hold, script

from kmfacilitate.commands.artefacts import artefact_of
from kmfacilitate.desk import Desk
from kmfacilitate.errors import Unable
from kmfacilitate.report.artefacts.artefact import artefact, deliver_artefact
from kmfacilitate.report.artefacts.layouts import LAYOUTS, layout_of
from kmfacilitate.report.edition import edition
from kmfacilitate.session.kinds import KINDS
from kmfacilitate.session.session import Session

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = (
    "# not a heading",
    "<script>alert(1)</script>",
    "| a | b |",
    "[x](http://example.org) **bold**",
    "- [ ] 1. `code` ~~gone~~",
)
_MADE_BY_TEXT = {
    "link_open",
    "image",
    "em_open",
    "code_inline",
    "fence",
    "code_block",
    "html_block",
    "s_open",
    "hr",
}
ASKED = ("before-action-review", "pre-mortem", "peer-assist", "community-launch", "knowledge-asset",
         "mentoring-agreement", "working-out-loud-session", "leaver-plan", "leaver-interview",
         "leaver-audience", "leaver-close-out", "action-learning-set",
         "community-meeting", "knowledge-cafe", "coffee-break",
         "grow-conversation", "shadowing-debrief")  # fmt: skip


def filled(template: str, texts: tuple[str, ...] = HOSTILE, **meeting: str) -> Session:
    """A session of a template with these texts at every question that keeps lines, in every text field."""
    script_ = script(template)
    raw = script_.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for stage in raw["stages"]:
        stage["minutes"] = script_.stage(stage["id"]).minutes_in(script_.default_variant())
    made = Meeting(raw, family=script_.family, **meeting)
    for stage in script_.stages:
        for question in stage.questions:
            kind = KINDS.get(question.capture.becomes)
            if (
                kind is None
                or not kind.typed
                or question.capture.way not in ("list", "form", "round", "slips")
            ):
                continue
            for number, text in enumerate(texts):
                fields = {
                    name: f"{text} {name}"
                    for name, says in kind.fields().items()
                    if kind.model_fields[name].annotation is str and not (says.choices or says.sign == "^")
                }
                fields.pop("consent", None)
                if "consent" in kind.model_fields:
                    fields["consent"] = "yes"
                said = f"{text} {question.id}{number}"
                made.add(kind.name, stage.id, question.id, said, **fields)
    return made.session()


def words_of(markdown: str) -> str:
    """What a reader of the Markdown sees, blanks evened out."""
    said: list[str] = []
    for token in READER.parse(markdown.partition("\n---\n")[2]):
        for child in token.children or ():
            said.append("\n" if child.type in ("softbreak", "hardbreak") else child.content)
        said.append("\n")
    return " ".join("".join(said).split())


@pytest.mark.parametrize("template", ASKED)
def test_hostile_words_stay_words(template: str):
    session = filled(template)
    layout = layout_of(session)
    assert layout is not None
    made = deliver_artefact(edition(session, "full", artefact=layout.questions), AFTER)
    tokens = READER.parse(made.text.partition("\n---\n")[2])
    inside = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in (*tokens, *inside)}
    assert not kinds & _MADE_BY_TEXT
    assert {c.content for c in inside if c.type == "html_inline"} <= {"<br>"}
    headings = [t for t in tokens if t.type == "heading_open" and t.tag == "h1"]
    assert len(headings) == 1
    read = words_of(made.text)
    answered = [e for _, e in session.live() if e.question in layout.questions]
    for entry in answered:
        assert " ".join(entry.text.split()) in read, entry.text
    assert made == deliver_artefact(edition(session, "full", artefact=layout.questions), AFTER)


def test_every_layout_names_questions_that_its_templates_ask():
    for name, layout in LAYOUTS.items():
        scripts = [script(t) for t in ASKED if name in (t, script(t).technique)]
        asked = {q.id for each in scripts for stage in each.stages for q in stage.questions}
        assert scripts, name
        assert layout.questions <= asked, (name, layout.questions - asked)


def test_a_technique_without_a_layout_has_its_report():
    session = filled("retrospect", ("It rained",))
    made = artefact(edition(session), AFTER)
    assert made.section("discussion") is not None


def test_what_is_missing_is_named():
    empty = filled("community-launch", ())
    made = artefact(edition(empty), AFTER)
    (section,) = made.sections
    assert section.key == "to-settle"
    assert "Roles, rhythm and where we talk" in {block.text for block in section.blocks}


@pytest.mark.parametrize(("share", "there", "gone"), [
    ("open", ("rhythm0", "action0", "members0"), ()),
    ("summary", ("rhythm0", "sentence0", "action0"), ("practice9",)),
    ("actions", ("action0",), ("rhythm0", "sentence0", "members0")),
])  # fmt: skip
def test_a_charter_leaves_as_far_as_was_agreed(share: str, there: tuple[str, ...], gone: tuple[str, ...]):
    session = filled("community-launch", ("We meet",), share=share)
    layout = layout_of(session)
    assert layout is not None
    text = deliver_artefact(edition(session, artefact=layout.questions), AFTER).text
    for words in there:
        assert words in text
    for words in gone:
        assert words not in text


def test_names_none_holds_in_an_artefact():
    session = filled("peer-assist", ("Ask Zoe Lang",), names="none")
    text = deliver_artefact(edition(session, roster=["Zoe Lang"]), AFTER).text
    assert "Zoe" not in text
    assert "[name]" in text


def test_nothing_shared_has_no_artefact():
    session = filled("mentoring-agreement", ("We meet monthly",), share="nothing")
    with pytest.raises(Unable, match="shared as nothing"):
        edition(session)
    layout = layout_of(session)
    assert layout is not None
    full = deliver_artefact(edition(session, "full", artefact=layout.questions), AFTER)
    assert full.name.endswith("FULL-not-for-sharing-artefact.md")
    assert "Full edition, not for sharing" in full.text


# In a library: lessons taken in, sessions joined


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def held(room: Room, template: str, *lines: str, **plan: str) -> Desk:
    desk = room.open(template, **plan)
    said = hold(desk, [*lines, ":finish"])
    assert (said.code, said.err) == (0, ""), said.err
    room.time.at += timedelta(days=1)
    return desk


def made_of(room: Room, which: str = "shared") -> str:
    return artefact_of(room.library, room.session(), room.time.now(), which, places=room.places).text


def test_an_asset_takes_in_lessons_of_the_library_by_id(room: Room):
    review = held(
        room, "after-action-review", ":go 5",
        "Two people count the vaccine in | why: one miscounted twice | rec: second name before signing @sam",
        "~ nobody may read this",
    )  # fmt: skip
    (lesson,) = [id_ for id_, e in review.f.session.live() if e.kind == "lesson"]
    held(room, "after-action-review", ":go 5", "keep: secret lesson", share="nothing")
    asset = room.open("knowledge-asset", title="Counting in")
    assert [line.id for line in asset.f.past] == [f"{review.f.session.id}/{lesson}"]
    hold(asset, [":go 3", "applies in every clinic", ":go 7", ":finish"])
    text = made_of(room)
    assert re.search(
        rf"- Two people count the vaccine in — applies, .*\({review.f.session.id}/{lesson}\)", text
    )
    assert "one miscounted twice" in text
    assert "second name before signing" in text
    assert "owner Sam" in text or "owner sam" in text
    assert "Said about it:** in every clinic" in text
    assert "secret lesson" not in text


def test_a_handover_pack_joins_the_sessions_of_one_person(room: Room):
    held(
        room, "leaver-plan", ":go 2", "The cold chain contract", "The Friday figures", ":go 4",
        ":vote 1=3 2=1", ":go 4b", "5", "2", ":go 5", "shadow for two days", "a page",
        ":go 6", "Ana", "1 dec", "Bo", "2 dec",
        project="Leaver R",
    )  # fmt: skip
    held(room, "leaver-interview", ":go 1b", "Twenty years of vaccines", ":go 4", "Zoe | knows: the depot",
         "? the attic", project="Leaver R")  # fmt: skip
    held(room, "leaver-plan", ":go 2", "Somebody else’s work", project="Leaver Q")
    held(room, "leaver-close-out", ":go 2", "passed on in two visits", "partly", project="Leaver R")
    text = made_of(room)
    assert "| The cold chain contract | 5 | Ana | shadow for two days | 1 December 2026 | passed on |" in text
    assert "| The Friday figures | 2 | Bo | a page | 2 December 2026 | partly |" in text
    assert "- The Friday figures — partly, owner Bo" in text
    assert "Twenty years of vaccines" in text
    assert "Zoe" not in text  # a contact leaves only with consent
    assert "- Contacts — 1 left out, consent is not ticked" in text
    assert "Zoe" in made_of(room, "full")
    assert "consent is not ticked" not in made_of(room, "full")
    assert "Somebody else" not in text
    made_of_section = text.partition("## Made of\n")[2].partition("\n## ")[0]
    assert made_of_section.strip().splitlines() == [
        f"- {script(f'leaver-{part}').title} — {day} November 2026"
        for part, day in (("plan", 22), ("interview", 23), ("close-out", 25))
    ]


def test_posts_are_ready_to_be_pasted(room: Room):
    held(room, "working-out-loud-session", ":go 4", "Stuck on the rota; who has done it?", people="Ana;Bo")
    assert "### Post 1\n\nStuck on the rota; who has done it?\n" in made_of(room)


def test_the_word_writes_it(room: Room, tmp_path: Path):
    desk = room.open("before-action-review", title="Winter")
    said = hold(desk, [":go 5", "Who has the keys?", ":export artefact"])
    path = Path(next(line for line in said.lines if line.startswith("written: ")).removeprefix("written: "))
    assert path.name == "2026-11-22-before-action-review-winter-artefact.md"
    text = path.read_text()
    assert text.splitlines()[1] == "title: 'Knowledge-gap plan: Winter'"
    assert "| Who has the keys? |" in text
    assert "Intent" in text.partition("## Still to settle")[2]


def test_what_a_sign_made_of_a_line_stands_once_and_is_not_lost():
    script_ = script("before-action-review")
    raw = script_.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for stage in raw["stages"]:
        stage["minutes"] = script_.stage(stage["id"]).minutes_in("standard")
    made = Meeting(raw)
    made.add("action", "have", "have", "Ring the drive-through team", owner="Ana", due="2026-12-01")
    made.add("action", "close", "difference", "Book the hall", owner="Sam", due="2026-12-01")
    made.add("action", "close", "review", "Review the evening", owner="Sam", due="2026-12-01")
    made.add("recommendation", "have", "have", "Say who holds the keys", to="Estates", owner="Kate")
    text = deliver_artefact(edition(made.session()), AFTER).text
    for once in ("Ring the drive-through team", "Book the hall", "Review the evening", "who holds the keys"):
        assert text.lower().count(once.lower()) == 1, once
    assert "## For others" in text
    assert "## Knowledge held" not in text
    assert text.index("## After action review") < text.index("Review the evening")


def test_a_cafe_that_kept_nothing_says_so_and_one_that_kept_a_promise_shows_it():
    nothing = deliver_artefact(edition(filled("knowledge-cafe", ())), AFTER).text
    assert "Nothing was written down" in nothing
    kept = deliver_artefact(edition(filled("knowledge-cafe", ("I ring the other ward",))), AFTER).text
    assert "I ring the other ward promise0" in kept
    assert "Nothing was written down" not in kept


def test_asks_and_offers_of_a_meeting_are_lines_and_helpers_are_contacts():
    text = deliver_artefact(edition(filled("community-meeting", ("Masks",))), AFTER).text
    assert text.index("## Asks and offers") < text.index("Masks offer0") < text.index("## Who offers help")
    assert text.index("## The next meeting") < text.index("Masks next0")


def test_what_a_learner_takes_along_has_no_word_of_the_reality():
    made = deliver_artefact(edition(filled("grow-conversation", ("a word",)), "full"), AFTER)
    assert "a word goal0" in made.text
    assert "a word action0" in made.text
    assert "a word reality0" not in made.text


def test_what_was_seen_and_will_be_tried_is_on_a_page():
    made = deliver_artefact(edition(filled("shadowing-debrief", ("a word",)), "full"), AFTER)
    headings = [line[3:] for line in made.text.splitlines() if line.startswith("## ")]
    assert headings == [
        "What I will try next",
        "What I noticed",
        "What could not be seen",
        "Where the judgement was, and what tipped it",
        "What I would have done",
    ]


def test_an_artefact_speaks_the_language_of_its_session_whoever_reads_it():
    session = filled("community-launch", language="fr")
    text = deliver_artefact(edition(session, "full"), AFTER).data.decode()
    assert "# Charte" in text
    assert "## Le besoin auquel nous répondons" in text
    assert "The need we meet" not in text
