"""Minutes from an OSRM-compatible table service at an address of the user's choice.

What surprised us: OSRM answers ``null`` for a pair without a road, but never says a point is off
its map: it moves it to its nearest road, however far, and gives that distance in metres beside
the table. Zero seconds is a common answer between neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from tqdm import tqdm

from territory.messages import Words
from territory.travel.http import Answer, Patience, RoadClient, nonsense, refused
from territory.travel.places import (
    MOST_SNAP_KM,
    Floats,
    Integers,
    Nearest,
    Pairs,
    Places,
    Reach,
    nearest_of,
    reach_of,
)
from territory.travel.straight import candidates, possible_pairs

# osrm-routed's own default limit (--max-table-size).
MOST_POINTS = 100
NEAREST_COUNT = 10


@dataclass(frozen=True)
class _Block:
    """A table to ask for: positions of origins and places, and the pairs it answers."""

    origins: Integers
    places: Integers
    pairs: Integers


@dataclass(frozen=True)
class OsrmEngine:
    """Minutes from a table service.

    Parameters
    ----------
    url : str
        The server's address: ``http://127.0.0.1:5000``.
    profile : str
        Its profile.
    most_points : int
        How many points a request may hold; the server's own limit.
    nearest_count : int
        How many places, the nearest as the crow flies, the nearest by road is looked for among.
    most_snap_km : float
        A point the server moves further than this has no minutes.
    patience : Patience
        How fast and how long it is asked.
    quiet : bool
        Whether to show no progress bar. One is drawn only on a terminal in any case.
    """

    url: str
    profile: str = "driving"
    most_points: int = MOST_POINTS
    nearest_count: int = NEAREST_COUNT
    most_snap_km: float = MOST_SNAP_KM
    patience: Patience = field(default_factory=Patience)
    quiet: bool = False

    name: ClassVar[str] = "osrm"
    is_estimate: ClassVar[bool] = False

    def cite(self, words: Words) -> str:
        """Say which server."""
        return words.text("travel.citation.osrm", url=self.url)

    def minutes_to_nearest(self, origins: Places, places: Places) -> Nearest:
        """Find the quickest of the `nearest_count` places nearest as the crow flies.

        Raises
        ------
        DownloadError
            If the service cannot be reached, refuses or answers nonsense.
        """
        pairs = candidates(origins, places, self.nearest_count)
        return nearest_of(self, origins, places, pairs, self._minutes(origins, places, pairs))

    def minutes_within(self, origins: Places, places: Places, limit_minutes: float) -> Reach:
        """Find every pair within a limit, among those whose straight line can be driven in it.

        Raises
        ------
        DownloadError
            If the service cannot be reached, refuses or answers nonsense.
        """
        pairs = possible_pairs(origins, places, limit_minutes)
        minutes = self._minutes(origins, places, pairs)
        return reach_of(self, origins, places, pairs, minutes, limit_minutes=limit_minutes)

    def _minutes(self, origins: Places, places: Places, pairs: Pairs) -> Floats:
        """Ask for the minutes of pairs; NaN where there is no road."""
        minutes = np.full(len(pairs), np.nan)
        blocks = list(_blocks(pairs, origins.degrees(), self.most_points))
        bar = tqdm(blocks, desc=self.name, leave=False, disable=True if self.quiet else None)
        with RoadClient(self.patience) as client, bar:
            for block in bar:
                here = origins.degrees()[block.origins]
                there = places.degrees()[block.places]
                table = self._table(client, here, there)
                row = np.searchsorted(block.origins, pairs.origin[block.pairs])
                column = np.searchsorted(block.places, pairs.place[block.pairs])
                minutes[block.pairs] = table[row, column]
        return minutes

    def _table(self, client: RoadClient, here: Floats, there: Floats) -> Floats:
        """Ask for a table of minutes, of shape (origins, places)."""
        spots = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in [*here, *there])
        rows = ";".join(str(rank) for rank in range(len(here)))
        columns = ";".join(str(len(here) + rank) for rank in range(len(there)))
        answer = client.ask(
            f"{self.url.rstrip('/')}/table/v1/{self.profile}/{spots}"
            f"?sources={rows}&destinations={columns}&annotations=duration"
        )
        minutes = _read_table(answer, len(here), len(there))
        minutes[self._is_far(answer, "sources", len(here)), :] = np.nan
        minutes[:, self._is_far(answer, "destinations", len(there))] = np.nan
        return minutes

    def _is_far(self, answer: Answer, side: str, count: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return which points the server moved too far; none if it does not say how far."""
        moved = answer.content.get(side)
        if moved is None:
            return np.zeros(count, dtype=bool)
        if not isinstance(moved, list) or len(moved) != count:
            raise nonsense(answer.url, answer.content)
        metres = [end.get("distance") if isinstance(end, dict) else None for end in moved]
        return np.array([gap is not None and gap > self.most_snap_km * 1000 for gap in metres])


def _read_table(answer: Answer, rows: int, columns: int) -> Floats:
    """Return an answer's durations in minutes, NaN for ``null``, or refuse it."""
    content = answer.content
    if not isinstance(content, dict):
        raise nonsense(answer.url, content)
    if content.get("code") != "Ok":
        raise refused(answer.url, answer.status, content)
    durations: Any = content.get("durations")
    is_table = (
        isinstance(durations, list)
        and len(durations) == rows
        and all(isinstance(row, list) and len(row) == columns for row in durations)
        # Straight lines put in place of missing roads: not what was asked.
        and not content.get("fallback_speed_cells")
    )
    if not is_table or not all(_is_duration(cell) for row in durations for cell in row):
        raise nonsense(answer.url, content)
    seconds = [[math.nan if cell is None else float(cell) for cell in row] for row in durations]
    return np.array(seconds, dtype=np.float64).reshape(rows, columns) / 60


def _is_duration(cell: object) -> bool:
    if cell is None:
        return True
    return (
        isinstance(cell, int | float)
        and not isinstance(cell, bool)
        and math.isfinite(cell)
        and cell >= 0
    )


def _blocks(pairs: Pairs, degrees: Floats, most_points: int) -> Iterator[_Block]:
    """Cover pairs by tables of at most `most_points` points, of origins close to one another."""
    half = max(1, most_points // 2)
    wanted = np.unique(pairs.origin)
    order = wanted[_nearby_order(degrees[wanted])]
    by_origin = np.argsort(pairs.origin, kind="stable")
    begin = np.searchsorted(pairs.origin[by_origin], order)
    end = np.searchsorted(pairs.origin[by_origin], order, side="right")
    for start in range(0, len(order), half):
        rows = np.concatenate(
            [
                by_origin[b:e]
                for b, e in zip(begin[start : start + half], end[start : start + half], strict=True)
            ]
        )
        places = np.unique(pairs.place[rows])
        room = most_points - min(half, len(order) - start)
        for first in range(0, len(places), max(room, 1)):
            block = places[first : first + max(room, 1)]
            used = rows[np.isin(pairs.place[rows], block)]
            yield _Block(np.unique(pairs.origin[used]), block, used)


def _nearby_order(degrees: Floats) -> Integers:
    """Return an order in which neighbours follow one another: rows of a chequerboard of 0.2°."""
    if not len(degrees):
        return np.empty(0, dtype=np.int64)
    row = np.floor(degrees[:, 1] / 0.2).astype(np.int64)
    # Every other row backwards, as a field is ploughed.
    along = np.where(row % 2 == 0, degrees[:, 0], -degrees[:, 0])
    return np.lexsort((along, row))
