"""The page in a real browser: a line appears, and another site's page can neither fetch nor frame it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kmfacilitate.page.server import RoomServer
from kmfacilitate.session.scene import RoomScene

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
