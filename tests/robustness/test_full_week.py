"""A full week is one to a quarter of an hour, and a place that hangs on it is explained."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import pandas as pd
import pytest

from territory.indicators.counters import opens_full_week
from territory.lists.reasons import reason_codes_text
from territory.messages import Words
from territory.portrait.maker import Figures
from territory.portrait.sentences.ranks import full_week
from territory.robustness import draws_ask_how_far
from territory.scores import DEFAULT_METHOD
from territory.scores.method import PROFILES

VALUES = {
    "communes_count": 1.0,
    "nearest_counter_minutes": 3.1,
    "nearest_full_week_counter_minutes": 16.4,
}


def test_a_minute_typed_too_late_makes_no_shorter_week():
    # 13:31 for 13:30 on one day: 23 h 59; then a quarter of an hour less, and one minute more than that.
    hours = [24.0, 23 + 59 / 60, 23.75, 23 + 44 / 60, float("nan")]
    counters = gpd.GeoDataFrame(
        {
            "weekly_hours": hours,
            "hours_flag_name": pd.Series([None] * 5, dtype="str"),
            "is_itinerant": False,
            "double_of_code": pd.Series([None] * 5, dtype="str"),
        },
        geometry=gpd.points_from_xy([0] * 5, [0] * 5),
        crs=4326,
    )
    assert opens_full_week(counters).tolist() == [True, True, True, False, False]
    few = [
        "counter_few_hours" in reason_codes_text(pd.Series({"nearest_counter_weekly_hours": one}))
        for one in hours
    ]
    assert few == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("verdict", "changes", "is_said"),
    [
        ("fragile", {}, True),
        ("sensitive_to_weights", {}, True),
        ("outside", {}, False),
        ("robust", {}, False),
        ("fragile", {"nearest_full_week_counter_minutes": 8.0}, False),  # 4.9 minutes more
        ("fragile", {"nearest_full_week_counter_minutes": float("nan")}, False),
        ("fragile", {"communes_count": 2.0}, False),
    ],
)
def test_a_low_score_often_in_the_worst_decile_is_explained(verdict, changes, is_said):
    figures = Figures("commune", {**VALUES, **changes}, {})
    said = full_week(dataclasses.replace(figures, robustness=verdict), Words("fr"))
    assert (said is not None) == is_said
    if said:
        assert said.words.startswith("Un tirage sur 3 ne compte que les guichets ouverts 24 heures")
        assert "alors à 16 minutes, au lieu de 3 minutes" in said.words.replace("\u00a0", " ")


def test_a_method_of_hours_does_not_ask_how_far():
    asked = {
        name: draws_ask_how_far(dataclasses.replace(DEFAULT_METHOD, profile=profile))
        for name, profile in PROFILES.items()
    }
    assert asked[DEFAULT_METHOD.profile.name]
    assert not asked["supply_per_need"]
