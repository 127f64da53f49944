"""The page of the room: what it says, whom it answers, and what nobody gets."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmfacilitate.page.html import page, room
from kmfacilitate.page.server import RoomServer
from kmfacilitate.session.scene import LineRow, RoomScene, Said
from kmfacilitate.ui.themes import INK, PAPER

SCENE = RoomScene(
    technique="After action review",
    subject="False alert <13 January>",
    stage="Actual",
    progress="3 of 7",
    ask='What "actually" happened, in order?',
    rows=(
        LineRow("1", "3.1", "08:05", "−", "error", "Recording played & ended", under=(Said("but: others"),)),
        LineRow("2", "3.2", "", "", "plain", "<script>alert(1)</script>", facts=(Said("4 votes"),)),
    ),
    ends="09:50",
)


class Tags(HTMLParser):
    """The tags of a page, and whether each that was opened was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "link"):
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def parsed(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.opened == []
    return tags


def test_the_room_reads_question_lines_and_end_and_text_is_no_markup():
    tags = parsed(room(SCENE))
    assert "script" not in tags.tags
    assert {"h1", "ul", "li", "time"} <= set(tags.tags)
    for words in ('What "actually" happened, in order?', "<script>alert(1)</script>", "but: others", "09:50"):
        assert words in tags.words


def test_nobody_is_asked_whether_they_said_what_was_drawn():
    assert "Is this what we said?" in parsed(room(SCENE)).words
    assert "Is this what we said?" not in parsed(room(replace(SCENE, drawn=True))).words


def test_a_blank_room_says_only_that():
    assert parsed(room(replace(SCENE, blank="Back at 10:15"))).words == "Back at 10:15"
    assert "not open" in parsed(room(None)).words


@given(st.text(), st.text())
def test_no_text_becomes_markup(ask: str, line: str):
    scene = replace(SCENE, ask=ask, rows=(replace(SCENE.rows[0], text=line, lead=line, mark=line[:1]),))
    plain = replace(
        SCENE, ask="x" if ask else "", rows=(replace(SCENE.rows[0], text="x", lead="x", mark="x"),)
    )
    expected = [t for t in parsed(room(plain)).tags if t not in ("h1", "span")]
    assert [t for t in parsed(room(scene)).tags if t not in ("h1", "span")] == expected


@pytest.fixture
def server() -> Iterator[RoomServer]:
    server = RoomServer(lambda: SCENE)
    yield server
    server.close()


def ask(
    server: RoomServer, path: str, method: str = "GET", **headers: str
) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.putrequest(method, path, skip_host=True)
    for name, value in ({"Host": f"127.0.0.1:{server.port}"} | headers).items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    said = answer.status, answer.read().decode(), dict(answer.getheaders())
    connection.close()
    return said


def raw(server: RoomServer, sent: bytes) -> bytes:
    """What comes back for these bytes."""
    got = b""
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection,
        suppress(OSError),  # more was sent than anybody reads
    ):
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(65536):
            got += part
    return got


def inside(server: RoomServer) -> str:
    return server.address.removeprefix(f"http://127.0.0.1:{server.port}")


def test_the_page_its_parts_and_nothing_else_are_there(server: RoomServer):
    way = inside(server)
    assert ask(server, way)[1] == page()
    assert "What &quot;actually&quot; happened" in ask(server, way + "room.html")[1]
    assert ask(server, way + "room.css")[2]["Content-Type"] == "text/css; charset=utf-8"
    assert ask(server, way + "room.js")[2]["Content-Type"] == "text/javascript; charset=utf-8"
    elsewhere = [
        "/", "", "/x/", way[:-1], way[:-2] + "/", way + "x", way + "../page/html.py", way + "%2e%2e/",
        way + "room.html?x", "http://127.0.0.1" + way, "//x" + way, "/" + "a" * 5000,
    ]  # fmt: skip
    for path in elsewhere:
        assert ask(server, path or "*")[0] == 404, path


def test_the_secret_has_144_bits_and_is_another_one_each_time(server: RoomServer):
    other = RoomServer(lambda: None)
    other.close()
    secret, another = (each.address.split("/")[3] for each in (server, other))
    assert len(secret) == 24
    assert secret != another


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "OPTIONS", "DELETE", "CONNECT", "WIBBLE"])
def test_there_is_nothing_but_get(server: RoomServer, method: str):
    status, words, _ = ask(server, inside(server) + "room.html", method)
    assert (status, "happened" in words) == (404, False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost"}, {"Host": "example.org"}, {"Host": ""}, {"Host": "127.0.0.1"},
        {"Sec_Fetch_Site": "cross-site"}, {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "wibble"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"},
    ],
)  # fmt: skip
def test_other_hosts_and_other_sites_find_nothing(server: RoomServer, headers: dict[str, str]):
    status, words, _ = ask(server, inside(server) + "room.html", **headers)
    assert (status, "happened" in words) == (404, False)


def test_every_answer_forbids_frames_caches_and_other_sources(server: RoomServer):
    for path in (inside(server), "/nothing"):
        said = ask(server, path)[2]
        policy = said["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert (said["Referrer-Policy"], said["Cache-Control"]) == ("no-referrer", "no-store")
        assert said["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in said
        assert "Python" not in str(said)


def test_the_door_opens_once_for_a_page_that_is_gone_to(server: RoomServer):
    door = server.door.removeprefix(f"http://127.0.0.1:{server.port}")
    frame = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}
    fetched = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"}
    page_ = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert ask(server, door, **frame)[0] == 404
    assert ask(server, door, **fetched)[0] == 404
    status, words, _ = ask(server, door, **page_)
    assert status == 200
    assert inside(server) in words
    assert ask(server, door, **page_)[0] == 404


def test_what_is_no_http_gets_no_room(server: RoomServer):
    for sent in (b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"A" * 70_000 + b"\r\n\r\n"):
        got = raw(server, sent)
        assert b"happened" not in got
        assert b"Traceback" not in got


def test_room_page_and_report_have_the_colours_of_the_program():
    room, page = (
        files(package).joinpath(name).read_text("utf-8").lower()
        for package, name in (("kmfacilitate.page", "room.css"), ("kmfacilitate.report", "page.css"))
    )
    for colours, plane in ((INK, INK.background), (PAPER, PAPER.surface)):
        for colour in (plane, colours.foreground, colours.muted, colours.accent):
            assert colour.lower() in room
        for colour in (colours.surface, colours.foreground, colours.muted, colours.accent):
            assert colour.lower() in page
