"""Days, half-days and weeks of a round; comments written by hand, communes of Lozère."""

from __future__ import annotations

import pytest

from pipelines.steps.rounds.timetable import rhythm_of_all
from pipelines.steps.rounds.words import text_of
from tests.steps.rounds.places import stops


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("lundi : Chanac // mardi matin : Barjac", {"Chanac": "L", "Barjac": "M am"}),
        ("Chanac (lundi matin) / Barjac (mardi)", {"Chanac": "L am", "Barjac": "M"}),
        ("CHANAC : Lundi - après-midi BARJAC : Mardi", {"Chanac": "L pm", "Barjac": "M"}),
        ("Chanac (lundi et jeudi matin)", {"Chanac": "L am, J am"}),
        ("le lundi à Chanac et le Mardi à Barjac", {"Chanac": "L", "Barjac": "M"}),
        ("Lundi 9h-12h Chanac / Lundi 14h30-17h Barjac", {"Chanac": "L am", "Barjac": "L pm"}),
        ("mardi-Chanac 9h/12h-Barjac 13h30/16h30", {"Chanac": "M am", "Barjac": "M pm"}),
        ("Lundi : Chanac 9h/15h30", {"Chanac": "L all"}),
        (
            "Lundi : Chanac (semaines paires) / Barjac (semaines impaires). Mardi : Langogne.",
            {"Chanac": "L even_weeks", "Barjac": "L odd_weeks", "Langogne": "M"},
        ),
        (
            "Les semaines impaires : lundi-Chanac ; mardi-Barjac. Les semaines paires : lundi-Langogne",
            {"Chanac": "L odd_weeks", "Barjac": "M odd_weeks", "Langogne": "L even_weeks"},
        ),
        (
            "CHANAC et BARJAC : Mardi semaines paires",
            {"Chanac": "M even_weeks", "Barjac": "M even_weeks"},
        ),
        (
            "Chaque mois : 1er lundi Chanac, 2e lundi Barjac",
            {"Chanac": "L some_weeks", "Barjac": "L some_weeks"},
        ),
        ("Tous les mardis : Chanac", {"Chanac": "M every_week"}),
        (
            "Lu : Chanac / Ma : Barjac / Me : Langogne",
            {"Chanac": "L", "Barjac": "M", "Langogne": "m"},
        ),
        ("PERMANENCE DE CHANAC : LUNDI 9H-12H ET JEUDI 14H-17H", {"Chanac": "L am, J pm"}),
        ("Une fois par mois à Chanac, Barjac", {"Chanac": "some_weeks", "Barjac": "some_weeks"}),
    ],
)
def test_each_commune_has_the_days_said_of_it(sample, said, expected):
    assert stops(sample, said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "Communes de Chanac et Barjac. Prise de rendez-vous du lundi au vendredi de 9h à 12h",
        "Communes de Chanac et Barjac, contact du lundi au jeudi",
        "Joignable par téléphone (sauf lundi matin). Communes de Chanac et Barjac",
    ],
)
def test_the_days_of_the_telephone_are_not_those_of_the_round(sample, said):
    assert stops(sample, said) == {"Chanac": "", "Barjac": ""}


def test_a_day_left_out_is_not_a_day_of_the_round(sample):
    assert stops(sample, "Tous les jours sauf le mercredi, à Chanac") == {"Chanac": ""}


def test_the_days_of_a_place_that_is_no_commune_are_not_given_to_the_next(sample):
    said = "Le lundi à Bellevue (place Haute), le mardi à Chanac"
    assert stops(sample, said) == {"Chanac": "M"}


@pytest.mark.parametrize(
    ("said", "share"),
    [
        ("une demi-journée par mois", 12 / 52),
        ("2 journées par mois", 24 / 52),
        ("roulement toutes les 4 semaines", 1 / 4),
        ("tous les quinze jours", 1 / 2),
        ("une fois par semaine", 1.0),
        ("deux fois par mois dans les villages, deux fois par semaine en ville", None),
        ("planning mensuel", None),
    ],
)
def test_one_rhythm_said_is_that_of_all_and_two_are_of_none(said, share):
    found = rhythm_of_all(text_of(said)).weeks_share
    assert found == (None if share is None else pytest.approx(share))
