"""Below fifty adults a share is shown and not ranked; what an estimate rests on is said where it is shown."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.illectronism import remarks, remarks_sentence, shared_remarks
from territory.lists.reasons import reasons_text
from territory.maps.cards import commune_card
from territory.messages import LANGUAGES, Words
from territory.scores import DEFAULT_METHOD
from territory.scores.ranking import rankable, ranked_again


def listed_of(scores: list[float], adults: list[float]) -> pd.DataFrame:
    index = pd.Index([f"0100{rank}" for rank in range(len(scores))], name="commune_code")
    reason = pd.Series(pd.NA, index=index, dtype="str")
    return pd.DataFrame(
        {
            "exposure_score": scores,
            "adult_people": adults,
            "illectronism_people": 0.2 * pd.Series(adults, index),
            "score_reason_code": reason,
        },
        index=index,
    )


def test_the_most_exposed_of_forty_nine_adults_has_no_rank_and_takes_none():
    found = ranked_again(listed_of([90.0, 80.0, 70.0, np.nan], [49.9, 50.0, np.nan, 3_000.0]))
    assert found.index.tolist() == ["01001", "01002", "01000", "01003"]
    assert found["exposure_rank"].tolist()[:2] == [1, 2]
    assert found["exposure_rank"].isna().tolist() == [False, False, True, True]
    assert found["score_reason_code"].tolist()[2] == "few_adults"
    assert found["exposure_score"].tolist()[2] == 90.0


def test_ranking_again_what_is_ranked_changes_nothing():
    once = ranked_again(listed_of([90.0, 80.0, 70.0], [10.0, 50.0, 60.0]))
    pd.testing.assert_frame_equal(ranked_again(once), once)


def test_what_is_not_known_of_adults_leaves_the_score_ranked():
    scores = pd.Series([1.0, 2.0], index=["a", "b"])
    assert rankable(scores, pd.Series({"b": 12.0})).isna().tolist() == [False, True]


def test_the_code_says_few_adults_exactly_where_there_is_no_rank(country):
    ranked = country.ranked(DEFAULT_METHOD)
    is_few = ranked["illectronism_reason_code"].str.split().apply(lambda one: "few_adults" in one)
    assert is_few.sum() == 11
    assert (is_few == ranked["exposure_rank"].isna()).all()
    robust = country.robustness(DEFAULT_METHOD).loc[ranked.index]
    assert (robust["robustness_name"].isna() == is_few).all()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", illectronism.REASONS)
def test_every_code_has_a_part_of_a_sentence_that_opens_small_and_has_no_stop(code, language):
    (said,) = remarks(code, Words(language))
    assert not said.endswith(".")
    assert "'" not in said or language == "en"
    assert not re.search(r" [:;%]", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_many_codes_hold_all_are_said_on_the_card_in_the_reasons_and_in_the_sentence(
    country, language
):
    words = Words(language)
    codes = "income_imputed few_adults region_published_higher"
    row = country.ranked(DEFAULT_METHOD).iloc[0].copy()
    row["illectronism_reason_code"] = codes
    parts = remarks(codes, words)
    assert len(parts) == 3
    assert "25" in parts[2]
    card = commune_card("48000", row, words)["lines"][-1][1]
    for shown in (card, reasons_text(row, words), remarks_sentence(codes, words)):
        assert all(part in shown for part in parts)


@pytest.mark.parametrize("codes", ["", None, float("nan"), pd.NA])
def test_nothing_is_said_of_an_estimate_without_remark(codes):
    assert remarks(codes, Words("fr")) == []
    assert remarks_sentence(codes, Words("fr")) == ""


def test_a_territory_says_what_holds_for_all_its_communes_that_have_an_estimate():
    assert shared_remarks(["region_published_higher", "ages_missing"]) == "region_published_higher"
    assert shared_remarks(["income_imputed", ""]) == ""
    assert shared_remarks(["nobody"]) == ""
