"""Every format, read again by a program that is not ours, with words in it that break documents."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, get_args

import html5lib
import icalendar
import pytest
from docx import Document
from hostile import HOSTILE, meeting_of
from meetings import AFTER, REVIEW, Meeting, hawaii

from kmfacilitate.clean import clean_line
from kmfacilitate.errors import Unable
from kmfacilitate.report import word
from kmfacilitate.report.blocks import Bullet, Heading, Outline, Section
from kmfacilitate.report.deliver import FORMATS, Format, deliver
from kmfacilitate.report.due_dates import due
from kmfacilitate.report.edition import edition
from kmfacilitate.report.html import html
from kmfacilitate.report.outline import outline
from kmfacilitate.report.sheets import ACTIONS, LESSONS, LINES
from kmfacilitate.session.kinds import KINDS

H = "{http://www.w3.org/1999/xhtml}"
PLAIN = tuple("plain words" for _ in HOSTILE)


def made(m: Meeting, form: Format, which: Any = "full") -> bytes:
    return deliver(edition(m.session(), which), AFTER, form).data


def words(text: str) -> list[str]:
    return re.sub("[\ufdd0-\ufdef\ufffd-\uffff]", "", clean_line(text)).split()


def page(m: Meeting) -> Any:
    """The page as a strict parser reads it: any error in it is raised."""
    text = made(m, "html").decode("utf-8")
    return html5lib.HTMLParser(strict=True).parse(text)


def shape(tree: Any) -> list[str]:
    return [element.tag for element in tree.iter() if element.tag != f"{H}br"]


def test_html_is_valid_and_keeps_its_shape_whatever_is_in_it() -> None:
    tree = page(meeting_of(HOSTILE))
    assert shape(tree) == shape(page(meeting_of(PLAIN)))
    said = " ".join(tree.itertext()).split()
    for text in HOSTILE:
        assert all(word in said for word in words(text))


def test_html_can_be_read_by_ear_and_does_nothing() -> None:
    tree = page(hawaii())
    assert tree.get("lang") == "en"
    assert tree.find(f".//{H}title").text == "After action review: False alert"
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = [element.get("href") for element in tree.iter(f"{H}a")]
    assert links[0] == "#report"
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert len(list(tree.iter(f"{H}main"))) == len(list(tree.iter(f"{H}h1"))) == 1
    assert all(cell.get("scope") for cell in tree.iter(f"{H}th"))
    assert all("".join(cell.itertext()).strip() for cell in tree.iter(f"{H}th"))
    levels = [int(e.tag[-1]) for e in tree.iter() if re.fullmatch(H + "h[1-6]", e.tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert not {"script", "iframe", "object", "img", "link", "form", "input"} & {
        element.tag.removeprefix(H) for element in tree.iter()
    }
    assert not any(name.startswith("on") or name == "style" for e in tree.iter() for name in e.attrib)
    policy = next(e.get("content") for e in tree.iter(f"{H}meta") if e.get("http-equiv"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_style_is_the_one_that_the_page_allows_itself() -> None:
    from base64 import b64encode
    from hashlib import sha256

    text = html(outline(edition(hawaii().session()), AFTER))
    style = re.search(r"<style>(.*)</style>", text, re.DOTALL)
    assert style is not None
    assert f"'sha256-{b64encode(sha256(style[1].encode()).digest()).decode()}'" in text


@pytest.mark.parametrize(("said", "tag"), [("fr", "fr"), ("pt_BR", "pt-BR"), ('"><b>', "en"), ("", "en")])
def test_a_page_says_its_language(said: str, tag: str) -> None:
    assert page(hawaii(language=said)).get("lang") == tag


def test_headings_never_leave_out_a_level() -> None:
    report = Outline("T", (), (Section("a", "A", (Heading("deep", level=4), Heading("next", level=3))),), ())
    assert re.findall(r"<h(\d)", html(report)) == ["1", "2", "3", "3"]


def test_lines_of_a_list_stand_in_one_another() -> None:
    bullets = tuple(Bullet(str(n), depth=depth) for n, depth in enumerate((1, 0, 1, 3, 0)))
    tree = html5lib.parse(html(Outline("T", (), (Section("a", "A", bullets),), ())))
    lists = next(e for e in tree.iter(f"{H}section")).findall(f"{H}ul")
    assert len(lists) == 1
    assert [item.text for item in lists[0]] == ["0", "1", "4"]


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        full = colour if len(colour) == 7 else "#" + "".join(sign * 2 for sign in colour[1:])
        parts = [int(full[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))

    first, second = sorted((light(one), light(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def test_all_text_stands_out_from_its_page_in_light_dark_and_print() -> None:
    text = html(outline(edition(hawaii().session()), AFTER))
    planes = re.findall(r":root \{([^}]*)\}", text)
    assert len(planes) == 5
    for plane in planes:
        colours = dict(re.findall(r"--(\w+): (#\w+)", plane))
        for ink in ("text", "quiet", "live", "warning"):
            assert contrast(colours[ink], colours["page"]) >= 4.5


# Word


def test_word_is_read_by_python_docx_with_all_words_and_the_same_shape() -> None:
    def styles(document: Any) -> list[str]:
        return [paragraph.style.name for paragraph in document.paragraphs]

    read = Document(io.BytesIO(made(meeting_of(HOSTILE), "docx")))
    assert styles(read) == styles(Document(io.BytesIO(made(meeting_of(PLAIN), "docx"))))
    text = "\n".join(paragraph.text for paragraph in read.paragraphs)
    text += "\n".join(cell.text for table in read.tables for row in table.rows for cell in row.cells)
    for each in HOSTILE:
        assert all(word in text for word in words(each))


def test_word_has_headings_lists_and_the_session_in_its_properties() -> None:
    data = made(hawaii(facilitator="Ada"), "docx")
    read = Document(io.BytesIO(data))
    named = [(p.style.name, p.text) for p in read.paragraphs]
    assert ("Title", "After action review: False alert") in named
    assert ("Heading 1", "Lessons identified") in named
    assert any(style == "List Bullet" and text.startswith("☐ Two-person") for style, text in named)
    properties = read.core_properties
    assert (properties.author, properties.identifier) == ("Ada", "k3x9-7fq2-m8t4")
    assert properties.created.date() == date(2018, 1, 16)
    assert b"k3x9-7fq2-m8t4" in data


def test_without_python_docx_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    word._blank.cache_clear()
    with pytest.raises(Unable, match="-m pip install python-docx"):
        made(hawaii(), "docx")


# Tables


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_a_table_has_a_row_an_entry_and_no_formula() -> None:
    m = meeting_of(HOSTILE)
    data = made(m, "csv")
    found = rows(data)
    assert len(found) == len(m.documents["entries"])
    assert data.startswith(b"\xef\xbb\xbf")
    assert all(None not in row for row in found)
    for row in found:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", cell)
    for kind in KINDS:
        said = {row["text"].removeprefix("'") for row in found if row["kind"] == kind}
        assert said == {clean_cell(text) for text in HOSTILE}


def clean_cell(text: str) -> str:
    from kmfacilitate.clean import clean

    return clean(text).strip()


def test_a_table_is_rfc_4180_in_lines_and_quotes() -> None:
    data = made(hawaii(), "csv").decode("utf-8-sig")
    assert data.endswith('"\r\n')
    assert re.fullmatch(r'(?:"(?:[^"]|"")*"(?:,|\r\n))+', data)


def test_the_columns_are_read_off_the_kinds() -> None:
    for kind in KINDS.values():
        assert set(kind.fields()) - {"by"} <= set(LINES.columns)
    assert len(set(LINES.columns)) == len(LINES.columns)
    lesson, *_ = rows(LESSONS.head() + LESSONS.body(edition(hawaii().session()), AFTER))
    assert (lesson["text"][:18], lesson["type"], lesson["learned"]) == (
        "Require two people", "change", "identified",
    )  # fmt: skip
    assert (lesson["why"], lesson["tags"]) == ("a single confirmation", "alerting; two-person-rule")
    actions = rows(ACTIONS.head() + ACTIONS.body(edition(hawaii().session()), AFTER))
    assert [(row["number"], row["owner"], row["due"], row["state"]) for row in actions] == [
        ("6.1", "Software lead", "2018-01-30", "open"), ("6.2", "Operations chief", "", "open"),
    ]  # fmt: skip


# Calendar


def test_a_calendar_is_read_by_icalendar_with_each_open_day_as_task_and_event() -> None:
    m = hawaii()
    m.add("action", "actions", "action", "Done by now", due="2018-01-20", done="2018-01-19")
    m.add("lesson", "learned", "lesson", "Embedded", due="2018-01-20", state="embedded", review="2018-06-01")
    calendar = icalendar.Calendar.from_ical(made(m, "ics"))
    todos = calendar.walk("VTODO")
    events = calendar.walk("VEVENT")
    assert [(str(t["summary"]), t["due"].dt) for t in todos] == [
        ("Two-person confirmation switched on (Software lead)", date(2018, 1, 30)),
        ("Review: Embedded", date(2018, 6, 1)),
    ]
    assert [(e["dtstart"].dt, e["dtend"].dt) for e in events] == [
        (day, day + timedelta(days=1)) for day in (date(2018, 1, 30), date(2018, 6, 1))
    ]
    uids = [str(part["uid"]) for part in (*todos, *events)]
    assert len(set(uids)) == 4
    assert not any(part.errors for part in (calendar, *todos, *events))


def test_words_stay_words_in_a_calendar() -> None:
    data = made(meeting_of(HOSTILE, ("action", "lesson")), "ics")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    calendar = icalendar.Calendar.from_ical(data)
    assert len(calendar.walk("VTODO")) == len(calendar.walk("VEVENT")) == 2 * len(HOSTILE)
    assert "END:VCALENDAR BEGIN:VEVENT" in str(calendar.walk("VTODO"))


def test_nothing_due_is_said_and_makes_no_calendar() -> None:
    with pytest.raises(Unable, match="Nothing that is open has a day"):
        made(Meeting(REVIEW), "ics")


def test_what_may_be_due_is_read_off_the_kinds() -> None:
    m = meeting_of(("plain",) * 4)
    kinds = {each.entry.kind for each in due(edition(m.session(), "full"))}
    assert kinds == {kind for kind, model in KINDS.items() if "due" in model.model_fields}


# All of them


def test_these_are_all_the_formats() -> None:
    assert FORMATS == get_args(Format) == ("md", "html", "docx", "csv", "ics", "json")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_session_gives_the_same_bytes_at_any_time(form: Format) -> None:
    one, other = (deliver(edition(hawaii().session()), AFTER + timedelta(days=n), form) for n in (0, 400))
    assert one == other
    assert one.name == f"2018-01-16-after-action-review-false-alert.{form}"


PRIVATE = ("zebra", "Priya")


def secretive() -> Meeting:
    """What may not leave, in every way it can be there: each with the word zebra, said by Priya."""
    m = hawaii(names="none", title="With Priya", place="Priya's")
    m.person("Priya")
    m.add("private", "actual", "timeline", "zebra")
    m.add("quote", "actual", "timeline", "zebra", by="Priya")
    m.add("story", "actual", "timeline", "zebra", words="zebra", by="Priya")
    m.add("contact", "close", "worth", "zebra", reach="zebra")
    m.add("point", "actual", "timeline", "zebra", deleted=True)
    m.add("point", "actual", "timeline", "zebra", slip=True)
    m.add("secret", "actual", "timeline", "zebra")
    m.add("point", "actual", "timeline", "as Priya said", by="Priya", unknown="zebra")
    m.add("action", "actions", "action", "ask Priya", owner="Priya", due="2018-02-01", tags=["Priya"])
    m.add("lesson", "learned", "lesson", "Priya knows", owner="Priya", due="2018-02-02", why=["Priya"])
    m.documents["new-table"] = {"1": {"rev": 1, "text": "zebra"}}
    return m


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_private_is_in_the_shared_edition_of_any_format(form: Format) -> None:
    data = made(secretive(), form, "shared")
    assert not any(word in text_of(data, form) for word in PRIVATE)
    assert "as [name] said" in text_of(data, form) or form == "ics"


@pytest.mark.parametrize("form", FORMATS)
def test_a_word_to_leave_out_is_in_no_format_of_any_edition(form: Format) -> None:
    m = secretive()
    m.documents["template"]["1"]["title"] = "Review by Priya"
    for which in ("shared", "full"):
        left = edition(m.session(), which, without=("ZEBRA", "priya"))
        text = text_of(deliver(left, AFTER, form).data, form)
        assert not any(word.casefold() in text.casefold() for word in PRIVATE)
        assert which == "shared" or "[left out]" in text.replace("\\", "").replace("\r\n ", "")


def text_of(data: bytes, form: Format) -> str:
    if form != "docx":
        return data.decode("utf-8")
    document = Document(io.BytesIO(data))
    return "\n".join(
        [p.text for p in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        + [document.core_properties.title, document.core_properties.author]
    )
