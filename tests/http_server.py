"""A real HTTP server on 127.0.0.1 that misbehaves on request.

Each path has a list of answers, given one a request; the last one is given for ever.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """What to answer to a GET, and how badly.

    `announced` is the Content-Length said (the real one if None, none at all if -1); `sent` how
    many bytes of the body go out before the connection is cut, after `stall_seconds`;
    `range_start` where a 206 begins, whatever was asked; `pause_seconds` the wait between pieces
    of `piece_bytes`.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None
    sent: int | None = None
    stall_seconds: float = 0
    piece_bytes: int = 1 << 20
    pause_seconds: float = 0
    has_ranges: bool = False
    range_start: int | None = None
    ignores_if_range: bool = False
    is_chunked: bool = False
    stays_open: bool = False


@dataclass(frozen=True)
class Request:
    """A request as received."""

    path: str
    headers: dict[str, str]
    at: float


class Site(ThreadingHTTPServer):
    """The server, its answers and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[Request] = []
        self.guard = threading.Lock()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"

    def on(self, path: str, *answers: Answer) -> str:
        """Set a path's answers and return its address."""
        self.answers[path] = list(answers)
        return self.address + path

    def asked(self, path: str) -> list[Request]:
        """Return the requests a path received."""
        return [one for one in self.requests if one.path == path]

    def next_answer(self, path: str) -> Answer:
        """Return what a path answers this time."""
        with self.guard:
            answers = self.answers.get(path, [Answer(b"not here", status=404)])
            return answers.pop(0) if len(answers) > 1 else answers[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        site = self.server
        headers = {name.lower(): value for name, value in self.headers.items()}
        with site.guard:
            site.requests.append(Request(self.path, headers, time.monotonic()))
        try:
            self._give(site.next_answer(self.path), headers)
        except OSError:
            self.close_connection = True  # the client has left

    def _give(self, answer: Answer, asked: dict[str, str]) -> None:
        status, body, headers = answer.status, answer.body, dict(answer.headers)
        validators = {headers.get("ETag"), headers.get("Last-Modified")} - {None}
        known = {asked.get("if-none-match"), asked.get("if-modified-since")} - {None}
        if status == 200 and known and known <= validators:
            status, body = 304, b""
        elif status == 200 and answer.has_ranges and "range" in asked:
            is_same = answer.ignores_if_range or asked.get("if-range") in {None, *validators}
            start = int(re.fullmatch(r"bytes=(\d+)-", asked["range"])[1])
            start = start if answer.range_start is None else answer.range_start
            if is_same and start >= len(body):
                status, body = 416, b""
            elif is_same:
                headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                status, body = 206, body[start:]
        announced = len(body) if answer.announced is None else answer.announced
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if answer.is_chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif announced >= 0 and status != 304:
            self.send_header("Content-Length", str(announced))
        if not answer.stays_open:
            self.send_header("Connection", "close")
        self.end_headers()
        self._send_body(answer, body if answer.sent is None else body[: answer.sent])

    def _send_body(self, answer: Answer, body: bytes) -> None:
        for start in range(0, len(body), answer.piece_bytes):
            piece = body[start : start + answer.piece_bytes]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if answer.is_chunked else piece)
            time.sleep(answer.pause_seconds)
        if answer.sent is None and answer.is_chunked:
            self.wfile.write(b"0\r\n\r\n")
        time.sleep(answer.stall_seconds)
        if answer.sent is not None or not answer.stays_open:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_WR)


@contextmanager
def serve() -> Iterator[Site]:
    """Run a site until the end of the block."""
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
