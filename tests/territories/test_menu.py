"""The menu of territories: an EPCI can be browsed from where one is."""

from __future__ import annotations

import pytest

from territory.territories import WHOLE, Territory
from territory.territories.menu import departement_at_hand, menu

LOZERE = Territory("departement", "48")
MENDE_EPCI = Territory("epci", "244800405")


def keys(sample, looked_at, whole=LOZERE):
    return [one.key for one in menu(sample, looked_at, whole, ["76"], ["48"])]


def test_tables_of_one_departement_offer_it_and_its_epci_by_name(sample):
    found = keys(sample, LOZERE)
    assert found[0] == "departement:48"
    assert {one.partition(":")[0] for one in found[1:]} == {"epci"}
    assert MENDE_EPCI.key in found
    names = sample.communes.drop_duplicates("epci_code").set_index("epci_code")["epci_name"]
    ordered = [names[one.partition(":")[2]] for one in found[1:]]
    assert ordered == sorted(ordered)
    assert len(ordered) == names.index.notna().sum()


def test_a_country_offers_its_regions_and_departements_and_the_epci_of_the_one_at_hand(sample):
    assert keys(sample, WHOLE, WHOLE) == ["france", "region:76", "departement:48"]
    assert keys(sample, MENDE_EPCI, WHOLE)[:3] == ["france", "region:76", "departement:48"]
    assert MENDE_EPCI.key in keys(sample, LOZERE, WHOLE)


def test_what_is_looked_at_is_always_offered_once(sample):
    chosen = Territory("communes", "48095,48001")
    assert keys(sample, chosen)[-1] == chosen.key
    assert keys(sample, MENDE_EPCI).count(MENDE_EPCI.key) == 1


@pytest.mark.parametrize(
    ("territory", "code"),
    [(WHOLE, ""), (Territory("region", "76"), ""), (Territory("commune", "48095"), "48")],
)
def test_a_departement_is_at_hand_from_a_departement_down(sample, territory, code):
    assert departement_at_hand(sample, territory) == code
