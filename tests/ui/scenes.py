"""Made-up scenes for the widgets: the false-alert review of the pictures."""

from dataclasses import replace

from kmfacilitate.session.scene import (
    Activity,
    Asked,
    ClockWords,
    LineRow,
    Note,
    RoomScene,
    Said,
    Scene,
    StageRow,
)

STAGES = (
    StageRow("1", "Opening", "Opening", "done", 180, 3),
    StageRow("2", "Expected", "What was expected?", "done", 540, 7),
    StageRow("3", "Actual", "What actually happened?", "now", 372, 8),
    StageRow("4", "Why", "Why was there a difference?", "todo", 0, 15),
    StageRow("5", "Learned", "What have we learned?", "todo", 0, 15),
    StageRow("6", "Actions", "What will we do about it?", "todo", 0, 10, kept=True),
    StageRow("7", "Close", "Close", "todo", 0, 2, kept=True),
)
ASKED = Asked(
    place="3a",
    stage="What actually happened?",
    progress="1 of 2",
    ask="Walk us through it in order: what did you see, hear and do?",
    say="",
    then=("What surprised you?", "What went better than expected?"),
)


def event(number: str, at: str, mark: str, text: str) -> LineRow:
    roles = {"-": "error", "+": "success", "?": "warning"}
    return LineRow(f"e{number}", number, at, mark, roles.get(mark, "plain"), text)


ROWS = (
    event(
        "3.1",
        "08:05",
        "-",
        "Recording played; it began and ended with “Exercise, exercise, exercise” "
        "but also said “This is not a drill”",
    ),
    event("3.2", "08:06", "?", "Day officer took it as real; others heard an exercise"),
    event("3.3", "08:07", "-", "Live alert sent to every phone, television and radio in the state"),
    event("3.4", "08:07", "-", "Software asked “are you sure?” in the same words for test and live"),
    event("3.5", "08:09", "+", "The governor was told within two minutes that it was false"),
    event("3.6", "parked", "", "Should phones let people opt out of missile alerts?"),
    event("3.7", "08:12", "?", "The alert was cancelled, which stopped repeats but told nobody it was false"),
    event("3.8", "08:20", "+", "Correction posted on social media"),
    event("3.9", "08:30", "-", "Warning point found it had no prepared message for a false alert"),
    event("3.10", "08:45", "-", "Correction sent to phones, 38 minutes after the alert"),
)
NOTES = (
    Note("Watch for", ("Facts before opinions. Park causes until stage 4.",)),
    Note("Gone quiet?", ("“What did you notice first?”",)),
    Note("Someone blamed?", ("“What made that possible?”",)),
    Note("Your notes", ("p1  Ask about the shift change at 4b",)),
)
SCENE = Scene(
    technique="After action review",
    subject="The false missile alert of 13 January 2018",
    family="",
    stages=STAGES,
    asked=ASKED,
    rows=ROWS,
    empty="No lines yet. Type what the room says, then Enter.",
    activity=None,
    clock=ClockWords(
        "6:12",
        "8:00",
        Said("1:48 left"),
        (Said("2 min behind", "warning"), Said("ends 10:32"), Said("hard end 10:30")),
    ),
    only_you=NOTES,
    counts=(
        ("!", "actions", 1),
        ("*", "lessons", 0),
        (">", "for others", 0),
        ("?", "parked", 1),
        ('"', "quotes", 1),
        ("~", "only you", 2),
    ),
    captured=18,
    next_place="3b",
    placeholder="what happened, a time first",
)
ECHO = ((Said("Action", "strong"),), (Said("Sam, software lead"),), (Said("due Fri 19 January"),))
SLIPS = Activity("Slips in", (), done=5, total=7, right="counts hidden")
ROUND = Activity("Round", (Said("Operations chief", "strong"), Said(" next")), right="3 to go  :pass")
CLOSING = (
    LineRow("h1", "4", "", "", "plain", "Actions", (Said("what is missing first", "muted"),), heading=True),
    LineRow(
        "a4",
        "6.4",
        "",
        "",
        "plain",
        "Stop no-notice drills until the plan is changed",
        (Said("Operations chief", "muted"), Said("! no date", "warning")),
    ),
    LineRow(
        "a1", "6.1", "", "", "plain", "Two-person confirmation switched on", (Said("Sam, 30 Jan", "muted"),)
    ),
    LineRow(
        "a2",
        "6.2",
        "",
        "",
        "plain",
        "False-alarm message written, tested and loaded",
        (Said("State warning point manager, 17 Jan", "muted"),),
    ),
    LineRow("h2", "2", "", "", "plain", "Lessons", heading=True),
    LineRow("l1", "5.1", "", "", "plain", "Require two people to agree before a live alert leaves"),
    LineRow("l2", "5.2", "", "", "plain", "Prepare the correction before the alert"),
)
ROOM = RoomScene(
    technique="After action review",
    subject="the false missile alert",
    stage="What actually happened?",
    progress="3 of 7",
    ask="Walk us through it in order: what did you see, hear and do?",
    rows=tuple(replace(row, number="") for row in ROWS if row.lead != "parked"),
    ends="09:50",
)
HOSTILE = (
    "[/foo] [bold]x[/bold] [TODO] plan",
    "\x1b]52;c;aGVsbG8=\x07 wrote the clipboard",
    "\x9b2J\x9d cleared \u202eesrever",
    "a family \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 "
    "and \u05e9\u05dc\u05d5\u05dd \u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "lone \ud800 surrogate \x00 nul\ttab\nnewline",
    "long " * 4000,
    "x" * 20_000,
    "漢字" * 300,
    "",
)
