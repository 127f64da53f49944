"""Days after `^`."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from kmfacilitate.session.line.days import read_day

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2026-11-22"),
        ("Tomorrow", "2026-11-23"),
        ("fri", "2026-11-27"),
        ("frid", "2026-11-27"),
        ("Sunday", "2026-11-29"),
        ("mon", "2026-11-23"),
        ("0d", "2026-11-22"),
        ("3d", "2026-11-25"),
        ("2w", "2026-12-06"),
        ("2 weeks", "2026-12-06"),
        ("in 2 weeks", "2026-12-06"),
        ("1m", "2026-12-22"),
        ("1y", "2027-11-22"),
        ("eow", "2026-11-27"),
        ("eom", "2026-11-30"),
        ("next week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("2026-12-01", "2026-12-01"),
        ("1998-12-11", "1998-12-11"),
        ("15 feb", "2027-02-15"),
        ("feb 15", "2027-02-15"),
        ("15 feb 2028", "2028-02-15"),
        ("1st december 2027", "2027-12-01"),
        ("22 nov", "2026-11-22"),
        ("21 nov", "2027-11-21"),
        ("29 feb", "2028-02-29"),
        ("3/4", "2027-04-03"),
        ("1/12", "2026-12-01"),
        ("1.12.", "2026-12-01"),
        ("1.12.2027", "2027-12-01"),
        ("1/12/2026", "2026-12-01"),
        ("1/12/26", "2026-12-01"),
        ("12/25", "2026-12-25"),
    ],
)
def test_words_that_name_a_day(words: str, day: str) -> None:
    assert read_day(words, SUNDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "frday",
            "fr",
            "31 feb",
            "31feb",
            "29 feb 2027",
            "2026-02-30",
            "13/13",
            "99999d",
            "9999y",
            "3.",
        ),
        *("32 dec", "last friday", "ju 3", "15 feb 20", "0 dec", "٣٢", "1 2 3"),
    ],
)
def test_words_that_name_none(words: str) -> None:
    assert read_day(words, SUNDAY) is None


def test_a_weekday_is_never_today() -> None:
    assert read_day("fri", FRIDAY) == date(2026, 12, 4)
    assert read_day("eow", FRIDAY) == FRIDAY


def test_the_month_stands_first_where_the_locale_has_it_so() -> None:
    assert read_day("3/4", SUNDAY, day_first=False) == date(2027, 3, 4)
    assert read_day("25/12", SUNDAY, day_first=False) == date(2026, 12, 25)
    assert read_day("1.12.", SUNDAY, day_first=False) == date(2026, 12, 1)


def test_a_month_later_is_the_last_day_of_a_shorter_one() -> None:
    assert read_day("1m", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [
        ("fr", "vendredi", "2026-11-27"),
        ("fr", "mar", "2026-11-24"),
        ("fr", "15 février", "2027-02-15"),
        ("fr", "1er déc", "2026-12-01"),
        ("fr", "dans 2 semaines", "2026-12-06"),
        ("fr", "aujourd’hui", "2026-11-22"),
        ("fr", "friday", "2026-11-27"),
        ("cy", "dydd Gwener", "2026-11-27"),
        ("cy", "gwener", "2026-11-27"),
        ("cy", "yfory", "2026-11-23"),
        ("cy", "ymhen 3 wythnos", "2026-12-13"),
        ("de", "freitag", "2026-11-27"),
        ("xx", "fri", "2026-11-27"),
    ],
)
def test_other_languages(language: str, words: str, day: str) -> None:
    assert read_day(words, SUNDAY, language) == date.fromisoformat(day)


def test_english_needs_no_babel() -> None:
    program = (
        "import sys; from datetime import date; from kmfacilitate.session.line import *;"
        "read_line('! ring @sam ^fri', Room(today=date(2026, 11, 22))); print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
