"""How far what one list tells of the past was from what the lists of that time said."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class HistoryBand:
    """The widest gap found between a reconstruction and the truth.

    Parameters
    ----------
    most_points : float
        In points of percentage of the people within reach.
    months : tuple of date
        The first day of the months of the earlier lists it was held against.
    """

    most_points: float
    months: tuple[date, ...]

    @property
    def most_share(self) -> float:
        """The same as a share, 0–1."""
        return self.most_points / 100


@cache
def published_band() -> HistoryBand:
    """Return the band printed beside every curve."""
    read = tomllib.loads(files(__package__).joinpath("band.toml").read_text("utf-8"))
    months = tuple(date.fromisoformat(f"{month}-01") for month in read["months"])
    return HistoryBand(float(read["most_points"]), months)
