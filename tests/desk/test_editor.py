"""A text in an editor and back: in a private file that is gone afterwards, and never lost."""

import os
import stat
import sys
from pathlib import Path

import pytest

from kmfacilitate.clean import LONGEST
from kmfacilitate.desk.editor import editor_command, run_editor, write_in_editor
from kmfacilitate.errors import Unable
from kmfacilitate.store.places import Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "state", tmp_path / "cache", tmp_path / "config", tmp_path)


def editor(code: str) -> tuple[str, ...]:
    """An editor that does this with `path`, the file it is given."""
    return (sys.executable, "-c", f"import os, sys, pathlib; path = pathlib.Path(sys.argv[1]); {code}")


def left(places: Places) -> list[Path]:
    return list((places.state / "editing").rglob("*"))


def test_what_is_written_comes_back_and_nothing_stays(places: Places):
    written = write_in_editor("one", editor("path.write_text(path.read_text() + 'two\\n\\n')"), places)
    assert (written.text, written.trouble) == ("one\ntwo", "")
    assert left(places) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_file_is_for_its_owner_alone(places: Places):
    told = places.state.parent / "told"
    modes = "' '.join(f'{one.stat().st_mode:o}' for one in (path, path.parent))"
    code = f"pathlib.Path({str(told)!r}).write_text({modes})"
    write_in_editor("secret", editor(code), places)
    file, folder = told.read_text().split()
    assert stat.S_IMODE(int(file, 8)) == 0o600
    assert stat.S_IMODE(int(folder, 8)) == 0o700


def test_what_an_editor_leaves_beside_it_goes_too(places: Places):
    write_in_editor("secret", editor("path.with_name('.line.txt.swp').write_text('secret')"), places)
    assert left(places) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sys.exit(3)", "as it was"),
        ("path.write_text('half'); sys.exit(3)", "half"),
        ("os.abort()", "as it was"),
        ("path.unlink()", "as it was"),
    ],
)
def test_an_editor_that_fails_loses_nothing(places: Places, code: str, text: str):
    written = write_in_editor("as it was", editor(code), places)
    assert written.text == text
    assert written.trouble.endswith(".")
    assert left(places) == []


def test_an_editor_that_cannot_be_started_loses_nothing(places: Places, tmp_path: Path):
    written = write_in_editor("as it was", (str(tmp_path / "none"),), places)
    assert written.text == "as it was"
    assert "can't be started" in written.trouble
    assert left(places) == []


def test_what_comes_back_is_harmless_and_no_longer_than_a_line_may_be(places: Places):
    written = write_in_editor(
        "", editor("path.write_bytes(b'a\\x1b]52;c;x\\x07b\\xe9' + b'x' * 300000)"), places
    )
    assert written.text.startswith("a]52;c;xbéxx")
    assert len(written.text) == LONGEST
    assert "left out" in written.trouble


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't be asked who runs")
def test_what_a_killed_program_left_is_cleared_away(places: Places):
    gone = places.state / "editing" / "999999999-x"
    mine = places.state / "editing" / f"{os.getppid()}-x"
    for folder in (gone, mine):
        folder.mkdir(parents=True)
        (folder / "line.txt").write_text("secret")
    write_in_editor("", editor("pass"), places)
    assert not gone.exists()
    assert mine.exists()


def test_a_folder_that_cannot_be_made_is_said(places: Places):
    places.state.parent.mkdir(exist_ok=True)
    places.state.write_text("a file in its place")
    with pytest.raises(Unable):
        write_in_editor("one", editor("pass"), places)


def test_the_editor_is_the_setting_else_the_systems(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    environ = {"VISUAL": "emacs -nw", "EDITOR": "vi"}
    assert editor_command("nano -w", environ) == ("nano", "-w")
    assert editor_command("", environ) == ("emacs", "-nw")
    assert editor_command("", {"EDITOR": "vi"}) == ("vi",)
    assert editor_command("", {}) == ("nano",)


def test_an_editor_with_a_window_is_told_to_wait(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    assert editor_command("code") == ("code", "--wait")
    assert editor_command("code --wait -n") == ("code", "--wait", "-n")


@pytest.mark.parametrize("setting", ["no-such-editor-anywhere", "vi 'open"])
def test_an_editor_that_is_not_there_is_said(setting: str):
    with pytest.raises(Unable, match=r"no editor|quotation"):
        editor_command(setting, {})


def test_ending_with_a_code_is_said(tmp_path: Path):
    assert run_editor(editor("sys.exit(2)"), tmp_path / "x").endswith("ended with 2.")
    assert run_editor(editor("pass"), tmp_path / "x") == ""
