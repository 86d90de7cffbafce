"""Finding a territory by name, postcode or code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from territory.territories.search import build_index, find_territories, levelled, only_answer


@pytest.fixture(scope="module")
def index(sample):
    return build_index(sample)


def first(index, words):
    found = find_territories(index, words)
    return found[0].territory.key if found else None


@pytest.mark.parametrize("words", ["Mende", "mende", "MENDE", "Mande", "mendé", "Mnede", "48095"])
def test_a_commune_is_found_by_its_name_a_slip_or_its_code(index, words):
    assert first(index, words) == "commune:48095"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("lozere", "departement:48"),
        ("48", "departement:48"),
        ("departement:48", "departement:48"),
        ("occitanie", "region:76"),
        ("region:76", "region:76"),
        ("st chely d apcher", "commune:48140"),
        ("Saint-Chély-d’Apcher", "commune:48140"),
    ],
)
def test_every_level_is_found_and_abbreviations_are_read(index, words, key):
    assert first(index, words) == key


def test_names_that_begin_with_the_words_come_before_those_that_only_look_alike(index):
    names = [one.name for one in find_territories(index, "saint ch")]
    assert names[0].startswith("Saint-Ch")


def test_nothing_is_proposed_for_words_that_are_like_no_name(index):
    assert find_territories(index, "xyzzyqwk") == []
    assert find_territories(index, "  ") == []
    assert find_territories(index, ".*(") == []


def test_a_postcode_gives_the_communes_of_the_published_list(sample):
    communes = sample.communes.copy()
    communes["postal_codes_text"] = communes["postal_codes_text"].astype("str")
    communes.loc["48095", "postal_codes_text"] = "48000"
    communes.loc["48008", "postal_codes_text"] = "48000 48001"
    index = build_index(replace(sample, communes=communes))
    keys = {one.territory.key for one in find_territories(index, "48000")}
    assert keys == {"commune:48095", "commune:48008"}


def test_without_that_list_the_counters_postcodes_are_used(index):
    assert "commune:48095" in {one.territory.key for one in find_territories(index, "48000")}


def test_an_unknown_postcode_proposes_its_departement(index):
    assert [one.territory.key for one in find_territories(index, "48999")] == ["departement:48"]


def test_an_exact_name_borne_once_is_without_doubt_and_a_slip_is_not(index):
    found = find_territories(index, "mende")
    assert only_answer(index, found, "mende").territory.code == "48095"
    assert only_answer(index, find_territories(index, "mande"), "mande") is None


def test_levelling_reads_ligatures_and_apostrophes():
    assert levelled("Œuilly d’Aÿ") == "oeuilly d ay"
