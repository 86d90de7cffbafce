"""The words that name a territory, and what they name."""

from __future__ import annotations

import pytest

from territory.errors import TerritoryError, UnknownNameError
from territory.messages import Words
from territory.territories import Territory, communes_of, name_of, read_territory


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("48095", "commune:48095"),
        ("48", "departement:48"),
        ("2A", "departement:2A"),
        ("974", "departement:974"),
        ("200069151", "epci:200069151"),
        ("region:76", "region:76"),
        ("France", "france"),
        ("48095, 48001,48095", "communes:48095,48001"),
        ("communes:48095", "communes:48095"),
    ],
)
def test_words_name_a_territory_and_its_key_names_it_again(words, key):
    found = read_territory(words)
    assert found.key == key
    assert read_territory(found.key) == found


@pytest.mark.parametrize("words", ["", "4", "departement:", "communes: ,"])
def test_words_that_name_nothing_are_refused(words):
    with pytest.raises(TerritoryError):
        read_territory(words)


def test_an_unknown_level_is_named():
    with pytest.raises(UnknownNameError, match="canton"):
        read_territory("canton:12")


def test_a_set_keeps_its_order_and_an_unknown_commune_of_it_is_named(sample):
    chosen = communes_of(sample, read_territory("48095,48001"))
    assert list(chosen.index) == ["48095", "48001"]
    with pytest.raises(UnknownNameError, match="48999"):
        communes_of(sample, read_territory("48095,48999"))


def test_territories_are_called_by_their_names(sample):
    def called(words, language="fr"):
        return name_of(sample, read_territory(words), Words(language))

    assert called("48095") == "Mende"
    assert called("48") == "Lozère"
    assert called("48095,48001") == "Mende, Albaret-le-Comtal"
    assert called("48095,48001,48002,48003") == "4 communes choisies"
    assert called("48095,48001,48002,48003", "en") == "4 chosen communes"
    # The sample is a part of France, and is not called France.
    assert called("france", "en") != "France"


def test_a_territory_of_one_level_is_not_found_at_another(sample):
    with pytest.raises(UnknownNameError):
        communes_of(sample, Territory("region", "48"))
