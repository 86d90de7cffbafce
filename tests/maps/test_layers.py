"""Layers: classes by hand, and laws that hold for each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.country import Country
from territory.errors import UnknownNameError
from territory.indicators import INDICATORS
from territory.maps.layers import LAYERS, NO_CLASS, count_classes, find_layer
from territory.scores import DEFAULT_METHOD


@pytest.fixture(scope="module")
def rows(sample):
    country = Country(sample)
    found = country.ranked(DEFAULT_METHOD)
    return found.join(country.robustness(DEFAULT_METHOD)["robustness_name"])


def test_more_minutes_are_a_higher_class_and_a_limit_belongs_to_the_class_above():
    layer = find_layer("nearest_counter_minutes")
    values = pd.DataFrame({"nearest_counter_minutes": [0.0, 5.0, 9.99, 20.0, 99.0, np.nan]})
    assert layer.classes(values).tolist() == [0, 1, 1, 4, 4, NO_CLASS]


def test_fewer_hours_are_a_higher_class():
    layer = find_layer("reachable_hours_per_1k")
    assert layer.runs_down
    values = pd.DataFrame({"reachable_hours_per_1k": [40.0, 25.0, 24.9, 5.0, 4.9, 0.0, np.nan]})
    assert layer.classes(values).tolist() == [0, 0, 1, 3, 4, 4, NO_CLASS]


def test_nine_classes_are_numbered_across_then_up():
    values = pd.DataFrame(
        {
            "need_class": pd.array([1, 3, 1, 3, None], dtype="Int64"),
            "counters_class": pd.array([1, 1, 3, 3, 2], dtype="Int64"),
        }
    )
    assert find_layer("far").classes(values).tolist() == [0, 2, 6, 8, NO_CLASS]


def test_a_score_made_on_a_part_of_the_weight_is_told_from_a_complete_one_and_from_none():
    values = pd.DataFrame(
        {"known_share": [1.0, 0.97, 0.45], "exposure_score": [50.0, 50.0, np.nan]}
    )
    assert find_layer("missing").classes(values).tolist() == [0, 1, NO_CLASS]


@pytest.mark.parametrize("name", LAYERS)
def test_each_layer_classes_each_commune_or_says_it_cannot(rows, name):
    layer = LAYERS[name]
    classes = layer.classes(rows)
    assert len(classes) == len(rows)
    assert classes.min() >= NO_CLASS
    assert classes.max() < len(layer.colours)
    counts = count_classes(layer, rows)
    assert counts["communes_count"].sum() == len(rows)


@pytest.mark.parametrize("name", LAYERS)
def test_an_unknown_value_is_never_in_a_class(rows, name):
    layer = LAYERS[name]
    nothing = rows.iloc[:3].copy()
    for column in nothing.columns:
        nothing[column] = np.nan if column != "robustness_name" else None
    assert layer.classes(nothing).tolist() == [NO_CLASS] * 3


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.name)
def test_limits_of_classes_run_from_the_best_to_the_worst_inside_the_goalposts(indicator):
    scores = indicator.score(pd.Series(indicator.breaks))
    assert scores.is_monotonic_increasing
    assert len(set(indicator.breaks)) == 4
    assert scores.iloc[0] >= 0


def test_an_unknown_layer_is_refused_with_a_suggestion():
    with pytest.raises(UnknownNameError, match="robustness"):
        find_layer("robustnes")
