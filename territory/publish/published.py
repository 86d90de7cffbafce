"""What a site is made of: the tables, the territory, its communes in their order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from territory.country import Country
from territory.history.moments import list_day
from territory.indicators import columns_in_use
from territory.maps.layers import DEFAULT_LAYER, GROUPS, LAYERS, NO_CLASS, Classes, Layer
from territory.maps.told import with_told
from territory.maps.units import COMMUNE
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.scores.ranking import ranked_again
from territory.sheet.several import Several
from territory.tables import DataInUse
from territory.territories import Territory, communes_of, name_of
from territory.territories.figures import FRANCE


@dataclass(frozen=True)
class Published:
    """The communes of a site and what is told of them.

    Parameters
    ----------
    country : Country
        The tables: ranks and robustness are those of all their communes.
    in_use : DataInUse
        Which tables they are.
    territory : Territory
        What is published.
    """

    country: Country
    in_use: DataInUse
    territory: Territory

    @cached_property
    def communes(self) -> gpd.GeoDataFrame:
        """The communes of the site, in the order of codes: their rank there is theirs everywhere."""
        return communes_of(self.country.tables, self.territory).sort_index()

    @property
    def is_whole(self) -> bool:
        """Whether all communes of the tables are published."""
        return self.territory.level == FRANCE

    def name(self, words: Words) -> str:
        """Return what the site is of; tables of one département are called by its name."""
        if self.is_whole and len(self._departements) == 1:
            return str(self._departements[0])
        said = name_of(self.country.tables, self.territory, words)
        return said[:1].upper() + said[1:]

    @cached_property
    def _departements(self) -> list[str]:
        return [str(one) for one in self.communes["departement_name"].unique()]

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The list of the territory, ranked among its own communes; never write into it."""
        ranked = self.country.ranked(DEFAULT_METHOD)
        return ranked if self.is_whole else ranked_again(ranked.loc[self.communes.index])

    def told_rows(self, layer: Layer) -> pd.DataFrame:
        """Return the list with all that a layer shows."""
        return with_told(self.country, self.ranked, layer, DEFAULT_METHOD, COMMUNE)

    def classes(self, layer: Layer) -> Classes:
        """Return the class of each commune, in the order of the site."""
        return layer.classes(self.told_rows(layer).loc[self.communes.index])

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers of which at least one commune has a class, in the order of the app's menu."""
        names = columns_in_use(LAYERS, self.country.indicators.columns)
        ordered = [
            LAYERS[name] for group in GROUPS for name in names if LAYERS[name].group == group
        ]
        return tuple(
            layer
            for layer in ordered
            if layer == DEFAULT_LAYER or (self.classes(layer) != NO_CLASS).any()
        )

    @cached_property
    def together(self) -> Several:
        """The communes of the site, whose sheets are made together."""
        day = list_day(self.in_use)
        return Several(self.country, self.communes.index, DEFAULT_METHOD, day)
