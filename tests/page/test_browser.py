"""The page in a real browser: a line appears, and another site's page can neither fetch nor frame it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kmfacilitate.page.server import RoomServer
from kmfacilitate.session.scene import LineRow, RoomScene

from .chromium import CHROMIUM, NO_CHROMIUM, shown_at
from .test_page import SCENE

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)


class Room:
    """A room in which a line is said after somebody has looked twice."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> RoomScene:
        self.looks += 1
        return SCENE if self.looks > 2 else replace(SCENE, rows=SCENE.rows[:1])


@pytest.fixture
def server() -> Iterator[RoomServer]:
    server = RoomServer(Room())
    yield server
    server.close()


def test_a_browser_comes_in_through_the_file_and_sees_lines_as_they_are_said(
    server: RoomServer, tmp_path: Path
):
    way = tmp_path / "way-in.html"
    way.write_text(f'<!doctype html><meta http-equiv="refresh" content="0; url={server.door}">')
    seen = shown_at(way.as_uri(), tmp_path / "profile")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen
    assert 'lang="en"' in seen
    assert "opens the page anew" in seen.split('id="lost"')[1]
    assert "hidden" in seen.split('id="lost"')[1].split(">")[0]


def _seen(scene: RoomScene, folder: Path, *more: str) -> str:
    server = RoomServer(lambda: scene)
    try:
        return shown_at(server.address, folder / "profile", *more).split("</main>")[0]
    finally:
        server.close()


def _many(count: int) -> tuple[LineRow, ...]:
    return tuple(
        LineRow(str(n), str(n), "", "", "plain", f"Line number {n} of this list") for n in range(count)
    )


@pytest.mark.parametrize("size", ["1920,1080", "1280,720"])
def test_on_a_wall_whole_lines_are_shown_and_how_many_there_is_no_room_for(tmp_path: Path, size: str):
    window = f"--window-size={size}"
    newest = _seen(replace(SCENE, rows=_many(40)), tmp_path, window)
    out = newest.count('<li class="out">')
    assert 0 < out < 40
    assert f'data-above="{out} earlier"' in newest
    assert newest.rindex("<li>") > newest.rindex('<li class="out">')
    ballot = _seen(replace(SCENE, rows=_many(40), reads_down=True), tmp_path, window)
    out = ballot.count('<li class="out">')
    assert f'data-below="and {out} more"' in ballot
    assert ballot.index("<li>") < ballot.index('<li class="out">')


def test_all_of_a_ballot_is_on_the_wall_and_a_low_window_scrolls(tmp_path: Path):
    ballot = replace(SCENE, rows=_many(10), reads_down=True)
    for size in ("1280,720", "640,400"):
        seen = _seen(ballot, tmp_path, f"--window-size={size}")
        assert seen.count("<li>") == 10
        assert "data-below=" not in seen


def test_another_sites_page_can_neither_fetch_nor_frame_nor_load_it(server: RoomServer, tmp_path: Path):
    attack = f"""<!doctype html><body><iframe src="{server.address}"></iframe><script>
      const said = [];
      const tell = (how, got) => {{ document.body.append(how + "=" + got + ";"); }};
      fetch("{server.address}room.html").then(r => r.text(), () => "refused").then(t => tell("fetch", t));
      fetch("{server.address}room.html", {{mode: "no-cors"}})
        .then(r => r.type + r.status, () => "refused").then(t => tell("opaque", t));
      const script = document.createElement("script");
      script.src = "{server.address}room.js";
      script.onload = () => tell("script", "loaded"); script.onerror = () => tell("script", "refused");
      document.head.append(script);
      setTimeout(() => tell("framed", document.querySelector("iframe").contentDocument === null), 1500);
    </script></body>"""

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(attack.encode())

        def log_message(self, *args: object) -> None:
            pass

    site = HTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=site.serve_forever, daemon=True).start()
    try:
        seen = shown_at(f"http://localhost:{site.server_port}/", tmp_path / "profile")
    finally:
        site.shutdown()
        site.server_close()
    assert "fetch=refused" in seen
    assert "script=refused" in seen
    assert "Recording played" not in seen
    assert "happened, in order" not in seen
