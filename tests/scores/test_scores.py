"""Laws of indicators and scores, over all of them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.contract import MOBILE_SHARES
from territory.indicators import DIMENSIONS, INDICATORS, Indicator, compute_indicators
from territory.scores import (
    CLASS_BREAKS,
    DEFAULT_METHOD,
    DEFAULT_PROFILE,
    PROFILES,
    SCORED_COLUMNS,
    score_class,
    score_indicators,
    weighted_mean,
)
from territory.scores.aggregate import aggregate
from territory.tables import Tables

# Each example is a table of up to six rows: this many tables say as much as they cost.
some_tables = settings(max_examples=40)

# The sample holds none.
TECHNOLOGY_COUNTS = ("technology_premises_count", "fibre_premises_count")

every_indicator = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.name)
# What depends on the people of other communes too: those who share its counters.
LOOKS_AROUND = ("reachable_hours_per_1k",)

share_or_missing = st.one_of(st.none(), st.floats(0, 1))


def frame_of(rows: list[dict[str, float | None]]) -> pd.DataFrame:
    index = pd.Index([f"48{n:03d}" for n in range(len(rows))], name="commune_code")
    return pd.DataFrame(rows, index=index, columns=[one.name for one in INDICATORS], dtype=float)


def value_at(indicator: Indicator, share: float | None) -> float | None:
    """A value of an indicator, from a share that runs somewhat past both goalposts."""
    if share is None:
        return None
    span = indicator.worst - indicator.best
    return indicator.best - 0.2 * span + 1.4 * span * share


rows = st.lists(
    st.fixed_dictionaries(
        {
            one.name: share_or_missing.map(lambda share, one=one: value_at(one, share))
            for one in INDICATORS
        }
    ),
    min_size=1,
    max_size=6,
)


@every_indicator
def test_an_indicator_has_the_index_and_its_own_name(indicator: Indicator, sample: Tables):
    values = indicator.compute(sample)
    assert values.index.equals(sample.communes.index)
    assert values.name == indicator.name
    assert indicator.dimension in DIMENSIONS


@every_indicator
def test_an_indicator_leaves_its_input_unchanged(indicator: Indicator, sample: Tables):
    communes, counters = sample.communes.copy(deep=True), sample.counters.copy(deep=True)
    indicator.compute(sample)
    pd.testing.assert_frame_equal(pd.DataFrame(sample.communes), pd.DataFrame(communes))
    pd.testing.assert_frame_equal(pd.DataFrame(sample.counters), pd.DataFrame(counters))


@every_indicator
def test_missing_in_is_missing_out(indicator: Indicator, sample: Tables):
    communes = sample.communes.copy()
    row = communes.index[10]
    for name in MOBILE_SHARES:  # the sample holds none
        communes[name] = 0.5
    for name in TECHNOLOGY_COUNTS:
        communes[name] = communes["premises_count"]
    for column in communes.columns:
        if column.endswith(("_people", "_count", "_point", "_operator_share", "_operators_share")):
            communes.loc[row, column] = None
    places = sample.counters.assign(is_itinerant=False)
    values = indicator.compute(
        Tables(
            communes,
            sample.counters,
            mediation_places=places,
            itinerant_stops=sample.itinerant_stops,
        )
    )
    assert pd.isna(values[row])
    assert values.drop(row).notna().all()


@every_indicator
def test_an_indicator_is_the_same_whatever_else_is_in_the_table(
    indicator: Indicator, sample: Tables
):
    some = sample.communes.iloc[[140, 7, 33]]
    together = indicator.compute(sample)
    if indicator.name in LOOKS_AROUND:
        # Twice the catchment of 20 estimated minutes is 27 km: beyond it nobody shares a counter.
        some = sample.communes.loc[["48095"]]
        around = sample.communes.to_crs(2154)["geometry"].centroid
        near = sample.communes[around.distance(around["48095"]) < 40_000]
        assert len(near) < len(sample.communes)
        alone = indicator.compute(sample.of(near)).loc[some.index]
    else:
        alone = indicator.compute(sample.of(some))
    pd.testing.assert_series_equal(alone, together.loc[some.index])


@every_indicator
def test_goalposts_are_worth_0_and_100_and_what_lies_beyond_is_held(indicator: Indicator):
    span = indicator.worst - indicator.best
    values = pd.Series(
        [indicator.best, indicator.worst, indicator.best - span, indicator.worst + span, np.nan]
    )
    assert indicator.score(values).tolist()[:4] == [0, 100, 0, 100]
    assert np.isnan(indicator.score(values).iloc[4])


def test_places_without_anyone_or_any_premises_are_missing_neither_zero_nor_infinite(
    sample: Tables,
):
    communes = sample.communes.copy()
    row = communes.index[0]
    for column in communes.columns:
        if column.endswith(("_people", "_premises_count")) or column == "premises_count":
            communes.loc[row, column] = 0
    values = compute_indicators(Tables(communes, sample.counters)).loc[row]
    assert (
        values[["illectronism_share", "without_1_gbps_share", "below_30_mbps_share"]].isna().all()
    )
    assert not np.isinf(values.dropna()).any()


@some_tables
@given(rows)
def test_scores_are_between_0_and_100_or_missing(these):
    scored = score_indicators(frame_of(these))
    for name in [*(f"{one}_score" for one in DIMENSIONS), "exposure_score"]:
        known = scored[name].dropna()
        assert known.between(0, 100).all()
    assert scored["known_share"].between(0, 1).all()


@some_tables
@given(rows, st.sampled_from(INDICATORS), st.floats(0, 1), st.floats(0, 1))
def test_worse_on_one_indicator_is_never_a_lower_score(these, indicator, one_share, other_share):
    better, worse = sorted((one_share, other_share))
    at_best, at_worst = frame_of(these), frame_of(these)
    at_best[indicator.name] = value_at(indicator, better)
    at_worst[indicator.name] = value_at(indicator, worse)
    low = score_indicators(at_best)["exposure_score"]
    high = score_indicators(at_worst)["exposure_score"]
    assert (low.isna() == high.isna()).all()
    assert (high.dropna() >= low.dropna() - 1e-9).all()


@some_tables
@given(rows, st.randoms())
def test_the_order_of_rows_is_irrelevant(these, random):
    frame = frame_of(these)
    order = list(frame.index)
    random.shuffle(order)
    pd.testing.assert_frame_equal(
        score_indicators(frame).loc[order], score_indicators(frame.loc[order])
    )


@some_tables
@given(rows)
def test_a_score_needs_two_thirds_of_the_weight(these):
    scored = score_indicators(frame_of(these))
    dimensions = scored[[f"{one}_score" for one in DIMENSIONS]].notna().to_numpy()
    weights = np.array([DEFAULT_PROFILE.weights[one] for one in DIMENSIONS])
    enough = dimensions @ weights >= 2 / 3 * weights.sum() - 1e-9
    assert (scored["exposure_score"].notna().to_numpy() == enough).all()


def geometric_mean(scores: pd.DataFrame, weights: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    return aggregate(scores.to_numpy(), weights[scores.columns].to_numpy(), "geometric")


def test_the_geometric_mean_is_the_one_worked_out_by_hand():
    # By hand, weights 1/2 and 1/2, floor 10: 0 and 100 become 10 and 100, whose geometric mean is
    # sqrt(1000) = 31.6228; lowered back, (31.6228 - 10) / 0.9 = 24.0253.
    scores = pd.DataFrame({"need": [0.0, 100, 0, 100], "counters": [100.0, 100, 0, np.nan]})
    mean, known = geometric_mean(scores, pd.Series({"need": 0.5, "counters": 0.5}))
    assert mean[:3].tolist() == pytest.approx([24.0253, 100, 0], abs=1e-4)
    assert np.isnan(mean[3])
    assert known.tolist() == [1, 1, 1, 0.5]


def test_a_good_network_does_not_hide_high_need_far_from_a_counter():
    scores = pd.DataFrame({"need": [100.0], "counters": [100.0], "network": [0.0]})
    mean, _ = geometric_mean(scores, pd.Series(DEFAULT_PROFILE.weights))
    assert mean[0] > 60


def test_high_need_beside_a_counter_scores_lower_than_with_full_compensation():
    scores = pd.DataFrame({"need": [100.0], "counters": [0.0], "network": [50.0]})
    weights = pd.Series(DEFAULT_PROFILE.weights)
    assert geometric_mean(scores, weights)[0][0] < weighted_mean(scores, weights)[0][0]


def test_what_is_unknown_weighs_nothing_and_is_said():
    scores = pd.DataFrame({"a": [80.0], "b": [80.0], "c": [np.nan]})
    weights = pd.Series({"a": 0.45, "b": 0.45, "c": 0.1})
    mean, known = geometric_mean(scores, weights)
    assert mean[0] == pytest.approx(80)
    assert known[0] == pytest.approx(0.9)


def test_classes_follow_the_fixed_breaks_and_missing_has_none():
    low, high = CLASS_BREAKS["need"]
    scores = pd.Series([0, low - 0.01, low, high - 0.01, high, 100, np.nan])
    assert score_class(scores, "need").tolist() == [1, 1, 2, 2, 3, 3, pd.NA]


def test_the_sample_is_scored_whole(sample: Tables, country):
    scored = country.scores(DEFAULT_METHOD)
    assert scored.index.equals(sample.communes.index)
    assert scored["exposure_score"].notna().all()
    # The sample holds no mobile coverage: a third of the network, which weighs a tenth.
    assert scored["known_share"].tolist() == pytest.approx([1 - 0.1 / 3] * 152)


def test_every_profile_weighs_every_dimension():
    for profile in PROFILES.values():
        assert set(profile.weights) == set(DIMENSIONS)
        assert min(profile.weights.values()) >= 0


def test_the_columns_of_scores_are_those_declared():
    assert tuple(score_indicators(frame_of([{}])).columns) == SCORED_COLUMNS
