"""The commune beside the map: figures as in the tables, missing ones in words, company of all levels."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from territory.country import Country
from territory.illectronism import estimate
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.sheet import make_sheet
from territory.sheet.html import sheet_html
from territory.territories import read_territory

HOSTILE = "<img src=x onerror=alert(1)>"


def said(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def sheet_of(tables, code, language="fr", territory="48"):
    return make_sheet(
        Country(tables),
        code,
        read_territory(territory),
        DEFAULT_METHOD,
        link=lambda one: f"?commune={one}",
        sources=["Insee, <b>2022</b>"],
        words=Words(language),
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_tells_people_counters_network_score_company_and_sources(sample, language):
    sheet = sheet_of(sample, "48095", language)
    words = said(sheet_html(sheet, Words(language)))
    assert "Mende" in words
    assert "48095" in words
    # Of one département alone, the région and all there is are the same communes, said once; so are Mende and its density.
    assert len(sheet.references) == 3
    assert [name for name, _ in sheet.peers]
    assert "Insee, &lt;b&gt;2022" in sheet_html(sheet, Words(language))


def test_its_rank_is_the_place_of_its_score_among_the_communes_of_the_territory(sample, country):
    sheet = sheet_of(sample, "48095")
    adults = estimate(sample.communes)["adult_people"]
    scores = country.ranked(DEFAULT_METHOD)["exposure_score"].where(adults >= 50)
    assert sheet.row["exposure_rank"] == 1 + int((scores > scores["48095"]).sum())
    assert sheet.ranked_count == int(scores.notna().sum())


def test_what_is_missing_is_said_in_words_and_never_zero(sample):
    communes = sample.communes.copy()
    ages = [
        name for name in communes.columns if name.startswith("age_") and name.endswith("people")
    ]
    communes.loc["48095", [*ages, "population_people"]] = np.nan
    communes.loc["48095", "town_hall_point"] = None
    sheet = sheet_of(replace(sample, communes=communes), "48095")
    words = said(sheet_html(sheet, Words("fr")))
    assert "Pas d’estimation des personnes en illectronisme" in words
    assert "population inconnue" in words
    assert "Pas de score" in words
    assert not re.search(r"(?<![,.])\b0\b(?![,.])", words.replace("48095", ""))


def test_factors_add_up_to_the_gap_to_the_nation(sample):
    sheet = sheet_of(sample, "48095")
    gap = sheet.row["illectronism_share"] - sheet.nation_share
    assert sum(sheet.factors.values()) == pytest.approx(gap, abs=1e-4)


def test_a_name_from_a_source_stays_text(sample):
    communes = sample.communes.copy()
    communes.loc["48095", "commune_name"] = HOSTILE
    counters = sample.counters.copy()
    counters["counter_name"] = HOSTILE
    html = sheet_html(
        sheet_of(replace(sample, communes=communes, counters=counters), "48095"), Words("fr")
    )
    assert "<img src=x" not in html


def test_a_commune_of_elsewhere_is_ranked_in_its_own_departement(sample):
    sheet = sheet_of(sample, "48095", territory="48001")
    assert sheet.territory_name == "Lozère"
