"""Answers that are not the file: cuts, wrong parts, errors in words, wrong labels."""

from __future__ import annotations

import gzip
import json
import socket
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from pipelines.fetch.validators import goes_on, header_value
from pipelines.fetch.whole import is_cut
from pipelines.sources.names import is_safe_name
from territory.errors import TerritoryError
from tests.fetch.fetching import TABLE, get, published, raw_server, refusal
from tests.http_server import Answer, Site

V1, V2 = {"ETag": '"v1"'}, {"ETag": '"v2"'}
OPEN_ENDED = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
NAME = "/base_2022.csv"


# --- Cut by the end of the connection -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "cut"),
    [
        ("a.csv", b"a;b;c\n1;2;3\n4;5", True),
        ("a.csv", b"a;b;c\n1;2;3\n4;5;6", False),
        ("a.csv", b"a;b;c\n1;2;3\n", False),
        ("a.csv", b'a,b\n1,"two\n', False),
        ("a.csv", b'a,b\n1,"tw', True),
        ("a.csv", b'a,b\n1,"t,o"', False),
        ("a.csv", b"a\tb\r\n1\t2\r\n3", True),
        ("a.json", b'{"a": [1, 2', True),
        ("a.geojson", b'{"a": 1}\n', False),
        ("a.zip", b"PK", False),
    ],
)
def test_the_end_of_a_text_tells_whether_it_was_cut_in_a_row(
    tmp_path: Path, name: str, content: bytes, cut: bool
) -> None:
    (tmp_path / "part").write_bytes(content)
    assert is_cut(tmp_path / "part", name) is cut


def test_a_file_of_unsaid_length_cut_in_a_row_is_asked_again(site: Site, folder: Path) -> None:
    cut = Answer(TABLE[:20_001], announced=-1)
    url = site.on(NAME, cut, Answer(TABLE, announced=-1))
    assert get(url, folder).path.read_bytes() == TABLE
    assert len(site.requests) == 2


def test_a_file_of_unsaid_length_cut_each_time_is_refused(site: Site, folder: Path) -> None:
    cut = TABLE[: TABLE.rindex(b";")]
    refusal("fetch_cut", site.on(NAME, Answer(cut, announced=-1)), folder)


def test_a_last_row_without_its_end_is_believed_when_it_comes_twice(
    site: Site, folder: Path
) -> None:
    content = TABLE.rstrip(b"\n")
    url = site.on(NAME, Answer(content[:-2], announced=-1), Answer(content, announced=-1))
    assert get(url, folder).path.read_bytes() == content
    assert len(site.requests) == 3


def test_a_file_of_unsaid_length_much_shorter_than_the_last_one_is_refused(
    site: Site, folder: Path
) -> None:
    half = TABLE[: TABLE.index(b"\n01000") + 1]
    url = site.on(NAME, Answer(TABLE, announced=-1), Answer(half, announced=-1))
    get(url, folder)
    refusal("fetch_shrunk", url, folder)
    assert published(folder) == {"base_2022.csv": TABLE}


def sqlite_bytes(folder: Path) -> bytes:
    folder.mkdir(exist_ok=True)
    base = sqlite3.connect(folder / "base")
    with base:
        base.execute("CREATE TABLE a (b TEXT)")
        base.executemany("INSERT INTO a VALUES (?)", [("x" * 500,)] * 50)
    base.close()
    return (folder / "base").read_bytes()


@pytest.mark.parametrize("suffix", ["7z", "gpkg", "parquet"])
def test_a_file_that_tells_its_size_is_refused_when_it_is_shorter(
    site: Site, folder: Path, tmp_path: Path, suffix: str
) -> None:
    whole = {
        # Signature, version, sums, then a header of 100 bytes that stands 5,000 bytes further.
        "7z": b"7z\xbc\xaf\x27\x1c\x00\x04"
        + bytes(4)
        + (5_000).to_bytes(8, "little")
        + (100).to_bytes(8, "little")
        + bytes(5_104),
        "gpkg": sqlite_bytes(tmp_path / "made"),
        "parquet": b"PAR1" + bytes(5_000) + b"PAR1",
    }[suffix]
    path = f"/base_2022.{suffix}"
    assert get(site.on(path, Answer(whole, announced=-1)), folder).bytes == len(whole)
    (folder / f"base_2022.{suffix}").unlink()
    cut = whole[: len(whole) * 9 // 10]
    refusal("arrival_short", site.on(path, Answer(cut, announced=-1)), folder)


# --- Parts that are not the rest --------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "length", "etag", "expected"),
    [
        ("bytes 100-199/200", 100, '"v1"', True),
        ("bytes 100-199/*", 100, "", True),
        ("bytes 100-199/200", None, '"v1"', True),
        ("bytes 0-199/200", 200, '"v1"', False),
        ("bytes 101-199/200", 99, '"v1"', False),
        ("bytes 100-199/300", 100, '"v1"', False),
        ("bytes 100-199/150", 100, '"v1"', False),
        ("bytes 100-99/200", 0, '"v1"', False),
        ("bytes 100-199/200", 50, '"v1"', False),
        ("bytes 100-199/200", 100, '"v2"', False),
        ("bytes 100-/200", 100, '"v1"', False),
        ("bytes -100-199/200", 100, '"v1"', False),
        ("items 100-199/200", 100, '"v1"', False),
        ("", 100, '"v1"', False),
    ],
)
def test_a_206_is_the_rest_only_if_start_size_length_and_version_agree(
    said: str, length: int | None, etag: str, expected: bool
) -> None:
    headers = {"Content-Range": said, "ETag": etag}
    assert goes_on(headers, 100, '"v1"', 200, length) is expected


def test_a_206_that_says_another_size_than_the_file_begun_is_asked_from_the_start(
    site: Site, folder: Path
) -> None:
    longer = TABLE + b"99999;Commune;1\n"
    url = site.on(
        NAME,
        Answer(TABLE, headers=V1, has_ranges=True, sent=10_000),
        Answer(longer, headers=V1, has_ranges=True),
        Answer(longer, headers=V1, has_ranges=True),
    )
    assert get(url, folder).path.read_bytes() == longer
    assert ["range" in one.headers for one in site.requests] == [False, True, False]


def test_a_206_that_nobody_asked_for_is_refused(site: Site, folder: Path) -> None:
    part = Answer(TABLE, status=206, headers={"Content-Range": f"bytes 0-9/{len(TABLE)}"})
    assert "206" in refusal("fetch_status", site.on(NAME, part), folder)


def test_200_to_the_request_of_a_rest_is_the_whole_file(site: Site, folder: Path) -> None:
    url = site.on(NAME, Answer(TABLE, headers=V1, sent=10_000), Answer(TABLE, headers=V1))
    assert get(url, folder).path.read_bytes() == TABLE


# --- Errors with the status of a success --------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": "quota exceeded", "code": 42}',
        b'[{"error": true}]',
        b"Service Unavailable",
        b"Sorry, the service is unavailable; try again later.",
        b"\xef\xbb\xbf  Service\nUnavailable\n",
        b"upstream connect error\n\n\n",
    ],
)
@pytest.mark.parametrize("label", ["text/csv", "application/octet-stream", "text/html"])
def test_json_or_plain_words_under_the_name_of_a_table_are_refused(
    site: Site, folder: Path, body: bytes, label: str
) -> None:
    url = site.on(NAME, Answer(body, headers={"Content-Type": label}))
    refusal("arrival_no_table", url, folder)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b'{"error": "quo', "arrival_no_table"),
        (b"Service Unavailable", "arrival_no_table"),
        (b'<html lang="fr><body>a;b\n1', "arrival_web_page"),
    ],
)
def test_an_error_of_unsaid_length_is_said_to_be_one_and_not_asked_again(
    site: Site, folder: Path, body: bytes, key: str
) -> None:
    refusal(key, site.on(NAME, Answer(body, headers=V1, announced=-1)), folder)
    assert len(site.requests) == 1
    assert not any(one.name.endswith(".part") for one in folder.iterdir())


@pytest.mark.parametrize("body", [{"error": "quota"}, {"errors": ["a"]}, {"Fault": {}}])
def test_an_error_in_json_under_the_name_of_json_is_refused(
    site: Site, folder: Path, body: object
) -> None:
    url = site.on("/base_2022.geojson", Answer(json.dumps(body).encode()))
    refusal("arrival_no_table", url, folder)


@pytest.mark.parametrize("name", ["csv", "zip", "geojson"])
def test_a_web_page_is_refused_under_any_label(site: Site, folder: Path, name: str) -> None:
    page = b"\n<!DOCTYPE html><html><body>503; see, our page\n</body></html>"
    for label in ("text/csv", "text/html; charset=utf-8", ""):
        url = site.on(f"/base_2022.{name}", Answer(page, headers={"Content-Type": label}))
        with pytest.raises(TerritoryError) as caught:
            get(url, folder)
        assert caught.value.key in ("arrival_web_page", "fetch_web_page", "arrival_other_type")
    assert published(folder) == {}


@pytest.mark.parametrize(
    "label", ["text/html", "TEXT/HTML; charset=utf-8", "application/json", "image/png", ""]
)
def test_a_good_table_under_a_wrong_label_is_taken(site: Site, folder: Path, label: str) -> None:
    url = site.on(NAME, Answer(TABLE, headers={"Content-Type": label}))
    assert get(url, folder).path.read_bytes() == TABLE


def test_a_page_under_another_name_is_said_to_be_a_dead_link(site: Site, folder: Path) -> None:
    page = Answer(b"<html>", headers={"Content-Type": "text/html"})
    site.on("/404.html", page)
    url = site.on(NAME, Answer(status=302, headers={"Location": "/404.html"}))
    # The address asked at first has the file's name, the page has not its content.
    assert "web page" in refusal("fetch_web_page", url, folder)
    other = site.on("/index", page)
    assert "web page" in refusal("fetch_web_page", other, folder)


def test_a_table_said_to_be_compressed_that_is_not_is_taken_as_it_is(
    site: Site, folder: Path
) -> None:
    url = site.on(NAME, Answer(TABLE, headers={"Content-Encoding": "gzip"}))
    assert get(url, folder).path.read_bytes() == TABLE


def test_a_table_said_to_be_compressed_that_is_not_may_be_cut_too(site: Site, folder: Path) -> None:
    cut = TABLE[: TABLE.rindex(b";")]
    gzipped = {"Content-Encoding": "gzip"}
    refusal("fetch_cut", site.on(NAME, Answer(cut, headers=gzipped, announced=-1)), folder)


def test_a_compressed_table_cut_on_the_way_is_refused(site: Site, folder: Path) -> None:
    packed = gzip.compress(TABLE)[:-20]
    url = site.on(NAME, Answer(packed, headers={"Content-Encoding": "gzip"}, announced=-1))
    refusal("archive_damaged", url, folder)


# --- Headers ------------------------------------------------------------------------------------


def talk_with(*headers: bytes) -> Callable[[socket.socket], None]:
    def talk(line: socket.socket) -> None:
        line.sendall(b"\r\n".join([b"HTTP/1.1 200 OK", b"Connection: close", *headers, b"", TABLE]))
        line.shutdown(socket.SHUT_WR)

    return talk


@pytest.mark.parametrize(
    ("etag", "kept"),
    [
        (b'ETag: "a\r\n b"', '"a b"'),  # a value on two lines is one line
        (b'ETag: "a\x01b"', ""),
        (b'ETag: "' + b"a" * 5_000 + b'"', ""),
        (b"ETag:", ""),
    ],
)
def test_an_etag_that_cannot_be_sent_back_is_not_kept(folder: Path, etag: bytes, kept: str) -> None:
    with raw_server(talk_with(etag)) as url:
        assert get(url, folder).path.read_bytes() == TABLE
        written = json.loads((folder / "sources.lock.json").read_text())
        assert written["insee_base"]["etag"] == kept
        assert get(url, folder).outcome == "unchanged"


@pytest.mark.parametrize("length", [b"-5", b"abc", b"12, 13", b"1e3", b""])
def test_a_length_that_is_none_is_never_a_traceback(folder: Path, length: bytes) -> None:
    talk = talk_with(b"Content-Length: " + length)
    with raw_server(talk) as url, suppress(TerritoryError):  # only ours may come out
        assert get(url, folder).path.read_bytes() == TABLE
    assert published(folder) in ({}, {"base_2022.csv": TABLE})


@pytest.mark.parametrize(
    "said",
    [
        'attachment; filename="../base_2022.csv"',
        "attachment; filename*=UTF-8''..%2f..%2fbase_2022.csv",
        "attachment; filename*=bogus''base%ff_2022.csv",
        'attachment; filename*1*=_2022.csv; filename*3="base"',
        'attachment; filename="C:base_2022.csv"',
        'attachment; filename="base_2022.csv\x00.exe"',
        "attachment; filename=" + "a" * 5_000,
        'attachment; filename="sources.lock.json"',
        'attachment; filename=".base_2022.csv"',
        "attachment; filename*=utf-8",
        "; ; =",
    ],
)
def test_a_name_that_is_a_trick_is_never_written(site: Site, folder: Path, said: str) -> None:
    answer = Answer(TABLE, headers={"Content-Disposition": said})
    url = site.on("/base_2022.csv", answer)
    with suppress(TerritoryError):  # only ours may come out
        get(url, folder)
    assert set(published(folder)) <= {"base_2022.csv"}
    assert {one.name for one in folder.parent.iterdir()} == {"raw"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("base_2022.csv", True),
        ("é.csv", True),
        ("", False),
        (".", False),
        ("..", False),
        ("a/b", False),
        ("a\\b", False),
        ("a.csv ", False),
        ("a\u202evsc.csv", False),
        ("a" * 300, False),
    ],
)
def test_a_safe_name_is_that_of_a_file_in_its_folder(name: str, expected: bool) -> None:
    assert is_safe_name(name) is expected


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ('"v1"', '"v1"'),
        ('W/"é"', 'W/"é"'),
        ('"a\nb"', ""),
        ("a\r\nHost: b", ""),
        ("€", ""),
        (" a", ""),
    ],
)
def test_a_value_is_kept_only_if_a_header_may_hold_it(said: str, kept: str) -> None:
    assert header_value(said) == kept
