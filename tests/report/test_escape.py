"""User text in Markdown: read back by a Markdown reader, the words are the ones that were typed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kmfacilitate.clean import clean
from kmfacilitate.report.escape import cell, escaped

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
FRAMES = {
    "line of a list": "- before\n- {}\n- after\n",
    "task": "- [ ] {} — Ana, due 3 May 2026 (3.1)\n",
    "heading": "above\n\n### {}\n\nbelow\n",
    "paragraph": "above\n\n{}\n\nbelow\n",
    "after bold": "- **08:05** {} — worse\n  - **But:** {}\n",
    "table": "| a | b |\n| --- | --- |\n| x | {} |\n",
    "two in one line": "- {} — {}, {} ({})\n",
}
PLAIN = {"text", "html_inline", "softbreak", "hardbreak", "inline", "paragraph_open", "paragraph_close"}
SHAPES = {"bullet_list", "list_item", "heading", "table", "thead", "tbody", "tr", "th", "td"}


def words(text: str) -> list[str]:
    return text.split()


def plain(tokens: list[Token]) -> str:
    said = []
    for token in tokens:
        if token.children is not None:
            said.append(plain(token.children))
        elif token.type in ("softbreak", "hardbreak") or (token.type, token.content) == (
            "html_inline",
            "<br>",
        ):
            said.append("\n")
        else:
            said.append(token.content)
        if token.type in ("inline", "th_close", "td_close"):
            said.append("\n")
    return "".join(said)


def shape(tokens: list[Token]) -> list[str]:
    """What there is of markup, in order: nothing that a text could have added."""
    return [
        found
        for token in tokens
        for found in ([token.type] if token.children is None else ["inline", *shape(token.children)])
        if found not in ("text", "html_inline")
    ]


def framed(frame: str, value: str) -> str:
    write = cell if frame == "table" else escaped
    return FRAMES[frame].replace("{}", write(value))


MARKUP = st.text(
    alphabet=st.sampled_from("ab1 \t\n\\`*_{}[]()#+-.!|~<>&;:=\"'^$%@/ é"), min_size=1, max_size=24
)
LINES = st.sampled_from(
    [
        "# not a heading",
        "- item",
        "+ item",
        "> quoted",
        "1. one",
        "2) two",
        "    code",
        "```",
        "~~~",
        "---",
        "===",
        "| a | b |",
        "[[x]]",
        "<script>alert(1)</script>",
        "<!-- x -->",
        "#word",
        "\\",
        "a\\",
        "*em*",
        "__init__",
        "[a](http://x)",
        "![a](b)",
        "[^1]",
        "[a]: /x",
        "&amp; &#35;",
        "a  \nb",
        "a\r\nb",
        "- [ ] box",
        "[ ] box",
        "[x]",
        "https://example.org/a_b",
        "~~gone~~",
        "a `b` c",
        "C#",
        "foo #",
        "a ^block",
        "$a$ and $b$",
        "==hi==",
        "%%no%%",
        "snake_case",
        "2 * 3 * 4",
        "[name] said [so]",
        "****",
        "* * *",
        "_ _ _",
        "- - -",
        "<b",
        "a |",
        "\\|",
    ]
)


@pytest.mark.parametrize("frame", FRAMES)
@given(value=MARKUP | LINES | st.lists(LINES, min_size=2, max_size=3).map(" ".join) | st.text(max_size=20))
@example(value="a\\")
@example(value="`")
def test_the_words_come_back_and_nothing_becomes_markup(frame: str, value: str) -> None:
    written = framed(frame, value)
    tokens = READER.parse(written)
    expected = FRAMES[frame].replace("{}", "WORD" if words(clean(value)) else "")
    times = FRAMES[frame].count("{}")
    said = words(clean(value)) * times
    assert shape(tokens) == shape(READER.parse(expected))
    if frame == "paragraph" or frame == "heading":
        assert words(plain(tokens)) == ["above", *said, "below"]
    elif frame == "table":
        assert words(plain(tokens)) == ["a", "b", "x", *said]
    elif frame == "line of a list":
        assert words(plain(tokens)) == ["before", *said, "after"]
    else:
        there = iter(words(plain(tokens).replace(",", " ").replace("(", " ").replace(")", " ")))
        bare = words(clean(value).replace(",", " ").replace("(", " ").replace(")", " ")) * times
        assert all(word in there for word in bare)


@pytest.mark.parametrize(
    "text",
    [
        "Two people count the vaccine in",
        "Telephone lines jammed | callers could not get through",
        "~40 calls a minute reached nobody",
        '"Go live" was the red button (again!), said 3 of 5',
        "-5 degrees in the fridge; 2 * 3 = 6; a < b & c > d",
        "met Ana @ 10:30, mail ana@nhs.uk, see https://example.org/a-b?c=d",
        "snake_case and C# and 50 % and $5",
        "[name] took it as real",
        "مرحبا 👩‍👩‍👧 – naïve",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# not a heading", r"\# not a heading"),
        ("#pharmacy fridge", r"\#pharmacy fridge"),
        ("- a dash", r"\- a dash"),
        ("3. May was cold", r"3\. May was cold"),
        ("[[x]]", r"\[\[x]]"),
        ("<script>", "&lt;script>"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("---", r"\---"),
        ("```", r"\`\`\`"),
        ("one\ntwo", "one<br>two"),
        ("    four spaces", "four spaces"),
        ("a\x1b]52;c\x07b", "a]52;cb"),
    ],
)
def test_signs_that_would_be_read_are_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


def test_what_is_markdown_already_is_not_escaped_twice() -> None:
    assert escaped(escaped("*a*")) == escaped("*a*")


def test_a_cell_keeps_its_bars() -> None:
    assert cell("| a | b |") == r"\| a \| b \|"
