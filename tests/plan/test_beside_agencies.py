"""Towns with all agencies: shown at each place, and left out of the candidates where it is asked."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from territory.cli.plan import BesideAgencies
from territory.errors import TerritoryError, UnknownNameError
from territory.messages import Words
from territory.plan import files
from territory.plan.question import BESIDE_AGENCIES, Question, candidates_of
from territory.plan.table import _agencies, _unknown
from territory.tables.later import Later
from territory.territories import Territory

LOZERE = Territory("departement", "48")


def with_agencies(tables, *held):
    """Return tables with public counters: (kind, commune) each, at the town hall."""
    halls = tables.communes["town_hall_point"]
    rows = tables.communes.iloc[: len(held)][[]].reset_index(drop=True)
    kinds, codes = zip(*held, strict=True)
    frame = tables.communes.loc[list(codes), ["zone"]].assign(
        agency_kind_name=list(kinds), commune_code=list(codes)
    )
    frame = frame.set_geometry(halls.loc[list(codes)].to_list(), crs=tables.communes.crs)
    frame.index = pd.Index([f"a{rank}" for rank in range(len(rows))], name="agency_code")
    return replace(tables, public=Later(lambda: frame))


@pytest.fixture
def tables(sample):
    core = ("caf", "cpam", "france_travail")
    # Mende has all three; Marvejols two; the third of the last stands in Florac.
    return with_agencies(
        sample,
        *((kind, "48095") for kind in core),
        *((kind, "48092") for kind in core[:2]),
        ("france_travail", "48061"),
    )


def test_only_towns_with_all_agencies_are_left_out(tables):
    every = candidates_of(tables, Question(LOZERE))
    left = candidates_of(tables, Question(LOZERE, beside_agencies="leave-out"))
    assert set(every) - set(left) == {"48095"}
    assert Question(LOZERE, beside_agencies="leave-out").is_restricted
    assert not Question(LOZERE).is_restricted


def test_a_kind_that_is_nowhere_leaves_nobody_out(sample):
    without = with_agencies(sample, ("caf", "48095"), ("cpam", "48095"))
    left = candidates_of(without, Question(LOZERE, beside_agencies="leave-out"))
    assert "48095" in left  # whether France Travail stands there is unknown


def test_without_the_table_the_option_is_refused_in_words(sample):
    with pytest.raises(TerritoryError) as caught:
        candidates_of(sample, Question(LOZERE, beside_agencies="leave-out"))
    assert "public_directory" in caught.value.say(Words("en"))
    with pytest.raises(UnknownNameError):
        Question(LOZERE, beside_agencies="drop")


def test_each_place_says_the_agencies_it_has(tables):
    rows = pd.DataFrame(index=["48095", "48092", "48140"])
    rows["agencies_text"] = _agencies(tables, rows.index, Words("en"))
    assert rows["agencies_text"].tolist()[:2] == ["Caf, CPAM and France Travail", "Caf and CPAM"]
    mende, marvejols, other = _unknown(tables, rows, Words("en"))
    assert "Caf, CPAM and France Travail." in mende
    assert "Caf and CPAM." in marvejols
    assert "public counters already" not in other


def test_the_command_and_its_option_are_those_of_the_question():
    assert tuple(one.value for one in BesideAgencies) == BESIDE_AGENCIES
    asked = Question(LOZERE, beside_agencies="leave-out")
    again = files.command(asked, "best", Words("en"), "plan.csv")
    assert "--beside-agencies leave-out" in again
    assert "--beside-agencies" not in files.command(
        Question(LOZERE), "best", Words("en"), "plan.csv"
    )
