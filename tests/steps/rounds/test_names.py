"""Which names of a comment are stops, by which sign; comments written by hand, communes of Lozère."""

from __future__ import annotations

import pytest

from pipelines.steps.rounds import signs
from tests.steps.rounds.places import read, stops


def why(sample, comment: str, **of: str) -> dict[str, str]:
    """Return the names left, each with why."""
    return {stop.said: stop.sign for stop in read(sample, comment, **of).doubtful}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("St Chély d'Apcher", "Saint-Chély-d'Apcher"),
        ("SAINT CHELY D’APCHER", "Saint-Chély-d'Apcher"),
        ("Ste Hélène", "Sainte-Hélène"),
        ("Pied de Borne", "Pied-de-Borne"),
        ("la Canourgue", "La Canourgue"),
        ("Canourgue", "La Canourgue"),
        ("Florac", "Florac Trois Rivières"),
        ("Le Bleymard", "Mont Lozère et Goulet"),
        ("St Germain du Teill", "Saint-Germain-du-Teil"),
        ("Hures La Parade", "Hures-la-Parade"),
        ("Lanuéjols", "Lanuéjols"),
    ],
)
def test_a_name_is_read_as_people_write_it(sample, written, name):
    home = {"Florac Trois Rivières": "48061"}.get(name, "48095")
    assert list(stops(sample, f"Mardi : {written}", home)) == [name]


def test_communes_in_a_list_are_stops_without_a_day(sample):
    said = "En itinérance sur les communes suivantes : Chanac, Ispagnac, Barjac et Balsièges."
    assert stops(sample, said) == dict.fromkeys(("Chanac", "Ispagnac", "Barjac", "Balsièges"), "")


def test_names_that_follow_each_other_are_a_list(sample):
    assert list(stops(sample, "permanence Chanac Barjac Langogne")) == [
        "Chanac",
        "Barjac",
        "Langogne",
    ]


def test_the_name_of_a_street_is_no_stop(sample):
    said = "Lundi : 12 avenue de Langogne, Mende / Mardi : place de Chanac, Barjac"
    assert list(stops(sample, said)) == ["Mende", "Barjac"]
    assert why(sample, said) == {"Langogne": signs.STREET, "Chanac": signs.STREET}


def test_the_square_of_a_town_hall_is_in_its_commune(sample):
    assert list(stops(sample, "Lundi : place de la mairie de Chanac")) == ["Chanac"]


def test_of_addresses_with_postal_codes_the_commune_is_read_alone(sample):
    said = "Chanac Emploi 4 rue Basse 48300 Langogne, Maison des Barjac 2 rue Haute 48100 Marvejols"
    assert list(stops(sample, said)) == ["Langogne", "Marvejols"]


def test_the_name_of_a_counter_or_of_a_territory_is_no_stop(sample):
    said = "Rattaché à la France services de Langogne et au pays de Marvejols"
    assert stops(sample, said) == {}
    assert why(sample, said) == {"Langogne": signs.COUNTER, "Marvejols": signs.GROUP}


def test_a_town_hall_one_calls_is_no_stop_and_one_sits_in_is(sample):
    said = "Permanence à la mairie de Chanac. Renseignements auprès de la mairie de Langogne."
    assert list(stops(sample, said)) == ["Chanac"]


def test_a_name_alone_is_left_in_doubt(sample):
    assert stops(sample, "Langogne") == {}
    assert why(sample, "Langogne") == {"Langogne": signs.ALONE}


def test_a_name_that_is_a_word_needs_more_than_a_word_before_it(sample):
    # Termes, in Lozère, is also a word; without a capital it is nothing but that.
    assert stops(sample, "Permanences à des termes fixes") == {}
    assert list(stops(sample, "Lundi : Termes / Mardi : Chanac")) == ["Termes", "Chanac"]


def test_a_commune_denied_is_not_a_stop_and_is_told(sample):
    found = read(sample, "Le bus ne stationne pas à Mende. Lundi : Chanac")
    assert [stop.commune_code for stop in found.denied] == ["48095"]
    assert list(stops(sample, "Le bus ne stationne pas à Mende. Lundi : Chanac")) == ["Chanac"]


def test_a_piece_of_another_name_is_no_stop(sample):
    said = "Lundi : Villeneuve-Chanac / Mardi : Barjac / Mercredi : Langogne"
    assert list(stops(sample, said)) == ["Barjac", "Langogne"]
    assert why(sample, said) == {"Chanac": signs.PART}


def test_two_communes_tied_by_a_hyphen_are_two(sample):
    assert list(stops(sample, "Lundi : Chanac-Barjac")) == ["Chanac", "Barjac"]


def test_a_name_that_is_that_of_a_departement_is_not_taken_for_a_commune(sample):
    assert stops(sample, "Bus sur 17 communes de la Lozère") == {}


def test_a_name_of_yesterday_of_two_communes_of_today_says_none(sample):
    assert stops(sample, "Lundi : Deux en Une") == {}


def test_a_comment_cut_by_the_list_does_not_give_its_last_word(sample):
    said = "Dans les communes de : Chanac, Barjac, Balsièges, St Bauzile, Pied..."
    assert list(stops(sample, said)) == ["Chanac", "Barjac", "Balsièges", "Saint-Bauzile"]


def test_addresses_of_pages_and_mail_are_not_read(sample):
    assert stops(sample, "Planning : https://www.mende.fr/chanac, contact@langogne.fr") == {}
