"""Official minutes: when they are those shown, what they answer, what stays with the estimate."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.country import Country
from territory.errors import TerritoryError
from territory.indicators import compute_indicators
from territory.indicators.beside import estimated_counter_minutes
from territory.indicators.counters import nearest_counter_minutes
from territory.indicators.people_within import people_within
from territory.messages import LANGUAGES, Words
from territory.scores import DEFAULT_METHOD
from territory.tables import Tables
from territory.travel import EstimateEngine, OfficialEngine, read_engine
from tests.official_tables import with_official


def test_the_minutes_shown_are_official_where_the_tables_hold_them(sample: Tables):
    tables = with_official(sample, 12.0, c48095=3.0)
    minutes = nearest_counter_minutes(tables)
    assert minutes[["48095", "48080"]].tolist() == [3, 12]
    assert minutes.name == "nearest_counter_minutes"


def test_a_commune_without_them_is_unknown_never_estimated(sample: Tables):
    tables = with_official(sample, unknown=("48080",))
    assert pd.isna(nearest_counter_minutes(tables)["48080"])
    # What it would be by the estimate is told beside, under its own name.
    estimated = estimated_counter_minutes(tables)
    assert estimated["48080"] == nearest_counter_minutes(sample)["48080"]


def test_all_other_minutes_stay_those_of_the_estimate(sample: Tables):
    official, estimated = compute_indicators(with_official(sample)), compute_indicators(sample)
    others = [name for name in official if name != "nearest_counter_minutes"]
    pd.testing.assert_frame_equal(official[others], estimated[others])


def test_under_two_thirds_of_people_the_estimate_is_kept_for_all_communes(sample: Tables):
    people = sample.communes["population_people"].sort_values(ascending=False)
    half = tuple(people.index[people.cumsum() <= people.sum() * 0.4])
    tables = with_official(sample, unknown=half)
    assert isinstance(tables.engine, EstimateEngine)
    pd.testing.assert_series_equal(nearest_counter_minutes(tables), nearest_counter_minutes(sample))
    # Asked for by name, they are given, and the others are unknown.
    asked = with_official(sample, unknown=half, engine=OfficialEngine())
    assert nearest_counter_minutes(asked).isna().sum() == len(half)


def test_asked_for_by_name_without_any_they_are_refused_in_words(sample: Tables):
    with pytest.raises(TerritoryError) as caught:
        with_official(sample, float("nan"), engine=OfficialEngine())
    for language in LANGUAGES:
        assert "insee_access" in caught.value.say(Words(language))


def test_tables_without_them_are_measured_by_the_estimate(sample: Tables):
    tables = with_official(sample, float("nan"))
    assert tables.engine.name == "estimate"
    assert estimated_counter_minutes(tables).isna().all()


def test_the_words_of_engines_know_them():
    asked, best = read_engine("insee"), read_engine("best")
    assert isinstance(asked, OfficialEngine)
    assert isinstance(best, OfficialEngine)
    assert (asked.is_asked, best.is_asked) == (True, False)


def test_without_tables_it_measures_nothing_from_place_to_place(sample: Tables):
    from territory.indicators.counters import origins_of, places_of

    with pytest.raises(TerritoryError, match="insee"):
        read_engine("insee").minutes_to_nearest(
            origins_of(sample).places, places_of(sample.counters)
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_citation_names_the_edition_the_list_and_what_the_other_minutes_are(
    sample: Tables, language: str
):
    cited = with_official(sample).engine.cite(Words(language))
    assert "Insee" in cited
    assert "2024" in cited
    assert sample.engine.cite(Words(language)) in cited


def test_the_shares_of_people_within_some_minutes_are_those_of_the_squares(sample: Tables):
    tables = with_official(sample, 12.0, c48095=3.0, unknown=("48080",))
    everybody = pd.Series("48", index=tables.communes.index)
    shares = people_within(tables, everybody).loc["48"]
    people = sample.communes["population_people"]
    assert shares["unknown_people"] == people["48080"]
    assert shares["known_people"] == pytest.approx(people.sum() - people["48080"])
    assert shares["within_10_minutes_share"] == pytest.approx(
        people["48095"] / (people.sum() - people["48080"])
    )
    assert shares["within_20_minutes_share"] == 1


def test_the_list_tells_which_minutes_and_both_beside(sample: Tables, country):
    row = Country(with_official(sample, c48095=3.0)).ranked(DEFAULT_METHOD).loc["48095"]
    assert row["engine_name"] == "insee"
    assert row["nearest_counter_minutes"] == row["official_counter_minutes"] == 3
    assert row["estimated_counter_minutes"] == nearest_counter_minutes(sample)["48095"]
    plain = country.ranked(DEFAULT_METHOD).loc["48095"]
    assert plain["engine_name"] == "estimate"
    assert pd.isna(plain["estimated_counter_minutes"])
