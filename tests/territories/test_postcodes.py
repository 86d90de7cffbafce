"""Five digits: the code of a commune, a postcode, or both; never guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from territory.messages import Words
from territory.territories.postcodes import code_read
from territory.territories.search import (
    build_index,
    doubt_in_words,
    find_territories,
    only_answer,
    proposal_in_words,
)

# In the sample, 48140 is the code of Saint-Chély-d'Apcher; the tests make it Mende's postcode.
SAINT_CHELY, MENDE = "48140", "48095"


@pytest.fixture(scope="module")
def published(sample):
    """The sample with a list of postcodes."""
    communes = sample.communes.copy()
    communes["postal_codes_text"] = communes["postal_codes_text"].astype("str")
    communes.loc[MENDE, "postal_codes_text"] = SAINT_CHELY
    communes.loc["48131", "postal_codes_text"] = "48150"
    communes.loc["48150", "postal_codes_text"] = "48150"
    communes.loc["48001", "postal_codes_text"] = "48001"
    return replace(sample, communes=communes)


def answers(tables, typed):
    index = build_index(tables)
    found = find_territories(index, typed)
    said = [proposal_in_words(index, one, typed, Words("en")) for one in found]
    opened = only_answer(index, found, typed)
    return said, opened and opened.territory.code, doubt_in_words(index, typed, Words("en"))


def test_without_postcodes_the_code_of_a_commune_is_offered_as_a_code_and_not_opened(sample):
    said, opened, doubt = answers(sample, SAINT_CHELY)
    assert said[0].startswith("Insee code 48140: Saint-Chély-d'Apcher")
    assert opened is None
    assert "Postcodes are not known" in doubt


def test_the_postcode_of_a_counters_address_is_offered_as_a_postcode(sample):
    said, opened, _ = answers(sample, "48000")
    assert any(one.startswith("Postcode 48000: Mende (48095)") for one in said)
    assert opened is None


def test_five_digits_unknown_open_no_departement(sample, published):
    for tables in (sample, published):
        said, opened, _ = answers(tables, "48999")
        assert said[0].startswith("Lozère (48)")
        assert opened is None


def test_with_postcodes_both_meanings_are_offered_and_none_is_opened(published):
    said, opened, doubt = answers(published, SAINT_CHELY)
    assert said[0].startswith("Insee code 48140: Saint-Chély-d'Apcher")
    assert said[1].startswith("Postcode 48140: Mende")
    assert opened is None
    assert not doubt


def test_with_postcodes_what_means_one_commune_alone_opens_it(published):
    assert answers(published, MENDE)[1] == MENDE
    assert answers(published, "48001")[1] == "48001"


def test_other_codes_and_names_open_as_before(sample):
    for typed, code in (("48", "48"), ("200069151", "200069151"), ("Mende", MENDE)):
        assert answers(sample, typed)[1:] == (code, "")


def test_where_a_code_is_expected_it_is_taken_and_the_doubt_said(sample, published):
    read = code_read(sample, SAINT_CHELY)
    assert read.say(Words("en")).startswith("48140 is read as an Insee code: Saint-Chély-d'Apcher.")
    assert "Postcodes are not known" in read.say(Words("en"))
    both = code_read(published, SAINT_CHELY)
    assert both.say(Words("en")).endswith("It is also the postcode of: Mende.")


def test_there_is_no_doubt_on_what_says_that_it_is_a_commune_or_is_none(sample, published):
    assert code_read(published, MENDE) is None
    for words in ("commune:48140", "48140,48095", "48", "48999", "Mende"):
        assert code_read(sample, words) is None
