"""What another program on this machine, or another site in its browser, may try; the room goes on."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kmfacilitate.page import server as module
from kmfacilitate.page.server import RoomServer

from .test_page import SCENE, ask, inside, raw

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'",
    "form-action 'none'", "frame-ancestors 'none'",
}  # fmt: skip


@pytest.fixture
def server() -> Iterator[RoomServer]:
    server = RoomServer(lambda: SCENE)
    yield server
    server.close()


def request(server: RoomServer, path: str, *lines: str) -> bytes:
    head = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", *lines)
    return "\r\n".join((*head, "", "")).encode("latin-1")


def slow(server: RoomServer) -> socket.socket:
    """Somebody who begins to ask and never ends."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    connection.sendall(request(server, inside(server))[:-2])
    return connection


def is_there(server: RoomServer) -> bool:
    return ask(server, inside(server) + "room.html")[0] == 200


def test_the_room_listens_on_this_machine_alone(server: RoomServer):
    assert server._web.socket.getsockname()[0] == "127.0.0.1"
    assert server._web.socket.family == socket.AF_INET


@pytest.mark.parametrize("path", ["", "room.html", "room.css", "room.js", "nothing"])
def test_every_answer_has_all_headers(server: RoomServer, path: str):
    for way in (inside(server) + path, f"/{path}"):
        said = ask(server, way)[2]
        assert {name: said[name] for name in HEADERS} == HEADERS
        assert set(said["Content-Security-Policy"].split("; ")) == POLICY
        assert not [
            name for name in said if name.lower().startswith(("access-control", "set-cookie", "location"))
        ]


@pytest.mark.parametrize(
    "wrong",
    [
        "/{secret}", "//{secret}/room.html", "/{secret}//room.html", "/{secret}/./room.html",
        "/./{secret}/room.html",
        "/{secret}/../{secret}/room.html", "/{secret}/../../etc/passwd", "/{secret}/..%2f..%2fetc/passwd",
        "/{secret}/%72oom.html", "/{secret}/room.html/", "/{secret}/room.html%00", "/{secret}/room.html;x",
        "/{secret}/room.html#x", "/{secret}\\room.html", "/{SECRET}/room.html", "/{cut}/room.html",
        "/{secret}x/room.html", "/x{secret}/room.html", "/room.html", "/{secret}/server.py",
        "/{secret}/ROOM.HTML",
        "{secret}/room.html", "room.html", "*", "file:///{secret}/room.html", "/{secret}/room.html?{secret}",
    ],
)  # fmt: skip
def test_no_other_spelling_of_the_way_is_answered(server: RoomServer, wrong: str):
    secret = inside(server).strip("/")
    path = wrong.format(secret=secret, SECRET=secret.swapcase(), cut=secret[:-1])
    got = raw(server, request(server, path))
    assert got.startswith(b"HTTP/1.1 404 ")
    assert b"happened" not in got


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.0.0.1:1", "127.0.0.2:{port}", "localhost:{port}", "LOCALHOST:{port}",
        "[::1]:{port}",
        "0.0.0.0:{port}", "127.1:{port}", "2130706433:{port}", "127.0.0.1.:{port}", "evil.example:{port}",
        "127.0.0.1:{port}.evil.example", "127.0.0.1:{port}, evil.example", "127.0.0.1:0{port}",
        "x@127.0.0.1:{port}",
    ],
)  # fmt: skip
def test_no_other_host_is_answered(server: RoomServer, host: str):
    sent = f"GET {inside(server)}room.html HTTP/1.1\r\nHost: {host.format(port=server.port)}\r\n\r\n"
    got = raw(server, sent.encode())
    assert got.startswith(b"HTTP/1.1 404 ")
    assert b"happened" not in got


def test_two_hosts_and_none_are_no_host(server: RoomServer):
    here = f"Host: 127.0.0.1:{server.port}"
    way = f"GET {inside(server)}room.html HTTP/1.1\r\n"
    for heads in ("", f"{here}\r\nHost: evil.example\r\n", f"{here}\r\n{here}\r\n"):
        assert b" 404 " in raw(server, f"{way}{heads}\r\n".encode()).splitlines()[0]


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "CONNECT", "get"]
)
def test_nothing_can_be_sent(server: RoomServer, method: str):
    sent = (
        f"{method} {inside(server)}room.html HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        "Content-Length: 5\r\nX-Probe: echoed\r\n\r\nhello"
    )
    got = raw(server, sent.encode())
    assert got.startswith(b"HTTP/1.1 404 ")
    assert b"happened" not in got
    assert b"echoed" not in got
    assert b"Allow" not in got


@pytest.mark.parametrize("site", ["cross-site", "same-site", "CROSS-SITE", "none, cross-site", " ", "null"])
@pytest.mark.parametrize("path", ["", "room.html", "room.js", "room.css"])
def test_what_another_site_asks_for_is_not_there(server: RoomServer, site: str, path: str):
    expected = 200 if not site.strip() else 404  # no value is that of a browser which does not say
    got = raw(server, request(server, inside(server) + path, f"Sec-Fetch-Site: {site}", "Connection: close"))
    assert int(got.split()[1]) == expected


def test_a_preflight_gets_no_leave(server: RoomServer):
    sent = request(
        server, inside(server) + "room.html", "Origin: http://evil.example",
        "Access-Control-Request-Method: GET", "Access-Control-Request-Private-Network: true",
    ).replace(b"GET", b"OPTIONS", 1)  # fmt: skip
    got = raw(server, sent).lower()
    assert b"404" in got
    assert b"access-control" not in got


@pytest.mark.parametrize(
    "lines", [["X: " + "a" * 70_000], [f"X-{n}: y" for n in range(150)], ["X: " + "a" * 60_000] * 90]
)
def test_huge_headers_are_not_read_to_the_end(server: RoomServer, lines: list[str]):
    got = raw(server, request(server, inside(server) + "room.html", *lines))
    assert b"happened" not in got
    assert is_there(server)


def test_who_is_slow_holds_up_nobody_and_is_let_go(server: RoomServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_PATIENCE", 0.5)
    lingering = [slow(server) for _ in range(20)]
    start = time.monotonic()
    assert is_there(server)
    assert time.monotonic() - start < 5
    for connection in lingering:
        assert connection.recv(100) == b""  # it was ended, not answered
        connection.close()


def test_a_drop_now_and_then_does_not_keep_a_connection(server: RoomServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_PATIENCE", 0.5)
    connection = slow(server)
    connection.settimeout(0.1)
    end = time.monotonic() + 20
    dropped = False
    while not dropped and time.monotonic() < end:
        try:
            connection.sendall(b"X")
            dropped = connection.recv(100) == b""
        except TimeoutError:
            continue
        except ConnectionError:
            dropped = True
    connection.close()
    assert dropped


def test_two_hundred_at_once_are_answered_while_hundreds_linger(server: RoomServer):
    lingering = [slow(server) for _ in range(300)]
    with ThreadPoolExecutor(50) as many:
        found = list(many.map(lambda _n: is_there(server), range(200)))
    assert found == [True] * 200
    assert len(server._web._since) <= module._MOST + 1
    for connection in lingering:
        connection.close()


def test_the_page_that_is_open_keeps_its_connection_while_others_come(server: RoomServer):
    browser = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    lingering = []
    for _ in range(3):
        browser.request("GET", inside(server) + "room.html")
        assert browser.getresponse().read()
        kept = browser.sock
        lingering += [slow(server) for _ in range(module._MOST - 1)]
        browser.request("GET", inside(server) + "room.html")
        assert browser.getresponse().read()
        assert browser.sock is kept
    browser.close()
    for connection in lingering:
        connection.close()


def test_it_ends_at_once_though_somebody_is_slow():
    server = RoomServer(lambda: SCENE)
    lingering = [slow(server) for _ in range(30)]
    ended = threading.Thread(target=server.close)
    ended.start()
    ended.join(5)
    assert not ended.is_alive()
    for connection in lingering:
        connection.close()


def test_a_room_that_can_not_be_read_breaks_no_later_answer():
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        if len(looks) == 1:
            raise OSError("the disk is gone")

    server = RoomServer(look)
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        is_there(server)
    assert is_there(server)
    server.close()
