"""A count takes the form its language's rule asks for, of the number as it is shown."""

import math
import re

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from territory.messages import LANGUAGES, Words, catalogue

COMMUNES = "portrait.communes"
# What a key that ends so says of a count, in the words of before.
OLD_FORMS = re.compile(r"(^|\.)(several|many)(\.|$)|_(one|several)$")
NOT_COUNTS = {"errors.name_of_several", "portrait.section.priority_one"}
# Of one commune among the worst, at most one is robustly so.
AT_MOST_ONE = {"portrait_sentences.robustness.one"}


def tables_of(language: str) -> dict[str, set[str]]:
    """Return what stands under each table of a language's messages."""
    found: dict[str, set[str]] = {}
    for key in catalogue(language):
        parts = key.split(".")
        for depth in range(1, len(parts)):
            found.setdefault(".".join(parts[:depth]), set()).add(parts[depth])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_a_form_for_one_has_a_form_for_others_too(language):
    counted = {key: forms for key, forms in tables_of(language).items() if "one" in forms}
    assert len(counted) > 40
    assert {key for key, forms in counted.items() if "other" not in forms} == AT_MOST_ONE


def test_both_languages_count_the_same_things():
    french, english = (
        {key: forms & {"none", "one", "other"} for key, forms in tables_of(one).items()}
        for one in LANGUAGES
    )
    assert french == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_tells_a_plural_in_the_words_of_before(language):
    assert {key for key in catalogue(language) if OLD_FORMS.search(key)} == NOT_COUNTS


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [
        (0, "0 commune", "0 communes"),
        (1, "1 commune", "1 commune"),
        (2, "2 communes", "2 communes"),
        (1.4, "1 commune", "1 commune"),
        (1.6, "2 communes", "2 communes"),
        # CLDR's "many" of French, "1 million de communes", is for numbers in words.
        (1_000_000, "1\u202f000\u202f000 communes", "1,000,000 communes"),
    ],
)
def test_a_count_is_in_the_form_of_the_number_shown(count, french, english):
    assert Words("fr").plural(COMMUNES, count) == french
    assert Words("en").plural(COMMUNES, count) == english


def test_decimals_shown_are_counted_as_the_language_counts_them():
    assert Words("fr").plural("portrait_sentences.hours", 1.5, digits=1) == "1,5\u00a0heure"
    assert Words("en").plural("portrait_sentences.hours", 1.5, digits=1) == "1.5\u00a0hours"
    assert Words("en").plural("portrait_sentences.points", -1.04, digits=1, count="−1.0") == (
        "−1.0\u00a0point"
    )


def test_zero_has_words_of_its_own_where_the_catalogue_has_them():
    assert Words("fr").plural("choices.say", 0) == "aucune commune"
    assert Words("en").form("portrait_sentences.inside", 0) == "none"
    assert Words("en").form(COMMUNES, 0) == "other"


@pytest.mark.parametrize("missing", [None, math.nan])
def test_what_is_missing_is_not_counted(missing):
    with pytest.raises(ValueError, match=r"portrait\.communes counts what is missing"):
        Words("fr").plural(COMMUNES, missing)


@given(st.integers(0, 10**7), st.sampled_from(LANGUAGES))
def test_the_form_is_the_one_of_cldr(count, language):
    expected = Locale(language).plural_form(count)
    assert Words(language).form(COMMUNES, count) == ("one" if expected == "one" else "other")
