"""A set of communes takes their names as well as their codes."""

from __future__ import annotations

import pytest

from territory.errors import TerritoryError
from territory.messages import Words
from territory.tables import open_tables
from territory.territories.resolve import resolve


@pytest.fixture(scope="module")
def tables():
    return open_tables()


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Mende, Marvejols", "communes:48095,48092"),
        ("48095, Marvejols", "communes:48095,48092"),
        ("communes:Mende,48092", "communes:48095,48092"),
        ("mende, MARVEJOLS, Mende", "communes:48095,48092"),  # once each
        ("48095,48092", "communes:48095,48092"),
        ("communes:Mende", "communes:48095"),
        ("Mende", "commune:48095"),
        ("departement:48", "departement:48"),
    ],
)
def test_names_and_codes_make_the_same_set(tables, said, key):
    assert resolve(tables, said).territory.key == key


def test_a_name_of_no_commune_is_refused_by_its_name(tables):
    with pytest.raises(TerritoryError) as caught:
        resolve(tables, "Mende, Marvejolz")
    assert caught.value.key == "commune_of_set_unknown"
    assert "Marvejolz" in caught.value.say(Words("fr"))


def test_a_departement_is_no_commune_of_a_set(tables):
    with pytest.raises(TerritoryError):
        resolve(tables, "Mende, Lozère")
