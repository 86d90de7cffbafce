"""All that is computed of a set of tables, each thing once, for lists, maps, sheets and portraits.

A result is computed when it is first asked for, then cached: in memory, the last ones of each kind
(`territory.cache.LruCache`); on disk beside the tables, those that take seconds (`DiskCache`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory import illectronism, robustness
from territory.cache import CACHE_FOLDER, NO_CACHE, DiskCache, LruCache
from territory.context import context_of, context_of_groups
from territory.doors import counts_by_commune
from territory.illectronism import Draws
from territory.indicators import compute_indicators, with_other_counters
from territory.indicators.beside import estimated_counter_minutes
from territory.indicators.counters import minutes_from, origins_of
from territory.indicators.minutes_band import counter_band
from territory.indicators.one_counter import one_counter_of_groups, one_counter_shares
from territory.indicators.public_counters import (
    CORE_COLUMN,
    agency_counts,
    agency_minutes,
    minutes_of_groups,
)
from territory.indicators.since import MinutesSince, mean_minutes, minutes_since
from territory.scores import DEFAULT_METHOD, Method, score_indicators
from territory.scores.certainty import CERTAINTY_COLUMN, far_certainty
from territory.scores.ranking import add_nearest_counter, add_robustness, ranked_communes
from territory.tables import Tables, find_folder, open_tables
from territory.tables.applied import with_scenario
from territory.tables.fingerprint import inputs_of
from territory.tables.scenarios import Scenario, read_scenario
from territory.territories import Territory
from territory.territories.figures import (
    GROUPINGS,
    figures_of_sets,
    groups_of,
    scored_again,
    territory_figures,
)
from territory.territories.peers import PeerSpace, peer_space, peers_of, peers_of_each
from territory.territories.references import Reference, References
from territory.travel import read_engine

# Methods cached in memory: the last positions of a slider.
METHODS_COUNT = 6
# Quarters of a map kept, at its three units: the last positions of a slider.
CACHED_MOMENTS = 24


def open_country(folder: Path | None, engine: str, scenario: Path | None = None) -> Country:
    """Open the tables of a folder, with the disk cache of what was computed of them.

    Parameters
    ----------
    folder : Path, optional
        As for `territory.tables.find_folder`.
    engine : str
        What measures minutes, as `territory.travel.read_engine` reads it.
    scenario : Path, optional
        A file of changes proposed (`territory.tables.scenarios`): the country as they would make it.
    """
    tables_folder, is_sample = find_folder(folder)
    fingerprint = inputs_of(tables_folder, engine).fingerprint
    tables = open_tables(tables_folder, read_engine(engine))
    # The embedded sample is small: it needs no cache.
    disk = NO_CACHE if is_sample else DiskCache(tables_folder.parent / CACHE_FOLDER / fingerprint)
    country = Country(tables, disk, fingerprint)
    return country if scenario is None else country.under(read_scenario(scenario))


@dataclass(frozen=True)
class Country:
    """The tables and what is computed of all their communes.

    Parameters
    ----------
    tables : Tables
        Communes and counters.
    disk : DiskCache
        Results computed before from the same inputs.
    fingerprint : str
        Identifies the inputs; ``""`` for tables that were not opened from a folder.
    today : Country, optional
        Of the country under a scenario, the one it starts from: the same people, whose figures are
        computed there once.
    """

    tables: Tables
    disk: DiskCache = NO_CACHE
    fingerprint: str = ""
    today: Country | None = None

    @property
    def ground_disk(self) -> DiskCache:
        """Results that rest on the communes alone, whatever the counters: those of today."""
        return self.disk if self.today is None else self.today.disk

    def under(self, scenario: Scenario) -> Country:
        """Return the country as a scenario would make it; this one stays as it is.

        Nothing of it is kept on disk: a scenario is tried, changed and tried again.

        Raises
        ------
        ContractError
            Listing every row of the scenario that is wrong.
        """
        seal = sha256(f"{self.fingerprint}\n{scenario.fingerprint}".encode()).hexdigest()[:16]
        return Country(with_scenario(self.tables, scenario), NO_CACHE, seal, self)

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The indicators of all communes."""
        if self.today is not None:
            return with_other_counters(self.today.indicators, self.tables)
        return self.disk.frame("indicators", lambda: compute_indicators(self.tables))

    @cached_property
    def minutes_band(self) -> pd.DataFrame:
        """The band of the minutes to the nearest counter, and what it leaves open."""
        return self.disk.frame("minutes_band", lambda: _with_certainty(self.tables))

    @cached_property
    def draws(self) -> Draws:
        """Draws of the people in illectronism."""
        if self.today is not None:
            return self.today.draws
        return illectronism.draw_people(
            self.tables.communes, keep=partial(self.disk.large_array, "draws")
        )

    def draws_of(self, codes: pd.Index) -> Draws:
        """Return draws that hold some communes: of all of them once these are made, else of those alone.

        A commune's draws are its own, whatever else is drawn.
        """
        if "draws" in self.__dict__:
            return self.draws
        return illectronism.draw_people(self.tables.communes.loc[codes])

    @cached_property
    def need_interval(self) -> pd.DataFrame:
        """The estimate of need with its interval."""
        if self.today is not None:
            return self.today.need_interval
        return self.disk.frame("need", lambda: illectronism.estimate_of(self.draws))

    def people_of(self, codes: pd.Index) -> pd.Series:
        """Return the people in illectronism of some communes, without intervals; of a part in less time."""
        today = self.today or self
        name = "illectronism_people"
        known = today.__dict__.get("need_interval", today.__dict__.get("_people"))
        if known is None and len(codes) < len(self.tables.communes):
            return illectronism.illectronism_people(self.tables.communes.loc[codes])
        people: pd.Series = (today._people if known is None else known).loc[codes, name]
        return people

    @cached_property
    def _people(self) -> pd.DataFrame:
        """The people in illectronism of all communes, without the draws that give their intervals."""
        communes = self.tables.communes
        return self.disk.frame(
            "people", lambda: illectronism.illectronism_people(communes).to_frame()
        )

    @cached_property
    def minutes_since(self) -> MinutesSince:
        """The minutes at the end of each quarter; of the situation as it is, whatever the scenario."""
        if self.today is not None:
            return self.today.minutes_since
        kept = self.disk.frame("minutes_since", lambda: minutes_since(self.tables).frame())
        return MinutesSince.of_frame(origins_of(self.tables), kept)

    def minutes_since_of(self, codes: pd.Index) -> MinutesSince:
        """Return the same of some communes; of them alone until the whole is asked for."""
        if len(codes) == len(self.tables.communes):
            return self.minutes_since
        known = (self.today or self).__dict__.get("minutes_since")
        if isinstance(known, MinutesSince):
            return known.of(codes)
        tables = (self.today or self).tables
        return minutes_since(tables.of(tables.communes.loc[codes]))

    @cached_property
    def _minutes_as_of(self) -> LruCache[pd.Series]:
        return LruCache(CACHED_MOMENTS)

    def minutes_as_of(self, day: pd.Timestamp, level: str) -> pd.Series:
        """Return the minutes to the nearest counter open on a day, by commune or by territory of a level."""
        return self._minutes_as_of.get((day, level), lambda: self._minutes_of_day(day, level))

    def _minutes_of_day(self, day: pd.Timestamp, level: str) -> pd.Series:
        minutes = self.minutes_since.of_communes(day)
        if level == "commune":
            return minutes
        communes = self.tables.communes
        return mean_minutes(minutes, communes["population_people"], groups_of(communes, level))

    @cached_property
    def explained(self) -> pd.DataFrame:
        """Why the share of each commune is above or below the nation's: `territory.illectronism.explain`."""
        if self.today is not None:
            return self.today.explained
        return self.ground_disk.frame(
            "explained", lambda: illectronism.explain(self.tables.communes)
        )

    def explained_of(self, code: str) -> pd.Series:
        """Return why the share of one commune is what it is; of it alone until all are explained."""
        explained: pd.Series = self.explained_among(pd.Index([code])).iloc[0]
        return explained

    def explained_among(self, codes: pd.Index) -> pd.DataFrame:
        """Return why the shares of some communes are what they are; of them alone until all are explained."""
        if "explained" in (self.today or self).__dict__:
            return self.explained.loc[codes]
        return illectronism.explain(self.tables.communes.loc[codes])

    @cached_property
    def external_validation(self) -> pd.DataFrame:
        """The figures published below the nation, each beside the estimate.

        As `territory.illectronism.external_validation`, which says what it raises.
        """
        return self.ground_disk.frame(
            "external_validation",
            lambda: illectronism.external_validation(self.tables.communes, self.draws),
        )

    @cached_property
    def _one_counter(self) -> pd.DataFrame:
        """How far communes hang on one counter: computed for the map that shows it alone."""
        return self.disk.frame("one_counter", lambda: one_counter_shares(self.tables))

    def one_counter(self, level: str) -> pd.DataFrame:
        """Return how far territories hang on one counter, as `one_counter_shares`: by commune or by level."""
        if level == "commune":
            return self._one_counter
        people = self.need_interval["illectronism_people"]
        groups = groups_of(self.tables.communes, level)
        return one_counter_of_groups(self._one_counter, people, groups)

    @cached_property
    def _context(self) -> dict[str, pd.DataFrame]:
        return {}

    def context(self, level: str) -> pd.DataFrame:
        """Return what stands beside the score: `territory.context`'s measures, by commune or by level."""
        if self.today is not None:
            return self.today.context(level)
        if level not in self._context:
            communes = self.tables.communes
            self._context[level] = (
                context_of(communes)
                if level == "commune"
                else context_of_groups(communes, groups_of(communes, level))
            )
        return self._context[level]

    @cached_property
    def _robustness(self) -> LruCache[pd.DataFrame]:
        return LruCache(METHODS_COUNT)

    @cached_property
    def adults(self) -> pd.Series:
        """The people of 15 or more in ordinary dwellings of all communes."""
        return self.need_interval["adult_people"]

    @cached_property
    def _peer_space(self) -> PeerSpace:
        """The standardised features of the communes."""
        if self.today is not None:
            return self.today._peer_space
        communes = self.tables.communes
        placed = self.disk.arrays("peers", lambda: _placed(communes))
        coordinates, lacks = placed["coordinates"].astype(float), placed["lacks"].astype(bool)
        return PeerSpace(communes.index, coordinates, lacks, communes["zone"])

    @cached_property
    def agency_counts(self) -> pd.DataFrame:
        """The public counters of each commune, by kind: `territory.indicators.public_counters`."""
        if self.today is not None:
            return self.today.agency_counts
        return self.disk.frame("agency_counts", lambda: agency_counts(self.tables))

    @cached_property
    def agency_minutes(self) -> pd.DataFrame:
        """Minutes to the nearest public counter of each kind, of all communes."""
        if self.today is not None:
            return self.today.agency_minutes
        return self.disk.frame("agency_minutes", lambda: agency_minutes(self.tables))

    def agency_minutes_of(self, level: str) -> pd.DataFrame:
        """Return the same of all communes or of the territories of a level, whose people weigh them."""
        communes = self.tables.communes
        if level == "commune":
            return self.agency_minutes
        return minutes_of_groups(self.agency_minutes, communes, groups_of(communes, level))

    def prepare_peers(self) -> None:
        """Compute what the first search of peers would wait for."""
        _ = self._peer_space

    def peer_codes(self, code: str) -> pd.Index:
        """Return the communes most like one, the nearest first."""
        return peers_of(self._peer_space, code).index

    def peers_of_each(self, codes: pd.Index) -> NDArray[np.int64]:
        """Return the positions of the communes most like each of some: `territory.territories.peers`."""
        return peers_of_each(self._peer_space, codes)

    @cached_property
    def _references(self) -> References:
        return References(self.tables)

    def references(
        self, territory: Territory, peers: pd.Index | None = None
    ) -> tuple[Reference, ...]:
        """Return the references a territory is compared with, the nearest first.

        Parameters
        ----------
        territory : Territory
            What is compared.
        peers : Index, optional
            The communes most like it, where they are known already.
        """
        if peers is None:
            is_commune = territory.level == "commune"
            peers = self.peer_codes(territory.code) if is_commune else pd.Index([], dtype="str")
        return self._references.of(territory, peers)

    def reference_figures(self, reference: Reference, method: Method) -> pd.Series:
        """Return the figures of a reference, without interval: a row of `figures`."""
        if reference.level:
            return self.figures(reference.level, method).loc[[reference.code]].iloc[0]
        return self.set_figures(reference.codes, method)

    def set_figures(
        self, codes: pd.Index, method: Method, *, has_interval: bool = False
    ) -> pd.Series:
        """Return the figures of communes taken as one territory."""
        part = self.tables.of(self.tables.communes.loc[codes])
        groups = pd.Series("set", index=codes, dtype="str")
        draws = self.draws if has_interval else None
        figures = territory_figures(
            part, self.indicators.loc[codes], groups, method, draws, adults=self.adults
        )
        return figures.iloc[0]

    def figures_of_sets(
        self, sets: Mapping[str, NDArray[np.int64]], method: Method
    ) -> pd.DataFrame:
        """Return the figures of many sets of communes, given by positions, without intervals."""
        return figures_of_sets(self.tables, self.indicators, sets, method, adults=self.adults)

    @cached_property
    def _ranked(self) -> LruCache[pd.DataFrame]:
        return LruCache(METHODS_COUNT)

    def ranked(self, method: Method) -> pd.DataFrame:
        """Return all communes, the most exposed of them first; shared: never write into it."""
        return self._ranked.get(
            method,
            lambda: ranked_communes(self.tables.communes, self.scores(method), self.need_interval),
        )

    @cached_property
    def nearest_counters(self) -> pd.DataFrame:
        """The fixed counter each commune reaches first: `territory.scores.ranking.COUNTER_COLUMNS`."""
        bare = pd.DataFrame(index=self.tables.communes.index)
        return add_nearest_counter(bare, self.tables)

    @cached_property
    def _listed(self) -> LruCache[pd.DataFrame]:
        return LruCache(METHODS_COUNT)

    def listed(self, method: Method) -> pd.DataFrame:
        """Return `ranked` with the nearest counters, the context and the robustness; shared: never write into it."""
        return self._listed.get(method, lambda: self._list(method))

    def _list(self, method: Method) -> pd.DataFrame:
        counted = self.ranked(method).join(self.nearest_counters).join(self.context("commune"))
        if self.tables.public.is_there:
            counted = counted.join(self.agency_counts[[CORE_COLUMN]])
        return add_robustness(counted, self.robustness(method))

    @cached_property
    def _figures(self) -> LruCache[pd.DataFrame]:
        return LruCache(METHODS_COUNT * len(GROUPINGS))

    def figures(self, level: str, method: Method) -> pd.DataFrame:
        """Return the figures of all territories of a level, without intervals.

        Parameters
        ----------
        level : str
            One of `territory.territories.figures.GROUPINGS`.
        method : Method
            How scores are made.
        """
        return self._figures.get((level, method), lambda: self._figures_of(level, method))

    def _figures_of(self, level: str, method: Method) -> pd.DataFrame:
        if method != DEFAULT_METHOD:
            return scored_again(self.figures(level, DEFAULT_METHOD), method)
        groups = groups_of(self.tables.communes, level)
        return territory_figures(self.tables, self.indicators, groups, adults=self.adults)

    @cached_property
    def _intervals(self) -> dict[str, pd.DataFrame]:
        return {}

    def intervals(self, level: str) -> pd.DataFrame:
        """Return the people in illectronism of all territories of a level, with intervals.

        Parameters
        ----------
        level : str
            One of `territory.territories.figures.GROUPINGS`.
        """
        if level not in self._intervals:
            groups = groups_of(self.tables.communes, level)
            self._intervals[level] = illectronism.sum_over(self.draws, groups)
        return self._intervals[level]

    @cached_property
    def _estimated_minutes(self) -> pd.Series:
        """The estimate beside official minutes; missing where the minutes shown are not these."""
        return estimated_counter_minutes(self.tables)

    def scores(self, method: Method) -> pd.DataFrame:
        """Return indicators, scores, counters, engine, the estimate beside it, its band, minutes' start."""
        scored = self.indicators.join(score_indicators(self.indicators, method))
        return scored.join(self._told_with_scores)

    @cached_property
    def _told_with_scores(self) -> pd.DataFrame:
        """What stands beside scores, whatever the method."""
        counted = counts_by_commune(self.tables.counters, self.indicators.index)
        told = counted.assign(
            estimated_counter_minutes=self._estimated_minutes,
            engine_name=self.tables.engine.name,
            minutes_from_name=minutes_from(self.tables),
        )
        return told.join(self.minutes_band)

    def robustness(self, method: Method, draws: int = robustness.DRAWS_COUNT) -> pd.DataFrame:
        """Return the robustness of all communes' ranks, drawn once a method."""
        is_default = method == DEFAULT_METHOD and draws == robustness.DRAWS_COUNT
        disk = self.disk if is_default else NO_CACHE
        return self._robustness.get(
            (method, draws),
            lambda: disk.frame("robustness", lambda: self._draw_ranks(method, draws)),
        )

    def _draw_ranks(self, method: Method, draws: int) -> pd.DataFrame:
        variants = robustness.scarcity_variants(self.tables, self.indicators, method)
        bounds = robustness.band_bounds(self.tables, method, tuple(variants))
        inputs = robustness.prepare(self.indicators, self.need_interval, variants, method, bounds)
        return robustness.draw_ranks(inputs, self.indicators.index, draws).communes


def _with_certainty(tables: Tables) -> pd.DataFrame:
    band = counter_band(tables)
    return band.assign(**{CERTAINTY_COLUMN: far_certainty(band)})


def _placed(communes: gpd.GeoDataFrame) -> dict[str, NDArray[np.generic]]:
    space = peer_space(communes)
    return {"coordinates": space.coordinates, "lacks": space.lacks}
