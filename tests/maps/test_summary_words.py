"""The sentence of a map follows what it counts: one commune, one person, nobody known."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.maps import bivariate_legend as legend
from territory.messages import Words


def said(people: float, concerned: float) -> str:
    rows = pd.DataFrame(
        {
            "commune_name": ["A", "B"],
            "population_people": [people, 40.0],
            "illectronism_people": [concerned, 3.0],
            "need_class": pd.array([3, 1], dtype="Int64"),
            "counters_class": pd.array([3, 2], dtype="Int64"),
            "hours_class": pd.array([1, 1], dtype="Int64"),
        }
    )
    return legend.summary(rows, Words("fr")).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("people", "concerned", "expected"),
    [
        (12.0, 4.0, "12 habitants, dont 4 personnes de 15 ans ou plus"),
        (1.0, 1.0, "1 habitant, dont 1 personne de 15 ans ou plus"),
        (float("nan"), 4.0, "population inconnue, dont 4 personnes"),
        (12.0, float("nan"), "12 habitants, dont un nombre inconnu de personnes en illectronisme"),
    ],
)
def test_people_are_counted_in_their_form_and_the_unknown_has_no_figure(
    people, concerned, expected
):
    sentence = said(people, concerned)
    assert expected in sentence
    assert "pas de donnée" not in sentence


def test_a_single_commune_is_the_most_exposed_not_one_of_several():
    assert "La plus exposée : A." in said(12.0, 4.0)
