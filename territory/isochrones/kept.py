"""Zones a service gave, kept so that none is asked for twice: one SQLite file.

A zone is kept as it came, under the whole address it was asked at (position, limit, resource,
direction): what is made of it is decided when it is read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import shapely

from territory.errors import TerritoryError
from territory.isochrones.service import Zone

_TABLE = """
CREATE TABLE IF NOT EXISTS zones (
    url TEXT PRIMARY KEY,
    shape BLOB NOT NULL,
    version TEXT NOT NULL,
    fetched_on TEXT NOT NULL
)
"""


@dataclass(frozen=True)
class KeptZone:
    """A zone and the ISO day it was asked for."""

    zone: Zone
    day: str


class KeptZones:
    """Zones by the address they were asked at.

    Parameters
    ----------
    connection : sqlite3.Connection
        The open file.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def holds(self, url: str) -> bool:
        """Whether a zone was given before."""
        asked = self._connection.execute("SELECT 1 FROM zones WHERE url = ?", (url,))
        return asked.fetchone() is not None

    def read(self, url: str) -> KeptZone | None:
        """Return a zone given before, None if there is none."""
        row = self._connection.execute(
            "SELECT shape, version, fetched_on FROM zones WHERE url = ?", (url,)
        ).fetchone()
        if row is None:
            return None
        return KeptZone(Zone(shapely.from_wkb(row[0]), row[1]), row[2])

    def keep(self, url: str, zone: Zone) -> None:
        """Keep a zone at once: a run that is stopped loses nothing."""
        today = datetime.now(UTC).date().isoformat()
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO zones VALUES (?, ?, ?, ?)",
                (url, shapely.to_wkb(zone.shape), zone.version, today),
            )


@contextmanager
def open_kept(path: Path) -> Iterator[KeptZones]:
    """Open the file of zones, made if absent.

    Raises
    ------
    TerritoryError
        If it cannot be read or written, or is not one.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(_TABLE)
            yield KeptZones(connection)
    except (OSError, sqlite3.Error, shapely.errors.GEOSException) as error:
        raise TerritoryError("isochrones_kept_unusable", path=path, detail=error) from error
