"""What a weight changes: communes entering and leaving, told by hand on a few of them."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.method import (
    correlations,
    effect_of,
    effects_table,
    exposure_of,
    robustness_counts,
    weights_told,
)
from territory.scores import DEFAULT_METHOD, method_of

NEED_ONLY = method_of(weights="need=1")


@pytest.mark.parametrize(
    "method",
    [
        DEFAULT_METHOD,
        NEED_ONLY,
        method_of("supply_per_need", "need=1,counters=3,network=1", "arithmetic"),
        method_of("need_counters", aggregation="worst_of"),
    ],
)
def test_the_quick_score_is_the_list_s(country, method):
    quick = exposure_of(country, method)
    listed = country.ranked(method)["exposure_score"]
    pd.testing.assert_series_equal(quick.sort_index(), listed.sort_index(), check_names=False)


def test_the_default_method_changes_nothing(country):
    effect = effect_of(country, DEFAULT_METHOD)
    assert effect.entering.empty
    assert effect.leaving.empty
    assert effect.spearman == pytest.approx(1)


def test_those_who_enter_were_outside_the_worst_tenth_and_are_inside_it(country):
    effect = effect_of(country, NEED_ONLY)
    ranked = country.ranked(DEFAULT_METHOD)["exposure_rank"].notna().sum()
    limit = round(ranked / 10)
    assert len(effect.entering)
    assert (effect.entering["before_rank"] > limit).all()
    assert (effect.entering["after_rank"] <= limit).all()
    assert (effect.leaving["before_rank"] <= limit).all()
    assert (effect.leaving["after_rank"] > limit).all()


def test_people_who_enter_are_those_of_the_communes_that_enter(country):
    effect = effect_of(country, NEED_ONLY)
    people = country.ranked(DEFAULT_METHOD)["illectronism_people"]
    assert effect.entering_people == pytest.approx(people.loc[effect.entering.index].sum())
    assert effect.entering["illectronism_people"].is_monotonic_decreasing


def test_going_and_coming_back_exchange_who_enters_and_who_leaves(country):
    there, back = (
        effect_of(country, NEED_ONLY),
        effect_of(country, DEFAULT_METHOD, against=NEED_ONLY),
    )
    assert set(there.entering.index) == set(back.leaving.index)
    assert set(there.leaving.index) == set(back.entering.index)


def test_the_table_tells_every_named_choice_but_the_default(country):
    table = effects_table(country)
    assert len(table) == 3 * 3 - 1
    told = table[(table.profile_name == "balanced") & (table.aggregation_name == "arithmetic")]
    effect = effect_of(country, method_of(aggregation="arithmetic"))
    assert told["entering_count"].item() == len(effect.entering)
    assert told["spearman"].item() == pytest.approx(effect.spearman)


def test_a_dimension_alone_weighs_everything(country):
    told = weights_told(country, NEED_ONLY)
    assert told["given_share"].tolist() == [1.0, 0.0, 0.0]
    assert told.at["need", "correlation_ratio_share"] > 0.9
    assert told.at["need", "spearman"] == pytest.approx(1)


def test_correlations_go_both_ways(country):
    matrix = correlations(country, DEFAULT_METHOD)
    assert matrix.at["need", "counters"] == pytest.approx(matrix.at["counters", "need"])
    assert matrix.at["need", "need"] == pytest.approx(1)


def test_all_of_the_worst_decile_is_told_robust_or_not(country):
    ranked = country.ranked(DEFAULT_METHOD)["exposure_rank"].notna().sum()
    assert robustness_counts(country).sum() == round(ranked / 10)
