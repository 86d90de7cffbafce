"""Ask for the zones that are not kept yet, and read all that are."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from tqdm import tqdm

from territory.contract import Status
from territory.errors import DownloadError
from territory.geography import WGS84
from territory.isochrones.kept import KeptZone, KeptZones, open_kept
from territory.isochrones.planes import Flat, flat
from territory.isochrones.service import NoZone, ZoneService, read_zone
from territory.isochrones.wanted import Wanted, farthest_metres
from territory.travel.http import RoadClient
from territory.travel.places import MOST_SNAP_KM

# A zone is drawn on a grid: its outline may pass what a car could drive by a little.
MOST_BEYOND_METRES = 2000.0


@dataclass(frozen=True)
class Zones:
    """The zones of counters, known and unknown.

    Parameters
    ----------
    rows : GeoDataFrame
        One row a wanted zone, EPSG:4326, in the order of `Wanted.zones`: ``counter_code``,
        ``counter_name``, ``commune_code``, ``limit_minutes``, ``zone_status``, ``zone_reason_name``
        (of `NoZone`; missing where the zone is known), ``asked_date``, ``roads_version_text``, and the
        zone; no shape where it is unknown.
    shapes : Flat
        The same zones laid flat.
    asked_count : int
        How many were asked for in this run.
    stopped : DownloadError, optional
        What ended the run before all were asked for.
    """

    rows: gpd.GeoDataFrame
    shapes: Flat
    asked_count: int
    stopped: DownloadError | None

    @property
    def known_count(self) -> int:
        """How many zones are known."""
        return int((self.rows["zone_status"] == Status.MODELLED).sum())


def addresses(wanted: Wanted, service: ZoneService) -> list[str | None]:
    """Return the address of each wanted zone; None where the counter has no point."""
    points = wanted.counters.geometry
    has_point = (points.notna() & ~points.is_empty).to_numpy()
    lon, lat = points.x.to_numpy(float), points.y.to_numpy(float)
    return [
        service.address(lon[counter], lat[counter], int(limit)) if has_point[counter] else None
        for counter, limit in wanted.zones[["counter", "limit_minutes"]].itertuples(index=False)
    ]


def count_kept(wanted: Wanted, service: ZoneService, kept_path: Path) -> int:
    """Return how many of the wanted zones were given before.

    Raises
    ------
    TerritoryError
        If the file of zones cannot be used.
    """
    with open_kept(kept_path) as kept:
        return sum(url is not None and kept.holds(url) for url in addresses(wanted, service))


def gather_zones(
    wanted: Wanted, service: ZoneService, kept_path: Path, *, quiet: bool = False
) -> Zones:
    """Ask for the zones that are not kept yet, one at a time, and return all.

    A zone is kept as soon as it comes: a run that is stopped, by a signal or a crash, goes on from
    there the next time.

    Parameters
    ----------
    wanted : Wanted
        The zones to have.
    service : ZoneService
        Whom to ask, and how fast.
    kept_path : Path
        The file of zones given before (`territory.isochrones.kept`).
    quiet : bool
        Whether to show no progress bar. One is drawn only on a terminal in any case.

    Returns
    -------
    Zones
        A quota, a service out of reach or an answer that is none end the asking, not the run: they are
        in ``stopped``, and the zones not asked for are unknown.

    Raises
    ------
    TerritoryError
        If the file of zones cannot be used.
    """
    urls = addresses(wanted, service)
    with open_kept(kept_path) as kept:
        absent = [url for url in dict.fromkeys(urls) if url is not None and not kept.holds(url)]
        run = _ask(absent, service, kept, quiet=quiet)
        found = [None if url is None else kept.read(url) for url in urls]
    rows, shapes = _rows(wanted, found)
    rows["zone_reason_name"] = rows["zone_reason_name"].mask(
        [url in run.reasons for url in urls], [run.reasons.get(url) for url in urls]
    )
    return Zones(rows, shapes, run.asked_count, run.stopped)


@dataclass
class _Run:
    """What came of asking: why some addresses gave no zone, how many were asked, what ended it."""

    reasons: dict[str | None, str] = field(default_factory=dict)
    asked_count: int = 0
    stopped: DownloadError | None = None


def _ask(absent: list[str], service: ZoneService, kept: KeptZones, *, quiet: bool) -> _Run:
    run = _Run()
    bar = tqdm(absent, desc="ign", leave=False, disable=True if quiet else None)
    with RoadClient(service.patience) as client, bar:
        for url in bar:
            try:
                zone = read_zone(client.ask(url))
            except DownloadError as error:
                run.stopped = error
                return run
            run.asked_count += 1
            if isinstance(zone, NoZone):
                run.reasons[url] = zone.value
            else:
                kept.keep(url, zone)
    return run


def _rows(wanted: Wanted, found: list[KeptZone | None]) -> tuple[gpd.GeoDataFrame, Flat]:
    """Return the rows of `Zones` and their flat shapes; a zone that cannot be one is unknown."""
    counter = wanted.zones["counter"].to_numpy()
    counters = wanted.counters.iloc[counter].reset_index(names="counter_code")
    limits = wanted.zones["limit_minutes"]
    shapes = gpd.GeoSeries([None if one is None else one.zone.shape for one in found], crs=WGS84)
    places = wanted.places.at(counter)
    laid = flat(shapes, pd.Series(places.zone))
    # A place with no point stands for its commune: nothing was asked of it.
    is_place = shapely.get_type_id(places.shapes) == 0
    reason = pd.Series(None, index=shapes.index, dtype="str")
    reason[shapely.is_missing(laid.shapes)] = NoZone.NOT_ASKED.value
    reason[~is_place] = NoZone.NO_PLACE.value
    # From a point, the discrete Hausdorff distance is that of the farthest corner.
    farthest = shapely.hausdorff_distance(laid.shapes, places.shapes)
    most = limits.map(farthest_metres).to_numpy() + MOST_BEYOND_METRES
    reason[is_place & (farthest > most)] = NoZone.TOO_WIDE.value
    reason[shapely.distance(laid.shapes, places.shapes) > MOST_SNAP_KM * 1000] = NoZone.FAR.value
    is_unknown = reason.notna().to_numpy()
    rows = gpd.GeoDataFrame(
        {
            **{name: counters[name] for name in ("counter_code", "counter_name", "commune_code")},
            "limit_minutes": limits,
            "zone_status": np.where(is_unknown, Status.MISSING.value, Status.MODELLED.value),
            "zone_reason_name": reason,
            "asked_date": pd.Series([one and one.day for one in found], dtype="str"),
            "roads_version_text": pd.Series(
                [one and one.zone.version for one in found], dtype="str"
            ),
        },
        geometry=shapes.mask(is_unknown),
        crs=WGS84,
    )
    laid.shapes[is_unknown] = None
    return rows, laid
