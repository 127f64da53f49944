"""What holds for any line: it is read, nothing in it is lost, and what is written reads back."""

from __future__ import annotations

import re
from datetime import date

from effort import times
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kmfacilitate.clean import clean
from kmfacilitate.session.kinds import KINDS, is_list, is_number, kind_class
from kmfacilitate.session.line import Room, read_line, write_line
from kmfacilitate.session.line.echo import echo
from kmfacilitate.session.line.paste import as_plain_text, pasted_lines
from kmfacilitate.session.line.write import typed_fields

PEOPLE = ("Ana", "Sam", "Sam Lee", "Priya", "Day officer", "Day supervisor", "O'Brien", "أحمد", "3M rep")
TYPED = sorted(name for name, kind in KINDS.items() if kind.typed)
SIGNS = (
    *(
        "! ",
        "* ",
        "> ",
        "? ",
        "~ ",
        '"',
        "“",
        "”",
        "«",
        "»",
        "\\",
        "\\\\",
        "|",
        " | ",
        "-> ",
        " -> ",
        " → ",
        ":",
    ),
    *("@", "#", "^", " @sam", " @day", " @zed", ' @"Fire crew"', " #tag", " ^fri", " ^frday", " ^in 2 weeks"),
    *(
        " | why: ",
        " | rec:",
        " | who: ",
        " | by: ",
        " | tags: ",
        " | impact: ",
        " | outcome: ",
        " | foo: ",
        "://",
    ),
    *(
        "08:05 ",
        "[T+5] ",
        "- ",
        "(?) ",
        "+ ",
        "keep: ",
        "FEMA: ",
        ":story ",
        ":3 ",
        ":go ",
        "!!",
        "---",
        "？",
        "！ ",
    ),
    *("\n", "\t", "\u00a0", " ", "\u202e", "\x00", "\u2066", "\ufeff", "\ud800", "\u200f", "\u200c"),
    *(
        "👩‍👩‍👧",
        "עברית",
        "مرحبا",
        "हिन्दी",
        "漢字",
        "ümlaut",
        "[/foo]",
        "<script>",
        "```",
        "=1+1",
        "- Ana",
        "@ana@x.org",
    ),
)
fragments = st.one_of(st.sampled_from(SIGNS), st.sampled_from(("word", "a", "two words", "9", ".", ", ")))
lines = st.one_of(st.lists(fragments, max_size=8).map("".join), st.text(max_size=60))
rooms = st.builds(
    Room,
    kind=st.sampled_from((*TYPED, "none", "rating", "vote")),
    people=st.sampled_from((PEOPLE, ())),
    today=st.dates(date(2000, 1, 1), date(2200, 1, 1)),
    language=st.sampled_from(("en", "fr", "cy", "xx")),
    day_first=st.booleans(),
    follows_cause=st.booleans(),
)


@settings(max_examples=times(200, 10_000))
@given(lines, rooms)
def test_any_line_is_read_and_no_entry_is_empty(typed: str, room: Room) -> None:
    line = read_line(typed, room)
    if line.what == "entry":
        assert line.text.strip()
        kind_class(line.kind).model_validate({"kind": line.kind, "text": line.text, **line.fields})
        assert set(line.fields) <= set(kind_class(line.kind).fields())
    if line.what == "nothing":
        assert not any(map(str.isalnum, clean(typed)))
    assert clean(line.text) == line.text
    assert all(fragment.text for fragment in echo(line, room))


@settings(max_examples=times(200, 10_000))
@given(st.lists(st.one_of(fragments, st.just(None)), max_size=10), rooms)
def test_no_word_is_lost(parts: list[str | None], room: Room) -> None:
    """A word that names no kind, field, person, day or choice is in the text or in a field afterwards."""
    words = [f"zzq{n}x" for n, part in enumerate(parts) if part is None]
    typed = "".join(f"zzq{n}x" if part is None else part for n, part in enumerate(parts))
    line = read_line(typed, room)
    kept = f"{line.word} {line.text} {list(line.fields.values())}"
    assert [word for word in words if word not in kept] == []


texts = lines.map(lambda text: clean(text).strip()).filter(lambda text: any(map(str.isalnum, text)))
words = st.sampled_from(("staffing", "two-person-rule", "ümlaut", "a1", "हिन्दी"))


@st.composite
def entries(draw: st.DrawFn, text: st.SearchStrategy[str] = texts) -> object:
    kind = KINDS[draw(st.sampled_from(TYPED))]
    fields: dict[str, object] = {}
    for name, says in kind.fields().items():
        if not draw(st.integers(0, 2)):
            if name == "tags":
                fields[name] = draw(st.lists(words, min_size=1, max_size=3, unique=True))
            elif says.choices:
                fields[name] = draw(st.sampled_from(says.choices))
            elif is_number(kind, name):
                fields[name] = draw(st.integers(1, 5))
            elif says.sign == "@":
                fields[name] = draw(st.sampled_from((*PEOPLE, "Fire brigade", "zed", "day", "Dr. Who (IT)")))
            elif says.sign == "^":
                fields[name] = draw(st.dates()).isoformat()
            elif is_list(kind, name):
                fields[name] = draw(st.lists(text, min_size=1, max_size=2))
            else:
                fields[name] = draw(text)
    return kind(kind=kind.name, text=draw(text), **fields)


@settings(max_examples=times(200, 10_000))
@given(entries(), rooms)
def test_what_is_written_reads_back(entry, room: Room) -> None:
    shown = write_line(entry, room)
    if shown is not None:
        line = read_line(shown, room)
        assert (line.what, line.kind, line.text) == ("entry", entry.kind, entry.text)
        assert dict(line.fields) == typed_fields(entry)


plain_words = st.from_regex(re.compile(r"[a-zé]{1,8}( [a-z,.;!?'’()-]{1,8}){0,6}[a-z]"), fullmatch=True)


@settings(max_examples=times(100, 3000))
@given(entries(text=plain_words), rooms)
def test_plain_entries_always_have_a_line(entry, room: Room) -> None:
    assert write_line(entry, room) is not None


@settings(max_examples=times(150, 5000))
@given(lines, rooms)
@example("-> x", Room("cause", today=date(2026, 11, 22), follows_cause=True))
def test_pasted_lines_are_text(pasted: str, room: Room) -> None:
    for one in pasted_lines(pasted):
        line = read_line(as_plain_text(one, room), room)
        if room.kind in TYPED and any(map(str.isalnum, one)) and " → " not in one:
            assert (line.what, line.kind, line.text, dict(line.fields)) == ("entry", room.kind, one, {})
