"""Pages of lessons, and a folder of them: front matter, links, tasks, editions."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from hostile import HOSTILE, meeting_of
from markdown_it import MarkdownIt
from meetings import AFTER, REVIEW, Meeting, hawaii

from kmfacilitate.report.edition import edition
from kmfacilitate.report.knowledge_base import KnowledgeBase
from kmfacilitate.report.lesson_page import Said, lesson_page
from kmfacilitate.report.markdown import Tasks, markdown
from kmfacilitate.report.outline import outline

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def base_of(*meetings: Meeting, tasks: Tasks = "github", which: Any = "shared") -> dict[str, str]:
    """The pages of a knowledge base by their paths; meetings newest first."""
    for number, m in enumerate(meetings[:-1]):
        m.documents["_meta"]["1"]["session"] = f"newer-{number}"
    base = KnowledgeBase("Ours", tasks, which == "full")
    made = [page for m in meetings for page in base.add(edition(m.session(), which), AFTER)]
    made += base.pages()
    pages = {page.name: page.text for page in made}
    assert len(pages) == len(made)
    return pages


def front(text: str) -> dict[str, Any]:
    found = yaml.safe_load(text.split("---\n", 2)[1])
    assert all(not isinstance(value, dict) for value in found.values())
    return dict(found)


def links(text: str) -> list[str]:
    tokens = READER.parse(text.split("---\n", 2)[2])
    inline = [child for token in tokens for child in token.children or ()]
    return [unquote(str(child.attrs["href"])) for child in inline if child.type == "link_open"]


def learned(**fields: Any) -> Meeting:
    m = Meeting(REVIEW, project="Alerts")
    m.add("lesson", "learned", "lesson", "Two people agree", **{
        "type": "change", "context": "a drill", "happened": "one pressed", "why": ["one menu", "one key"],
        "recommendation": "ask a second officer", "applies": "duty officers", "not_when": "war",
        "evidence": "two drills", "impact": 4, "route": "process", "tags": ["alerting"], **fields,
    })  # fmt: skip
    return m


def page_of(m: Meeting, **more: Any) -> str:
    left = edition(m.session())
    return markdown(lesson_page(left, next(iter(left.session.entries)), AFTER, **more))


def test_a_lesson_has_a_page_of_its_own() -> None:
    text = page_of(learned(), link="../sessions/one.md")
    fields = front(text)
    assert {name: fields[name] for name in ("title", "status", "state", "type", "route", "project")} == {
        "title": "Two people agree", "status": "identified", "state": "captured", "type": "change",
        "route": "process", "project": "Alerts",
    }  # fmt: skip
    assert (fields["technique"], fields["reused"]) == ("after-action-review", 0)
    assert (str(fields["created"]), fields["tags"]) == ("2018-01-16", ["lesson", "alerting"])
    assert re.findall("^## (.*)$", text, re.MULTILINE) == [
        "What happened", "Why", "Recommendation", "For whom", "Evidence", "What is to change",
        "Where it comes from",
    ]  # fmt: skip
    assert links(text) == ["../sessions/one.md"]


def test_what_later_sessions_said_counts_on_the_page() -> None:
    m = learned(state="embedded", history=[["2018-02-01", "embedded", "the menu was changed"]])
    assert front(page_of(m))["status"] == "learned"
    text = page_of(m, later=(Said("2018-03-02", "again"), Said("2018-03-01", "applies", "for floods")))
    fields = front(text)
    assert (fields["status"], fields["state"], fields["reused"], fields["again"]) == (
        "identified", "reopened", 1, 1,
    )  # fmt: skip
    assert "- **1 March 2018** applies — for floods\n" in text


def test_every_link_of_a_knowledge_base_leads_to_a_page() -> None:
    pages = base_of(hawaii(project="Alerts [x] & #1"), learned(), hawaii(title="صباح", project="صباح"))
    for path, text in pages.items():
        for link in links(text):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) in pages
    reached = {"index.md"}
    for _ in range(3):
        reached |= {
            posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
            for path in reached
            for link in links(pages[path])
        }
    assert reached == set(pages)


def test_the_lists_tell_identified_from_learned_and_open_from_done() -> None:
    new = Meeting(REVIEW)
    old = hawaii()
    action = next(id_ for id_, e in old.documents["entries"].items() if e["kind"] == "action")
    new.add("verdict", "open", "safe", "", on=f"k3x9-7fq2-m8t4/{action}", says="done")
    pages = base_of(new, learned(state="closed"), old)
    lists = pages["lessons.md"]
    assert lists.index("## Lessons identified") < lists.index("Require two people")
    assert lists.index("## Lessons learned") < lists.index("Two people agree")
    actions = pages["actions.md"]
    assert (
        actions.index("- [ ] [Stop no-notice") < actions.index("## Done") < actions.index("- [x] [Two-pers")
    )
    assert "2 identified, 1 learned" in pages["index.md"]


def test_any_words_stay_words_on_every_page() -> None:
    plain = tuple(f"plain {n}" for n in range(len(HOSTILE)))
    hostile = base_of(meeting_of(HOSTILE, ("lesson", "action")), which="full")
    assert all(front(text) for text in hostile.values())
    assert not any(re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text) for text in hostile.values())
    lessons = [text for path, text in hostile.items() if path.startswith("lessons/")]
    expected = base_of(meeting_of(plain, ("lesson", "action")), which="full")
    same = next(text for path, text in expected.items() if path.startswith("lessons/"))
    for text in lessons:
        assert [t.type for t in READER.parse(text.split("---\n", 2)[2])] == [
            t.type for t in READER.parse(same.split("---\n", 2)[2])
        ]
    assert len(lessons) == len(HOSTILE)


def test_a_full_base_says_so_on_every_page() -> None:
    pages = base_of(hawaii(), which="full")
    assert all("**Full edition, not for sharing" in text for text in pages.values())
    assert not any("not for sharing" in text for text in base_of(hawaii()).values())


def test_the_same_sessions_give_the_same_pages() -> None:
    assert base_of(hawaii(), learned()) == base_of(hawaii(), learned())


def test_obsidian_gets_its_days_last_on_the_line() -> None:
    m = hawaii()
    m.add("action", "actions", "action", "Publish 📅 2020-01-01", owner="Ana", due="2018-02-01",
          done="2018-01-31", but="late")  # fmt: skip
    m.add("action", "actions", "action", "Buy a siren", dropped="no money")
    text = markdown(outline(edition(m.session()), AFTER), tasks="obsidian")
    tasks = [line for line in text.splitlines() if re.match(r"- \[.\]", line)]
    assert tasks == [
        "- [ ] Two-person confirmation switched on — Software lead (6.1) ➕ 2018-01-16 📅 2018-01-30",
        "- [ ] Stop no-notice drills — Operations chief, no date (6.2) ➕ 2018-01-16",
        "- [x] Publish 📅 2020-01-01 — Ana (6.4) ➕ 2018-01-16 📅 2018-02-01 ✅ 2018-01-31",
        "- [-] Buy a siren — no owner, dropped: no money (6.5) ➕ 2018-01-16",
    ]
    assert "\ufe0f" not in "".join(tasks)
    assert "\u00a0" not in "".join(tasks)


@pytest.mark.parametrize("title", ["[x]", "]", "a [b](c) [[d]]", "![i](j)", "\\]", "<a href=x>"])
def test_a_title_in_a_link_stays_one_link(title: str) -> None:
    pages = base_of(hawaii(title=title))
    index = pages["index.md"].partition("## Sessions")[2]
    inline = [c for t in READER.parse(index) for c in t.children or ()]
    assert [c.type for c in inline].count("link_open") == 1
    assert "".join(c.content for c in inline).endswith(title)
