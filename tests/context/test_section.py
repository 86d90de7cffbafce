"""The section of the portrait on context, on tables whose counts are rounded or hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from territory.country import Country
from territory.messages import Words
from territory.portrait import make_portrait
from territory.portrait.maker import PortraitMaker
from territory.tables import DataInUse, Tables
from territory.territories import Territory

MENDE, HIDDEN = "48095", "48028"


@pytest.fixture(scope="module")
def maker(sample: Tables) -> PortraitMaker:
    """The sample with benefits: 265 households on RSA in Mende, hidden at Les Bondons."""
    communes = sample.communes.copy()
    communes["rsa_status"] = "missing"
    communes.loc[MENDE, ["rsa_households", "rsa_low_households"]] = [265.0, 263.0]
    communes.loc[MENDE, "rsa_status"] = "rounded"
    communes.loc[HIDDEN, "rsa_status"] = "suppressed"
    communes.loc[MENDE, "frr_class"] = 6
    return PortraitMaker(Country(replace(sample, communes=communes)))


def section_of(maker: PortraitMaker, in_use: DataInUse, territory: Territory) -> str:
    made = make_portrait(maker, territory, in_use, Words("en"))
    (section,) = (one for one in made.sections if one.name == "context")
    return str(section.blocks)


def test_a_commune_says_the_least_of_a_rounded_count_and_its_zoning(maker, in_use):
    said = section_of(maker, in_use, Territory("commune", MENDE))
    assert "'at least 263'" in said
    assert "reinforced rural zoning (FRR+)" in said
    assert "never the total" not in said


def test_a_hidden_count_is_said_and_is_no_0(maker, in_use):
    said = section_of(maker, in_use, Territory("commune", HIDDEN))
    assert "'Households on RSA', 'hidden (under 5)', 'hidden'" in said
    assert "not necessarily none" in said


def test_a_sum_is_a_minimum_that_says_where_counts_are_hidden(maker, in_use):
    said = section_of(maker, in_use, Territory("departement", "48"))
    assert "'at least 263'" in said
    assert "hidden in 1 commune" in said
    assert "minimums, never the total that the Caf publishes" in said


def test_what_no_file_says_is_said_with_its_sources(maker, in_use):
    made = make_portrait(maker, Territory("commune", MENDE), in_use, Words("en"))
    assert any("No open file was found" in one.words for one in made.sentences())
    assert sum("Drees" in one or "Ofpra" in one for one in made.sources) == 3
