"""The tables of a portrait, as cells already written in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from territory.doors import doors, is_fixed, is_itinerant
from territory.indicators import INDICATORS, columns_in_use, find_indicator
from territory.indicators.counters import opens_saturday, places_of
from territory.lists.reasons import reasons_text
from territory.messages import Words
from territory.messages.rounding import rounded_people
from territory.opening.sentences import saturday_words
from territory.portrait.drawings import reference_name
from territory.portrait.maker import Figures, PortraitMaker, ReferenceFigures
from territory.portrait.sentences.need import FEW_PEOPLE
from territory.portrait.sentences.words import share, unbroken
from territory.scores import DEFAULT_METHOD
from territory.scores.ranking import add_robustness, ranked_again
from territory.territories import Territory, communes_of
from territory.travel import Places

Cells = tuple[tuple[str, ...], ...]
# Rows of the table of who lives here: the group, what is counted, out of what.
GROUPS = (
    ("aged_60_74", ("age_60_74_people",), "population_people"),
    ("aged_75_plus", ("age_75_89_people", "age_90_plus_people"), "population_people"),
    ("no_diploma", ("no_diploma_people",), "out_of_school_people"),
    ("living_alone", ("living_alone_households",), "all_households"),
    ("lone_parent", ("lone_parent_households",), "all_households"),
)
# Rows of the table of who is in illectronism, and of what wires offer.
PROFILE = {
    "aged_75_plus": "illectronism_75_plus_people",
    "living_alone_people": "illectronism_alone_people",
    "no_diploma": "illectronism_no_diploma_people",
}
SPEEDS = {
    "none": "without_wired_premises_count",
    "8_mbps": "at_least_8_mbps_premises_count",
    "30_mbps": "at_least_30_mbps_premises_count",
    "100_mbps": "at_least_100_mbps_premises_count",
    "1_gbps": "at_least_1_gbps_premises_count",
}
COMPARED = (
    "illectronism_share",
    "nearest_counter_minutes",
    "nearest_saturday_counter_minutes",
    "reachable_hours_per_1k",
    "without_fibre_share",
    "without_1_gbps_share",
    "below_30_mbps_share",
    "without_good_4g_share",
    "exposure_score",
)
# A table with more rows is no longer read: counters are then told by département or EPCI.
MOST_COUNTERS = 40
NEAREST_COUNT = 6
NEAREST_LIMIT_MINUTES = 60.0
PRIORITY_COUNT = 10
# What is no reason of a priority here: robustness has a table, the estimate is told with the need.
TOLD_APART = ("robustness_name", "illectronism_reason_code")


def groups_cells(figures: Figures, words: Words) -> Cells:
    """Return who lives here: group, how many, share, and the share in the nation."""
    rows = []
    for key, parts, whole in GROUPS:
        names = (*parts, whole)
        if not figures.known(*names) or figures[whole] <= 0:
            continue
        people = sum(figures[one] for one in parts)
        nation = sum(figures.nation[one] for one in parts) / figures.nation[whole]
        rows.append(
            (
                words.text(f"portrait.group.{key}"),
                words.number(people),
                share(people / figures[whole], words).words,
                share(nation, words).words,
            )
        )
    return tuple(rows)


def profile_cells(figures: Figures, words: Words) -> Cells:
    """Return who the people in illectronism are: group, how many, share of them, the nation's.

    Nothing of a handful of people, whose profile is noise.
    """
    total = ("illectronism_people", "illectronism_low_people", "illectronism_high_people")
    if not figures.known(*total, *PROFILE.values()) or figures[total[0]] < FEW_PEOPLE:
        return ()
    people, low, high = (figures[one] for one in total)
    return tuple(
        (
            words.text(f"portrait.group.{key}"),
            _people(figures[name], low, high, words),
            share(figures[name] / people, words).words,
            share(figures.nation[name] / figures.nation[total[0]], words).words,
        )
        for key, name in PROFILE.items()
    )


def _people(people: float, low: float, high: float, words: Words) -> str:
    """Write people as finely as their interval allows; a part of one person is not nobody."""
    shown = rounded_people(people, low, high)
    if shown < 1 and people > 0:
        return words.text("report.less_than", limit=words.number(1))
    return words.number(shown)


def speeds_cells(figures: Figures, words: Words) -> Cells:
    """Return what wires offer: speed, premises, share of premises, the nation's share."""
    total = "premises_count"
    if not figures.known(total, *SPEEDS.values()) or figures[total] <= 0:
        return ()
    return tuple(
        (
            words.text(f"portrait.speed.{key}"),
            words.number(figures[name]),
            share(figures[name] / figures[total], words, digits=1).words,
            share(figures.nation[name] / figures.nation[total], words, digits=1).words,
        )
        for key, name in SPEEDS.items()
    )


def compared_cells(figures: Figures, references: Sequence[ReferenceFigures], words: Words) -> Cells:
    """Return the rows of the comparison: an indicator a row, a territory a column."""
    rows = []
    for name in COMPARED:
        if not figures.known(name):
            continue
        cells = [words.figure(name, figures[name])]
        cells += [words.figure(name, one.values.get(name)) for one in references]
        rows.append((words.text(f"columns.{name}.label"), *cells))
    return tuple(rows)


def reference_headings(references: Sequence[ReferenceFigures], words: Words) -> tuple[str, ...]:
    """Return the headings of the comparison."""
    return tuple(reference_name(one, words) for one in references)


def counters_inside(maker: PortraitMaker, territory: Territory) -> pd.DataFrame:
    """Return the counters of a territory, each door once, fixed first, by commune and name."""
    tables = maker.country.tables
    communes = communes_of(tables, territory)
    counters = doors(tables.counters)
    counters = counters[counters["commune_code"].isin(communes.index)]
    names = communes["commune_name"].reindex(counters["commune_code"])
    named = pd.DataFrame(counters).assign(commune_name=names.to_numpy())
    return named.sort_values(["is_itinerant", "commune_name", "counter_name"])


def counters_cells(counters: pd.DataFrame, words: Words) -> Cells:
    """Return counters as published: name, commune, kind, hours, Saturday."""
    return tuple(
        (
            _named(one["counter_name"]),
            str(one["commune_name"]),
            words.text(f"portrait.kind.{one['counter_kind_name']}"),
            words.hours(one["weekly_hours"]),
            saturday_words(one, "portrait.saturday", words),
        )
        for _, one in counters.iterrows()
    )


def _named(name: str) -> str:
    """Return a name as published, without the blanks typed twice."""
    return " ".join(name.split())


def counters_by_part_cells(
    maker: PortraitMaker, territory: Territory, words: Words
) -> tuple[str, Cells]:
    """Return the counters of a large territory by département, or by EPCI inside a département.

    Returns
    -------
    str
        What the rows are, as a level.
    tuple
        Name, fixed counters, of which open every Saturday, itinerant ones.
    """
    communes = communes_of(maker.country.tables, territory)
    level = "departement" if communes["departement_code"].nunique() > 1 else "epci"
    names = communes[f"{level}_name"]
    counters = counters_inside(maker, territory)
    part = names.reindex(counters["commune_code"]).to_numpy()
    table = pd.DataFrame(
        {
            "fixed": is_fixed(counters).to_numpy(),
            "saturday": opens_saturday(counters).to_numpy(),
            "itinerant": is_itinerant(counters).to_numpy(),
        }
    )
    everyone = sorted(names.dropna().unique())
    summed = table.groupby(part).sum().reindex(everyone, fill_value=0)
    rows = tuple(
        (str(name), *(words.number(float(value)) for value in row))
        for name, row in zip(summed.index, summed.to_numpy(), strict=True)
    )
    return level, rows


def nearest_cells(maker: PortraitMaker, code: str, words: Words) -> Cells:
    """Return the fixed counters nearest to a commune's town hall: name, commune, minutes, hours, Saturday.

    Empty when the town hall is unknown.
    """
    tables = maker.country.tables
    commune = tables.communes.loc[[code]]
    halls = Places.of(commune["town_hall_point"], commune.index.to_series(), commune["zone"])
    counters = tables.counters[is_fixed(tables.counters) & tables.counters["zone"].notna()]
    reach = tables.engine.minutes_within(halls, places_of(counters), NEAREST_LIMIT_MINUTES).minutes
    found = reach.tocoo()
    order = np.argsort(found.data, kind="stable")[:NEAREST_COUNT]
    rows = []
    for place, minutes in zip(found.col[order], found.data[order], strict=True):
        one = counters.iloc[int(place)]
        where = one["commune_code"]
        known = pd.notna(where) and where in tables.communes.index
        rows.append(
            (
                _named(one["counter_name"]),
                str(tables.communes.at[where, "commune_name"]) if known else words.missing,
                words.figure("nearest_counter_minutes", float(minutes)),
                words.hours(one["weekly_hours"]),
                saturday_words(one, "portrait.saturday", words),
            )
        )
    return tuple(rows)


def priority_rows(maker: PortraitMaker, territory: Territory) -> pd.DataFrame:
    """Return the communes of a territory, the most exposed first, as the list gives them."""
    country = maker.country
    communes = communes_of(country.tables, territory)
    listed = ranked_again(country.ranked(DEFAULT_METHOD).loc[communes.index])
    ranked = listed[listed["exposure_rank"].notna()].head(PRIORITY_COUNT)
    return add_robustness(ranked.join(country.nearest_counters), country.robustness(DEFAULT_METHOD))


def priority_cells(rows: pd.DataFrame, words: Words) -> Cells:
    """Return communes with their ranks in the territory and the nation, score and reasons."""
    return tuple(
        (
            f"{words.number(float(row['exposure_rank']))}. {row['commune_name']}",
            words.number(float(row["national_rank"])),
            words.number(float(row["exposure_score"])),
            _reasons(row, words),
        )
        for _, row in rows.iterrows()
    )


def _reasons(row: pd.Series, words: Words) -> str:
    said = reasons_text(row.drop(list(TOLD_APART)), words)
    return unbroken(said[:1].upper() + said[1:])


def robustness_cells(rows: pd.DataFrame, words: Words) -> Cells:
    """Return communes with the chance of the worst decile, the interval of their rank, the verdict."""
    return tuple(
        (
            str(row["commune_name"]),
            share(float(row["worst_decile_probability_share"]), words).words,
            words.text(
                "portrait.between",
                low=words.number(float(row["low_rank"])),
                high=words.number(float(row["high_rank"])),
            ),
            words.text(f"list.robustness.{row['robustness_name']}"),
        )
        for _, row in rows.iterrows()
        if isinstance(row["robustness_name"], str)
    )


def goalpost_cells(figures: Figures, words: Words) -> Cells:
    """Return what is scored: indicator, and the two values worth 0 and 100."""
    scored = columns_in_use(
        [one.name for one in INDICATORS if one.weight > 0], figures.values.keys()
    )
    return tuple(
        (
            words.text(f"columns.{one.name}.label"),
            words.figure(one.name, one.best),
            words.figure(one.name, one.worst),
        )
        for one in map(find_indicator, scored)
    )
