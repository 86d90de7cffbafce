"""Faults of the directory of the administration: records of JSON, read one by one."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..sources.published import raw
from .kinds import Damaged
from .writing import CONTROLS, UNSEEN

DIRECTORY_FILE = "2026-10-03_053120-data.gouv_local.json"
# A record of a kind that is kept, with one address that can be gone to.
_KEPT = ("caf", "cpam", "france_travail", "msa", "sip", "prefecture", "sous_pref", "mairie")

Record = dict[str, Any]


@dataclass(frozen=True)
class DirectoryFault:
    """A way to damage the directory."""

    kind: str
    name: str
    make: Callable[[bytes, random.Random], Damaged]


DIRECTORY_FAULTS: list[DirectoryFault] = []


@cache
def directory() -> bytes:
    """The published file, in few records."""
    return raw("public_directory", DIRECTORY_FILE).read_bytes()


def _of_bytes(kind: str, name: str, edit: Callable[[bytes, random.Random], bytes]) -> None:
    def make(content: bytes, rng: random.Random) -> Damaged:
        return Damaged(edit(content, rng))

    DIRECTORY_FAULTS.append(DirectoryFault(kind, name, make))


def _of_record(
    kind: str,
    name: str,
    edit: Callable[[Record, random.Random], object],
    *,
    missing_is_said: bool = False,
) -> None:
    """Register a fault that edits one record of a kind that is kept, in place."""

    def make(content: bytes, rng: random.Random) -> Damaged:
        whole = json.loads(content)
        kept = [one for one in whole["service"] if one["pivot"][0]["type_service_local"] in _KEPT]
        record = rng.choice(kept)
        key = str(record["id"])
        edit(record, rng)
        return Damaged(json.dumps(whole).encode(), (key,), missing_is_said)

    DIRECTORY_FAULTS.append(DirectoryFault(kind, name, make))


def _all(record: Record, name: str, value: object) -> None:
    for address in record["adresse"]:
        address[name] = value


def _spoilt(record: Record, rng: random.Random) -> None:
    place = rng.randrange(len(record["nom"]) + 1)
    drawn = rng.choice((*CONTROLS, *UNSEEN))
    record["nom"] = record["nom"][:place] + drawn + record["nom"][place:]


_of_bytes(
    "cut", "cut at a byte", lambda content, rng: content[: rng.randrange(1, len(content) - 3)]
)
_of_bytes("cut", "without its last brace", lambda content, _: content.rstrip()[:-1])
_of_bytes("cut", "no record", lambda _content, _: b'{"service": []}')
_of_bytes(
    "retype", "another key at the top", lambda content, _: content.replace(b"service", b"lieux", 1)
)
_of_bytes("retype", "records that are a word", lambda _content, _: b'{"service": "x"}')
_of_bytes("re-encode", "in UTF-16", lambda content, _: content.decode().encode("utf-16"))
_of_bytes("re-encode", "as a page of the web", lambda _content, _: b"<html>404</html>")
_of_bytes("re-encode", "as an error", lambda _content, _: b'{"error": "not found"}')
_of_bytes("re-encode", "no byte", lambda _content, _: b"")
_of_record("blank", "no address", lambda record, _: record.update(adresse=[]), missing_is_said=True)
_of_record(
    "blank", "no coordinates", lambda record, _: _all(record, "latitude", ""), missing_is_said=True
)
_of_record("blank", "no identifier", lambda record, _: record.update(id=""))
_of_record("retype", "coordinates as words", lambda record, _: _all(record, "latitude", "nord"))
# A place that is elsewhere is judged by the build, by its town: tests/steps/test_public_counters.py.
_of_record("inject", "a latitude without end", lambda record, _: _all(record, "latitude", "inf"))
_of_record("inject", "an unseen character in a name", _spoilt)
_of_record(
    "retype",
    "a day that is none",
    lambda record, _: record.update(date_modification="31/02/2026 10:00:00"),
)
