"""What tests of fetching share: a policy of tenths of a second, a source, a fetch, a refusal."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.fetch import fetch_source
from pipelines.fetch.lock import open_lock
from pipelines.fetch.outcomes import FetchOutcome
from pipelines.fetch.policy import Policy
from pipelines.sources.catalogue import Source
from territory.errors import TerritoryError
from territory.messages import Words

POLICY = Policy(
    attempts=3,
    backoff_seconds=0.01,
    longest_wait_seconds=1,
    connect_seconds=2,
    read_seconds=0.5,
    patience_seconds=2,
    slowest_bytes_per_second=1_000_000,
    max_bytes=3_000_000,
    max_unpacked_bytes=2_000_000,
)
TABLE = b"code;name;count\n" + b"".join(
    b"%05d;Commune %d;%d\n" % (one, one, one * 7) for one in range(2_000)
)


def source_of(file_url: str = "", **declared: object) -> Source:
    return Source(
        **{
            "id": "insee_base",
            "title": "Base communale",
            "producer": "Insee",
            "licence": "Licence Ouverte 2.0",
            "page_url": "https://www.insee.fr/fr/statistiques/1",
            "file_pattern": r"base_(?P<edition>\d{4})\.(csv|zip|json|geojson(\.gz)?|7z|gpkg|parquet|xlsx)",
            "published_on": "2025-06-01",
            "reference_date": "2025-01-01",
            "geography_year": 2025,
            "geography_level": "commune",
            "zones": ("metropole",),
            "missing_row_means": "unknown",
            "file_url": file_url,
            **declared,
        }
    )


def get(url: str, folder: Path, **policy: object) -> FetchOutcome:
    with open_lock(folder) as lock:
        return fetch_source(source_of(url), folder, lock=lock, policy=replace(POLICY, **policy))


def refusal(key: str, url: str, folder: Path, **policy: object) -> str:
    """Fetch, expecting to be refused in a sentence, and nothing new under the file's name."""
    before = published(folder)
    with pytest.raises(TerritoryError) as caught:
        get(url, folder, **policy)
    assert caught.value.key == key
    said = caught.value.say(Words("en"))
    assert "\n" not in said
    assert said != caught.value.say(Words("fr"))
    assert published(folder) == before
    return said


def published(folder: Path) -> dict[str, bytes]:
    """Return what stands under real names: neither hidden nor the lock."""
    if not folder.is_dir():
        return {}
    return {
        one.name: one.read_bytes()
        for one in folder.iterdir()
        if one.is_file() and not one.name.startswith(".") and one.suffix != ".lock"
        if one.name != "sources.lock.json"
    }


@contextmanager
def raw_server(*talks: Callable[[socket.socket], None]) -> Iterator[str]:
    """Run a server that says bytes of its own, a talk a connection, the last one for ever."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        is_over = threading.Event()

        def serve() -> None:
            left = list(talks)
            while not is_over.is_set():
                try:
                    line, _ = listening.accept()
                except TimeoutError:
                    continue
                with line, suppress(OSError):
                    line.settimeout(5)
                    line.recv(65_536)
                    (left.pop(0) if len(left) > 1 else left[0])(line)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/base_2022.csv"
        finally:
            is_over.set()
            thread.join()


def drip(line: socket.socket, content: bytes, seconds: float = 0.05, most: float = 20) -> None:
    """Send bytes one at a time until whoever listens has left."""
    until = time.monotonic() + most
    for at in range(len(content)):
        if time.monotonic() > until:
            return
        line.sendall(content[at : at + 1])
        time.sleep(seconds)
