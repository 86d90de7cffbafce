"""No sentence leaves its reader to choose an ending: plurals have forms of their own."""

from __future__ import annotations

import re

import pytest

from territory.errors import TerritoryError, UnknownNameError
from territory.messages import LANGUAGES, Words
from territory.messages.catalogues import catalogue

# "commune(s)", "nommé(e)", "total(aux)": an ending in brackets right after a letter.
_CHOICE = re.compile(r"[a-zé]\((?:s|x|e|es|le|ne|aux)\)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_gives_an_ending_to_choose(language):
    found = {key: said for key, said in catalogue(language).items() if _CHOICE.search(said)}
    assert found == {}


def test_an_error_takes_the_form_of_what_it_counts():
    def said(count: int, language: str) -> str:
        return TerritoryError("contract", table="communes", count=count).say(Words(language))

    assert said(1, "fr").endswith("1 problème.")
    assert said(2, "fr").endswith("2 problèmes.")
    assert said(1, "en").endswith("1 problem.")
    assert said(0, "en").endswith("0 problems.")


@pytest.mark.parametrize("kind", ["map", "commune", "indicator"])
def test_an_unknown_name_needs_neither_gender_nor_elision(kind):
    french = UnknownNameError(kind, "x", ()).say(Words("fr"))
    assert re.match(r"Ce nom n’est pas connu \([^)]+\)", french)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_without_forms_that_counts_is_written_as_it_is(language):
    words = Words(language)
    values = {"file": "a.csv", "column": "b", "count": 1, "rows": "3"}
    assert words.counted("read.days_unread", **values) == words.text(
        "read.days_unread.one", **values
    )
    assert words.counted("read.cp1252", file="a.csv") == words.text("read.cp1252", file="a.csv")
