"""What the room may see, as HTML. All text is escaped; nothing is asked and nothing can be sent."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kmfacilitate.session.scene import LineRow, RoomScene

_MARKS = {"+": "better", "-": "worse", "−": "worse", "=": "as expected", "?": "unclear"}
_ASKS = "Is this what we said? Tell us and we change it."


def page(language: str = "en") -> str:
    """The page itself, empty: the room's part is fetched by its script, so that it is always the newest."""
    return (
        f'<!doctype html>\n<html lang="{escape(language, quote=True)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="dark light">\n<title>Room view</title>\n'
        '<link rel="stylesheet" href="room.css">\n<script src="room.js" defer></script>\n</head>\n<body>\n'
        '<main id="room" aria-live="polite"><p class="blank">One moment.</p></main>\n'
        '<p id="lost" role="status" hidden>This page has lost its session; it goes on when that does.</p>\n'
        "<noscript><p>This page needs its script to stay up to date.</p></noscript>\n</body>\n</html>\n"
    )


def room(scene: RoomScene | None) -> str:
    """The room's part of the page; without a scene, that the session is not open."""
    if scene is None:
        return '<p class="blank">The session is not open in the other window.</p>'
    if scene.blank:
        return f'<p class="blank">{escape(scene.blank)}</p>'
    return "".join(_parts(scene))


def _parts(scene: RoomScene) -> Iterator[str]:
    yield '<header><p class="subject">'
    yield " · ".join(escape(words) for words in (scene.technique, scene.subject) if words)
    yield "</p>"
    if scene.stage:
        progress = f"<span>{escape(scene.progress)}</span> " if scene.progress else ""
        yield f'<p class="stage">{progress}{escape(scene.stage)}</p>'
    yield "</header>"
    if scene.ask:
        yield f"<h1>{escape(scene.ask)}</h1>"
    if scene.rows:
        yield from _lines(scene.rows)
    yield '<footer><p class="asks">'
    yield _ASKS if scene.rows else ""
    yield "</p>"
    if scene.ends:
        yield f'<p class="ends">this part ends <time>{escape(scene.ends)}</time></p>'
    yield "</footer>"


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
            yield "<ul>"
            open_list = True
        yield f"<li>{_line(row)}</li>"
    if open_list:
        yield "</ul>"


def _line(row: LineRow) -> str:
    lead = f'<span class="lead">{escape(row.lead)}</span> ' if row.lead else ""
    said = _MARKS.get(row.mark, "")
    mark = f'<span class="mark" title="{said}">{escape(row.mark)}</span> ' if row.mark else ""
    facts = "".join(f' <span class="fact">{escape(fact.text)}</span>' for fact in row.facts if fact.text)
    under = "".join(f'<span class="under">{escape(line.text)}</span>' for line in row.under if line.text)
    return f"{lead}{mark}{escape(row.text)}{facts}{under}"
