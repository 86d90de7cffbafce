"""The places a map draws signs of: counters, communes where a bus stops, what stands beside."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import geopandas as gpd
import pandas as pd

from territory.cache import LruCache
from territory.country import CACHED_MOMENTS, Country
from territory.doors import doors
from territory.errors import UnknownNameError
from territory.indicators.since import tables_at
from territory.indicators.stops import stop_visits
from territory.maps import apart
from territory.maps.leaflet import counters_in_view
from territory.tables import CACHED_TERRITORIES
from territory.territories import COMMUNES, Territory, communes_of

# More communes than this are drawn as an image: a browser takes its time with 2,000 polygons.
DRAWN_COUNT = 1_200
# Counters of more communes than this would hide the map.
SIGNED_COUNT = 6_000
# Families of places beside France Services, drawn where they are asked for alone.
BESIDE = ("mediation", "agency")


def families_of(names: Collection[str]) -> tuple[str, ...]:
    """Return the families of `BESIDE` of some names, in their order.

    Raises
    ------
    UnknownNameError
        If one is none.
    """
    for name in names:
        if name not in BESIDE:
            raise UnknownNameError("beside", name, BESIDE)
    return tuple(one for one in BESIDE if one in names)


@dataclass(frozen=True)
class Places:
    """The places of a country that maps draw.

    Parameters
    ----------
    country : Country
        Its communes and counters.
    """

    country: Country
    # Of territories of more communes, no counter or stop is drawn, nor a place beside.
    most_signed = SIGNED_COUNT
    most_beside = DRAWN_COUNT

    def at(self, day: date | None) -> Places:
        """Return the places of a day: those whose counter was open then; all of them for None."""
        if day is None:
            return self
        today = (self.country.today or self.country).tables
        return self._past.get(day, lambda: Places(Country(tables_at(today, pd.Timestamp(day)))))

    @cached_property
    def _past(self) -> LruCache[Places]:
        return LruCache(CACHED_MOMENTS)

    def counters(self, territory: Territory) -> gpd.GeoDataFrame:
        """Return the counters drawn with a territory, those of neighbours included."""
        return self._counters.get(territory.key, lambda: self._counters_of(territory))

    def _counters_of(self, territory: Territory) -> gpd.GeoDataFrame:
        tables = self.country.tables
        communes = communes_of(tables, territory)
        if len(communes) > self.most_signed:
            return tables.counters.iloc[:0]
        return _signs_of(territory)(doors(tables.counters), communes)

    @cached_property
    def _counters(self) -> LruCache[gpd.GeoDataFrame]:
        return LruCache(CACHED_TERRITORIES)

    def mediation_places(self, territory: Territory) -> gpd.GeoDataFrame | None:
        """Return the mediation places drawn with a territory; None if the tables have none."""
        places = self.country.tables.mediation_places
        if places is None:
            return None
        communes = communes_of(self.country.tables, territory)
        placed = places[places.geometry.notna()]
        return (
            placed.iloc[:0]
            if len(communes) > self.most_beside
            else _signs_of(territory)(placed, communes)
        )

    def agencies(self, territory: Territory) -> gpd.GeoDataFrame | None:
        """Return the public counters drawn with a territory, town halls aside; None without their table."""
        public = self.country.tables.public_counters
        if public is None:
            return None
        communes = communes_of(self.country.tables, territory)
        placed = public[public.geometry.notna() & (public["agency_kind_name"] != "mairie")]
        is_shown = len(communes) <= self.most_beside
        return _signs_of(territory)(placed, communes) if is_shown else placed.iloc[:0]

    def beside(
        self, territory: Territory, families: Collection[str]
    ) -> dict[str, gpd.GeoDataFrame | None]:
        """Return the places of the families asked for, of `BESIDE`, each drawn with a territory."""
        made = {"mediation": self.mediation_places, "agency": self.agencies}
        return {name: made[name](territory) for name in BESIDE if name in families}

    def has_beside(self, family: str) -> bool:
        """Whether the tables hold the places of a family of `BESIDE`."""
        tables = self.country.tables
        if family == "agency":
            return tables.public.is_there
        return tables.mediation_places is not None

    def stops(self, territory: Territory) -> gpd.GeoDataFrame | None:
        """Return the communes with a stop drawn with a territory, each once; None if none is known of.

        Columns ``commune_name`` and ``stop_visits_code``, index ``commune_code``, points the town halls.
        """
        tables = self.country.tables
        if tables.stops is None:
            return None
        drawn = self._stops.get(territory.key, lambda: self._stops_of(territory))
        return drawn if len(drawn) else None

    def _stops_of(self, territory: Territory) -> gpd.GeoDataFrame:
        tables, visits = self.country.tables, self._visits
        every = tables.communes.loc[tables.communes.index.intersection(visits.index)]
        every = every[every["town_hall_point"].notna()]
        placed = gpd.GeoDataFrame(
            {
                "commune_name": every["commune_name"],
                "stop_visits_code": visits.reindex(every.index),
            },
            geometry=gpd.GeoSeries(every["town_hall_point"], crs=every.crs),
        )
        communes = communes_of(tables, territory)
        is_shown = len(communes) <= self.most_signed
        return _signs_of(territory)(placed, communes) if is_shown else placed.iloc[:0]

    @cached_property
    def _visits(self) -> pd.Series:
        visits: pd.Series = stop_visits(self.country.tables)
        return visits

    @cached_property
    def _stops(self) -> LruCache[gpd.GeoDataFrame]:
        return LruCache(CACHED_TERRITORIES)


def _signs_of(
    territory: Territory,
) -> Callable[[gpd.GeoDataFrame, gpd.GeoDataFrame], gpd.GeoDataFrame]:
    """Return which signs a territory's map has: of a hand-picked set, those near its communes."""
    return apart.counters_near if territory.level == COMMUNES else counters_in_view
