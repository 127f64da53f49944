"""Days and times as they are written here: English by itself, other locales through Babel, asked once."""

from datetime import datetime
from pathlib import Path

import pytest

from kmfacilitate.session import local_words
from kmfacilitate.session.line.days import read_day
from kmfacilitate.session.local_words import AMERICAN, ENGLISH, LocalWords
from kmfacilitate.session.wording import hour, hour_second, long_day, short_day
from kmfacilitate.settings import local
from kmfacilitate.settings.local import locale_name
from kmfacilitate.settings.wishes import Settings
from kmfacilitate.store.places import Places

AT = datetime(2026, 11, 3, 15, 4, 9)


def words(tmp_path: Path, language: str, clock: str = "auto") -> LocalWords:
    places = Places(tmp_path, tmp_path / "cache", tmp_path, tmp_path)
    return local.local_words(Settings(language=language, clock=clock), environ={}, places=places)


@pytest.fixture
def used():
    yield local_words.use
    local_words.use(ENGLISH)


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({}, ""),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "POSIX"}, ""),
        ({"LANG": "fr_FR.UTF-8"}, "fr_FR"),
        ({"LANG": "fr_FR.UTF-8", "LC_TIME": "de_AT@euro"}, "de_AT"),
        ({"LANG": "fr_FR", "LC_TIME": "de_AT", "LC_ALL": "C"}, ""),
        ({"LANG": "../../etc"}, ""),
        ({"LANG": ""}, ""),
    ],
)
def test_the_locale_is_that_of_the_system(environ, name):
    assert locale_name(Settings(), environ) == name


def test_the_setting_comes_first():
    assert locale_name(Settings(language="cy-gb"), {"LC_ALL": "fr_FR"}) == "cy_GB"


def test_english_needs_no_babel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(local, "_asked", lambda name: pytest.fail(f"Babel was asked about {name}"))
    assert words(tmp_path, "") == words(tmp_path, "en_GB") == ENGLISH
    assert words(tmp_path, "en_US") == AMERICAN


@pytest.mark.parametrize(
    ("language", "day", "short", "time"),
    [
        ("", "Tue 3 November", "3 Nov 2026", "15:04:09"),
        ("en_US", "Tue, November 3", "Nov 3, 2026", "3:04:09 PM"),
        ("fr_FR", "mar. 3 novembre", "3 nov. 2026", "15:04:09"),
        ("cy_GB", "Maw, 3 Tachwedd", "3 Tach 2026", "15:04:09"),
        ("ja_JP", "11月3日(火)", "2026年11月3日", "15:04:09"),
        ("xx_XX", "Tue 3 November", "3 Nov 2026", "15:04:09"),
    ],
)
def test_days_and_times_are_written_as_there(tmp_path: Path, used, language, day, short, time):
    used(words(tmp_path, language))
    assert long_day(AT.date(), AT.date()) == day
    assert short_day(AT.date(), AT.replace(year=2025).date()) == short
    assert hour_second(AT) == time


def test_babel_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first = words(tmp_path, "fr_FR")
    monkeypatch.setattr(local, "_asked", lambda name: pytest.fail("Babel was asked again"))
    assert words(tmp_path, "fr_FR") == first


@pytest.mark.parametrize("data", ["", "{}", "[1]", '{"version": 1}', '{"version": 0, "day": "d"}'])
def test_a_damaged_cache_is_made_again(tmp_path: Path, data: str):
    first = words(tmp_path, "fr_FR")
    (tmp_path / "cache" / "days" / "fr_FR.json").write_text(data)
    assert words(tmp_path, "fr_FR") == first


def test_hours_to_twelve_or_to_twenty_four_can_be_chosen(tmp_path: Path, used):
    used(words(tmp_path, "en_US", "24"))
    assert hour(AT) == "15:04"
    used(words(tmp_path, "", "12"))
    assert (hour(AT), hour(AT.replace(hour=0)), hour(AT.replace(hour=12))) == (
        "3:04 pm",
        "12:04 am",
        "12:04 pm",
    )


def test_no_invisible_sign_gets_onto_the_screen(tmp_path: Path):
    for language in ("ar_EG", "he_IL", "fa_IR", "fr_FR", "en_AU"):
        found = words(tmp_path, language)
        said = "".join(found.write(p, AT) for p in (found.full_day, found.middle_day, found.hour_second))
        assert not set(said) & set("\u200e\u200f\u061c\u00a0\u202f")


@pytest.mark.parametrize(
    ("language", "begins", "ends"), [("", 0, 4), ("en_US", 0, 4), ("ar_EG", 6, 3), ("fa_IR", 5, 3)]
)
def test_a_week_begins_and_ends_with_its_work(tmp_path: Path, used, language, begins, ends):
    used(words(tmp_path, language))
    for day in range(1, 8):
        today = AT.replace(day=day).date()
        following, end = read_day("next week", today), read_day("end of week", today)
        assert following is not None
        assert end is not None
        assert (following.weekday(), end.weekday()) == (begins, ends)
        assert 0 < (following - today).days <= 7
        assert 0 <= (end - today).days < 7
