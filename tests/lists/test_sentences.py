"""What a list is called, and what it counts: the form follows the number, and nobody known is said so."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.lists import Underserved
from territory.lists.criteria import Criteria, Selection
from territory.lists.sentences import counts_sentence, undetermined_sentence
from territory.messages import Words


class Asked:
    """What was asked for, of which the sentence reads the criteria alone."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria = criteria


def list_of(count: int, people: float, *, criteria: Criteria | None = None) -> Underserved:
    rows = pd.DataFrame({"population_people": [people / count] * count})
    totals = {
        "population_people": people,
        "illectronism_people": 20.0,
        "illectronism_low_people": 10.0,
        "illectronism_high_people": 30.0,
    }
    return Underserved(
        rows,
        Selection(rows, rows[:0], rows[:0]),
        totals,
        Asked(criteria or Criteria()),
        count,
        count,
    )


@pytest.mark.parametrize(
    ("count", "asked", "said"),
    [
        (1, None, "1 commune : 90 habitants, dont 20 personnes en illectronisme (10 à 30)."),
        (2, None, "2 communes : 90 habitants, dont 20 personnes en illectronisme (10 à 30)."),
        (1, {"min-people": 5.0}, "1 commune retenue : 90 habitants, dont 20 personnes"),
        (2, {"min-people": 5.0}, "2 communes retenues : 90 habitants, dont 20 personnes"),
    ],
)
def test_communes_are_kept_only_when_something_is_asked(count, asked, said):
    made = list_of(count, 90.0, criteria=Criteria(asked) if asked else None)
    assert counts_sentence(made, Words("fr")).replace("\u202f", " ").startswith(said)


def test_one_inhabitant_and_an_unknown_number_are_said_as_such():
    one = list_of(1, 1.0)
    assert "1 habitant," in counts_sentence(one, Words("fr"))
    unknown = list_of(1, float("nan"))
    nobody = {**unknown.totals, "illectronism_people": float("nan")}
    made = Underserved(unknown.rows, unknown.selection, nobody, unknown.request, 1, 1)
    assert counts_sentence(made, Words("fr")) == (
        "1 commune : population inconnue, dont un nombre inconnu de personnes en illectronisme."
    )


def test_the_undetermined_whose_population_is_missing_have_no_figure():
    rows = pd.DataFrame({"population_people": [float("nan")]})
    said = undetermined_sentence(rows, Words("fr"))
    assert (
        said.replace("\u202f", " ").replace("\u00a0", " ")
        == "Indéterminées, faute de donnée : 1 commune (population inconnue)."
    )
    assert undetermined_sentence(rows.fillna(12.0), Words("fr")).endswith("(12 habitants).")
