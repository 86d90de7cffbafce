"""nginx on 127.0.0.1, with the configuration that the note on hosting gives for a published site."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NOTE = Path(__file__).resolve().parents[2] / "docs" / "hosting" / "nginx-site.conf"
# Where the note puts the site, on the disk and under the host.
FOLDER, PATH = "/srv/territory/site/", "/carte/"
TYPES = Path("/etc/nginx/mime.types")
START_SECONDS = 20
# One process, that stays what and who it was started as: nothing outlives whoever started it.
AROUND = """
daemon off;
master_process off;
pid {own}/nginx.pid;
error_log {own}/error.log;
events {{ worker_connections 256; }}
http {{
    include {types};
    default_type application/octet-stream;
    log_format told '$status\t$uri\t$http_range\t$bytes_sent\t$sent_http_content_encoding';
    access_log {own}/access.log told;
    client_body_temp_path {own}/body;
    proxy_temp_path {own}/proxy;
    fastcgi_temp_path {own}/fastcgi;
    uwsgi_temp_path {own}/uwsgi;
    scgi_temp_path {own}/scgi;
    server {{
        listen 127.0.0.1:{port};
        {note}
    }}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What nginx wrote of one answer in its log."""

    status: int
    path: str
    asked_range: str
    bytes_count: int
    encoding: str


@dataclass(frozen=True)
class Served:
    """A site that nginx serves: its address, and what was answered so far."""

    address: str
    log: Path

    def answers(self) -> list[Answer]:
        """Return the answers in their order."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        parts = [line.split("\t") for line in lines]
        return [Answer(int(one[0]), one[1], one[2], int(one[3]), one[4]) for one in parts]


def find_nginx() -> str | None:
    """Return the program; None where it, or its list of types, is not installed."""
    if not TYPES.is_file():
        return None
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def serving_with_nginx(site: Path, own: Path) -> Iterator[Served]:
    """Serve a site as the note says until the end of the block, logs in a folder of its own."""
    program = find_nginx()
    if program is None:
        raise RuntimeError("nginx is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    note = NOTE.read_text(encoding="utf-8")
    if note.count(FOLDER) != 1:
        raise RuntimeError(f"{NOTE.name} no longer serves {FOLDER}")
    note = note.replace(FOLDER, f"{site}/")
    text = AROUND.format(own=own, port=port, note=note, types=TYPES)
    configuration = own / "nginx.conf"
    configuration.write_text(text, encoding="utf-8")
    server = subprocess.Popen(
        [program, "-p", str(own), "-c", str(configuration), "-e", str(own / "error.log")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, server, own / "error.log")
        yield Served(f"http://127.0.0.1:{port}{PATH}", own / "access.log")
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    said = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    raise RuntimeError(f"nginx did not start: {said}")
