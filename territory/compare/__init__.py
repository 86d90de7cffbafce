"""A territory beside what it is usually compared with, or beside others: one table of figures.

Figures come from `territory.territories.figures`: people are added up, then rates, then scores. What is missing
stays missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from territory.compare.places import Level, Rank, levels_of
from territory.country import Country
from territory.errors import TerritoryError
from territory.indicators import DIMENSIONS, columns_in_use, find_indicator
from territory.look.charts import SCORE_SCALE, Ends
from territory.messages import Words
from territory.scores import DEFAULT_METHOD, Method
from territory.territories import NAMED_LEVELS, Territory, communes_of, name_of
from territory.territories.figures import FRANCE
from territory.territories.references import PEERS, Reference, are_same, reference_to_all

MOST_TERRITORIES = 4
# Inhabitants for one fixed counter; missing where there is none.
PER_COUNTER = "per_fixed_counter_people"
COUNTER_ROWS = ("fixed_counters_count", PER_COUNTER, "itinerant_counters_count")
INTERVAL = ("illectronism_low_people", "illectronism_high_people")
PEOPLE_ROWS = ("communes_count", "population_people", "adult_people", "illectronism_people")
# What is placed on a strip, in the order of the three questions: who, how far, how well connected.
INDICATOR_ROWS = (
    "illectronism_share",
    "nearest_counter_minutes",
    "nearest_saturday_counter_minutes",
    "reachable_hours_per_1k",
    "without_fibre_share",
    "without_1_gbps_share",
    "without_good_4g_share",
)
SCORE_ROWS = ("exposure_score", *(f"{name}_score" for name in DIMENSIONS))
STRIP_ROWS = (*INDICATOR_ROWS, *SCORE_ROWS)
ROWS = (*PEOPLE_ROWS, *INTERVAL, *COUNTER_ROWS, *STRIP_ROWS)
_EPCI_KINDS = {
    "Communauté de communes": "CC",
    "Communauté d'agglomération": "CA",
    "Communauté d’agglomération": "CA",
    "Communauté urbaine": "CU",
}
# Among the people in illectronism; the three overlap.
CONCERNED = ("75_plus", "alone", "no_diploma")


@dataclass(frozen=True)
class Compared:
    """A column of a comparison.

    Parameters
    ----------
    kind : str
        ``"territory"`` for one asked for; else which reference it is: ``peers``, ``epci``,
        ``departement``, ``region``, ``density``, ``france``, or ``part``: all communes of tables that
        hold a part of France.
    name : str
        What it is called, with its code when it was asked for.
    short_name : str
        The same where room is scarce: without its code, the kind of EPCI in letters.
    key : str
        What names it in an address; ``""`` for peers and a density class, which have no address.
    figures : Series
        Those of `ROWS` the tables tell; missing where unknown.
    concerned : Series
        Of its people in illectronism, the share of each of `CONCERNED`; missing where unknown.
    level : str
        Of one asked for, the level it has a place in; ``""`` where it has none.
    rank : Rank or None
        Its place there by exposure score.
    """

    kind: str
    name: str
    short_name: str
    key: str
    figures: pd.Series
    concerned: pd.Series
    level: str = ""
    rank: Rank | None = None


@dataclass(frozen=True)
class Comparison:
    """Territories side by side, and what they are usually compared with.

    Parameters
    ----------
    territories : tuple of Compared
        Those asked for, one to four.
    references : tuple of Compared
        Of one territory: its likes, then what it is part of, the smallest first. Of several: France.
    rows : tuple of str
        Those of `STRIP_ROWS` the tables tell.
    spreads : mapping
        Each level the territories have a place in → each of `rows` → where the territories of the level
        stand, as `territory.look.charts.quantiles` gives it.
    standings : mapping
        Each of `rows` → for each of `territories` in order, the share of the territories of its level that
        are less exposed than it (0–1); missing where it has no place or no figure.
    counts : mapping
        Each of these levels → how many territories it has.
    """

    territories: tuple[Compared, ...]
    references: tuple[Compared, ...]
    rows: tuple[str, ...]
    spreads: dict[str, dict[str, tuple[float, ...]]]
    standings: dict[str, tuple[float, ...]]
    counts: dict[str, int]

    @property
    def columns(self) -> tuple[Compared, ...]:
        """All of them, the territories first."""
        return (*self.territories, *self.references)


def scale_of(row: str) -> Ends:
    """Return the two ends of a figure's strip: goalposts of an indicator, 0 and 100 of a score."""
    return SCORE_SCALE if row in SCORE_ROWS else find_indicator(row)


def compare(
    country: Country,
    territories: Sequence[Territory],
    method: Method = DEFAULT_METHOD,
    *,
    words: Words,
) -> Comparison:
    """Compare territories with one another and with France, or one with all its references.

    Parameters
    ----------
    country : Country
        All communes.
    territories : sequence of Territory
        One to four; one named twice counts once.
    method : Method
        How scores are made.
    words : Words
        Of the language of the names.

    Raises
    ------
    TerritoryError
        If there are none, or more than `MOST_TERRITORIES`.
    UnknownNameError
        If one does not exist.
    """
    asked = list(dict.fromkeys(territories))
    if not 1 <= len(asked) <= MOST_TERRITORIES:
        raise TerritoryError("too_many_territories", count=len(asked), most=MOST_TERRITORIES)
    levels = levels_of(country, asked, method)
    columns = tuple(
        _placed(_territory(country, one, method, words), one, levels.get(one.level))
        for one in asked
    )
    references = _references(country, asked, method, words)
    rows = columns_in_use(STRIP_ROWS, country.indicators.columns)
    spreads = {name: {row: level.spread(row) for row in rows} for name, level in levels.items()}
    standings = {row: tuple(_standing(one, row, levels) for one in columns) for row in rows}
    counts = {name: len(level.figures) for name, level in levels.items()}
    return Comparison(columns, references, rows, spreads, standings, counts)


def _placed(column: Compared, territory: Territory, level: Level | None) -> Compared:
    if level is None:
        return column
    return replace(column, level=level.name, rank=level.rank_of(territory.code))


def _standing(column: Compared, row: str, levels: Mapping[str, Level]) -> float:
    if not column.level:
        return float("nan")
    return less_exposed_share(levels[column.level].figures[row], column.figures[row], row)


def less_exposed_share(values: pd.Series, value: float, row: str) -> float:
    """Return the share of territories that are less exposed than a value; half of the equals count.

    Parameters
    ----------
    values : Series
        Those of the territories of a level; the missing ones are left out.
    value : float
        The one to place.
    row : str
        One of `STRIP_ROWS`: it says which end is the exposed one.

    Examples
    --------
    >>> minutes = pd.Series([5.0, 10.0, 20.0, 30.0])
    >>> less_exposed_share(minutes, 25.0, "nearest_counter_minutes")
    0.75
    >>> less_exposed_share(minutes, 25.0, "reachable_hours_per_1k")  # few hours is worse
    0.25
    """
    known = values.dropna().to_numpy(float)
    if pd.isna(value) or not len(known):
        return float("nan")
    scale = scale_of(row)
    sign = 1.0 if scale.worst > scale.best else -1.0
    gap = sign * (float(value) - known)
    return float(((gap > 0).sum() + (gap == 0).sum() / 2) / len(known))


def table_of(comparison: Comparison) -> pd.DataFrame:
    """Return a comparison as a table for a file: one row a territory, columns those of `ROWS` told.

    Returns
    -------
    DataFrame
        Index ``territory_name``; the references come after the territories.
    """
    columns, rows = comparison.columns, list(columns_in_use(ROWS, comparison.rows))
    names = pd.Index([one.name for one in columns], name="territory_name")
    return pd.DataFrame([one.figures[rows].to_numpy(float) for one in columns], names, rows)


def _territory(country: Country, territory: Territory, method: Method, words: Words) -> Compared:
    tables = country.tables
    codes = communes_of(tables, territory).index
    name = name_of(tables, territory, words)
    name = name[:1].upper() + name[1:]
    title = f"{name} ({territory.code})" if territory.level in NAMED_LEVELS else name
    if territory.level == "commune":
        figures = _of_commune(country, territory.code, method)
    elif territory.level in (*NAMED_LEVELS, FRANCE):
        figures = _of_level(country, territory.level, territory.code, method)
    else:
        figures = _of_set(country, codes, method)
    shares = concerned_shares(country, codes)
    return Compared("territory", title, short_name(name), territory.key, figures, shares)


def _references(
    country: Country, asked: Sequence[Territory], method: Method, words: Words
) -> tuple[Compared, ...]:
    """Return the references of what is asked for that are not themselves asked for."""
    seen = [communes_of(country.tables, one).index for one in asked]
    is_alone = len(asked) == 1
    found = country.references(asked[0]) if is_alone else (reference_to_all(country.tables),)
    return tuple(
        _reference(country, one, method, words)
        for one in found
        if not any(are_same(one.codes, other) for other in seen)
    )


def _reference(country: Country, reference: Reference, method: Method, words: Words) -> Compared:
    shares = concerned_shares(country, reference.codes)
    if reference.territory is None:
        said = f"compare.reference.{PEERS}" if reference.kind == PEERS else ""
        name = words.text(said or f"compare.density.{reference.code}")
        short, key = name, ""
    else:
        name = name_of(country.tables, reference.territory, words)
        name = name[:1].upper() + name[1:]
        short, key = short_name(name), reference.territory.key
    if reference.level:
        figures = _of_level(country, reference.level, reference.code, method)
    else:
        figures = _of_set(country, reference.codes, method)
    return Compared(reference.kind, name, short, key, figures, shares)


def short_name(name: str) -> str:
    """Return a name with the kind of EPCI in letters, as administrations write it.

    Examples
    --------
    >>> short_name("Communauté de communes Cœur de Lozère"), short_name("Communay")
    ('CC Cœur de Lozère', 'Communay')
    """
    for kind, letters in _EPCI_KINDS.items():
        if name.startswith(f"{kind} "):
            return f"{letters}{name.removeprefix(kind)}"
    return name


def _of_level(country: Country, level: str, code: str, method: Method) -> pd.Series:
    figures = country.figures(level, method).loc[[code]].iloc[0].copy()
    figures[list(INTERVAL)] = country.intervals(level)[list(INTERVAL)].reindex([code]).iloc[0]
    return _rows(figures)


def _of_set(country: Country, codes: pd.Index, method: Method) -> pd.Series:
    figures = country.set_figures(codes, method, has_interval=True)
    return _rows(figures)


def _of_commune(country: Country, code: str, method: Method) -> pd.Series:
    """Return a commune's own figures: those of the map and the list, whoever lives there."""
    ranked = country.ranked(method)
    row = ranked.loc[[code]].iloc[0].copy()
    row["communes_count"] = 1.0
    return _rows(row)


def _rows(figures: pd.Series) -> pd.Series:
    """Return those of `ROWS` the tables tell, with the people for one counter."""
    told = figures.reindex(columns_in_use(ROWS, figures.index)).astype("float64")
    counters = told["fixed_counters_count"]
    # Where there is no counter there are no people for one: that is not zero.
    told[PER_COUNTER] = told["population_people"] / counters if counters > 0 else np.nan
    return told


def concerned_shares(country: Country, codes: pd.Index) -> pd.Series:
    """Return who the people in illectronism are: of 75 or more, living alone, without a diploma.

    Returns
    -------
    Series of float
        Index `CONCERNED`, 0–1, over the communes that have an estimate; missing when none has. The
        three overlap and do not add up to 1.
    """
    estimated = country.need_interval.loc[codes]
    people = float(estimated["illectronism_people"].sum(min_count=1))
    if not people > 0:
        return pd.Series(np.nan, index=CONCERNED)
    parts = {
        name: float(estimated[f"illectronism_{name}_people"].sum(min_count=1)) / people
        for name in CONCERNED
    }
    return pd.Series(parts)
