"""The figures of territories in bulk: one row a territory, plain numbers, missing where unknown.

Everything is a sum over communes, or a mean weighted by what it is a rate of: the row of one commune
and that of a region are made alike.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory import doors
from territory.contract import AGE_BANDS, DIPLOMAS, HOUSEHOLDS, TECHNOLOGIES, WIRED_SPEEDS
from territory.country import Country
from territory.illectronism import FACTORS, REASONS, Draws
from territory.indicators import column_in_use
from territory.indicators import counters as counters_of
from territory.indicators.minutes_band import BAND_COLUMNS
from territory.indicators.people_within import people_within
from territory.indicators.stops import people_within_or_stop
from territory.robustness import WORST_SHARE
from territory.scores import DEFAULT_METHOD, HIGH_CLASS
from territory.scores.certainty import CERTAINTY_COLUMN, CLASS_OPEN, LIMIT_OPEN
from territory.territories.figures import territory_figures
from territory.travel.said import UNUSUAL_STARTS

# A counter in the commune and farther than this from its town hall: one of the two is misplaced, or
# the commune is vast.
FAR_THOUGH_INSIDE_MINUTES = 15.0
PROFILE = (
    "illectronism_75_plus_people",
    "illectronism_alone_people",
    "illectronism_no_diploma_people",
    "illectronism_institution_people",
)
CENSUS = (
    *AGE_BANDS,
    "out_of_school_people",
    *DIPLOMAS,
    "all_households",
    *HOUSEHOLDS,
    "living_alone_people",
)
NETWORK = (
    "without_wired_premises_count",
    *WIRED_SPEEDS,
    "technology_premises_count",
    *TECHNOLOGIES,
    "site_4g_count",
)
# Figures of one commune only: they are not added up.
OF_ONE = (
    "median_income_eur",
    "poverty_share",
    "density_class",
    "exposure_rank",
    "worst_decile_probability_share",
    "low_rank",
    "high_rank",
    *BAND_COLUMNS,
)


def commune_measures(country: Country, explained: pd.DataFrame) -> pd.DataFrame:
    """Return what is added up over the communes of a territory, one row a commune.

    Parameters
    ----------
    country : Country
        All the communes.
    explained : DataFrame
        As `territory.illectronism.explain` gives it.

    Returns
    -------
    DataFrame
        People, households, premises and counters (numbers; missing where unknown); flags as 0 or 1;
        each factor of the gap to the nation times the adults.
    """
    communes = country.tables.communes
    need, ranked = country.need_interval, country.ranked(DEFAULT_METHOD).reindex(communes.index)
    robust = country.robustness(DEFAULT_METHOD).reindex(communes.index)
    adults = country.adults.where(need["illectronism_people"].notna())
    premises = communes["premises_count"].astype("float64")
    access = column_in_use("without_fibre_share", country.indicators.columns)
    is_both = (ranked["need_class"] == HIGH_CLASS) & (ranked["counters_class"] == HIGH_CLASS)
    is_classed = ranked["need_class"].notna() & ranked["counters_class"].notna()
    scored = ranked["exposure_rank"].notna()
    is_worst = ranked["exposure_rank"] <= max(1, round(WORST_SHARE * int(scored.sum())))
    population = communes["population_people"]
    columns = {
        **{name: communes[name].astype("float64") for name in CENSUS},
        **{name: need[name] for name in PROFILE},
        **{f"{name}_gap_people": explained[name] * adults for name in FACTORS},
        "explained_adult_people": adults,
        "premises_count": premises,
        "without_fibre_premises_count": communes["technology_premises_count"].astype("float64")
        - communes["fibre_premises_count"].astype("float64"),
        "without_1_gbps_premises_count": premises
        - communes["at_least_1_gbps_premises_count"].astype("float64"),
        "below_30_mbps_premises_count": premises
        - communes["at_least_30_mbps_premises_count"].astype("float64"),
        **{name: communes[name].astype("float64") for name in NETWORK},
        "both_communes_count": _flag(is_both),
        "both_people": population.where(is_both.fillna(False).astype(bool), 0.0),
        "classed_communes_count": _flag(is_classed),
        "scored_communes_count": _flag(scored),
        "worst_decile_communes_count": _flag(is_worst),
        "robust_communes_count": _flag((robust["robustness_name"] == "robust") & is_worst),
        "unestimated_communes_count": _flag(need["illectronism_people"].isna()),
        "imputed_communes_count": _flag(need["illectronism_status"] == "imputed"),
        "unplaced_communes_count": _flag(country.indicators["nearest_counter_minutes"].isna()),
        "without_epci_communes_count": _flag(communes["epci_code"].isna()),
        "without_network_communes_count": _flag(country.indicators[access].isna()),
        "without_mobile_communes_count": _flag(country.indicators["without_good_4g_share"].isna()),
        **{
            f"from_{start}_communes_count": _flag(communes["place_kind_name"] == start)
            for start in UNUSUAL_STARTS
        },
        **_left_open(country),
        **_counters_inside(country),
        "stop_communes_count": _stops_inside(country),
    }
    is_far = country.indicators["nearest_counter_minutes"] > FAR_THOUGH_INSIDE_MINUTES
    counts = doors.counts_by_commune(country.tables.counters, communes.index)
    fixed = counts["fixed_counters_count"]
    columns["far_though_inside_communes_count"] = _flag(is_far & (fixed > 0))
    return pd.DataFrame(columns, index=communes.index)


def _flag(holds: pd.Series) -> pd.Series:
    return holds.fillna(False).astype("float64")


def _left_open(country: Country) -> dict[str, pd.Series]:
    """Return what the error of the estimate leaves open; missing with minutes that are no estimate."""
    band, population = country.minutes_band, country.tables.communes["population_people"]
    certainty = band[CERTAINTY_COLUMN]
    beyond = 1 - band["within_20_minutes_probability_share"]
    return {
        **{
            f"{name}_communes_count": (certainty == name).astype("float64").where(certainty.notna())
            for name in (LIMIT_OPEN, CLASS_OPEN)
        },
        "beyond_expected_people": population * beyond,
        "beyond_known_people": population.where(beyond.notna()),
    }


def _counters_inside(country: Country) -> dict[str, pd.Series]:
    """Return what is known of each commune's counters: 0 where it has none, which is known."""
    counters, index = country.tables.counters, country.tables.communes.index
    fixed = doors.is_fixed(counters)
    hours = counters["weekly_hours"].where(
        ~counters["hours_flag_name"].isin(counters_of.DOUBTFUL_FLAGS)
    )

    def counted(values: pd.Series) -> pd.Series:
        summed = values.astype("float64").groupby(counters["commune_code"]).sum()
        return summed.reindex(index, fill_value=0.0)

    return {
        "hours_known_counters_count": counted(fixed & hours.notna()),
        "saturday_known_counters_count": counted(fixed & counters["is_open_saturday"].notna()),
        "saturday_counters_count": counted(counters_of.opens_saturday(counters)),
        "partly_saturday_counters_count": counted(
            fixed & counters["saturday_condition_name"].notna()
        ),
        "full_week_counters_count": counted(counters_of.opens_full_week(counters)),
        "counters_total_hours": counted(hours.where(fixed & hours.notna(), 0.0)),
    }


def _stops_inside(country: Country) -> pd.Series:
    """Return 1 for communes where a stop is known, else 0; missing where the tables do not know of stops."""
    stops, index = country.tables.stops, country.tables.communes.index
    if stops is None:
        return pd.Series(np.nan, index=index)
    return pd.Series(index.isin(stops["commune_code"]), index=index).astype("float64")


def gather(
    country: Country, measures: pd.DataFrame, groups: pd.Series, draws: Draws | None
) -> pd.DataFrame:
    """Return the figures of territories.

    Parameters
    ----------
    country : Country
        All the communes.
    measures : DataFrame
        As `commune_measures` gives it.
    groups : Series of str
        Territory of each commune, on the communes' index; missing for those left out.
    draws : Draws or None
        For the intervals; without them they are missing.

    Returns
    -------
    DataFrame
        One row a territory: all of `territory.territories.figures.territory_figures`, the sums of `measures`, the
        shares within some minutes of a counter, the bounds of the share in illectronism, the factors
        of its gap to the nation (``age_gap_share``…) and, for a territory of one commune, `OF_ONE`,
        ``robustness_name`` and ``illectronism_reason_code``.
    """
    inside = groups.notna().to_numpy()
    # Communes left out are not looked at: a handful is gathered in a twentieth of the time of all.
    groups, kept = groups[inside], measures[inside]
    tables, indicators = country.tables.of(country.tables.communes[inside]), country.indicators
    figures = territory_figures(
        tables, indicators[inside], groups, draws=draws, adults=country.adults
    )
    summed = kept.groupby(groups.to_numpy()).sum(min_count=1).reindex(figures.index)
    within = people_within(tables, groups).reindex(figures.index)
    with_stops = people_within_or_stop(tables, groups).reindex(figures.index)
    table = figures.join(summed).join(within).join(with_stops)
    adults = table["explained_adult_people"].where(table["explained_adult_people"] > 0)
    for bound in ("low", "high"):
        table[f"illectronism_{bound}_share"] = table[f"illectronism_{bound}_people"] / adults
    for name in FACTORS:
        table[f"{name}_gap_share"] = table[f"{name}_gap_people"] / adults
    alone = groups[inside_once(groups)]
    if len(alone):
        own = country.scores(DEFAULT_METHOD).loc[alone.index]
        # What is known of one commune is known whatever its weight: without inhabitants, or none
        # known.
        for name in own.columns.intersection(table.columns):
            table.loc[alone.to_numpy(), name] = own[name].to_numpy()
    return table.join(_of_one(country, groups, table))


def _of_one(country: Country, groups: pd.Series, table: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of single communes, missing for the others."""
    communes = country.tables.communes
    alone = groups[inside_once(groups)]
    codes = alone.index
    known = {
        name: source.reindex(codes)[name].to_numpy()
        for source, names in (
            (pd.DataFrame(communes.drop(columns="geometry")), OF_ONE[:3]),
            (country.ranked(DEFAULT_METHOD), ("exposure_rank",)),
            (country.robustness(DEFAULT_METHOD), (*OF_ONE[4:7], "robustness_name")),
            (country.minutes_band, BAND_COLUMNS),
            (country.need_interval, ("illectronism_reason_code",)),
        )
        for name in names
    }
    found = pd.DataFrame(known, index=pd.Index(alone.to_numpy()))
    numbers = {name: pd.to_numeric(found[name]).astype("float64") for name in OF_ONE}
    return found.assign(**numbers).reindex(table.index)


def inside_once(groups: pd.Series) -> pd.Series:
    """Tell the communes that are alone in their territory."""
    return groups.notna() & ~groups.duplicated(keep=False)


def reason_of(codes: pd.Series) -> str:
    """Return the reason all communes share for having no estimate; ``""`` when they share none."""
    first = {str(one).split(" ")[0] for one in codes.dropna() if str(one)}
    (reason,) = first if len(first) == 1 else ("",)
    return reason if reason in REASONS else ""


def position_share(values: pd.Series, value: float) -> float:
    """Return the share of known values under one; missing if it is missing or nothing is known.

    Examples
    --------
    >>> position_share(pd.Series([1.0, 2.0, 3.0, 4.0]), 3.0)
    0.5
    """
    known = values.dropna().to_numpy(float)
    if np.isnan(value) or not len(known):
        return float("nan")
    return float((known < value).mean())
