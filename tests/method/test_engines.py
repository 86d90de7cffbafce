"""What a choice of travel engine changes: six communes by hand, and the tables and sentences of it."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from territory.country import Country
from territory.indicators import compute_indicators
from territory.messages import Words
from territory.method.engine_tables import band_html, engines_html
from territory.method.engine_words import band_line, effect_lines, engine_name
from territory.method.engines import FAR, engine_effects, left_open, minutes_by_engine
from territory.travel import EstimateEngine

CODES = pd.Index([f"0000{n}" for n in range(6)])
PEOPLE = pd.Series([100.0, 200, 300, 400, 500, 500], index=CODES)
NAMES = pd.Series(list("ABCDEF"), index=CODES)
FIRST = pd.Series([5.0, 10, 15, 19, 21, np.nan], index=CODES)
OWN = pd.Series([6.0, 13, 15, 24, 18, 9], index=CODES)


@pytest.fixture(scope="module")
def indicators(sample) -> pd.DataFrame:
    """Six communes alike but for their minutes."""
    row = compute_indicators(sample).iloc[[0]]
    return pd.DataFrame(np.repeat(row.to_numpy(), 6, axis=0), index=CODES, columns=row.columns)


@pytest.fixture(scope="module")
def effects(indicators):
    return engine_effects(indicators, PEOPLE, {"estimate": FIRST, "roads": OWN})


def test_coverage_is_of_communes_and_of_people(effects):
    first, own = effects["estimate"], effects["roads"]
    assert (first.known_count, first.communes_count, own.known_count) == (5, 6, 6)
    assert first.known_people_share == pytest.approx(1500 / 2000)
    assert own.known_people_share == 1
    assert (first.median_minutes, own.median_minutes) == (15, 14)


def test_differences_are_where_both_are_known(effects):
    own = effects["roads"]
    assert own.both_count == 5
    assert own.differences.tolist() == [1, 3, 0, 5, -3]
    assert effects["estimate"].differences.empty


def test_classes_limits_and_the_list_that_change_are_named(effects):
    own = effects["roads"]
    # Classes end at 8.35 and 12.18 minutes: B alone goes from the second to the third.
    assert own.class_changes_count == 1
    assert (effects["estimate"].beyond_count, own.beyond_count) == (1, 1)
    assert own.farther.tolist() == [CODES[3]]
    assert own.nearer.tolist() == [CODES[4]]
    # The worst tenth of five is the farthest one: E by the first, D by the other.
    assert own.entering.tolist() == [CODES[3]]
    assert own.leaving.tolist() == [CODES[4]]
    assert effects["estimate"].class_changes_count == 0


def test_an_engine_that_knows_nothing_changes_nothing(indicators):
    nothing = pd.Series(np.nan, index=CODES)
    told = engine_effects(indicators, PEOPLE, {"estimate": FIRST, "roads": nothing})["roads"]
    assert (told.known_count, told.both_count, told.beyond_count) == (0, 0, 0)
    assert told.known_people_share == 0
    assert np.isnan(told.median_minutes)
    assert len(told.entering) + len(told.leaving) + len(told.farther) + len(told.nearer) == 0
    assert len(effect_lines("roads", told, "estimate", NAMES, Words("en"))) == 1


def test_the_sentences_say_the_counts_and_the_names(effects):
    said = effect_lines("roads", effects["roads"], "estimate", NAMES, Words("en"))
    assert said[0].startswith(
        "OpenStreetMap road network: minutes known of 6 communes out of 6 (100%"
    )
    assert "median +1.0 min" in said[1]
    assert "−3.0 min (E) and +5.0 min (D)" in said[1]
    assert "1 of 5 change" in said[2]
    assert said[3] == "Beyond 20 min: new 1 (D), no longer 1 (E)."
    assert said[4].endswith("entering 1 (D), leaving 1 (E).")
    assert engine_name("osrm 2", Words("en")).endswith(" 2")


def test_the_table_says_what_the_sentences_say(effects):
    page = engines_html(effects, "Six <communes>", ["A note."], Words("en"))
    assert "Six &lt;communes&gt;" in page
    cells = [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<t[dh].*?</t[dh]>", page)]
    last = cells[-8:]
    assert last[1:] == ["6 / 6", "14.0 min", "1", "+1.0 min", "−3.0 / +5.0", "1", "1 / 1"]
    assert "A note." in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_published_band_is_shown_with_where_it_was_measured(language):
    page = band_html(Words(language))
    assert "Isère" in page
    assert "OpenStreetMap" in page
    assert page.count("<tr") == 11  # the heads, and ten classes


def test_what_is_left_open_is_counted(country):
    told = left_open(country.minutes_band)
    low, high, share = (
        country.minutes_band[name]
        for name in (
            "nearest_counter_low_minutes",
            "nearest_counter_high_minutes",
            "within_20_minutes_probability_share",
        )
    )
    assert told.known_count == 152
    assert told.limit_open_count == int(((low <= 20) & (high > 20)).sum()) > 0
    assert told.surely_count == int((low > 20).sum())
    assert told.expected_count == pytest.approx(152 - share.sum())
    said = band_line(country.minutes_band, Words("en"))
    assert f"{told.limit_open_count} about 20 min" in said


class Twice(EstimateEngine):
    """Twice the estimate, said to be driven."""

    name = "roads"
    is_estimate = False

    def minutes_to_nearest(self, origins, places):
        """Say twice the minutes."""
        found = EstimateEngine().minutes_to_nearest(origins, places)
        return replace(found, minutes=2 * found.minutes, engine=self.name, is_estimate=False)


def test_an_engine_in_use_that_drives_stands_beside_the_estimate(sample, country):
    codes = sample.communes.index[:20]
    assert list(minutes_by_engine(country, codes)) == ["estimate"]
    driven = Country(replace(sample, engine=Twice()))
    found = minutes_by_engine(driven, codes)
    assert list(found) == ["estimate", "roads"]
    assert found["estimate"].tolist() == pytest.approx(country.indicators.loc[codes, FAR].tolist())
    assert found["roads"].tolist() == pytest.approx((2 * found["estimate"]).tolist())


def test_insees_minutes_stand_beside_the_estimate_where_the_tables_hold_some(sample):
    communes = sample.communes.copy()
    codes = communes.index[:20]
    communes.loc[codes[0], "official_counter_minutes"] = 21.5
    found = minutes_by_engine(Country(replace(sample, communes=communes)), codes)
    assert list(found) == ["estimate", "insee"]
    assert found["insee"].notna().sum() == 1
    assert found["insee"][codes[0]] == 21.5
