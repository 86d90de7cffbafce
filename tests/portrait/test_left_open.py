"""A portrait says what the error of estimated minutes leaves open: figures by hand, then the sample."""

from __future__ import annotations

from dataclasses import replace

import pytest

from territory.messages import Words
from territory.portrait.maker import Figures
from territory.portrait.sentences.counters import beyond_band, far_band
from tests.portrait.test_rules import COUNTS, NATION, one_commune, plain

ENGLISH = Words("en")


def commune(limit: float, near: float) -> Figures:
    return one_commune(
        nearest_counter_low_minutes=15.2,
        nearest_counter_high_minutes=33.4,
        within_20_minutes_probability_share=0.38,
        limit_open_communes_count=limit,
        class_open_communes_count=near,
    )


def test_a_commune_on_both_sides_of_20_minutes_is_said_uncertain():
    said = plain(far_band(commune(1, 0), ENGLISH))
    assert "15 to 33 minutes nine times in ten" in said
    assert "probability of 38%" in said
    assert "uncertain" in said


def test_a_commune_between_classes_is_said_uncertain_without_a_probability():
    said = plain(far_band(commune(0, 1), ENGLISH))
    assert "class of distance of the commune is therefore uncertain" in said
    assert "38%" not in said


def test_a_sure_commune_has_its_band_alone():
    said = plain(far_band(commune(0, 0), ENGLISH))
    assert "15 to 33 minutes" in said
    assert "uncertain" not in said


def test_minutes_by_road_say_nothing_of_a_band():
    assert far_band(one_commune(nearest_counter_minutes=12.0), ENGLISH) is None


def several(**values: float) -> Figures:
    return Figures("departement", {**COUNTS, "communes_count": 9.0, **values}, NATION)


@pytest.mark.parametrize(
    ("opened", "said"),
    [(0.0, None), (1.0, "for one commune,"), (7.0, "for 7 communes,")],
)
def test_a_territory_says_how_many_are_expected_beyond(opened, said):
    figures = several(
        beyond_expected_people=1234.0,
        beyond_known_people=20_000.0,
        limit_open_communes_count=opened,
    )
    words = plain(beyond_band(figures, ENGLISH))
    assert "about 1,230 inhabitants" in words
    assert "(6.2%)" in words
    assert said in words if said else "side of 20 minutes is uncertain" not in words


def test_of_nobody_expected_beyond_nothing_is_said():
    figures = several(
        beyond_expected_people=0.2, beyond_known_people=900.0, limit_open_communes_count=0.0
    )
    assert beyond_band(figures, ENGLISH) is None
    assert beyond_band(replace(figures, values={**COUNTS}), ENGLISH) is None


def test_the_figures_of_the_sample_are_those_of_its_band(maker, country):
    band = country.minutes_band
    people = country.tables.communes["population_people"]
    whole = maker.nation
    assert whole["limit_open_communes_count"] == (band["far_certainty_name"] == "limit_open").sum()
    share = 1 - band["within_20_minutes_probability_share"]
    assert whole["beyond_expected_people"] == pytest.approx(float((people * share).sum()))
    assert whole["beyond_known_people"] == pytest.approx(float(people.sum()))
