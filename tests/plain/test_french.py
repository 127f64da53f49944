"""A session line by line in French: its words are French, what is typed and kept is as ever."""

from __future__ import annotations

from pathlib import Path

from sittings import Room, entries

from kmfacilitate import language


def test_a_session_is_run_in_french(tmp_path: Path):
    language.use(["fr_BE.UTF-8"])
    room = Room(tmp_path)
    said = room.type(
        ":start",
        "yes",
        ":go 3",
        "08:05 - Keys locked in",
        ":go 5",
        "change: Keep one key outside | pourquoi: nobody could get in",
        "! order a second key @sam ^demain",
        ":enseignement A door needs two keys",
        ":nxt",
        ":state 5.1 captured",
        ":time",
        ":undo",
        ":route 5.1 processus",
        ":state 5.1 vérifié | happened: locked in | recommandation: keep a second key outside",
        ":finish yes",
    )
    assert said.code == 1
    assert "Étape 1 sur 7" in said.out
    assert "5.1 enseignement changer: Keep one key outside" in said.out.replace("\u00a0", "")
    assert "vouliez-vous dire :next" in said.err
    session = room.json()
    lessons = entries(session, "lesson")
    assert lessons[0]["why"] == ["nobody could get in"]
    assert lessons[0]["type"] == "change"
    assert lessons[0]["route"] == "process"
    assert lessons[0]["state"] == "checked"
    assert entries(session, "action")[0]["due"]
    assert "## Lessons identified" in room.markdown()


def test_the_words_of_a_command_are_the_same_in_each_language(tmp_path: Path):
    language.use(["fr"])
    said = Room(tmp_path).type(":words", ":words back", ":list")
    assert ":next" in said.out
    assert "Revenir ; rien n’est perdu." in said.out.replace("\u00a0", " ")
    assert "Go back" not in said.out
