"""What a choice of method changes: which communes enter the worst decile and which leave it.

A weight is a choice, not a fact. Its effect is told in communes and in people, against the default
method or any other.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from territory.country import Country
from territory.indicators import DIMENSIONS
from territory.robustness import WORST_SHARE
from territory.scores import (
    AGGREGATIONS,
    DEFAULT_METHOD,
    DEFAULT_PROFILE,
    PROFILES,
    Method,
    correlation_matrix,
    effective_weights,
    entering_and_leaving,
    exposure,
    find_profile,
    worst,
)
from territory.scores.ranking import rankable

_DIMENSION_SCORES = [f"{name}_score" for name in DIMENSIONS]


@dataclass(frozen=True)
class Effect:
    """What a method changes from another.

    Parameters
    ----------
    entering, leaving : DataFrame
        Communes that enter the worst decile and those that leave it, index ``commune_code``, those
        of most people in illectronism first: ``commune_name``, ``departement_name``,
        ``illectronism_people``, ``before_rank``, ``after_rank`` (national; missing without a
        score).
    staying, unscored : Index of str
        Communes of the worst decile with both methods, and those without a score with the new one.
    spearman : float
        Rank correlation of the two scores over the communes that have both, −1 to 1.
    """

    entering: pd.DataFrame
    leaving: pd.DataFrame
    staying: pd.Index
    unscored: pd.Index
    spearman: float

    def within(self, codes: pd.Index) -> Effect:
        """Return what it changes among some communes; the decile and the correlation stay the nation's."""
        return Effect(
            self.entering[self.entering.index.isin(codes)],
            self.leaving[self.leaving.index.isin(codes)],
            self.staying[self.staying.isin(codes)],
            self.unscored[self.unscored.isin(codes)],
            self.spearman,
        )

    @property
    def worst_count(self) -> int:
        """How many communes the worst decile holds with the new method."""
        return len(self.entering) + len(self.staying)

    @property
    def entering_people(self) -> float:
        """People in illectronism of the communes that enter; missing if none is known."""
        return float(self.entering["illectronism_people"].sum(min_count=1))

    @property
    def leaving_people(self) -> float:
        """People in illectronism of the communes that leave; missing if none is known."""
        return float(self.leaving["illectronism_people"].sum(min_count=1))


def exposure_of(country: Country, method: Method) -> pd.Series:
    """Return the exposure score of all communes: only the aggregation is made anew.

    Notes
    -----
    Dimensions' scores depend on a profile's weights of indicators, not on those of dimensions, so
    those of the named profile serve for any weights: a slider costs milliseconds, not the third of
    a second of the whole list.
    """
    return exposure(_parts(country, method), method)


def effect_of(country: Country, method: Method, against: Method = DEFAULT_METHOD) -> Effect:
    """Return what a method changes from another.

    Parameters
    ----------
    country : Country
        All communes.
    method, against : Method
        After and before.
    """
    scored = exposure_of(country, method)
    after = rankable(scored, country.adults)
    before = rankable(exposure_of(country, against), country.adults)
    entering, leaving = entering_and_leaving(before, after, WORST_SHARE)
    ranks = pd.DataFrame(
        {
            "before_rank": before.rank(ascending=False, method="min").astype("Int64"),
            "after_rank": after.rank(ascending=False, method="min").astype("Int64"),
        }
    )
    communes = country.tables.communes
    people = country.ranked(DEFAULT_METHOD)["illectronism_people"]

    def told(codes: pd.Index) -> pd.DataFrame:
        listed = pd.DataFrame(
            {
                "commune_name": communes["commune_name"].loc[codes],
                "departement_name": communes["departement_name"].loc[codes],
                "illectronism_people": people.loc[codes],
            }
        ).join(ranks.loc[codes])
        return listed.rename_axis("commune_code").sort_values(
            ["illectronism_people", "after_rank"], ascending=[False, True], kind="stable"
        )

    return Effect(
        told(entering),
        told(leaving),
        worst(after, WORST_SHARE).difference(entering),
        communes.index.difference(scored.dropna().index),
        float(before.corr(after, method="spearman")),
    )


def effects_table(country: Country) -> pd.DataFrame:
    """Return what each named profile and aggregation changes from the default method.

    Returns
    -------
    DataFrame
        One row a pair of profile and aggregation, the default one left out: ``profile_name``,
        ``aggregation_name``, ``entering_count``, ``leaving_count`` (communes of the worst decile),
        ``entering_people``, ``leaving_people`` (in illectronism) and ``spearman``.
    """
    return country.disk.frame("method_effects", lambda: _effects(country))


def _effects(country: Country) -> pd.DataFrame:
    rows = []
    for profile in PROFILES.values():
        for aggregation in AGGREGATIONS:
            method = Method(profile, aggregation)
            if method == DEFAULT_METHOD:
                continue
            effect = effect_of(country, method)
            rows.append(
                {
                    "profile_name": profile.name,
                    "aggregation_name": aggregation,
                    "entering_count": len(effect.entering),
                    "leaving_count": len(effect.leaving),
                    "entering_people": effect.entering_people,
                    "leaving_people": effect.leaving_people,
                    "spearman": effect.spearman,
                }
            )
    return pd.DataFrame(rows)


def weights_told(country: Country, method: Method) -> pd.DataFrame:
    """Return the weight given to each dimension beside what it really weighs.

    Returns
    -------
    DataFrame
        Index the dimensions: ``given_share`` (0–1, together 1), ``correlation_ratio_share`` and
        ``spearman`` as `territory.scores.effective_weights` gives them.
    """
    parts = _parts(country, method)
    told = effective_weights(parts, exposure_of(country, method))
    weights = pd.Series(method.profile.weights, dtype="float64")[list(DIMENSIONS)]
    told.insert(0, "given_share", weights / weights.sum())
    return told


def correlations(country: Country, method: Method) -> pd.DataFrame:
    """Return the rank correlations of the dimensions' scores, two by two."""
    return correlation_matrix(_parts(country, method))


def _parts(country: Country, method: Method) -> pd.DataFrame:
    named = find_profile(method.options().get("profile", DEFAULT_PROFILE.name))
    parts: pd.DataFrame = country.ranked(Method(named))[_DIMENSION_SCORES]
    return parts.set_axis(list(DIMENSIONS), axis="columns")


def robustness_counts(country: Country, method: Method = DEFAULT_METHOD) -> pd.Series:
    """Return how many communes of the worst decile are robust, fragile or sensitive to weights.

    Returns
    -------
    Series of int
        Index names of `territory.robustness`, the most numerous first.
    """
    codes = worst(rankable(exposure_of(country, method), country.adults), WORST_SHARE)
    names: pd.Series = country.robustness(method).loc[codes, "robustness_name"]
    return names.value_counts()
