"""What there is to see: how a session, Home or the library comes to each of its states."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from unittest.mock import patch

from sittings import Room

from kmfacilitate.example.playing import _go
from kmfacilitate.store.fsio import Disk

from .conftest import seen
from .running import Hands, until

State = Callable[[Hands], Awaitable[None]]
"""Brings a window to the state that is to be seen."""
PEOPLE = "Day officer;Night supervisor;Day supervisor;Operations chief;Sam;Ana;Priya"
TITLE = "The false missile alert of 13 January 2018"
REVIEW = "after-action-review"
TIMELINE = (
    '08:05 (-) Recording played; it began and ended with "Exercise, exercise, exercise"',
    "08:06 (?) Day officer took it as real | but: others heard an exercise",
    "08:07 (-) Live alert sent to every phone, television and radio in the state, and it went on for a while",
    "08:09 (+) The governor was told within two minutes that it was false",
    "? Should phones let people opt out of missile alerts?",
    "~ Ask about the shift change at 4b",
    "08:20 (+) Correction posted on social media",
)
FOREIGN = (
    "08:05 (-) 警報が全国の電話とテレビとラジオに送られたが、誰も取り消し方を知らなかった",
    "08:06 (?) המשמרת חשבה שזה אמיתי, והאחרים שמעו תרגיל",
    "08:07 (+) تم إبلاغ الحاكم خلال دقيقتين بأن الإنذار كاذب",
    "08:09 (-) Café, naïve and a family 👨‍👩‍👧‍👦 on the roof 🚒",
    f"08:10 (-) https://example.org/{'a-very-long-address/' * 6}index.html",
    "! 鍵をもう一つ注文する @陳大文 ^fri",
)
LONG_PEOPLE = (
    "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff;Operations chief of the state warning point, nights;"
    "陳大文;Նարինե;Zoë-Anaïs Müller-Lüdenscheidt;Ana;Sam"
)


@dataclass(frozen=True)
class Sitting:
    """A session, and what happens in it."""

    script: str
    state: State
    title: str = TITLE
    people: str = PEOPLE
    before: Callable[[Room], None] = lambda room: None
    """What other sessions the library has."""
    guided: bool = False
    project: str = ""


async def as_it_is(hands: Hands) -> None:
    """Nothing is done."""


def lines(*typed: str) -> State:
    """Lines are typed and entered."""

    async def state(hands: Hands) -> None:
        await hands.lines(*typed)

    return state


def keys(*pressed: str) -> State:
    """Keys are pressed."""

    async def state(hands: Hands) -> None:
        for key in pressed:
            await hands.press(key)

    return state


def then(*states: State) -> State:
    """One after the other."""

    async def state(hands: Hands) -> None:
        for each in states:
            await each(hands)

    return state


def typing(text: str) -> State:
    """Text stands in the line and is not entered."""

    async def state(hands: Hands) -> None:
        await hands.type(text)

    return state


def until_seen(*words: str) -> State:
    """Threads answer until one of these words stands on the screen."""

    async def state(hands: Hands) -> None:
        await until(hands.pilot, lambda: any(word in " ".join(seen(hands.app).split()) for word in words))
        await hands.pilot.pause()

    return state


def go(question: str) -> State:
    """Go to a question, or a stage, by its name in the script."""

    async def state(hands: Hands) -> None:
        _go(hands.desk, question)
        hands.runner.draw()
        await hands.pilot.pause()

    return state


def wait(minutes: float) -> State:
    """Time goes by."""

    async def state(hands: Hands) -> None:
        hands.desk.time.wait(minutes)  # set by hand
        hands.runner._tick()
        await hands.pilot.pause()

    return state


async def asked(hands: Hands) -> None:
    """The library has answered, and nothing changes any more."""
    await until(hands.pilot, lambda: hands.app.index is not None)
    before = ""
    for _ in range(100):
        assert hands.app.index is not None
        await asyncio.to_thread(hands.app.index.gatherer.wait, 5)
        await asyncio.to_thread(hands.app.index.looker.wait, 5)
        await hands.pilot.pause()
        if hands.seen == before:
            return
        before = hands.seen


async def disk_full(hands: Hands) -> None:
    """From here on nothing can be written; `patch.stopall` makes room again."""

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for call in ("create", "write"):
        patch.object(Disk, call, no_room).start()


async def page_two(hands: Hands) -> None:
    """Close, page two."""
    await hands.to_close_page_two()


actual = lines(":go 3", *TIMELINE)
agreed = lines(
    *(":go 5", "change: Two people agree | why: one could send", "Tell the governor first"),
    *("? Who pays for the test system", '"I thought it was real"'),
    *(":go 6", "Switch on the two-person rule @sam ^2w", "Stop no-notice drills @oper"),
    *("> FEMA: publish which code to use", ":go 7"),
)
late = wait(25)
wall = then(keys("f7"), lines(":show lines"))
many = lines(":go 3", *(f"{8 + n // 6:02}:{n % 6}0 Call {n + 1} came in and was noted" for n in range(24)))


def earlier(room: Room) -> None:
    """The library has a session whose lessons are like what is typed next."""
    room.type(
        *(
            ":go 5",
            "keep: Keep a second key to the fridge upstairs, on the board by the door | why: it was locked",
        ),
        *("change: Two people count the vaccines when the fridge is opened", ":finish"),
        title="Opening day",
        project="Clinic",
    )
    room.time.wait(3 * 24 * 60)


async def looked_up(hands: Hands) -> None:
    """The index of the library is whole, and what is like the line was found."""
    await until(hands.pilot, lambda: hands.app.index is not None)
    assert hands.app.index is not None
    await asyncio.to_thread(hands.app.index.gatherer.wait, 10)


caused = lines(":go 4", "too late", "too little", "nobody asked the night shift whether they could")
SITTINGS: dict[str, Sitting] = {
    "runner-open": Sitting(REVIEW, keys()),
    "runner-guided": Sitting(REVIEW, lines("yes"), guided=True),
    "runner-typing": Sitting(REVIEW, then(actual, typing("! order a second key @sam ^frday #keys"))),
    "runner-typing-long": Sitting(REVIEW, then(actual, typing("08:30 (-) " + "and then it went on " * 14))),
    "runner-refused": Sitting(REVIEW, then(actual, lines(":edit 9.9"))),
    "runner-picked": Sitting(REVIEW, then(actual, keys("up", "up"))),
    "runner-edited": Sitting(REVIEW, then(actual, keys("up", "up", "up", "up", "enter"))),
    "runner-marked": Sitting(REVIEW, then(actual, keys("up", "space", "up", "space"))),
    "runner-grouping": Sitting(
        REVIEW, then(actual, keys("up", "space", "up", "space", "("), typing("Night"))
    ),
    "runner-split": Sitting(REVIEW, then(actual, keys("up", "up", "up", "/"))),
    "runner-deleted": Sitting(REVIEW, then(actual, keys("up", "delete"))),
    "runner-many": Sitting(REVIEW, then(many, keys("up", "pageup"))),
    "runner-foreign": Sitting(
        REVIEW,
        then(lines(":go 3", *FOREIGN), typing("警報が全国の電話と שלום")),
        title="誤警報の振り返り、2018年1月13日 — סקירת אזעקת השווא",
        people=LONG_PEOPLE,
    ),
    "runner-kinds": Sitting(REVIEW, then(actual, keys("f4"))),
    "runner-stages": Sitting(REVIEW, then(actual, keys("f6"))),
    "runner-only-you": Sitting(REVIEW, then(actual, keys("f9"))),
    "runner-rules": Sitting(REVIEW, lines(":rules all")),
    "runner-list": Sitting(REVIEW, then(actual, lines(":list 3"))),
    "runner-nearly-up": Sitting(REVIEW, then(lines(":start"), wait(2.6))),
    "runner-late": Sitting(REVIEW, then(actual, late)),
    "runner-catch-up": Sitting(REVIEW, then(actual, late, keys("ctrl+t"))),
    "runner-break": Sitting(REVIEW, then(actual, lines(":start", ":break 10"), wait(1))),
    "runner-leaving": Sitting(REVIEW, then(actual, lines(":start"), keys("ctrl+q"))),
    "runner-scribe": Sitting(REVIEW, then(actual, lines(":scribe Ana"))),
    "runner-seen-before": Sitting(
        REVIEW,
        then(
            looked_up,
            lines(":go 3", "08:00 - The fridge key was missing"),
            until_seen("seen before", "Seen before"),
            keys("ctrl+l"),
        ),
        before=earlier,
    ),
    "runner-seen-hint": Sitting(
        REVIEW,
        then(
            looked_up,
            lines(":go 3"),
            typing("08:00 - The fridge key was missing"),
            until_seen("seen before", "Seen before"),
        ),
        before=earlier,
    ),
    "runner-not-saved": Sitting(
        REVIEW, then(actual, disk_full, lines("08:45 - Correction sent to phones"), until_seen("NOT SAVED"))
    ),
    "runner-help": Sitting(REVIEW, then(actual, keys("f1"))),
    "runner-palette": Sitting(REVIEW, then(actual, keys("ctrl+p"))),
    "vote": Sitting(REVIEW, then(actual, lines(":go 4", "1 3", "2 3"))),
    "vote-revealed": Sitting(REVIEW, then(actual, lines(":go 4", ":vote 3.1=3 3.2=5 3.4=2"))),
    "round": Sitting("retrospect", lines(":go 5", "We were ready in time")),
    "round-long-names": Sitting("retrospect", lines(":go 5", "We were ready in time"), people=LONG_PEOPLE),
    "slips": Sitting("pre-mortem", lines(":go 4", "too late", "too little")),
    "slips-shown": Sitting("pre-mortem", then(caused, lines(":reveal"))),
    "groups": Sitting("pre-mortem", then(caused, lines(":reveal", ":go 6", ":group 4.1 4.2 Timing"))),
    "score": Sitting(
        "pre-mortem",
        then(
            caused,
            lines(
                ":reveal",
                ":go 6",
                ":group 4.1 4.2 Timing",
                ":group 4.3 People",
                ":go 7",
                ":vote 1=5 2=3",
                ":next",
                "5 4",
            ),
        ),
    ),
    "complete": Sitting(
        "before-action-review",
        then(
            go("need"),
            lines("Who may stop the test?", "Which words?"),
            go("priority"),
            lines(":vote 1=5 2=3"),
            go("plan"),
            lines("one name, known to everybody"),
        ),
    ),
    "verdicts": Sitting(
        "before-action-review", then(go("earlier-lessons"), keys("up")), before=earlier, project="Clinic"
    ),
    "verdict": Sitting(
        "before-action-review",
        then(go("earlier-lessons"), keys("up", "enter")),
        before=earlier,
        project="Clinic",
    ),
    "pairs": Sitting("coffee-break", then(go("pairs"), lines(":draw 11")), people=LONG_PEOPLE),
    "tables": Sitting("knowledge-cafe", then(go("mix-1"), lines(":draw 7"))),
    "ratings": Sitting("coffee-break", then(go("worth"), lines("4 5 3"))),
    "rated": Sitting("grow-conversation", then(go("commitment"), lines("7")), people="Priya;Tom"),
    "check": Sitting("leaver-plan", go("rules")),
    "turns": Sitting(
        "action-learning-set",
        then(lines("yes", ":start"), go("rules"), lines("yes", ":turns Ana; Sam"), go("action")),
    ),
    "process": Sitting("action-learning-set", then(lines("yes", ":start"), go("process"), lines("4 5"))),
    "keep-asked": Sitting("knowledge-cafe", then(go("promise"))),
    "conversation": Sitting("knowledge-cafe", then(keys("f5", "f2"), wait(1))),
    "conversation-late": Sitting("knowledge-cafe", then(lines(":start"), go("mix-1"), wait(60))),
    "confidential": Sitting("action-learning-set", keys()),
    "form": Sitting("leaver-plan", lines(":go 2", ":form")),
    "form-lesson": Sitting(REVIEW, lines(":go 5", "change: Two people agree", ":form")),
    "close": Sitting(REVIEW, agreed),
    "close-picked": Sitting(REVIEW, then(agreed, keys("up", "up", "enter"))),
    "close-tidy": Sitting(REVIEW, then(agreed, page_two)),
    "close-tidy-picked": Sitting(REVIEW, then(agreed, page_two, keys("up"))),
    "close-empty": Sitting(REVIEW, lines(":go 7")),
    "finish-asked": Sitting(REVIEW, then(actual, keys("f8"))),
    "report": Sitting(REVIEW, then(agreed, lines(":report"))),
    "report-leaves": Sitting(REVIEW, then(agreed, lines(":share summary names none", ":report"), keys("f6"))),
    "report-form": Sitting(REVIEW, then(agreed, lines(":report"), keys("tab", "tab", "right"))),
    "room-question": Sitting(REVIEW, then(actual, keys("f7"))),
    "room-lines": Sitting(REVIEW, then(actual, wall, typing("~ Sam"))),
    "room-foreign": Sitting(
        REVIEW,
        then(lines(":go 3", *FOREIGN), wall),
        title="誤警報の振り返り、2018年1月13日 — סקירת אזעקת השווא",
    ),
    "room-blank": Sitting(REVIEW, then(actual, keys("f7"), lines(":show blank"))),
    "room-break": Sitting(REVIEW, then(actual, lines(":start", ":break 10"), wall)),
    "room-vote": Sitting(REVIEW, then(actual, lines(":go 4", ":vote 3.1=3 3.2=5 3.4=2"), wall)),
    "room-round": Sitting("retrospect", then(lines(":go 5", "We were ready in time"), wall)),
    "room-conversation": Sitting("knowledge-cafe", then(keys("f5", "f2"), wait(1), keys("f7"))),
    "room-tables": Sitting("knowledge-cafe", then(go("mix-1"), lines(":draw 7"), wall)),
    "room-confidential": Sitting("action-learning-set", then(lines("yes", ":start"), keys("f7"))),
    "room-close": Sitting(REVIEW, then(agreed, wall)),
    "room-refused": Sitting(REVIEW, then(actual, keys("f7"), lines(":edit 9.9"))),
}
"""Sessions in every state a session can be in."""
