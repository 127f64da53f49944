"""The settings file is read whatever stands in it, and written with its comments kept."""

import os
from pathlib import Path

import pytest

from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.settings.reading import read_settings, settings_path
from kmfacilitate.settings.wishes import WISHES, Settings
from kmfacilitate.settings.writing import keep, keep_keys
from kmfacilitate.store.fsio import Disk
from kmfacilitate.store.places import Places


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def written(file: Path, text: str) -> Settings:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return read_settings(file)


def test_no_file_means_defaults_and_nothing_is_made(file: Path):
    assert read_settings(file) == Settings()
    assert not file.parent.exists()


def test_it_stands_in_the_configuration_folder(tmp_path: Path):
    places = Places.here({"KMFACILITATE_STATE": str(tmp_path)})
    assert settings_path(places) == tmp_path / "config" / "settings.toml"


def test_every_setting_is_read(file: Path):
    values = {wish.name: wish.allowed[-1] if wish.allowed else "cy_GB" for wish in WISHES}
    lines = [f'{name} = "{value}"' for name, value in values.items()]
    found = written(
        file, "\n".join([*lines, "[keys]", 'next = "F8"', 'back = ["ctrl+b", "f3"]', "clock = []"])
    )
    assert {wish.name: found.of(wish.name) for wish in WISHES} == values
    assert found.keys == {"next": ("f8",), "back": ("ctrl+b", "f3"), "clock": ()}
    assert found.faults == ()


def test_yes_and_a_number_are_understood(file: Path):
    found = written(file, "sounds = true\nmotion = false\nclock = 24\n")
    assert (found.sounds, found.motion, found.clock) == ("on", "off", "24")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('\n\nthem = "ink"', 3, "there is no setting them; did you mean theme?"),
        (
            '# mine\ntheme = "blue"',
            2,
            "theme: it takes auto, ink, paper or contrast, not “blue”; auto is used.",
        ),
        ("name = 7", 1, "name: it takes a text in quotation marks"),
        ('language = "not a locale"', 1, "like fr_FR or en-GB"),
        ("[theme]\nname = 1", 1, "theme: it takes auto"),
        ('keys = "f2"', 1, "keys is a table"),
        ("[keys]\n\nnext = 2", 3, "keys.next: it takes a key"),
        ("name = 'a'\n[name2]\n", 2, "there is no setting name2"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(file: Path, text: str, line: int, words: str):
    found = written(file, text)
    (fault,) = found.faults
    assert fault.startswith(f"{file}:{line}: ")
    assert words in fault


def test_what_is_right_counts_beside_what_is_wrong(file: Path):
    found = written(file, 'name = "Ana"\ntheme = "blue"\nglyphs = "ascii"')
    assert (found.name, found.theme, found.glyphs) == ("Ana", "auto", "ascii")


@pytest.mark.parametrize("data", [b"theme = ", b"[[[", b"\xff\xfe", b"a = " + b"[" * 4000])
def test_a_broken_file_gives_defaults_and_one_sentence(file: Path, data: bytes):
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    found = read_settings(file)
    assert found == Settings(faults=found.faults)
    assert len(found.faults) == 1
    assert "default" in found.faults[0]
    assert "\n" not in found.faults[0]


def test_controls_in_the_file_reach_nobody(file: Path):
    found = written(file, 'name = "Ana\\u001b]52;c;x\\u0007"\n"th\\u001b[2Jme" = 1')
    assert "\x1b" not in found.name + "".join(found.faults)


def test_a_folder_in_its_place_is_said(file: Path):
    file.mkdir(parents=True)
    assert "can't be read" in read_settings(file).faults[0]


def test_setting_keeps_comments_and_what_is_unknown(file: Path):
    text = '# mine\ntheme = "ink" # dark\nlater = 3\n\n[keys]\n# two\nnext = "f8"\n'
    written(file, text)
    keep("name", "Ana", file)
    keep("theme", "paper", file)
    keep_keys("back", ["f9"], file)
    found = file.read_text("utf-8")
    for part in ("# mine", "# dark", "later = 3", "# two", 'next = "f8"', 'back = "f9"'):
        assert part in found
    assert read_settings(file).name == "Ana"
    assert read_settings(file).keys == {"next": ("f8",), "back": ("f9",)}


def test_a_setting_given_back_leaves_no_trace(file: Path):
    written(file, 'theme = "ink"\n[keys]\nnext = "f8"\n')
    keep("theme", None, file)
    assert keep_keys("next", None, file) == Settings()
    assert "f8" not in file.read_text("utf-8")


def test_a_verb_can_have_no_key_or_several(file: Path):
    keep_keys("clock", [], file)
    assert keep_keys("next", ["f2", "ctrl+n"], file).keys == {"clock": (), "next": ("f2", "ctrl+n")}


@pytest.mark.parametrize(("name", "value"), [("them", "ink"), ("theme", "blue"), ("language", "no, none")])
def test_what_is_not_allowed_is_not_written(file: Path, name: str, value: str):
    with pytest.raises(WrongUse):
        keep(name, value, file)
    assert not file.exists()


def test_a_broken_file_is_not_written_over(file: Path):
    written(file, "theme = ")
    with pytest.raises(Unable, match="--edit"):
        keep("theme", "ink", file)
    assert file.read_text("utf-8") == "theme = "


def test_a_file_that_is_protected_against_writing_is_left_alone(file: Path):
    written(file, 'theme = "ink"\n')
    file.chmod(0o444)
    with pytest.raises(Unable, match="is protected against writing, so nothing was changed"):
        keep("theme", "paper", file)
    with pytest.raises(Unable, match="is protected"):
        keep_keys("next", ["f8"], file)
    assert file.read_text("utf-8") == 'theme = "ink"\n'


class _NoFolder(Disk):
    def make_folder(self, folder: Path, *, private: bool = False) -> bool:
        raise PermissionError(13, "no", str(folder))


def test_a_folder_that_can_not_be_made_names_what_puts_it_elsewhere(file: Path):
    with pytest.raises(Unable, match="set KMFACILITATE_CONFIG to a folder you may write in"):
        keep("theme", "paper", file, _NoFolder())


@pytest.mark.parametrize(
    "data",
    [
        b'theme = "ink"\0\n',
        b'\xef\xbb\xbftheme = "ink"\r\n',
        b'theme = "ink"\nlater = {a = 1}\n[[more]]\nx = 1\n',
    ],
)
def test_a_file_of_a_later_version_or_another_system_counts_for_what_is_known(file: Path, data: bytes):
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    assert read_settings(file).theme == "ink"


def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path):
    real = tmp_path / "dotfiles.toml"
    real.write_text('theme = "ink"\n')
    file.parent.mkdir(parents=True)
    try:
        os.symlink(real, file)
    except OSError:
        pytest.skip("no links here")
    keep("theme", "paper", file)
    assert file.is_symlink()
    assert read_settings(real).theme == "paper"
