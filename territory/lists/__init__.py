"""The underserved list, from a request to its rows: the one way in for app, command and file.

A request says everything that makes the list but the data; it is told as a command, and the command
gives the list again.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd
import pandas as pd

from territory import illectronism, messages, robustness
from territory.cache import KEEP_NOTHING, Kept
from territory.errors import TerritoryError
from territory.illectronism import Draws
from territory.indicators import compute_indicators
from territory.lists.criteria import Criteria, Selection, read_criteria
from territory.lists.reasons import add_reasons
from territory.paths import DEFAULT_ENGINE
from territory.recent import Recent
from territory.scores import DEFAULT_METHOD, Method, method_of, score_indicators
from territory.scores.ranking import (
    add_nearest_counter,
    add_robustness,
    ranked_again,
    ranked_communes,
    totals,
)
from territory.tables import Tables
from territory.territories import WHOLE, Territory, communes_of
from territory.territories.figures import GROUPINGS, groups_of, scored_again, territory_figures
from territory.territories.peers import PeerSpace, peer_space

# Lists of so many methods are kept at once: those of a slider's last places.
KEPT_METHODS = 6
TERRITORIES = ("departement", "epci", "region", "communes")


@dataclass(frozen=True)
class Request:
    """What a list is asked for.

    Parameters
    ----------
    level : str
        ``"departement"``, ``"epci"``, ``"region"``, ``"communes"`` (codes separated by commas), or
        ``""`` for all of France.
    code : str
        Of the territory.
    criteria : Criteria
        What is kept.
    method : Method
        How scores are made.
    top : int or None
        Only so many, the most exposed first.
    engine : str
        What measures minutes, in words for `territory.travel.read_engine`.
    language : str
        Language of the reasons and headings.
    """

    level: str = ""
    code: str = ""
    criteria: Criteria = field(default_factory=Criteria)
    method: Method = DEFAULT_METHOD
    top: int | None = None
    engine: str = DEFAULT_ENGINE
    language: str = "fr"

    @property
    def territory(self) -> Territory:
        """The territory asked for."""
        return Territory(self.level, self.code) if self.level else WHOLE

    def command(self, format_name: str, out: str) -> str:
        """Return the command that gives the list again."""
        words = ["territory", "export"]
        if self.level:
            words += [f"--{self.level}", self.code]
        for name, value in self.criteria.options().items():
            words += ["--where", f"{name}={value}"]
        for name, value in self.method.options().items():
            words += [f"--{name}", value]
        if self.top is not None:
            words += ["--top", str(self.top)]
        if self.engine != DEFAULT_ENGINE:
            words += ["--engine", self.engine]
        words += ["--lang", self.language, "--format", format_name, "--out", out]
        return shlex.join(words)


def read_request(  # noqa: PLR0917 - the options of a command, one parameter each
    territory: Mapping[str, str | None],
    where: list[str] | None = None,
    profile: str = DEFAULT_METHOD.profile.name,
    weights: str = "",
    aggregation: str = DEFAULT_METHOD.aggregation,
    top: int | None = None,
    engine: str = DEFAULT_ENGINE,
    language: str | None = None,
) -> Request:
    """Return the request that options describe.

    Raises
    ------
    TerritoryError
        If several territories are asked for, or an option cannot be read.
    UnknownNameError
        If a name is not known.
    """
    chosen = [(level, code) for level, code in territory.items() if code is not None]
    if len(chosen) > 1:
        raise TerritoryError("several_territories", levels=", ".join(level for level, _ in chosen))
    level, code = chosen[0] if chosen else ("", "")
    thresholds: dict[str, object] = {}
    for one in where or ():
        name, is_written, value = one.partition("=")
        if not is_written:
            raise TerritoryError("criterion_unreadable", criterion=one)
        thresholds[name.strip()] = value.strip()
    return Request(
        level,
        code,
        read_criteria(thresholds),
        method_of(profile, weights, aggregation),
        top,
        engine,
        language or messages.default_language(),
    )


@dataclass(frozen=True)
class Country:
    """All that lists are made from, computed once.

    Parameters
    ----------
    tables : Tables
        Communes and counters.
    kept : Kept
        What was made of these tables before, by the same code.
    """

    tables: Tables
    kept: Kept = KEEP_NOTHING

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The indicators of all communes."""
        return self.kept.frame("indicators", lambda: compute_indicators(self.tables))

    @cached_property
    def draws(self) -> Draws:
        """Draws of the people in illectronism."""
        return illectronism.draw_people(self.tables.communes)

    @cached_property
    def need_interval(self) -> pd.DataFrame:
        """The estimate of need with its interval."""
        return self.kept.frame("need", lambda: illectronism.estimate(self.tables.communes))

    @cached_property
    def _robustness(self) -> Recent[pd.DataFrame]:
        return Recent(KEPT_METHODS)

    @cached_property
    def adults(self) -> pd.Series:
        """The people of 15 or more of all communes."""
        return illectronism.adult_people(self.tables.communes)

    @cached_property
    def peers(self) -> PeerSpace:
        """The communes placed by their features."""
        return peer_space(self.tables.communes)

    @cached_property
    def _ranked(self) -> Recent[pd.DataFrame]:
        return Recent(KEPT_METHODS)

    def ranked(self, method: Method) -> pd.DataFrame:
        """Return all communes, the most exposed of them first; shared: never write into it."""
        return self._ranked.get(
            _key_of(method),
            lambda: ranked_communes(self.tables.communes, self.scores(method), self.need_interval),
        )

    @cached_property
    def nearest_counters(self) -> pd.DataFrame:
        """The fixed counter each commune reaches first: `territory.scores.ranking.COUNTER_COLUMNS`."""
        bare = pd.DataFrame(index=self.tables.communes.index)
        return add_nearest_counter(bare, self.tables)

    @cached_property
    def _listed(self) -> Recent[pd.DataFrame]:
        return Recent(KEPT_METHODS)

    def listed(self, method: Method) -> pd.DataFrame:
        """Return `ranked` with the nearest counters and the robustness; shared: never write into it."""
        return self._listed.get(_key_of(method), lambda: self._list(method))

    def _list(self, method: Method) -> pd.DataFrame:
        counted = add_nearest_counter(self.ranked(method), self.tables)
        return add_robustness(counted, self.robustness(method))

    @cached_property
    def _figures(self) -> Recent[pd.DataFrame]:
        return Recent(KEPT_METHODS * len(GROUPINGS))

    def figures(self, level: str, method: Method) -> pd.DataFrame:
        """Return the figures of all territories of a level, without intervals.

        Parameters
        ----------
        level : str
            One of `territory.territories.figures.GROUPINGS`.
        method : Method
            How scores are made.
        """
        return self._figures.get((level, _key_of(method)), lambda: self._figures_of(level, method))

    def _figures_of(self, level: str, method: Method) -> pd.DataFrame:
        if method != DEFAULT_METHOD:
            return scored_again(self.figures(level, DEFAULT_METHOD), method)
        groups = groups_of(self.tables.communes, level)
        return territory_figures(self.tables, self.indicators, groups)

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

    def scores(self, method: Method) -> pd.DataFrame:
        """Return indicators, scores and engine of all communes."""
        scored = self.indicators.join(score_indicators(self.indicators, method))
        return scored.assign(engine_name=self.tables.engine.name)

    def robustness(self, method: Method, draws: int = robustness.DRAWS_COUNT) -> pd.DataFrame:
        """Return the robustness of all communes' ranks, drawn once for each method."""
        is_default = method == DEFAULT_METHOD and draws == robustness.DRAWS_COUNT
        kept = self.kept if is_default else KEEP_NOTHING
        return self._robustness.get(
            (_key_of(method), draws),
            lambda: kept.frame("robustness", lambda: self._draw_ranks(method, draws)),
        )

    def _draw_ranks(self, method: Method, draws: int) -> pd.DataFrame:
        variants = robustness.scarcity_variants(self.tables, self.indicators, method)
        inputs = robustness.prepare(self.indicators, self.need_interval, variants, method)
        return robustness.draw_ranks(inputs, self.indicators.index, draws).communes


def _key_of(method: Method) -> str:
    return repr(sorted(method.options().items()))


@dataclass(frozen=True)
class Underserved:
    """A list and what is known of it.

    Parameters
    ----------
    rows : DataFrame
        The communes kept, the most exposed first, with their reasons.
    selection : Selection
        What was kept, left out, and could not be said.
    totals : mapping
        As `territory.scores.ranking.totals` gives them, for the communes kept.
    request : Request
        What was asked for.
    """

    rows: pd.DataFrame
    selection: Selection
    totals: Mapping[str, float]
    request: Request


def territory_communes(tables: Tables, request: Request) -> gpd.GeoDataFrame:
    """Return the communes of the territory a request names.

    Raises
    ------
    UnknownNameError
        If the territory, or one of the communes, does not exist.
    """
    return communes_of(tables, request.territory)


def make_list(country: Country, request: Request, *, has_reasons: bool = True) -> Underserved:
    """Make the list a request asks for.

    Parameters
    ----------
    country : Country
        All the communes there are: ranks and robustness are national, whatever the territory.
    request : Request
        What is asked for.
    has_reasons : bool
        Whether rows come with their reasons. Those of all France take seconds to write: a page that
        shows some of them adds them to what it shows (`with_reasons`).
    """
    communes = territory_communes(country.tables, request)
    listed = country.listed(request.method)
    if len(communes) < len(listed):
        listed = ranked_again(listed.loc[communes.index])
    selection = request.criteria.select(listed)
    rows = selection.rows.head(request.top or len(selection.rows))
    if has_reasons:
        rows = add_reasons(rows, request.language)
    return Underserved(rows, selection, totals(rows, country.draws), request)


def with_reasons(rows: pd.DataFrame, request: Request) -> pd.DataFrame:
    """Return rows of a list made without reasons, with them."""
    return add_reasons(rows, request.language)
