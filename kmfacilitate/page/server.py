"""The server of the page: on 127.0.0.1 and a free port, below a path that cannot be guessed.

It answers GET. Whatever else is asked for is not there (404): another host, path or method, and whatever
another site asks for. So no web page that is open in the same browser can read the room, or frame it.

A browser is opened through a file that only its owner can read, so that the address stands in no list of
processes. What comes from a file counts as another site; so the file leads to a door that opens once, for a
page that is gone to and not fetched, and the door leads on to the page itself.
"""

from __future__ import annotations

import contextlib
import io
import re
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from secrets import compare_digest
from threading import Lock, Thread
from typing import Any

from kmfacilitate.language import N_, _, spoken
from kmfacilitate.session.scene import RoomScene

from .html import page, room

HOST = "127.0.0.1"
_SECRET_BYTES = 18
"""144 bits."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_MOST = 64
"""Connections that are kept at once."""
_PATIENCE = 10.0
"""Seconds in which a connection must have asked for something."""
_MUCH = 65536
"""Bytes that somebody may ask with."""
_LONGEST = 300
"""Characters of a path that can be one of ours."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is at a path: its type, its text, and the language of the text where it has one."""

    kind: str
    text: str
    language: str = ""


class RoomServer:
    """Serves what `look` gives. Made by `open`; `close` it.

    Args:
        look: Gives what the room may see now; none: the session is not open. Called in threads.
    """

    def __init__(self, look: Callable[[], RoomScene | None]) -> None:
        self._look = look
        self._secret = secrets.token_urlsafe(_SECRET_BYTES)
        self._door = secrets.token_urlsafe(_SECRET_BYTES)
        self._lock = Lock()
        self._web = _Web(self)
        self._thread = Thread(target=self._web.serve_forever, args=(0.2,), name="room page", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The free port that was found."""
        return int(self._web.server_address[1])

    @property
    def address(self) -> str:
        """Where the page is. Whoever knows it can see the room."""
        return f"http://{HOST}:{self.port}/{self._secret}/"

    @property
    def door(self) -> str:
        """Where a browser may come in once from a file."""
        return f"http://{HOST}:{self.port}/{self._door}"

    def close(self) -> None:
        """Stop serving."""
        self._web.shutdown()
        self._web.server_close()
        self._thread.join(2)

    def answer(self, path: str, comes_from: str, goes_to: str) -> Answer | None:
        """What is at a path, for whom it is there; none: it is not there.

        Args:
            path: As asked for.
            comes_from: `Sec-Fetch-Site`, as far as the browser says it.
            goes_to: `Sec-Fetch-Mode` and `Sec-Fetch-Dest`, parted by a space.
        """
        if len(path) > _LONGEST or not path.isascii():
            return None
        if self._is_door(path, goes_to):
            return Answer("text/html", _onward(self._secret))
        if comes_from not in ("", "none", "same-origin"):
            return None
        secret, _slash, name = path[1:].partition("/")
        if not path.startswith("/") or not compare_digest(secret, self._secret) or "/" not in path[1:]:
            return None
        if name == "":
            return Answer("text/html", page())
        if name == "room.html":
            scene = self._look()
            return Answer("text/html", room(scene), scene.language if scene else spoken())
        if name in ("room.css", "room.js"):
            kind = "text/css" if name.endswith("css") else "text/javascript"
            return Answer(kind, files(__package__).joinpath(name).read_text("utf-8"))
        return None

    def _is_door(self, path: str, goes_to: str) -> bool:
        with self._lock:
            if not self._door or not compare_digest(path, f"/{self._door}"):
                return False
            if goes_to.strip() and goes_to != "navigate document":
                return False
            self._door = ""
            return True


def _onward(secret: str) -> str:
    title = escape(_("Room view"))
    return (
        f'<!doctype html><html lang="{spoken()}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="refresh" content="0; url=/{secret}/"></head>'
        f'<body><p><a href="/{secret}/">{title}</a></p></body></html>\n'
    )


_NOT_THERE = N_("Not found.")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _not_there() -> Answer:
    return Answer("text/plain", _(_NOT_THERE) + "\n", spoken())


class _Web(ThreadingHTTPServer):
    """Keeps few connections and no slow one: whatever else runs on this machine, the room is answered."""

    daemon_threads = True
    allow_reuse_address = False
    request_queue_size = 128

    def __init__(self, room_server: RoomServer) -> None:
        self.room_server = room_server
        self._since: dict[Any, float] = {}
        """Of each open connection, when it was last answered, or began."""
        self._open = Lock()
        super().__init__((HOST, 0), _Handler)

    def answered(self, connection: Any) -> None:
        """A connection asked for something and got its answer."""
        with self._open:
            if connection in self._since:
                self._since[connection] = time.monotonic()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection; beyond the most, in the place of the one that was answered longest ago."""
        with self._open:
            if len(self._since) >= _MOST:
                self._end(min(self._since, key=lambda each: self._since[each]))
            self._since[request] = time.monotonic()
        super().process_request(request, client_address)

    def service_actions(self) -> None:
        """Let go of connections that ask for nothing, or take too long to ask."""
        now = time.monotonic()
        with self._open:
            for connection in [each for each, since in self._since.items() if now - since > _PATIENCE]:
                self._end(connection)

    def shutdown_request(self, request: Any) -> None:
        """A connection is done with."""
        with self._open:
            self._since.pop(request, None)
        super().shutdown_request(request)

    def _end(self, connection: Any) -> None:
        """Let the thread that reads from a connection read its end."""
        del self._since[connection]
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a browser that goes away in the middle is no trouble."""


class _Asked(io.BufferedIOBase):
    """What a connection asks, up to a length."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file = file
        self.left = _MUCH

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line.

        Raises:
            TimeoutError: It goes on without end.
        """
        if self.left <= 0:
            raise TimeoutError
        line = self._file.readline(self.left if size is None or size < 0 else min(size, self.left))
        self.left -= len(line)
        return line

    def close(self) -> None:
        """Read no more."""
        self._file.close()
        super().close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "room"
    sys_version = ""
    timeout = _PATIENCE
    server: _Web

    def setup(self) -> None:
        """Read no more of what is asked than anybody needs."""
        super().setup()
        self.rfile = self._asked = _Asked(self.rfile)

    def handle_one_request(self) -> None:
        """Answer once; then as much may be asked again."""
        self._asked.left = _MUCH
        super().handle_one_request()

    def do_GET(self) -> None:
        """Answer what is there."""
        headers = self.headers
        goes_to = f"{headers.get('Sec-Fetch-Mode', '')} {headers.get('Sec-Fetch-Dest', '')}"
        hosts = headers.get_all("Host") or []
        there = None
        path = self.requestline.split()[1]  # as it was asked: //x is not /x
        if hosts == [f"{HOST}:{self.server.room_server.port}"] and path == self.path:
            there = self.server.room_server.answer(path, headers.get("Sec-Fetch-Site", ""), goes_to)
        self._send(there or _not_there(), status=200 if there else 404)
        self.server.answered(self.connection)

    def _send(self, answer: Answer, *, status: int) -> None:
        data = answer.text.encode("utf-8", "replace")
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{answer.kind}; charset=utf-8")
        if answer.language and _LANGUAGE.fullmatch(answer.language):
            self.send_header("Content-Language", answer.language)
        self.send_header("Content-Length", str(len(data)))
        if status != 200:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(data)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Whatever can't be answered is not there: a method that is unknown, a line that is no HTTP."""
        self._send(_not_there(), status=404)

    def log_message(self, *args: object) -> None:
        """Keep no log: addresses hold the secret."""
