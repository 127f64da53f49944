"""What the room may see, as HTML. All text is escaped; nothing is asked and nothing can be sent."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kmfacilitate.language import N_, _, ngettext, spoken
from kmfacilitate.session.scene import LineRow, RoomScene

_MARKS = {
    "+": N_("better"), "-": N_("worse"), "−": N_("worse"), "=": N_("as expected"), "?": N_("unclear"),
}  # fmt: skip


def page(language: str = "") -> str:
    """The page itself, empty: the room's part is fetched by its script, so that it is always the newest."""
    return (
        f'<!doctype html>\n<html lang="{escape(language or spoken(), quote=True)}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="dark light">\n<title>{escape(_("Room view"))}</title>\n'
        '<link rel="stylesheet" href="room.css">\n<script src="room.js" defer></script>\n</head>\n<body>\n'
        f'<main id="room" aria-live="polite" data-earlier="{_told(_("{n} earlier"))}"'
        f' data-one="{_told(_more(1))}" data-more="{_told(_more(2))}">'
        f'<h1 class="blank">{escape(_("One moment."))}</h1></main>\n'
        '<p id="lost" role="status" hidden>'
        f"{escape(_('What stands here may be old: the program that shows it does not answer.'))} "
        f"{escape(_('kmfacilitate room --browser opens the page anew.'))}</p>\n"
        f"<noscript><p>{escape(_('This page needs its script to stay up to date.'))}</p></noscript>\n"
        "</body>\n</html>\n"
    )


def _more(n: int) -> str:
    return ngettext("and {n} more", "and {n} more", n)


def _told(words: str) -> str:
    """Words that the script puts a number into."""
    return escape(words, quote=True)


def room(scene: RoomScene | None) -> str:
    """The room's part of the page; without a scene, that the session is not open."""
    if scene is None:
        return f'<h1 class="blank">{escape(_("The session is not open in the other window."))}</h1>'
    if scene.blank:
        return f'<h1 class="blank">{escape(scene.blank)}</h1>'
    return "".join(_parts(scene))


def _parts(scene: RoomScene) -> Iterator[str]:
    yield '<header><p class="subject">'
    yield " · ".join(escape(words) for words in (scene.technique, scene.subject) if words)
    yield "</p>"
    if scene.stage:
        progress = f"<span>{escape(scene.progress)}</span> " if scene.progress else ""
        tag = "p" if scene.ask else "h1"  # a page has one heading above all others
        yield f'<{tag} class="stage">{progress}{escape(scene.stage)}</{tag}>'
    yield "</header>"
    if scene.ask:
        yield f"<h1>{escape(scene.ask)}</h1>"
    if scene.about:
        yield f'<p class="about">{escape(scene.about)}</p>'
    if scene.rows:
        yield '<div class="lines">'
        yield from _lines(scene.rows)
        yield "</div>"
    ours = _ours(scene)
    whole = ' class="whole"' if scene.reads_down else ""  # read from the first, so it stays where it is
    yield f'<footer{whole}><p class="asks"{ours}>'
    yield escape(_("Is this what we said? Tell us and we change it."), quote=False) if _asks(scene) else ""
    yield "</p>"
    if scene.ends:
        time = f"<time>{escape(scene.ends)}</time>"
        yield f'<p class="ends"{ours}>{escape(_("this part ends {time}")).format(time=time)}</p>'
    yield "</footer>"


def _asks(scene: RoomScene) -> bool:
    return bool(scene.rows) and not scene.drawn


def _ours(scene: RoomScene) -> str:
    """The language of our own words where the session is held in another one, for a screen reader."""
    ours = spoken()
    return "" if (scene.language or "en").partition("-")[0] == ours else f' lang="{ours}"'


def _lines(rows: tuple[LineRow, ...]) -> Iterator[str]:
    open_list = False
    for row in rows:
        if row.heading:
            if open_list:
                yield "</ul>"
            open_list = False
            yield f"<h2>{escape(row.text)}</h2>"
            continue
        if not open_list:
            yield '<ul role="list">'
            open_list = True
        yield f"<li>{_line(row)}</li>"
    if open_list:
        yield "</ul>"


def _line(row: LineRow) -> str:
    number = f'<span class="number">{escape(row.number)}</span> ' if row.number else ""
    lead = f'<span class="lead">{escape(row.lead)}</span> ' if row.lead else ""
    said = _(_MARKS.get(row.mark, ""))
    sign = f'<span class="mark" aria-hidden="true">{escape(row.mark)}</span> ' if row.mark else ""
    mark = f'{sign}<span class="said">{escape(said)}: </span>' if said else sign
    facts = "".join(f' <span class="fact">{escape(fact.text)}</span>' for fact in row.facts if fact.text)
    under = "".join(f'<span class="under">{escape(line.text)}</span>' for line in row.under if line.text)
    return f"{number}{lead}{mark}{escape(row.text)}{facts}{under}"
