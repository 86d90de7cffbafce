"""Where territories stand among the others of their level: a commune among communes, an EPCI among EPCI.

What has no level of its own, all of France or a hand-picked set, has no place; nor has a territory alone of
its level in the tables.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from territory.country import Country
from territory.look.charts import quantiles
from territory.scores import Method
from territory.territories import NAMED_LEVELS, Territory

FEWEST_UNITS = 2


@dataclass(frozen=True)
class Rank:
    """A rank by exposure score among the territories of a level.

    Parameters
    ----------
    rank : int
        1 is the most exposed; equals share the best rank.
    count : int
        How many are ranked.
    """

    rank: int
    count: int


@dataclass(frozen=True)
class Level:
    """The territories of a level.

    Parameters
    ----------
    name : str
        One of `territory.territories.NAMED_LEVELS`.
    figures : DataFrame
        Those of each, index their codes.
    ranks : Series of Int64
        Rank of each by exposure score; missing where there is none.
    """

    name: str
    figures: pd.DataFrame
    ranks: pd.Series

    def spread(self, row: str) -> tuple[float, ...]:
        """Return where they stand by a figure, as `territory.look.charts.quantiles` gives it."""
        return quantiles(self.figures[row].astype("float64"))

    def rank_of(self, code: str) -> Rank | None:
        """Return the rank of one of them; None where it has none."""
        rank = self.ranks.get(code)
        return None if pd.isna(rank) else Rank(int(rank), int(self.ranks.count()))


def levels_of(country: Country, territories: list[Territory], method: Method) -> dict[str, Level]:
    """Return the levels territories stand in, in the order of the territories."""
    found = {}
    for level in dict.fromkeys(one.level for one in territories):
        if level not in NAMED_LEVELS:
            continue
        made = _level(country, level, method)
        if len(made.figures) >= FEWEST_UNITS:
            found[level] = made
    return found


def _level(country: Country, level: str, method: Method) -> Level:
    if level == "commune":
        ranked = country.ranked(method)
        return Level(level, ranked, ranked["exposure_rank"])
    figures = country.figures(level, method)
    ranks = figures["exposure_score"].rank(ascending=False, method="min").astype("Int64")
    return Level(level, figures, ranks)
