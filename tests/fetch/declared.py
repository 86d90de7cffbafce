"""A source declared and fetched whole: what came, what stands in the folder, what the lock says."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.fetch import fetch_source
from pipelines.fetch.lock import GUARD_FILE, LOCK_FILE, open_lock
from pipelines.fetch.outcomes import FetchOutcome
from pipelines.fetch.policy import DEFAULT_POLICY
from pipelines.sources.catalogue import Source
from territory.errors import TerritoryError
from territory.messages import Words

POLICY = replace(
    DEFAULT_POLICY,
    attempts=3,
    backoff_seconds=0.01,
    longest_wait_seconds=2,
    connect_seconds=2,
    read_seconds=2,
    max_bytes=3_000_000,
    max_unpacked_bytes=2_000_000,
)
# 200 000 bytes that do not repeat, so that a piece put in the wrong place shows in the hash.
ROWS = b"code;count\n" + bytes(random.Random(48).choices(b"0123456789;\n", k=199_989))
V1, V2 = {"ETag": '"v1"'}, {"ETag": '"v2"'}
DAY_1 = {"Last-Modified": "Mon, 01 Sep 2025 10:00:00 GMT"}


def get(source: Source, folder: Path, **options: object) -> FetchOutcome:
    with open_lock(folder) as lock:
        return fetch_source(source, folder, lock=lock, **{"policy": POLICY, **options})


def refusal(
    error: type[TerritoryError], key: str, source: Source, folder: Path, **options: object
) -> TerritoryError:
    """Fetch, expecting an error; its message must read in both languages."""
    with pytest.raises(error) as caught:
        get(source, folder, **options)
    assert caught.value.key == key
    assert caught.value.say(Words("fr")) != caught.value.say(Words("en"))
    return caught.value


def kept(folder: Path) -> set[str]:
    """Names in the folder, the lock file and its guard left out."""
    return {path.name for path in folder.iterdir()} - {LOCK_FILE, GUARD_FILE}


def lock_of(folder: Path) -> dict:
    return json.loads((folder / LOCK_FILE).read_text(encoding="utf-8"))
