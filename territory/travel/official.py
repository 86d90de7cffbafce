"""Insee's own road minutes, published by commune, in place of an engine's for the nearest counter.

They go from where people live to the nearest France Services of Insee's list of its edition. They answer
that one question: to any other place (a counter open on Saturday, a new site, a mediation place) minutes
are the built-in estimate's, and are called so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import pandas as pd

from territory.errors import TerritoryError
from territory.messages import Words, default_words
from territory.travel.estimate import EstimateEngine
from territory.travel.places import Nearest, Places, Reach

# The columns of an indicator that these minutes answer.
OFFICIAL_COLUMNS = ("nearest_counter_minutes",)


@dataclass(frozen=True)
class OfficialEngine:
    """Official minutes to the nearest counter, and the estimate for all else.

    Parameters
    ----------
    minutes : Series of float, optional
        By commune, missing where unknown; None until tables that hold them are opened.
    edition : str
        Year of Insee's files.
    is_asked : bool
        Whether it was asked for by its name; else it is used where the tables hold enough of it.
    beside : EstimateEngine
        What measures the minutes to any other place.
    """

    minutes: pd.Series | None = None
    edition: str = ""
    is_asked: bool = True
    beside: EstimateEngine = field(default_factory=EstimateEngine)

    name: ClassVar[str] = "insee"
    is_estimate: ClassVar[bool] = False

    @property
    def citation(self) -> str:
        """What to print under a figure made with it, in the default language."""
        return self.cite(default_words())

    def cite(self, words: Words) -> str:
        """Say which edition, to whose list, and what the other minutes are."""
        return words.text(
            "travel.citation.insee", edition=self.edition, beside=self.beside.cite(words)
        )

    def minutes_to_nearest(self, origins: Places, places: Places) -> Nearest:
        """Find the nearest place by the estimate, which the answer names.

        Raises
        ------
        TerritoryError
            If no tables that hold the minutes were opened with it.
        """
        self._refuse_alone()
        return self.beside.minutes_to_nearest(origins, places)

    def minutes_within(self, origins: Places, places: Places, limit_minutes: float) -> Reach:
        """Find the pairs within a limit by the estimate, which the answer names.

        Raises
        ------
        TerritoryError
            If no tables that hold the minutes were opened with it.
        """
        self._refuse_alone()
        return self.beside.minutes_within(origins, places, limit_minutes)

    def _refuse_alone(self) -> None:
        if self.minutes is None:
            raise TerritoryError("travel_official_alone", engine=self.name)


def engine_of_column(column: str, engine: str) -> str:
    """Return the name of the engine that measured the minutes of a column.

    Parameters
    ----------
    column : str
        Name of a column of minutes.
    engine : str
        Name of the engine of the tables.

    Examples
    --------
    >>> engine_of_column("nearest_counter_minutes", "insee")
    'insee'
    >>> engine_of_column("nearest_saturday_counter_minutes", "insee")
    'estimate'
    >>> engine_of_column("official_counter_minutes", "estimate")
    'insee'
    >>> engine_of_column("nearest_saturday_counter_minutes", "roads")
    'roads'
    """
    if column == "official_counter_minutes":
        return OfficialEngine.name
    is_official = engine == OfficialEngine.name
    return EstimateEngine.name if is_official and column not in OFFICIAL_COLUMNS else engine
