"""The list of underserved communes, from a request to its rows, for the app, the command and the files.

A request holds all that a list depends on besides the data. It can be written as a command, which
gives the same list.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from territory.country import Country
from territory.errors import TerritoryError
from territory.lists.criteria import Criteria, Selection, read_criteria
from territory.lists.order import Order, read_order
from territory.lists.presets import find_preset
from territory.lists.reasons import add_reasons
from territory.messages import Words, default_words
from territory.paths import DEFAULT_ENGINE
from territory.scores import DEFAULT_METHOD, Method, method_of
from territory.scores.ranking import ranked_again, totals
from territory.tables import Tables
from territory.tables.scenarios import Scenario
from territory.territories import WHOLE, Territory, communes_of


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
        Thresholds a commune must meet.
    method : Method
        How scores are made.
    top : int or None
        The number of communes to return, the first in their order; all of them by default.
    engine : str
        What measures minutes, in words for `territory.travel.read_engine`.
    words : Words
        Of the language of the reasons and headings.
    order : Order
        The order of the rows; people weighed by exposure, the most first, by default.
    """

    level: str = ""
    code: str = ""
    criteria: Criteria = field(default_factory=Criteria)
    method: Method = DEFAULT_METHOD
    top: int | None = None
    engine: str = DEFAULT_ENGINE
    words: Words = field(default_factory=default_words)
    order: Order = field(default_factory=Order)

    @property
    def territory(self) -> Territory:
        """The territory asked for."""
        return Territory(self.level, self.code) if self.level else WHOLE

    def command(self, format_name: str, out: str, scenarios: Sequence[Scenario] = ()) -> str:
        """Return the command that gives the same list, under the same scenarios."""
        words = ["territory", "export"]
        if self.level:
            words += [f"--{self.level}", self.code]
        for name, value in self.criteria.options().items():
            words += ["--where", f"{name}={value}"]
        for name, value in self.method.options().items():
            words += [f"--{name}", value]
        if self.order != Order():
            # In one word: what goes down begins as an option does.
            words += [f"--sort={self.order.words}"]
        if self.top is not None:
            words += ["--top", str(self.top)]
        if self.engine != DEFAULT_ENGINE:
            words += ["--engine", self.engine]
        for one in scenarios:
            words += ["--scenario", one.file_name]
        words += ["--lang", self.words.language, "--format", format_name, "--out", out]
        return shlex.join(words)


def read_request(  # noqa: PLR0917 - the options of a command, one parameter each
    territory: Mapping[str, str | None],
    where: list[str] | None = None,
    profile: str = DEFAULT_METHOD.profile.name,
    weights: str = "",
    aggregation: str = DEFAULT_METHOD.aggregation,
    top: int | None = None,
    engine: str = DEFAULT_ENGINE,
    *,
    words: Words,
    preset: str = "",
    sort: str = "",
) -> Request:
    """Return the request that options describe.

    A preset sets criteria and the order; a criterion or an order of one's own stands in their place.

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
    chosen_preset = find_preset(preset) if preset else None
    thresholds: dict[str, object] = {}
    if chosen_preset is not None:
        thresholds |= chosen_preset.criteria.thresholds
    order = chosen_preset.order if chosen_preset is not None and not sort else read_order(sort)
    for pair in where or ():
        name, separator, value = pair.partition("=")
        if not separator:
            raise TerritoryError("criterion_unreadable", criterion=pair)
        thresholds[name.strip()] = value.strip()
    return Request(
        level,
        code,
        read_criteria(thresholds),
        method_of(profile, weights, aggregation),
        top,
        engine,
        words,
        order,
    )


@dataclass(frozen=True)
class Underserved:
    """A list and what is known of it.

    Parameters
    ----------
    rows : DataFrame
        The communes that meet the criteria, in the order asked for, with their reasons.
    selection : Selection
        The communes that meet the criteria, that do not, and that cannot be decided.
    totals : mapping
        As `territory.scores.ranking.totals` gives them, for these rows.
    request : Request
        What was asked for.
    ranked_count : int
        How many communes of the tables have a national rank.
    ranked_inside_count : int
        How many communes of the territory have a rank in it.
    """

    rows: pd.DataFrame
    selection: Selection
    totals: Mapping[str, float]
    request: Request
    ranked_count: int
    ranked_inside_count: int


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
        The tables: robustness is national, whatever the territory.
    request : Request
        What is asked for.
    has_reasons : bool
        Whether rows come with their reasons. Those of all France take seconds to write: a page that
        shows some of them adds them to what it shows (`with_reasons`).
    """
    communes = territory_communes(country.tables, request)
    listed = country.listed(request.method)
    ranked_count = int(listed["exposure_rank"].count())
    if len(communes) < len(listed):
        listed = ranked_again(listed.loc[communes.index])
    selection = request.criteria.select(listed)
    rows = request.order.apply(selection.rows).head(request.top or len(selection.rows))
    if has_reasons:
        rows = add_reasons(rows, request.words)
    inside = int(listed["exposure_rank"].count())
    return Underserved(rows, selection, totals(rows, country.draws), request, ranked_count, inside)


def with_reasons(rows: pd.DataFrame, request: Request) -> pd.DataFrame:
    """Return rows of a list with their reasons."""
    return add_reasons(rows, request.words)
