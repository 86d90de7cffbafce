"""Keep the routes a service gave, so that none is asked for twice: one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from territory.errors import TerritoryError

_TABLE = """
CREATE TABLE IF NOT EXISTS routes (
    url TEXT PRIMARY KEY,
    minutes REAL,
    start_km REAL,
    end_km REAL,
    fetched_on TEXT NOT NULL
)
"""


@dataclass(frozen=True)
class Route:
    """A route as a service gave it.

    Parameters
    ----------
    minutes : float or None
        Minutes by car; None if no road leads there.
    start_km, end_km : float or None
        How far the service moved each end to a road; None if it does not say.
    """

    minutes: float | None
    start_km: float | None = None
    end_km: float | None = None


class RouteCache:
    """Routes by the address they were asked at.

    Parameters
    ----------
    connection : sqlite3.Connection
        The open file.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def known(self, url: str) -> Route | None:
        """Return a route given before, None if it was never asked for."""
        row = self._connection.execute(
            "SELECT minutes, start_km, end_km FROM routes WHERE url = ?", (url,)
        ).fetchone()
        return None if row is None else Route(*row)

    def keep(self, url: str, route: Route) -> None:
        """Keep a route at once: a run that is stopped loses nothing."""
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO routes VALUES (?, ?, ?, ?, ?)",
                (url, route.minutes, route.start_km, route.end_km, datetime.now(UTC).isoformat()),
            )


@contextmanager
def open_cache(path: Path) -> Iterator[RouteCache]:
    """Open the file of routes, made if absent.

    Raises
    ------
    TerritoryError
        If it cannot be read or written, or is not one.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(_TABLE)
            yield RouteCache(connection)
    except (OSError, sqlite3.Error) as error:
        raise TerritoryError("travel_cache_unusable", path=path, detail=error) from error
