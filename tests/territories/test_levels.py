"""Territories: people first, then rates, then scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.errors import UnknownNameError
from territory.indicators import compute_indicators
from territory.scores import method_of, score_indicators
from territory.territories.figures import (
    GROUPINGS,
    group_of_set,
    groups_of,
    scored_again,
    territory_figures,
)


@pytest.fixture(scope="module")
def indicators(sample):
    return compute_indicators(sample)


def test_a_territory_of_one_commune_is_that_commune(sample, indicators):
    figures = territory_figures(sample, indicators, groups_of(sample.communes, "commune"))
    names = list(indicators.columns)
    pd.testing.assert_frame_equal(
        figures[names], indicators[names], check_names=False, check_like=True
    )
    scores = score_indicators(indicators)
    pd.testing.assert_series_equal(
        figures["exposure_score"], scores["exposure_score"], check_names=False
    )


def test_a_rate_of_two_communes_is_weighted_by_what_it_is_a_rate_of(sample, indicators):
    codes = ["48095", "48131"]
    figures = territory_figures(sample, indicators, group_of_set(sample.communes, codes)).loc["set"]
    two = sample.communes.loc[codes]
    adults = illectronism.adult_people(two)
    people = (indicators.loc[codes, "illectronism_share"] * adults).sum()
    assert figures["illectronism_people"] == pytest.approx(people)
    assert figures["illectronism_share"] == pytest.approx(people / adults.sum())
    minutes = indicators.loc[codes, "nearest_counter_minutes"]
    population = two["population_people"]
    assert figures["nearest_counter_minutes"] == pytest.approx(
        (minutes * population).sum() / population.sum()
    )
    without = two["premises_count"] - two["at_least_1_gbps_premises_count"]
    assert figures["without_1_gbps_share"] == pytest.approx(
        without.sum() / two["premises_count"].sum()
    )


@pytest.mark.parametrize("level", GROUPINGS)
def test_people_of_all_territories_add_up_to_those_of_the_communes(sample, indicators, level):
    groups = groups_of(sample.communes, level)
    figures = territory_figures(sample, indicators, groups)
    inside = groups.notna()
    people = sample.communes.loc[inside, "population_people"]
    assert figures["population_people"].sum() == pytest.approx(people.sum())
    assert figures["communes_count"].sum() == inside.sum()


def test_a_score_of_a_territory_is_not_the_mean_of_its_communes_scores(sample, indicators):
    figures = territory_figures(sample, indicators, groups_of(sample.communes, "departement"))
    mean = score_indicators(indicators)["exposure_score"].mean()
    assert abs(figures["exposure_score"].iloc[0] - mean) > 1


def test_what_is_unknown_is_told_and_too_much_of_it_leaves_no_figure(sample, indicators):
    holes = indicators.copy()
    biggest = sample.communes["population_people"].nlargest(40).index
    holes.loc[biggest, "nearest_counter_minutes"] = np.nan
    figures = territory_figures(sample, holes, groups_of(sample.communes, "departement")).iloc[0]
    population = sample.communes["population_people"]
    known = 1 - population[biggest].sum() / population.sum()
    assert figures["nearest_counter_known_share"] == pytest.approx(known)
    assert known < 2 / 3
    assert np.isnan(figures["nearest_counter_minutes"])


def test_the_interval_of_a_sum_comes_from_the_draws_not_from_summed_bounds(sample, indicators):
    draws = illectronism.draw_people(sample.communes)
    groups = groups_of(sample.communes, "departement")
    figures = territory_figures(sample, indicators, groups, draws=draws).iloc[0]
    each = illectronism.estimate(sample.communes)
    width = figures["illectronism_high_people"] - figures["illectronism_low_people"]
    summed = (each["illectronism_high_people"] - each["illectronism_low_people"]).sum()
    assert 0 < width < summed


def test_an_unknown_commune_or_level_is_refused(sample):
    with pytest.raises(UnknownNameError, match="48096"):
        group_of_set(sample.communes, ["48096x"])
    with pytest.raises(UnknownNameError, match="departement"):
        groups_of(sample.communes, "department")


@pytest.mark.parametrize("level", GROUPINGS)
def test_another_method_changes_scores_and_nothing_else(sample, indicators, level):
    method = method_of("supply_per_need", "need=3,counters=1,network=1", "arithmetic")
    groups = groups_of(sample.communes, level)
    anew = territory_figures(sample, indicators, groups, method)
    pd.testing.assert_frame_equal(
        scored_again(territory_figures(sample, indicators, groups), method), anew
    )
