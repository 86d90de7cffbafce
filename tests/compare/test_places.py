"""Each territory among those of its level, several told alike, and its counters."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from territory.compare import PER_COUNTER, compare, less_exposed_share
from territory.compare.html import comparison_html, table_html
from territory.compare.sentences import ranked_sentence, sentences
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.territories import WHOLE, Territory

ENGLISH = Words("en")
MENDE = Territory("commune", "48095")
ROZIER = Territory("commune", "48131")
EPCI = Territory("epci", "244800405")
OTHER_EPCI = Territory("epci", "200069151")
SET = Territory("communes", "48095,48001")


def test_an_epci_is_ranked_among_epci_and_a_commune_among_communes(country):
    found = compare(country, [EPCI, MENDE], words=ENGLISH)
    scores = country.figures("epci", DEFAULT_METHOD)["exposure_score"]
    epci, commune = found.territories
    assert epci.rank.rank == 1 + (scores > scores[EPCI.code]).sum()
    assert epci.rank.count == scores.notna().sum()
    ranked = country.ranked(DEFAULT_METHOD)
    assert commune.rank.rank == ranked.at[MENDE.code, "exposure_rank"]
    assert commune.rank.count == ranked["exposure_rank"].notna().sum()
    shares = found.standings["exposure_score"]
    assert shares[0] == less_exposed_share(scores, scores[EPCI.code], "exposure_score")
    assert list(found.spreads) == ["epci", "commune"]
    assert found.counts == {"epci": len(scores), "commune": 152}


def test_what_has_no_level_of_its_own_has_no_place(country):
    found = compare(country, [SET, WHOLE], words=ENGLISH)
    assert [one.rank for one in found.territories] == [None, None]
    assert np.isnan(found.standings["exposure_score"]).all()
    assert not found.spreads
    assert "less exposed" not in comparison_html(found, ENGLISH)
    assert ranked_sentence(found, "Weights.", ENGLISH) == "Weights."


def test_a_territory_alone_of_its_level_has_no_place(country):
    found = compare(country, [Territory("departement", "48")], words=ENGLISH)
    assert found.territories[0].rank is None


def test_two_territories_are_told_alike_whichever_comes_first(country):
    one = compare(country, [EPCI, OTHER_EPCI], words=ENGLISH)
    other = compare(country, [OTHER_EPCI, EPCI], words=ENGLISH)
    assert sorted(sentences(one, ENGLISH)) == sorted(sentences(other, ENGLISH))
    said = sentences(one, ENGLISH)
    assert len(said) == 5
    names = {column.name for column in one.territories}
    assert {line.partition(" (")[0] for line in said[:2]} == {
        name.partition(" (")[0] for name in names
    }
    minutes = {
        column.short_name: column.figures["nearest_counter_minutes"] for column in one.territories
    }
    line = next(line for line in said if "Minutes" in line)
    assert line.index(max(minutes, key=minutes.get)) < line.index(min(minutes, key=minutes.get))


def test_a_figure_missing_for_one_of_two_is_said_for_that_one(country):
    found = compare(country, [MENDE, ROZIER], words=ENGLISH)
    first = found.territories[0]
    holes = first.figures.copy()
    holes["nearest_counter_minutes"] = np.nan
    first = dataclasses.replace(first, figures=holes)
    told = dataclasses.replace(found, territories=(first, found.territories[1]))
    line = next(one for one in sentences(told, ENGLISH) if "Minutes" in one)
    assert "no data for Mende" in line
    assert "apart" not in line


def test_a_strip_a_level_and_its_name_where_there_are_two(country):
    drawn = comparison_html(compare(country, [EPCI, MENDE], words=ENGLISH), ENGLISH)
    assert "Among intercommunalities" in drawn
    assert "Among communes" in drawn
    alone = comparison_html(compare(country, [EPCI, OTHER_EPCI], words=ENGLISH), ENGLISH)
    assert "Among" not in alone
    assert "intercommunalities are less exposed" in alone
    assert "of communes are less exposed" not in alone


def test_counters_are_counted_and_people_for_one(country, sample):
    found = compare(country, [Territory("departement", "48"), MENDE], words=ENGLISH)
    departement = found.territories[0].figures
    count = departement["fixed_counters_count"]
    people = departement["population_people"] / count
    assert departement[PER_COUNTER] == pytest.approx(people)
    line = sentences(found, ENGLISH)[0]
    assert f"{count:.0f} fixed counters, one for {people:,.0f} inhabitants" in line


def test_no_counter_is_a_zero_and_no_people_for_one(country):
    ranked = country.ranked(DEFAULT_METHOD)
    without = ranked.index[ranked["fixed_counters_count"] == 0][0]
    found = compare(country, [Territory("commune", without)], words=ENGLISH)
    figures = found.territories[0].figures
    assert figures["fixed_counters_count"] == 0
    assert np.isnan(figures[PER_COUNTER])
    assert "No fixed counter" in sentences(found, ENGLISH)[0]
    row = table_html(found, ENGLISH).split("Inhabitants for one fixed counter")[1]
    assert row.split("</td>")[0].endswith("no fixed counter")
