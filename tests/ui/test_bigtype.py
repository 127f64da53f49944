"""Large type is read from the back of the room, or not used at all."""

import string

from kmfacilitate.ui.widgets.bigtype import Face, clock, double, large, readable, small, tall

ASK = "Walk us through it in order: what did you see, hear and do?"


def heights(face: Face) -> set[int]:
    return {len(letter) for letter in face.letters.values()}


def test_every_letter_of_a_face_is_a_full_rectangle():
    for face in (small(), tall(), double(), clock()):
        for name, letter in face.letters.items():
            assert len({len(row) for row in letter}) == 1, name
            assert any("#" in row for row in letter), name


def test_letters_are_told_apart():
    letters = small().letters
    drawn = [letters[name] for name in string.ascii_letters + string.digits]
    assert len(set(drawn)) == len(drawn)


def test_the_face_has_what_questions_are_written_with():
    known = string.ascii_letters + string.digits + ".,:;!?'\"-()/&%éèêëàâäöüßçñôîï"
    assert small().has(known)
    assert tall().has(known)
    assert double().has(known)


def test_the_largest_that_needs_at_most_half_the_rows():
    wall = large(ASK, 148, 22)
    window = large(ASK, 112, 15)
    assert wall is not None
    assert window is not None
    assert len(window) <= 15 < len(wall) <= 22
    assert max(map(len, wall)) <= 148
    assert large("Why?", 148, 22) != large("Why?", 148, 6)


def test_the_last_line_has_no_word_alone_where_the_one_above_can_spare_one():
    def lines(text: str, width: int) -> list[str]:
        drawn = large(text, width, 30)
        assert drawn is not None
        return drawn

    assert lines("What actually happened, in order?", 188)[20:] == lines("in order?", 188)
    assert lines("Back at 10:00", 100)[10:] == lines("10:00", 100)


def test_what_cannot_be_drawn_is_shown_plain():
    assert large(ASK, 80, 12) is None
    assert large("何が起きましたか", 148, 22) is None
    assert large("a family 👨‍👩‍👧‍👦", 148, 22) is None
    assert large(ASK, 148, 22, plain=True) is None
    assert large("   ", 148, 22) is None


def test_typographic_signs_are_drawn_as_plain_ones():
    assert readable("“Who’s next”…") == '"Who\'s next"...'
    assert large("Don’t we know?", 148, 22) is not None
