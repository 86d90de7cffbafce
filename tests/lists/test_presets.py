"""Presets: the first question of a list, the same in the page, the command and the file."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.errors import UnknownNameError
from territory.lists import make_list, read_request
from territory.lists.criteria import CRITERIA
from territory.lists.order import Order
from territory.lists.presets import ALL, FIRST, PRESETS, find_preset, preset_of
from territory.messages import LANGUAGES, Words
from territory.scores.ranking import ranked_again, weighed_people

FRENCH = Words("fr")


@pytest.mark.parametrize("name", [name for name in PRESETS if name != ALL])
def test_each_preset_asks_something_and_has_words_in_both_languages(name):
    preset = find_preset(name)
    assert preset.criteria.thresholds
    assert set(preset.criteria.thresholds) <= set(CRITERIA)
    assert preset_of(preset.criteria) == preset
    for language in LANGUAGES:
        words = Words(language)
        assert words.text(f"list.preset.{name}.name")
        assert "Gard" in words.text(f"list.preset.{name}.heading", territory="Gard")


def test_the_list_opens_on_a_question_not_on_everything():
    assert FIRST != ALL
    assert not PRESETS[ALL].criteria.thresholds


def test_a_preset_of_the_command_gives_its_criteria_and_its_order(country):
    request = read_request({"departement": "48"}, preset="weak-network", words=FRENCH)
    made = make_list(country, request)
    assert len(made.rows) == 12
    assert (made.rows["network_score"] >= 50).all()
    assert made.rows["illectronism_people"].is_monotonic_decreasing


def test_a_criterion_and_an_order_of_one_s_own_come_before_those_of_the_preset():
    request = read_request({}, ["min-minutes=20"], preset="far", sort="commune_name", words=FRENCH)
    assert request.criteria.thresholds == {"min-people": 50, "min-minutes": 20}
    assert request.order == Order("commune_name", is_descending=False)


def test_a_preset_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="no-saturday"):
        read_request({}, preset="no-saturdays", words=FRENCH)


def test_the_command_of_a_list_gives_its_order_again():
    request = read_request({}, preset="weak-network", words=FRENCH)
    said = request.command("csv", "out.csv")
    assert "--sort=-illectronism_people" in said
    assert "--where min-network-score=50" in said
    again = read_request({}, ["min-network-score=50"], sort="-illectronism_people", words=FRENCH)
    assert again == request


def test_the_first_order_weighs_people_and_leaves_the_unranked_last():
    index = pd.Index(["a", "b", "c", "d"], name="commune_code")
    rows = pd.DataFrame(
        {
            "illectronism_people": [300.0, 6.0, 120.0, np.nan],
            "exposure_score": [50.0, 100.0, 90.0, 70.0],
            # Under fifty adults a commune is not ranked.
            "adult_people": [2_000.0, 49.0, 700.0, 700.0],
        },
        index=index,
    )
    rows["weighed_people"] = weighed_people(rows)
    # 300 × 0.5 = 150; 120 × 0.9 = 108.
    assert rows["weighed_people"].tolist()[::2] == [150.0, 108.0]
    assert Order().apply(rows).index.tolist() == ["a", "c", "b", "d"]


def test_ties_of_a_rank_are_told_apart_by_people():
    index = pd.Index(["01001", "01002", "01003"], name="commune_code")
    rows = pd.DataFrame(
        {
            "exposure_score": 100.0,
            "adult_people": 900.0,
            "illectronism_people": [37.0, 348.0, 90.0],
            "score_reason_code": pd.Series(pd.NA, index=index, dtype="str"),
        },
        index=index,
    )
    ranked = ranked_again(rows)
    assert ranked["exposure_rank"].tolist() == [1, 1, 1]
    assert ranked.index.tolist() == ["01002", "01003", "01001"]


def test_the_command_s_help_names_every_preset():
    for language in LANGUAGES:
        said = Words(language).text("cli.list.preset")
        assert all(name in said for name in PRESETS)
