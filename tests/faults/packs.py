"""Faults of archives and workbooks, byte by byte and member by member."""

from __future__ import annotations

import gzip
import io
import random
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from ..sources.published import workbook_bytes, zip_bytes
from .shapes import SHAPES
from .subjects import SUBJECTS

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@dataclass(frozen=True)
class Pack:
    """A published file that wraps others."""

    name: str
    source_id: str
    file: str
    content: bytes


# The census bases are read by one reader: one of them is enough.
_READ_ALIKE = ("insee_diplomas", "insee_households")


@cache
def zips() -> tuple[Pack, ...]:
    """The published ZIPs, and the workbooks, which are ZIPs too."""
    packs = {
        one.source_id: Pack(
            f"{one.source_id} (zip)", one.source_id, one.file, one.pack(one.table.content())
        )
        for one in SUBJECTS
        if one.archive and one.source_id not in _READ_ALIKE
    }
    density = workbook_bytes({"Grille": [["CODGEO", "DENS"], ["01001", 6], ["2A004", 1]]})
    members = workbook_bytes(
        {
            "Composition_communale": [
                ["Banner"],
                ["CODGEO", "LIBGEO", "EPCI", "LIBEPCI"],
                ["01001", "L’Abergement", "200069193", "CC de la Dombes"],
                ["22016", "Bréhat", "ZZZZZZZZZ", "Sans objet"],
            ]
        }
    )
    return (
        *packs.values(),
        Pack("density_grid (xlsx)", "density_grid", "grille_densite_7_niveaux_2024.xlsx", density),
        Pack(
            "epci_members (zip)",
            "epci_members",
            "epci_au_01-01-2025.zip",
            zip_bytes({"EPCI_au_01-01-2025.xlsx": members}),
        ),
    )


def gzips() -> tuple[Pack, ...]:
    """The published gzipped shapes."""
    return tuple(
        Pack(f"{one.name} (gz)", one.name, f"{one.lines}.gz", gzip.compress(one.content, mtime=0))
        for one in SHAPES
    )


Edit = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True)
class PackFault:
    """A way to damage an archive."""

    kind: str
    name: str
    edit: Edit


def flipped(content: bytes, rng: random.Random, times: int = 1) -> bytes:
    """Return bytes some of which are others."""
    edited = bytearray(content)
    for _ in range(times):
        edited[rng.randrange(len(edited))] = rng.randrange(256)
    return bytes(edited)


def cut(content: bytes, rng: random.Random) -> bytes:
    """Return the first bytes."""
    return content[: rng.randrange(1, len(content))]


def _put_in(content: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(content))
    return content[:place] + rng.randbytes(3) + content[place:]


ANY_BYTES = (
    PackFault("cut", "cut at a byte", cut),
    PackFault("retype", "a byte turned", flipped),
    PackFault("retype", "twenty bytes turned", lambda content, rng: flipped(content, rng, 20)),
    PackFault("inject", "bytes put in", _put_in),
    PackFault("inject", "rubbish before", lambda content, rng: rng.randbytes(40) + content),
    PackFault("inject", "blank lines before", lambda content, _: b"\r\n\r\n" + content),
    PackFault("inject", "rubbish after", lambda content, rng: content + rng.randbytes(40)),
    PackFault("duplicate", "twice in a row", lambda content, _: content * 2),
    PackFault("retype", "a picture", lambda _, rng: b"\x89PNG\r\n\x1a\n" + rng.randbytes(60)),
    PackFault("retype", "a page of the web", lambda _content, _: b"<!DOCTYPE html><p>404</p>"),
    PackFault("blank", "nothing", lambda _content, _: b""),
    PackFault("blank", "zeros", lambda content, _: bytes(len(content))),
)


def members_of(content: bytes) -> dict[str, bytes]:
    """Return what a ZIP holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def _packed(method: int) -> Edit:
    def edit(content: bytes, rng: random.Random) -> bytes:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", method) as archive:
            for name, member in members_of(content).items():
                archive.writestr(name, member)
        return flipped(written.getvalue(), rng)

    return edit


def _patched(mark: bytes, offset: int, value: bytes) -> Edit:
    """Write over a field of every header of a kind."""

    def edit(content: bytes, _: random.Random) -> bytes:
        edited, place = bytearray(content), content.find(mark)
        while place >= 0:
            edited[place + offset : place + offset + len(value)] = value
            place = content.find(mark, place + 4)
        return bytes(edited)

    return edit


def _both(one: Edit, other: Edit) -> Edit:
    return lambda content, rng: other(one(content, rng), rng)


def _in_members(edit: Callable[[dict[str, bytes], random.Random], dict[str, bytes]]) -> Edit:
    return lambda content, rng: zip_bytes(edit(members_of(content), rng))


def _nested(depth: int) -> Edit:
    def edit(content: bytes, _: random.Random) -> bytes:
        for _level in range(depth):
            content = zip_bytes({"inner.zip": content})
        return content

    return edit


def _member_twice(content: bytes, _: random.Random) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, member in members_of(content).items():
            archive.writestr(name, member)
            archive.writestr(name, member)
    return written.getvalue()


def _one_damaged(members: dict[str, bytes], rng: random.Random) -> dict[str, bytes]:
    name = rng.choice(sorted(members))
    damaged = rng.choice((cut, flipped, lambda *_: b"", lambda *_: b"\xff\xfe<"))
    return {**members, name: damaged(members[name], rng) if members[name] else b"x"}


def _one_gone(members: dict[str, bytes], rng: random.Random) -> dict[str, bytes]:
    gone = rng.choice(sorted(members))
    return {name: member for name, member in members.items() if name != gone}


ZIP_FAULTS = (
    *ANY_BYTES,
    PackFault("retype", "stored, a byte turned", _packed(zipfile.ZIP_STORED)),
    PackFault("retype", "in bzip2, a byte turned", _packed(zipfile.ZIP_BZIP2)),
    PackFault("retype", "in LZMA, a byte turned", _packed(zipfile.ZIP_LZMA)),
    PackFault("retype", "a method nobody knows", _patched(CENTRAL, 10, struct.pack("<H", 77))),
    PackFault("retype", "under a password", _patched(CENTRAL, 8, struct.pack("<H", 1))),
    PackFault("scale", "a member said to be huge", _patched(CENTRAL, 24, struct.pack("<I", 2**31))),
    PackFault("scale", "a member said to be empty", _patched(CENTRAL, 24, struct.pack("<I", 0))),
    PackFault("scale", "a member said to be far", _patched(CENTRAL, 42, struct.pack("<I", 2**31))),
    PackFault(
        "re-encode",
        "a name that is not UTF-8",
        _both(
            _both(
                _patched(CENTRAL, 8, struct.pack("<H", 0x800)),
                _patched(LOCAL, 6, struct.pack("<H", 0x800)),
            ),
            _both(_patched(CENTRAL, 46, b"\xff\xfe"), _patched(LOCAL, 30, b"\xff\xfe")),
        ),
    ),
    PackFault("duplicate", "each member twice", _member_twice),
    PackFault("duplicate", "in an archive", _nested(1)),
    PackFault("duplicate", "in an archive in an archive", _nested(4)),
    PackFault("blank", "no member", lambda _content, _: zip_bytes({})),
    PackFault("cut", "a member gone", _in_members(_one_gone)),
    PackFault(
        "inject",
        "a member outside",
        _in_members(lambda members, _: {**members, "../../outside.csv": b"x"}),
    ),
    PackFault(
        "inject",
        "many members",
        _in_members(lambda members, _: {**members, **{f"{rank}.txt": b"" for rank in range(500)}}),
    ),
    PackFault(
        "reorder",
        "members in another order",
        _in_members(lambda members, rng: dict(rng.sample(sorted(members.items()), len(members)))),
    ),
)
# Inside a workbook: its parts are XML, and a byte turned in a cell may be another cell.
WORKBOOK_FAULTS = (PackFault("retype", "a part damaged", _in_members(_one_damaged)),)
GZIP_FAULTS = (
    *ANY_BYTES,
    PackFault("duplicate", "gzipped twice", lambda content, _: gzip.compress(content, mtime=0)),
    PackFault("retype", "a ZIP", lambda content, _: zip_bytes({"x": content})),
)
