"""The effect of a change where minutes or people are not known: said apart, never nearer, never zero."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.indicators.counters import Origins
from territory.messages import Words
from territory.plan.changes_told import effect_lines, effect_rows
from territory.plan.effect import Served, effect, served, totals
from territory.travel import Places

CODES = pd.Index(["00001", "00002", "00003", "00004"])
PEOPLE = np.array([100.0, 40.0, 7.0, 3.0])
LIMIT = 15.0
NOTHING = float("nan")


@pytest.fixture
def communes():
    names = pd.DataFrame({"commune_name": list("ABCD"), "departement_code": "00"}, index=CODES)
    return gpd.GeoDataFrame(names, geometry=gpd.points_from_xy([0] * 4, [0] * 4), crs=4326)


@pytest.fixture
def told(communes):
    here = pd.Series("metropole", index=CODES)
    places = Places(communes.geometry, here, here)
    origins = Origins(places, np.arange(4), np.ones(4), CODES)

    def made(minutes, unknown_count=0):
        return Served(origins, np.array(minutes), PEOPLE, unknown_count)

    return made


def test_minutes_known_on_one_side_only_are_neither_nearer_nor_further(told):
    # A: nothing, then 10; B: 20, then nothing; C: 20, then 10; D: nothing on both sides.
    before = told([NOTHING, 20.0, 20.0, NOTHING])
    after = told([10.0, NOTHING, 10.0, NOTHING])
    table = effect(before, after, LIMIT)
    assert table["nearer_people"].tolist() == [0, 0, 7, 0]
    assert table["further_people"].tolist() == [0, 0, 0, 0]
    assert table["not_comparable_people"].tolist() == [100, 40, 0, 0]
    assert table["gaining_people"].tolist() == [100, 0, 7, 0]
    change = table["change_name"].fillna("").tolist()
    assert change == ["not_comparable", "not_comparable", "enters", ""]
    sums = totals(before, after, table)
    assert (sums.entering_count, sums.leaving_count, sums.not_comparable_count) == (1, 0, 2)
    assert sums.spared_minutes == 10  # of C alone, known on both sides


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_is_said_and_the_communes_are_in_the_rows(told, communes, language):
    before, after = told([NOTHING, 20.0, 20.0, 8.0]), told([10.0, 20.0, 20.0, 8.0])
    words = Words(language)
    lines = effect_lines(communes, before, after, LIMIT, words)
    assert words.plural("plan.effect.not_comparable", 100, count="100") in lines
    assert words.plural("plan.effect.communes.not_comparable", 1, names="A", limit="15") in lines
    assert effect_rows(communes, before, after, LIMIT).index.tolist() == ["00001"]


@pytest.mark.parametrize(("count", "said"), [(0, False), (1, True), (2, True)])
def test_communes_without_an_estimate_are_said_and_count_nobody(sample, count, said):
    people = illectronism.illectronism_people(sample.communes).copy()
    people.iloc[:count] = np.nan
    one = served(sample, people)
    assert one.people.sum() == pytest.approx(people.sum())
    words = Words("en")
    lines = effect_lines(sample.communes, one, one, LIMIT, words)
    sentence = words.plural("plan.unknown_people", count) if count else "without an estimate"
    assert any(sentence in line for line in lines) == said
