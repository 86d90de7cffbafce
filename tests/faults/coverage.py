"""Faults of Arcep's coverage: a GeoPackage in a 7z, of one square."""

from __future__ import annotations

import random
import tempfile
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import py7zr
from shapely import box

from .packs import ANY_BYTES, Pack, PackFault, cut, flipped

STEM = "2026_T2_couv_Metropole_OF_4G_data.gpkg"
_ROWS: dict[str, list[Any]] = {
    "operateur": ["20801", "20801"],
    "operateur_commercial": ["Orange", "Orange"],
    "niveau": ["TBC", "CL"],
}
_SHAPES = [box(700_000, 6_400_000, 702_000, 6_402_000), box(702_000, 6_400_000, 704_000, 6_402_000)]


def _geopackage(
    rows: dict[str, list[Any]], shapes: list[Any] = _SHAPES, epsg: int | None = 2154
) -> bytes:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a layer without a projection
        path = Path(folder) / STEM
        gpd.GeoDataFrame(rows, geometry=shapes, crs=epsg).to_file(path)
        return path.read_bytes()


def _packed(members: dict[str, bytes], **how: object) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "packed.7z"
        with py7zr.SevenZipFile(path, "w", **how) as archive:
            for name, member in members.items():
                archive.writestr(member, name)
        return path.read_bytes()


@cache
def _whole() -> bytes:
    return _geopackage(_ROWS)


@cache
def coverage() -> Pack:
    """The published file."""
    return Pack("arcep_mobile", "arcep_mobile", f"{STEM}.7z", _packed({STEM: _whole()}))


def _of(kind: str, name: str, make: Callable[[random.Random], dict[str, bytes]]) -> PackFault:
    return PackFault(kind, name, lambda _content, rng: _packed(make(rng)))


COVERAGE_FAULTS = (
    *ANY_BYTES,
    _of("cut", "the layer cut", lambda rng: {STEM: cut(_whole(), rng)}),
    _of(
        "retype",
        "a hundred bytes of the layer turned",
        lambda rng: {STEM: flipped(_whole(), rng, 100)},
    ),
    _of("retype", "something else inside", lambda rng: {STEM: rng.randbytes(500)}),
    _of("retype", "another file inside", lambda _: {"lisez-moi.txt": b"bonjour"}),
    _of("blank", "nothing inside", lambda _: {STEM: b""}),
    _of("duplicate", "two layers inside", lambda _: {STEM: _whole(), f"bis/{STEM}": _whole()}),
    _of(
        "retype",
        "a level nobody knows",
        lambda _: {STEM: _geopackage({**_ROWS, "niveau": ["TBC", "XX"]})},
    ),
    _of("blank", "no level", lambda _: {STEM: _geopackage({**_ROWS, "niveau": ["TBC", None]})}),
    _of(
        "cut",
        "without its levels",
        lambda _: {STEM: _geopackage({name: _ROWS[name] for name in ("operateur",)})},
    ),
    _of(
        "duplicate",
        "two operators",
        lambda _: {STEM: _geopackage({**_ROWS, "operateur_commercial": ["Orange", "SFR"]})},
    ),
    PackFault("retype", "under a password", lambda *_: _packed({STEM: b"x"}, password="x")),
    PackFault(
        "retype",
        "names and all under a password",
        lambda *_: _packed({STEM: b"x"}, password="x", header_encryption=True),
    ),
    _of("swap", "in another projection", lambda _: {STEM: _geopackage(_ROWS, epsg=4326)}),
    _of("blank", "in no projection", lambda _: {STEM: _geopackage(_ROWS, epsg=None)}),
)
