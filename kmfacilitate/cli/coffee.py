"""`match` and `feedback`: a programme of coffees, round after round."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kmfacilitate.clean import clean_line, without_controls
from kmfacilitate.errors import Unable, WrongUse
from kmfacilitate.language import _
from kmfacilitate.session.wording import count, quoted
from kmfacilitate.speech import say, say_data, say_error

from .opening import is_heard
from .root import library_of, library_option

if TYPE_CHECKING:
    from kmfacilitate.report.introductions import Coffee, Slot
    from kmfacilitate.session.coffees import DrawnRound
    from kmfacilitate.session.programme import Programme
    from kmfacilitate.session.sign_up import SignUp
    from kmfacilitate.store.library import Library

_DEFAULT = "coffee"


@click.command()
@click.argument("people", metavar="PEOPLE.csv", type=click.Path(path_type=Path))
@click.option("--programme", default=_DEFAULT, metavar="NAME", help="Which programme; coffee unless said.")
@click.option(
    "--size", metavar="N", type=click.IntRange(2, 20), default=2, help="How many meet; pairs unless said."
)
@click.option("--avoid", multiple=True, metavar="COLUMN", help="Not two of the same team, say.")
@click.option("--same", multiple=True, metavar="COLUMN", help="All of the same site, say.")
@click.option(
    "--mix", multiple=True, metavar="COLUMN", help="As different as can be in this; the mildest wish."
)
@click.option(
    "--apart", type=click.Path(path_type=Path), metavar="FILE.csv", help="Twos never to be matched."
)
@click.option("--slot", default="", metavar='"2026-12-03 10:00/30m"', help="Propose a time, with .ics files.")
@click.option(
    "--seed", metavar="N", type=click.IntRange(0, 999_999_999), help="The same seed draws the same."
)
@click.option("--dry-run", is_flag=True, help="Show the draw; write and keep nothing.")
@click.option(
    "--redo", default="", metavar="NAME", help="NAME has left the latest round: redraw what that frees."
)
@click.option("--to", "to", default="", metavar="DIR", help="The folder for the files.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@library_option
def match(
    people: Path, programme: str, size: int, avoid: tuple[str, ...], same: tuple[str, ...],
    mix: tuple[str, ...], apart: Path | None, slot: str, seed: int | None, dry_run: bool, redo: str, to: str,
    force: bool, library: str | None,
) -> None:  # fmt: skip
    """Draw the next round of coffees among PEOPLE.csv (column name; email, team, … as you have them).

    Nobody meets the same person again until it must be, over all rounds of the library. Writes pairs.csv for
    a mail merge, and a text for each pair.
    """
    from random import SystemRandom

    from kmfacilitate import __version__
    from kmfacilitate.session import coffees
    from kmfacilitate.session.moments import stamp
    from kmfacilitate.session.pairs import LARGEST_SEED, Wishes
    from kmfacilitate.session.programme import Programme
    from kmfacilitate.session.sign_up import read_apart, read_people
    from kmfacilitate.store import programmes
    from kmfacilitate.store.infile import read_text
    from kmfacilitate.store.places import Places

    proposed = _slot(slot)
    signed_up = read_people(read_text(people))
    wishes = Wishes(
        avoid=_columns(signed_up, avoid, "--avoid"),
        same=_columns(signed_up, same, "--same"),
        mix=_columns(signed_up, mix, "--mix"),
    )
    if apart is not None:
        kept, unknown = read_apart(read_text(apart), signed_up.people)
        wishes = replace(wishes, apart=kept)
        if unknown:
            say_error(
                count(
                    unknown,
                    "{n} name in --apart fits nobody who takes part.",
                    "{n} names in --apart fit nobody who takes part.",
                )
            )
    opened = library_of(library)
    with programmes.alone(Places.here()):
        known = programmes.read_all(opened)
        path = programmes.path_of(opened, programme)
        others = [round_.tables for file, each in known.items() if file != path for round_ in each.rounds()]
        now = stamp(datetime.now(UTC))
        ours = known.get(path) or Programme.begin(clean_line(programme), now, __version__)
        if redo:
            made = coffees.redo(ours, signed_up, wishes, others, redo, apart_given=apart is not None)
        else:
            _warn_of_apart(ours, apart)
            seed = SystemRandom().randint(1, LARGEST_SEED) if seed is None else seed
            made = coffees.next_round(ours, signed_up, wishes, others, size=size, seed=seed, at=now)
        _say(made, signed_up)
        _hand_out(made, proposed, signed_up, to, dry_run, force)
        if not dry_run:
            programmes.write(path, made.programme)


def _warn_of_apart(programme: Programme, apart: Path | None) -> None:
    rounds = programme.rounds()
    if apart is None and rounds and rounds[-1].kept_apart:
        say_error(
            _("Round {number} kept people apart; this one was given no --apart.").format(
                number=rounds[-1].number
            )
        )


def _columns(signed_up: SignUp, wanted: tuple[str, ...], option: str) -> tuple[str, ...]:
    names = [name for each in wanted for name in each.split(",") if name.strip()]
    return tuple(dict.fromkeys(signed_up.column(name, option) for name in names))


def _slot(words: str) -> Slot | None:
    """When `2026-12-03 10:00/30m` is, here."""
    if not words:
        return None
    from zoneinfo import ZoneInfo

    from kmfacilitate.desk import local_zone
    from kmfacilitate.report.introductions import Slot

    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T](\d{1,2}:\d\d)(?:/(\d{1,3})m?)?", words.strip())
    try:
        if found:
            begins = datetime.strptime(f"{found[1]} {found[2]}", "%Y-%m-%d %H:%M")
            return Slot(begins.replace(tzinfo=ZoneInfo(local_zone())), int(found[3] or 30))
    except ValueError:
        pass
    raise WrongUse(
        _('--slot takes a day, a time and a length, "2026-12-03 10:00/30m", not {words}.').format(
            words=clean_line(words)
        )
    )


def _say(made: DrawnRound, signed_up: SignUp) -> None:
    """What was drawn, in counts."""
    from kmfacilitate.session.pairs import groups_words

    head = _("Round {number} of {name}").format(number=made.round.number, name=made.programme.name)
    if made.leaver:
        changed = len(made.changed)
        say_error(
            _("{head}: {leaver} is out; {groups_words} now, {changed} changed.").format(
                head=head, leaver=made.leaver, groups_words=groups_words(made.draw.tables), changed=changed
            )
        )
    else:
        say_error(
            _("{head}: {groups_words}, seed {seed}.").format(
                head=head, groups_words=groups_words(made.draw.tables), seed=made.round.seed
            )
        )
    if signed_up.out and not made.leaver:
        say_error(_("{out} left out this time.").format(out=signed_up.out))
    for sentence in made.draw.unmet:
        say_error(sentence)


def _hand_out(
    made: DrawnRound, slot: Slot | None, signed_up: SignUp, to: str, dry_run: bool, force: bool
) -> None:
    """Write what goes to the pairs; of a round redone, texts and invitations of the changed ones alone."""
    from kmfacilitate.report.introductions import Coffee, introduction, invitation, pairs_csv
    from kmfacilitate.store.naming import slug
    from kmfacilitate.store.outfile import write_text

    addresses = {name: row.get("email", "") for name, row in signed_up.people.items()}
    coffees = [Coffee(number, table, addresses) for number, table in enumerate(made.draw.tables, 1)]
    texts = {each.number: introduction(each, made.wishes, slot) for each in coffees}
    merged = pairs_csv(coffees, texts, made.round.size + 1)
    if dry_run:
        say_data(merged)
        return
    name = f"{slug(made.programme.name) or 'programme'}-round-{made.round.number}"
    folder = Path(to or (f"{name}-again" if made.leaver else name))
    changed = [each for each in coffees if each.people in made.changed]
    write_text(folder / "pairs.csv", merged, over=force)
    if made.leaver:
        write_text(folder / "pairs-changed.csv", pairs_csv(changed, texts, made.round.size + 1), over=force)
    for each in changed:
        stem = _file_name(each, len(str(len(coffees))))
        write_text(folder / f"{stem}.txt", texts[each.number], over=force)
        if slot:
            made_ics = invitation(each, made.programme.name, made.round.number, slot, texts[each.number])
            write_text(folder / f"{stem}.ics", made_ics.decode(), over=force)
    say(str(folder / "pairs.csv"))
    if is_heard():
        say_error(_("Beside it lies a text for each pair or trio, named after them, to be sent."))
        say_error(
            _("kmfacilitate feedback {name} FILE.csv counts what comes back.").format(
                name=made.programme.name
            )
        )


def _file_name(coffee: Coffee, width: int) -> str:
    from kmfacilitate.store.naming import slug

    return "-".join((f"{coffee.number:0{width}}", *filter(None, map(slug, coffee.people))))[:120]


@click.command()
@click.argument("programme")
@click.argument("answers", metavar="FILE.csv|-")
@click.option(
    "--round", "number", metavar="N", type=click.IntRange(1), help="Which round; the latest unless said."
)
@library_option
def feedback(programme: str, answers: str, number: int | None, library: str | None) -> None:
    """Count what came back after a round: columns met, worth, gained, share, again.

    What people gained is shown only where share says y, and never with a name.
    """
    from kmfacilitate.session.sign_up import read_feedback
    from kmfacilitate.store import programmes
    from kmfacilitate.store.places import Places

    opened = library_of(library)
    said = read_feedback(_text_of(answers))
    with programmes.alone(Places.here()):
        path = programmes.path_of(opened, programme)
        found = programmes.read_all(opened)
        if path not in found:
            raise Unable(_no_programme(programme, [each.name for each in found.values()], opened))
        rounds = [each.number for each in found[path].rounds()]
        about = number or max(rounds, default=0)
        if about not in rounds:
            raise Unable(
                _("{name} has no round {about}; it has {n}.").format(
                    name=found[path].name, about=about, n=len(rounds)
                )
            )
        programmes.write(path, found[path].with_feedback(about, said))
    say_error(_("Round {about} of {name}").format(about=about, name=found[path].name))
    say(_("met {met} of {answers}").format(met=said.met, answers=said.answers))
    if said.median is not None:
        say(_("worth {median:g} of 5, the median of {sum}").format(median=said.median, sum=sum(said.worth)))
    if said.asked_again:
        say(
            _("would meet again {again} of {asked_again}").format(
                again=said.again, asked_again=said.asked_again
            )
        )
    for quote in said.quotes:
        say(quoted(quote))
    if said.unread:
        say_error(_left_out(said.unread))


def _left_out(number: int) -> str:
    is_, was = (_("mark is"), "was") if number == 1 else (_("marks are"), "were")
    return _("{number} {state} no number from 1 to 5 and {was} left out.").format(
        number=number, state=is_, was=was
    )


def _text_of(path: str) -> str:
    from kmfacilitate.store.infile import read_text

    if path != "-":
        return read_text(Path(path))
    data = sys.stdin.buffer.read()
    try:
        return without_controls(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return without_controls(data.decode("cp1252", "replace"))


def _no_programme(wanted: str, known: list[str], library: Library) -> str:
    from kmfacilitate.clean import nearest

    near = nearest(clean_line(wanted), known)
    there = (
        _("there are {known}.").format(known=", ".join(known))
        if known
        else _("kmfacilitate match begins one.")
    )
    return _("There is no programme {wanted}; {it}").format(
        wanted=clean_line(wanted), it=_("did you mean {near}?").format(near=near) if near else there
    )
