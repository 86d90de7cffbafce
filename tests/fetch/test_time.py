"""Servers that drip, and addresses that lead elsewhere: left in time, followed by rule."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest
import requests

from pipelines.fetch.asking import next_address
from territory.errors import TerritoryError
from territory.messages import Words
from tests.fetch.fetching import TABLE, drip, get, raw_server, refusal, source_of
from tests.http_server import Answer, Site

V1, V2 = {"ETag": '"v1"'}, {"ETag": '"v2"'}
OPEN_ENDED = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
NAME = "/base_2022.csv"
# A server drips for 20 s unless it is left; what is left is left in half a second, and on a busy
# machine long before this.
LONG_SECONDS = 15


# --- Servers that drip ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "beginning",
    [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"", b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 60],
)
def test_headers_that_drip_are_left_after_the_time_of_one_read(
    folder: Path, beginning: bytes
) -> None:
    def talk(line: socket.socket) -> None:
        line.sendall(beginning)
        drip(line, b"HTTP/1.1 200 OK\r\nX: " * 200)

    with raw_server(talk) as url:
        started = time.monotonic()
        said = refusal("fetch_unreachable", url, folder, attempts=2, read_seconds=0.3)
        assert time.monotonic() - started < LONG_SECONDS
    assert url in said
    assert "Pool(" not in said


@pytest.mark.parametrize(
    "headers",
    [b"", b"Content-Length: 5000\r\n", b"Transfer-Encoding: chunked\r\n"],
    ids=["unsaid", "said", "chunked"],
)
def test_a_body_that_drips_is_left_when_the_time_of_the_file_is_over(
    folder: Path, headers: bytes
) -> None:
    def talk(line: socket.socket) -> None:
        line.sendall(OPEN_ENDED + headers + b"\r\n")
        drip(line, b"1;" * 2_000 if b"chunked" not in headers else b"1\r\na\r\n" * 2_000)

    with raw_server(talk) as url:
        started = time.monotonic()
        said = refusal("fetch_too_slow", url, folder, patience_seconds=0.4)
        assert time.monotonic() - started < LONG_SECONDS
    assert "sends less than" in said


def test_a_chunk_whose_size_never_ends_is_left_too(folder: Path) -> None:
    def talk(line: socket.socket) -> None:
        line.sendall(OPEN_ENDED + b"Transfer-Encoding: chunked\r\n\r\n1;x=")
        drip(line, b"y" * 4_000)

    with raw_server(talk) as url:
        refusal("fetch_too_slow", url, folder, patience_seconds=0.4)


def test_a_slow_line_that_is_honest_gets_its_file(site: Site, folder: Path) -> None:
    # 0.3 s at least, more than the patience of 0.2 s: its 400 kB at 50 kB/s allow it 8 s more.
    content = TABLE[: TABLE.index(b"\n") + 1] + TABLE[TABLE.index(b"\n") + 1 :] * 10
    url = site.on(NAME, Answer(content, piece_bytes=len(content) // 10, pause_seconds=0.03))
    started = time.monotonic()
    outcome = get(url, folder, patience_seconds=0.2, slowest_bytes_per_second=50_000)
    assert time.monotonic() - started > 0.3
    assert outcome.path.read_bytes() == content


def test_the_body_of_a_redirection_is_not_waited_for(site: Site, folder: Path) -> None:
    whole = site.on("/whole/base_2022.csv", Answer(TABLE))
    has_said_all = threading.Event()

    def talk(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 302 Found\r\nLocation: " + whole.encode() + b"\r\n\r\n")
        drip(line, b"moved " * 1_000)
        has_said_all.set()

    with raw_server(talk) as url:
        assert get(url, folder).path.read_bytes() == TABLE
        assert not has_said_all.is_set()


# --- Redirections -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "http://[::1",
        "http://a b/base_2022.csv",
        "http://127.0.0.1:99999/base_2022.csv",
        "http://127.0.0.1:no/base_2022.csv",
        "https:///base_2022.csv",
        "http://exa\u00admple.org/base_2022.csv",
        "//[",
        "file:///etc/passwd",
        "ftp://127.0.0.1/base_2022.csv",
        "data:text/csv,a;b",
        "javascript:alert(1)",
    ],
)
def test_a_redirection_to_what_is_no_address_of_the_web_is_said(
    site: Site, folder: Path, target: str
) -> None:
    url = site.on(NAME, Answer(status=302, headers={"Location": target}))
    assert "which is not an address of the web" in refusal("fetch_redirect", url, folder)


def test_a_long_target_is_not_repeated_whole(site: Site, folder: Path) -> None:
    url = site.on(NAME, Answer(status=302, headers={"Location": "x:" + "y" * 8_000}))
    assert len(refusal("fetch_redirect", url, folder)) < 600


def test_redirections_without_end_are_said(site: Site, folder: Path) -> None:
    for rank in range(30):
        site.on(f"/{rank}", Answer(status=302, headers={"Location": f"/{rank + 1}"}))
    refusal("fetch_redirections", site.address + "/0", folder)
    assert len(site.requests) == 11


@pytest.mark.parametrize(
    ("url", "target", "expected"),
    [
        ("https://a.fr/x", "http://a.fr/y", None),
        ("https://a.fr/x", "https://b.fr/y", "https://b.fr/y"),
        ("http://a.fr/x", "https://a.fr/y", "https://a.fr/y"),
        ("http://a.fr/x", "http://b.fr/y", "http://b.fr/y"),
        ("https://a.fr/d/x", "y?z=1", "https://a.fr/d/y?z=1"),
        ("https://a.fr/x", "//b.fr/y", "https://b.fr/y"),
    ],
)
def test_an_encrypted_address_never_leads_to_one_that_is_not(
    url: str, target: str, expected: str | None
) -> None:
    response = requests.Response()
    response.headers["Location"] = target
    if expected is not None:
        assert next_address(source_of(url), url, response) == expected
        return
    with pytest.raises(TerritoryError) as caught:
        next_address(source_of(url), url, response)
    assert caught.value.key == "fetch_downgrade"
    assert target in caught.value.say(Words("fr"))
