"""All the communes of an EPCI: counted, in part, elsewhere. Cœur de Lozère has seven communes."""

from __future__ import annotations

import pytest

from pipelines.steps.rounds import groups
from tests.steps.rounds.places import read, stops

SEVEN = {"Badaroux", "Balsièges", "Barjac", "Le Born", "Mende", "Pelouse", "Saint-Bauzile"}


@pytest.mark.parametrize(
    "said",
    [
        "Itinérance sur l'ensemble des 7 communes de la CC",
        "Le bus dessert les 7 communes de la communauté de communes Coeur de Lozère.",
        "Toutes les communes de l'intercommunalité, planning en mairie",
    ],
)
def test_all_the_communes_of_the_epci_are_stops(sample, said):
    found = read(sample, said)
    assert set(stops(sample, said)) == SEVEN
    assert {stop.sign for stop in found.stops} == {"whole_epci"}


def test_but_for_those_it_leaves_out(sample):
    said = "Toutes les communes de la communauté de communes sauf Mende et Barjac"
    assert set(stops(sample, said)) == SEVEN - {"Mende", "Barjac"}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Itinérance sur 5 communes de la CC Coeur de Lozère", groups.COUNT_DIFFERS),
        ("Le bus dessert la quasi-totalité des communes de la CC", groups.PARTLY),
        ("Sur l'ensemble des communes rurales de la communauté de communes", groups.PARTLY),
        ("Itinérance sur la communauté de communes Coeur de Lozère", groups.AREA),
        ("Circule sur les communes de la communauté de communes", groups.AREA),
        ("Parcourt 16 communes des Côtes d'Armor", groups.UNKNOWN_GROUP),
    ],
)
def test_a_group_that_does_not_say_which_communes_makes_no_stop(sample, said, kind):
    found = read(sample, said)
    assert found.stops == ()
    assert found.group is not None
    assert found.group.kind == kind


def test_the_count_said_stands_beside_the_count_known(sample):
    group = read(sample, "Itinérance sur 5 communes de la CC Coeur de Lozère").group
    assert (group.said_count, group.count) == (5, 7)


def test_the_name_of_the_counter_says_its_epci(sample):
    # The office is in Mende; Gévaudan has its own communes, Marvejols one of them.
    epci = sample.communes["epci_name"]["48092"]
    found = stops(sample, "Toutes les communes de la CC", name=f"France services itinérante {epci}")
    assert "Marvejols" in found
    assert "Mende" not in found
