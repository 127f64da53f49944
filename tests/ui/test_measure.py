"""Text fits its cells and loses nothing by it."""

from hypothesis import given
from hypothesis import strategies as st

from kmfacilitate.ui.measure import balanced, cut, width_of, wrap

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200)


@given(TEXT, st.integers(4, 60))
def test_wrapping_fits_and_keeps_every_letter(text, width):
    lines = wrap(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXT, st.integers(4, 60))
def test_balancing_takes_no_more_lines(text, width):
    lines = balanced(text, width)
    assert len(lines) <= len(wrap(text, width))
    assert all(width_of(line) <= width for line in lines)


def test_a_question_is_broken_where_it_breathes():
    ask = "Walk us through it in order: what did you see, hear and do?"
    assert balanced(ask, 56) == ["Walk us through it in order:", "what did you see, hear and do?"]


def test_words_are_cut_whole():
    assert cut("Software asked are you sure", 16) == "Software asked…"
    assert cut("short", 16) == "short"
    assert cut("anything", 0) == ""
    assert cut("Handing files from one house to another, Sep 2026", 44) == (
        "Handing files from one house to another…"
    )


def test_a_name_of_a_file_is_broken_after_a_hyphen_or_a_slash():
    assert wrap("2026-11-22-the-false-missile-alert.md", 16) == [
        "2026-11-22-the-",
        "false-missile-",
        "alert.md",
    ]
    assert wrap("in /srv/ana/library/reports", 13) == ["in", "/srv/ana/", "library/", "reports"]


def test_a_long_text_is_wrapped_in_one_pass():
    assert len(wrap("word " * 4000, 50)) == 400
    assert len(wrap("x" * 20_000, 100)) == 200
