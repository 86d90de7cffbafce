"""Share of each commune's area with good 4G, from the operators' polygons, without loading them all.

Communes and coverage are burnt on the same grid of 50 m, the one the operators' simulations were
made on, in the zone's own projection, one horizontal band after the other: what is held in memory
is a band, whatever the size of the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import rasterize
from shapely import box
from shapely.geometry.base import BaseGeometry

from pipelines.notes import Note, Notes
from pipelines.sources.arcep_mobile import Layer, open_layer
from territory.contract import Status
from territory.geography import ZONES

CELL_METRES = 50.0
BAND_ROWS = 1500
# A commune of fewer cells is measured again on a grid this many times finer.
FEWEST_CELLS = 200
FINER = 10

# The four operators of the mainland: without one of them neither "the best" nor "all" can be said.
# Overseas the operators differ by territory: all those whose file is given count.
MAINLAND_PARTS = ("Metropole_OF", "Metropole_SFR0", "Metropole_BOUY", "Metropole_FREE")

COLUMNS = ("good_4g_best_operator_share", "good_4g_all_operators_share")


def mobile_shares(
    communes: gpd.GeoDataFrame, paths: Sequence[Path], parts: Mapping[Path, str]
) -> tuple[pd.DataFrame, Notes]:
    """Measure the share of each commune's area with good 4G.

    Parameters
    ----------
    communes : GeoDataFrame
        With their shapes (EPSG:4326) and ``zone``.
    paths : sequence of Path
        The operators' files, of one edition.
    parts : mapping
        Path → territory and operator, as its name says (``Metropole_OF``).

    Returns
    -------
    DataFrame
        On the communes' index: ``good_4g_best_operator_share`` (of the operator that covers most of
        the commune), ``good_4g_all_operators_share`` (covered by all at once), ``mobile_status``
        (modelled, or missing where the zone's files or the commune's shape are).

    Notes
    -----
        What was read, and what was left without figures.
    """
    shares = pd.DataFrame(np.nan, index=communes.index, columns=list(COLUMNS))
    has_shape = communes.geometry.notna() & ~communes.geometry.is_empty
    absent = _absent_operators(parts)
    zones_without: list[str] = []
    all_finer_count = 0
    with ExitStack() as stack:
        layers = [stack.enter_context(open_layer(path)) for path in paths]
        zones_of: dict[str, list[str]] = {layer.file: [] for layer in layers}
        for zone in ZONES.values():
            here = communes[(has_shape & (communes["zone"] == zone.name)).to_numpy()]
            if here.empty:
                continue
            shapes = here.geometry.to_crs(zone.epsg)
            covering = [
                layer for layer in layers if layer.epsg == zone.epsg and _meet(layer, shapes)
            ]
            if not covering or (zone.name == "metropole" and absent):
                zones_without.append(zone.name)
                continue
            for layer in covering:
                zones_of[layer.file].append(zone.name)
            found, finer_count = _shares_of(shapes, covering)
            shares.loc[found.index] = found
            all_finer_count += finer_count
        notes = Notes(_layer_note(layer, zones_of[layer.file]) for layer in layers)
    if zones_without:
        notes.add("mobile.zones_without", zones_without)
    if absent:
        notes.add("mobile.mainland_incomplete", absent)
    notes.add("mobile.finer", count=all_finer_count)
    notes.add("mobile.without_shape", communes.index[~has_shape])
    known = shares.notna().all(axis="columns")
    shares["mobile_status"] = pd.Series(
        np.where(known, str(Status.MODELLED), str(Status.MISSING)), index=shares.index, dtype="str"
    )
    return shares, notes


def _layer_note(layer: Layer, zones: Sequence[str]) -> Note:
    return Note(
        "mobile.layer",
        values={
            "file": layer.file,
            "operator": layer.operator,
            "features_count": layer.features_count,
            "without_shape_count": layer.without_shape_count,
            "repaired_count": len(layer.repaired),
            "without_surface_count": len(layer.without_surface),
            "zones": ", ".join(zones) if zones else Note("mobile.no_zone"),
        },
    )


def _absent_operators(parts: Mapping[Path, str]) -> list[str]:
    given = {part.casefold() for part in parts.values()}
    absent = [part for part in MAINLAND_PARTS if part.casefold() not in given]
    return [] if len(absent) == len(MAINLAND_PARTS) else absent


def _meet(layer: Layer, shapes: gpd.GeoSeries) -> bool:
    west, south, east, north = shapes.total_bounds
    return bool(
        layer.bounds[0] < east
        and layer.bounds[2] > west
        and layer.bounds[1] < north
        and layer.bounds[3] > south
    )


def _shares_of(shapes: gpd.GeoSeries, layers: Sequence[Layer]) -> tuple[pd.DataFrame, int]:
    """Return both shares of the communes of a zone, and how many needed the finer grid."""
    covers_count = 1 << len(layers)
    counts: Integers = np.zeros((len(shapes) + 1, covers_count), np.int64)
    ranks = np.arange(1, len(shapes) + 1)
    for bounds in _bands(shapes):
        _count(shapes, ranks, layers, _Grid(bounds, CELL_METRES), counts)
    small = np.flatnonzero(counts[1:].sum(axis=1) < FEWEST_CELLS)
    for rank in small:
        counts[rank + 1] = 0
        commune = shapes.iloc[[rank]]
        step = CELL_METRES / FINER
        grid = _Grid(_aligned(commune.total_bounds, step), step)
        _count(commune, np.array([rank + 1]), layers, grid, counts)
    cells = counts[1:].sum(axis=1)
    has_operator = np.arange(covers_count) >> np.arange(len(layers))[:, None] & 1
    by_operator = counts[1:] @ has_operator.T
    with np.errstate(invalid="ignore"):
        shares = pd.DataFrame(
            {COLUMNS[0]: by_operator.max(axis=1) / cells, COLUMNS[1]: counts[1:, -1] / cells},
            index=shapes.index,
        )
    return shares, len(small)


Bounds = tuple[float, float, float, float]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class _Grid:
    """A rectangle cut into square cells."""

    bounds: Bounds
    step: float

    @property
    def form(self) -> tuple[int, int]:
        west, south, east, north = self.bounds
        return round((north - south) / self.step), round((east - west) / self.step)

    @property
    def transform(self) -> Affine:
        return Affine(self.step, 0, self.bounds[0], 0, -self.step, self.bounds[3])


def _count(
    shapes: gpd.GeoSeries, ranks: Integers, layers: Sequence[Layer], grid: _Grid, counts: Integers
) -> None:
    """Add a rectangle's cells to the counts: a row a commune (0 is none), a column a cover.

    A cover says which operators are there, a bit each: of two, 0 is none, 1 the first alone, 2 the
    second alone, 3 both.
    """
    inside = shapes.sindex.query(box(*grid.bounds))
    if not len(inside):
        return
    cells = _burn(zip(shapes.iloc[inside], ranks[inside].tolist(), strict=True), grid, "int32")
    cells <<= len(layers)
    dtype = np.min_scalar_type((1 << len(layers)) - 1).name
    for rank, layer in enumerate(layers):
        polygons = layer.good_coverage(grid.bounds)
        cells |= _burn(((polygon, 1 << rank) for polygon in polygons), grid, dtype)
    counts += np.bincount(cells.ravel(), minlength=counts.size).reshape(counts.shape)


def _burn(
    pairs: Iterable[tuple[BaseGeometry, int]], grid: _Grid, dtype: str
) -> NDArray[np.integer[Any]]:
    """Return the value of the shape each cell's centre lies in; 0 where there is none."""
    listed = list(pairs)
    if not listed:
        return np.zeros(grid.form, dtype=dtype)
    burnt: NDArray[np.integer[Any]] = rasterize(
        listed, out_shape=grid.form, transform=grid.transform, fill=0, dtype=dtype
    )
    return burnt


def _bands(shapes: gpd.GeoSeries) -> Iterator[Bounds]:
    west, south, east, north = _aligned(shapes.total_bounds, CELL_METRES)
    height = BAND_ROWS * CELL_METRES
    top = north
    while top > south:
        yield west, max(south, top - height), east, top
        top -= height


def _aligned(bounds: Sequence[float], step: float) -> Bounds:
    """Return bounds widened to whole cells of the grid whose corner is the origin."""
    west, south, east, north = bounds
    return (
        float(np.floor(west / step) * step),
        float(np.floor(south / step) * step),
        float(np.ceil(east / step) * step),
        float(np.ceil(north / step) * step),
    )
