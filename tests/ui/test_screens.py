"""Home, Prepare and help: by keyboard, by mouse, and with nothing in them."""

import datetime

import pytest
from sittings import Room

from kmfacilitate.session.beginning import Plan
from kmfacilitate.store.library import Library
from kmfacilitate.ui.glyphs import ASCII, UNICODE, chosen_glyphs
from kmfacilitate.ui.hints import COMMANDS, HELP, Hint, fitting
from kmfacilitate.ui.preparing import prepare_screen
from kmfacilitate.ui.screens.home import HomeScreen
from kmfacilitate.ui.screens.prepare import Prepared, PrepareScreen, minutes_to, read_people, read_time
from kmfacilitate.ui.widgets.agenda import AgendaRow, clock_times

from .conftest import seen
from .made_up import CORE, HEADS, NOW, UNFINISHED, WAITING, head
from .pages import RunnerPage, ShowApp
from .running import until
from .scenes import HOSTILE

STAGES = (("Opening", "rules", 3), ("What happened?", "timeline", 8), ("Actions", "actions", 10))


class Noting(ShowApp):
    """Keeps what the screens ask for."""

    def __init__(self, screen) -> None:
        super().__init__(screen, glyphs=UNICODE)
        self.asked: list[object] = []

    def on_home_screen_start(self, message) -> None:
        self.asked.append(message)

    def on_home_screen_resume(self, message) -> None:
        self.asked.append(message)

    def on_home_screen_open(self, message) -> None:
        self.asked.append(message)

    def on_prepare_screen_begin(self, message) -> None:
        self.asked.append(message)

    def on_prepare_screen_cancelled(self, message) -> None:
        self.asked.append(message)


def home(**more) -> HomeScreen:
    return HomeScreen(CORE, more.pop("heads", HEADS), now=NOW, **more)


def prepare(prepared: Prepared | None = None) -> PrepareScreen:
    def agenda(now: Prepared):
        return clock_times(datetime.datetime(2018, 1, 16, 9, 30), STAGES, kept=(False, False, True))

    first = prepared or Prepared("The false alert", variant="standard")
    return PrepareScreen("After action review", {"quick": 20, "standard": 60}, first, agenda)


async def test_resume_comes_first():
    app = Noting(home(unfinished=UNFINISHED, waiting=WAITING))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        (asked,) = app.asked
        assert isinstance(asked, HomeScreen.Resume)
        assert asked.head is UNFINISHED.head


async def test_arrows_reach_a_technique_and_enter_starts_it():
    app = Noting(home(unfinished=UNFINISHED))
    async with app.run_test(size=(80, 24)) as pilot:
        assert seen(app).count("Enter resume") == 2
        await pilot.press("down", "right", "enter")
        (asked,) = app.asked
        assert asked.title.id == "after-action-review"
        assert "resume" not in seen(app)
        assert "▌After action review" in seen(app)
        assert "Enter start" in seen(app)


async def test_counts_only_until_opened():
    app = Noting(home(waiting=WAITING))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "2 actions due" in seen(app)
        assert "Stop no-notice drills" not in seen(app)
        await pilot.press("space")
        assert "Stop no-notice drills" in seen(app)


async def test_a_confidential_session_is_only_a_date():
    app = Noting(home())
    async with app.run_test(size=(120, 40)):
        assert "1 Sep 1992" in seen(app)
        assert "Ana" not in seen(app)
        assert "ction learning" not in seen(app)


async def test_a_click_starts():
    app = Noting(home())
    async with app.run_test(size=(120, 40)) as pilot:
        rows = seen(app).split("\n")
        y = next(at for at, row in enumerate(rows) if "Retrospect" in row)
        await pilot.click(offset=(rows[y].index("Retrospect") + 2, y))
        assert app.asked[0].title.id == "retrospect"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
async def test_hostile_titles_break_nothing(text):
    heads = (head("2018-01-16", text[:20], text), head("2018-01-15", "x", "", broken=text))
    app = Noting(home(heads=heads))
    async with app.run_test(size=(80, 24)):
        assert not {"\x1b", "\x9b", "\u202e"} & set(seen(app))


async def test_prepare_says_what_is_wrong_beside_the_field():
    app = Noting(prepare(Prepared("", hard_end="25:99", variant="standard")))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        assert "A session needs a title" in seen(app)
        assert "That is no time; type it like 10:30 or 60 min" in seen(app)
        assert not app.asked


async def test_prepare_hands_over_what_was_filled_in():
    app = Noting(
        prepare(Prepared("The false alert", people=("Ana", "Sam"), variant="quick", hard_end="1030"))
    )
    async with app.run_test(size=(120, 40)) as pilot:
        assert "Hard end" in seen(app)
        assert "actions, minutes kept" in seen(app)
        await pilot.press("f2")
        (begin,) = app.asked
        assert begin.prepared == Prepared(
            "The false alert", "", ("Ana", "Sam"), 2, "quick", 0, "10:30", "open", "owners"
        )


def of_script(template: str, folder, **more) -> PrepareScreen:
    library = Library.open(folder)
    return prepare_screen(library, template, Plan(title="Walk", **more))


async def test_prepare_of_a_script_leaves_the_agenda_for_f6_where_it_is_narrow(tmp_path):
    app = Noting(of_script("peer-assist", tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "The host presents" not in seen(app)
        await pilot.press("f6")
        assert "The host presents" in seen(app)
        assert "In the room" not in seen(app)


async def test_back_from_the_agenda_one_types_in_the_field_that_was_left(tmp_path):
    app = Noting(of_script("after-action-review", tmp_path))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", *"Clinic", "f6", "f6", *" west")
        assert "Clinic west" in seen(app)


async def test_a_copy_of_nothing_says_how_to_leave():
    app = Noting(home())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+c")
        (said,) = [note.message for note in app._notifications]
        assert "^Q leaves" in said


async def test_what_to_prepare_stands_below_the_agenda(tmp_path):
    app = Noting(of_script("peer-assist", tmp_path))
    read = ""
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(6):
            await pilot.press("pagedown")
            read += seen(app)
    for words in ("Before you begin", "Rehearse the presentation", "Roles", "Pitfalls", "The host defends"):
        assert words in read, words


async def test_prepare_says_how_long_so_many_people_usually_need(tmp_path):
    app = Noting(of_script("retrospect", tmp_path, head_count=12))
    async with app.run_test(size=(80, 24)) as pilot:
        assert "12 people usually need 360 minutes." in seen(app)
        app.screen._minutes.focus()
        await pilot.press("3", "6", "0")
        assert "usually need" not in seen(app)


async def test_a_complaint_goes_when_it_is_met():
    screen = prepare(Prepared("", variant="standard"))
    app = Noting(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2")
        assert "A session needs a title" in seen(app)
        await pilot.press("x")
        assert "A session needs a title" not in seen(app)


async def test_choices_follow_the_arrows_and_escape_writes_nothing():
    screen = prepare()
    app = Noting(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        screen._share.focus()
        await pilot.press("right", "right")
        assert screen.prepared.share == "actions"
        await pilot.press("escape")
        assert isinstance(app.asked[-1], PrepareScreen.Cancelled)


def test_people_are_names_or_a_number():
    assert read_people("Ana; Sam, Priya ;Ana") == (("Ana", "Sam", "Priya"), 3)
    assert read_people(" 9 ") == ((), 9)
    assert read_people("") == ((), 0)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("10:30", "10:30"), ("930", "09:30"), ("9.05", "09:05"), ("", ""), ("24:00", None), ("soon", None),
        ("60 min", "10:20"), ("in an hour", "10:20"), ("2 h", "11:20"), ("in 45 minutes", "10:05"),
    ],
)  # fmt: skip
def test_times_of_day(typed, read):
    assert read_time(typed, datetime.datetime(2026, 11, 22, 9, 20)) == read


def test_an_agenda_that_does_not_fit_before_the_hard_end_says_so():
    assert minutes_to("10:27", datetime.datetime(2026, 11, 22, 9, 27, 40)) == 60
    assert minutes_to("00:10", datetime.datetime(2026, 11, 22, 23, 50)) == 20


async def test_the_agenda_says_how_much_too_soon_the_hard_end_is():
    begins = datetime.datetime(2026, 11, 27, 10, 0).astimezone()
    rows = [AgendaRow("10:00", "Opening", "", 20), AgendaRow("10:20", "Close", "", 40)]
    for end, said in (("11:00", False), ("10:57", True)):
        first = Prepared(title="False alert", variant="standard", hard_end=end, begins=begins)
        screen = PrepareScreen("After action review", {"standard": 60}, first, agenda=lambda _: rows)
        app = ShowApp(screen, glyphs=UNICODE)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("f6")
            await pilot.pause()
            assert ("3 min too soon" in seen(app)) is said


async def test_help_says_first_what_can_be_done_now():
    app = ShowApp(RunnerPage(), glyphs=UNICODE)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        text = seen(app)
        assert text.index("You can now") < text.index("next: 3b") < text.index("Everywhere")
        await pilot.press(*"pau")
        assert "pause" in seen(app)
        assert "next: 3b" not in seen(app)
        await pilot.press("escape")
        assert "Walk us through it" in seen(app)


def test_hints_are_dropped_from_the_right():
    left = tuple(Hint(f"F{at}", "do something", "") for at in range(1, 6))
    assert fitting(left, (COMMANDS, HELP), 120) == (left, (COMMANDS, HELP))
    assert fitting(left, (COMMANDS, HELP), 60) == (left[:2], (HELP,))
    assert fitting(left, (HELP,), 5) == ((), (HELP,))


def test_ascii_is_chosen_for_poor_terminals():
    class Out:
        encoding = "utf-8"

    class Latin:
        encoding = "latin-1"

    assert chosen_glyphs(environ={"TERM": "xterm"}, stdout=Out()) is UNICODE
    assert chosen_glyphs(environ={"TERM": "linux"}, stdout=Out()) is ASCII
    assert chosen_glyphs(environ={"TERM": "xterm"}, stdout=Latin()) is ASCII
    assert chosen_glyphs("unicode", environ={"TERM": "dumb"}, stdout=Latin()) is UNICODE


async def test_a_fault_shows_no_words_of_anyone(capsys):
    class Broken(ShowApp):
        def action_leave(self) -> None:
            raise ValueError("Ana said the fridge was hers")

    app = Broken(RunnerPage(), glyphs=UNICODE)
    with pytest.raises(ValueError, match="fridge"):
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("ctrl+q")
    shown = capsys.readouterr()
    assert "a fault of its own" in shown.out + shown.err
    assert "fridge" not in shown.out + shown.err


async def test_this_projects_last_people_are_offered_ticked(tmp_path, monkeypatch):
    monkeypatch.setattr("kmfacilitate.ui.preparing.TYPED_SECONDS", 0)
    room = Room(tmp_path)
    room.open(project="Pharmacy", people="Ana;Sam;Priya", names="all").close()
    screen = prepare_screen(room.library, "pre-mortem", Plan(title="Walk", project="pharmacy"))
    app = Noting(screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "✓ Ana   ✓ Sam   ✓ Priya" in seen(app))
        screen._last.focus()
        await pilot.press("right", "space")
        assert "✓ Ana   □ Sam   ✓ Priya" in seen(app)
        assert (screen.prepared.people, screen.prepared.head_count) == (("Ana", "Priya"), 2)
        screen._people.focus()
        await pilot.press("Z", "o", "e")
        assert screen.prepared.people == ("Zoe", "Ana", "Priya")
        screen._project.focus()
        await pilot.press("x")
        await until(pilot, lambda: "As last time" not in seen(app))
        assert screen.prepared.people == ("Zoe",)


async def test_several_optional_questions_can_be_asked(tmp_path):
    screen = of_script("knowledge-cafe", tmp_path)
    app = Noting(screen)
    async with app.run_test(size=(80, 40)) as pilot:
        screen._also.focus()
        await pilot.press("space", "right", "space")
        assert screen.prepared.optional == ("take-away", "themes")
