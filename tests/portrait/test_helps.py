"""What would help most here: the plan of `territory plan sites`, told in the portrait."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.country import Country
from territory.geography import WGS84
from territory.messages import Words
from territory.plan.answer import answer
from territory.plan.here import NEXT_COUNT, WITHIN_MINUTES, planned_territory, what_helps
from territory.plan.question import Question
from territory.portrait import PortraitMaker, make_portrait
from territory.tables import open_data_in_use
from territory.territories import Territory, communes_of, read_territory

LOZERE = Territory("departement", "48")
PEOPLE = ["gained_people", "gained_low_people", "gained_high_people"]


def told(portrait) -> str:
    """Return the section's words."""
    (section,) = [one for one in portrait.sections if one.name == "helps"]
    sentences = [
        sentence
        for block in section.blocks
        for sentence in (block.items if block.kind == "bullets" else block.sentences)
    ]
    return " ".join(one.words for one in sentences)


def portrait_with(tables, words: str, language: str = "en"):
    """Return a portrait of the sample, changed."""
    maker = PortraitMaker(Country(tables))
    return make_portrait(maker, read_territory(words), open_data_in_use(), Words(language))


def test_its_figures_are_those_of_the_plan_of_the_command(country):
    words = Words("en")
    question = Question(LOZERE, NEXT_COUNT, WITHIN_MINUTES)
    plan, here = answer(country, question, words), what_helps(country, LOZERE, words)
    assert len(here.rows) == NEXT_COUNT
    assert here.plan.bound_gap_share == plan.plan.bound_gap_share == 0
    columns = [*PEOPLE, "gaining_communes_text", "as_good_text"]
    pd.testing.assert_frame_equal(
        here.rows[columns], plan.rows[columns], check_names=False, rtol=1e-5
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_departement_names_its_next_places_with_people_bound_and_limits(
    portrait_of, country, language
):
    said = told(portrait_of("48", language))
    words = Words(language)
    here = what_helps(country, LOZERE, words)
    for code, row in here.rows.iterrows():
        low, high = row["gained_low_people"], row["gained_high_people"]
        for figure in (row["gained_people"], low, high):
            assert words.people(figure, low, high) in said
        assert f"{row['commune_name']} ({code})" in said
    assert words.text("plan.proved") in said
    assert words.text("portrait.helps.limits") in said
    assert "territory plan sites --departement 48 --count 3" in said


def test_a_commune_is_told_the_plan_of_its_departement_and_what_it_does_to_it(portrait_of, sample):
    assert planned_territory(sample, Territory("commune", "48095")) == LOZERE
    mende, gaining = (told(portrait_of(code, "en")) for code in ("48095", "48104"))
    words = Words("en")
    for said in (mende, gaining):
        assert "département of Lozère" in said
        assert "--departement 48" in said
    assert words.text("portrait.helps.served", name="Mende") in mende
    assert words.text("portrait.helps.gains", name="Nasbinals") in gaining


def test_a_commune_too_far_that_no_place_serves_is_told_so(sample, country):
    """Its only neighbours are left out of the plan: three places elsewhere gain more."""
    plan = what_helps(country, LOZERE, Words("en")).plan
    matrix = plan.matrix
    out = ~matrix.is_within(WITHIN_MINUTES) & (plan.place_of < 0)
    code = matrix.communes[matrix.commune[np.flatnonzero(out)[0]]]
    said = told(portrait_with(sample, code))
    name = sample.communes.at[code, "commune_name"]
    assert Words("en").text("portrait.helps.passed", name=name) in said


@pytest.mark.parametrize("territory", ["244800405", "48095,48140"])
def test_where_nothing_more_helps_it_is_said_in_words(portrait_of, territory):
    said = told(portrait_of(territory, "en"))
    assert Words("en").text("plan.nothing.coverage") in said
    assert "Optimal" not in said
    assert "20 min" in said


def without_people(tables, codes):
    """Return tables whose communes of these codes have no census, so no estimate."""
    communes = tables.communes.copy()
    counts = [name for name in illectronism.COLUMNS if name.endswith("_people")]
    communes.loc[codes, counts] = pd.NA
    return replace(tables, communes=communes)


def test_without_any_estimate_nothing_is_said_to_help(sample):
    lozere = communes_of(sample, LOZERE)
    said = told(portrait_with(without_people(sample, lozere.index), "48"))
    assert said == Words("en").text("portrait.helps.unknown")


def test_communes_without_an_estimate_are_counted_in_words(sample):
    said = told(portrait_with(without_people(sample, ["48095", "48140"]), "48"))
    assert Words("en").plural("plan.unknown_people", 2) in said


def test_where_no_commune_has_a_place_nothing_is_said_to_help(sample):
    nowhere = gpd.GeoSeries([None] * len(sample.communes), sample.communes.index, crs=WGS84)
    communes = sample.communes.assign(town_hall_point=nowhere)
    assert what_helps(Country(replace(sample, communes=communes)), LOZERE, Words("en")) is None
