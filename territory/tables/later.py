"""A table opened when it is first asked for: those that few pages show cost nothing to the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd


@dataclass(frozen=True, eq=False)
class Later:
    """A table that may be, opened once.

    Parameters
    ----------
    opener : callable, optional
        Opens it; None where the tables hold no such one.
    """

    opener: Callable[[], gpd.GeoDataFrame] | None = None

    @property
    def is_there(self) -> bool:
        """Whether the tables hold it: known without opening it."""
        return self.opener is not None

    @cached_property
    def table(self) -> gpd.GeoDataFrame | None:
        """The table, opened at the first call; None where there is none."""
        return None if self.opener is None else self.opener()


NOT_THERE = Later()
