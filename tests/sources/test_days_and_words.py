"""Days and kinds written in text: one way of reading them for every source."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from pipelines.sources import insee_income, mediation_places
from pipelines.sources._days import is_month_alone, read_day, to_day
from pipelines.sources._degrees import read_degrees
from pipelines.sources._words import read_words
from territory.errors import SourceChangedError

from .published import raw


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("01/02/2020", date(2020, 2, 1)),
        ("1/2/2020", date(2020, 2, 1)),
        ("2020-02-01", date(2020, 2, 1)),
        ("2020-02-01T08:30:00Z", date(2020, 2, 1)),
        ("le 1er février 2020", date(2020, 2, 1)),
        ("15 AOÛT 2021", date(2021, 8, 15)),
        ("3 déc. 2021", date(2021, 12, 3)),
        ("15.09.2021", date(2021, 9, 15)),
        ("31/02/2020", None),
        ("15/13/2021", None),
        ("01/2020", None),
        ("janvier 2020", None),
        ("2020", None),
        ("à venir", None),
    ],
)
def test_a_day_is_read_however_it_is_written(written, day):
    assert read_day(written) == day


@pytest.mark.parametrize(
    ("written", "is_month"),
    [
        ("01/2020", True),
        ("Label 2020-01", True),
        ("mars 2021", True),
        ("13/2020", False),
        ("2020", False),
    ],
)
def test_a_month_alone_is_told_from_what_cannot_be_read(written, is_month):
    assert is_month_alone(written) == is_month


def test_each_kind_of_missing_day_is_counted_with_its_rows():
    notes: list[str] = []
    written = pd.Series(
        ["01/01/2020", "", "03/2020", "31/02/2020", "01/01/0001"], index=list("abcde")
    )
    days = to_day(written, "f.csv", "label", notes)
    assert days.notna().tolist() == [True, False, False, False, False]
    assert [next(row for row in "cde" if f"{row}: " in note) for note in notes] == ["c", "d", "e"]


def test_a_few_unknown_words_are_kept_as_unknown_and_named():
    notes: list[str] = []
    written = pd.Series(["Oui", " non ", "", "peut-être"], index=list("abcd"))
    read = read_words(written, {"oui": True, "non": False}, "f.csv", "rdv", notes)
    assert read.tolist()[:2] == [True, False]
    assert read.isna().tolist() == [False, False, True, True]
    assert len(notes) == 1
    assert "d: peut-être" in notes[0]


def test_many_unknown_words_mean_that_the_column_changed():
    with pytest.raises(SourceChangedError, match="si"):
        read_words(pd.Series(["Oui", "si", "si", "si"]), {"oui": True}, "f.csv", "rdv", [])


@pytest.mark.parametrize(
    ("written", "travels"),
    [
        ("true", True),
        ("FALSE", False),
        ("Itinérant", True),
        (" itinerant ", True),
        ("Fixe", False),
        ("Itinérant|Fixe", False),
        ("Fixe|Itinérant", False),
        ("", None),
        ("Flottant", None),
        ("Itinérant|Flottant", None),
    ],
)
def test_a_mediation_place_with_an_address_does_not_travel(tmp_path, written, travels):
    text = raw("mediation_places", "mediation-numerique-20260629.csv").read_text(encoding="utf-8")
    path = tmp_path / "mediation-numerique-20260629.csv"
    path.write_text(text.replace("mednum,true,", f"mednum,{written},"), encoding="utf-8")
    places = mediation_places.read(path)
    found = places.loc["bus-1", "is_itinerant"]
    assert pd.isna(found) if travels is None else bool(found) == travels
    is_noted = any(f"bus-1: {written}" in note for note in places.attrs["notes"])
    assert is_noted == ("Flottant" in written)


def test_a_word_of_secrecy_nobody_knows_hides_the_figure_and_is_named(tmp_path):
    name = "DS_FILOSOFI_CC_2023_data.csv"
    text = raw("insee_income", name).read_text(encoding="utf-8")
    path = tmp_path / name
    row = '"MED_SL";"64122";"COM";"EUR_YR";"{}";"A";"0";"2023";"29210"'
    path.write_text(text.replace(row.format("F"), row.format("X")), encoding="utf-8")
    incomes = insee_income.read(path)
    assert pd.isna(incomes.loc["64122", "median_income_eur"])
    assert any("64122: X" in note for note in incomes.attrs["notes"])


def test_coordinates_that_are_not_numbers_are_absent_and_named_and_many_are_refused():
    notes: list[str] = []
    written = pd.Series(["44,5", " 44.5 ", "", "inconnu", "inf"], index=list("abcde"))
    read = read_degrees(written, "f.csv", "lat", notes)
    assert read.tolist()[:2] == [44.5, 44.5]
    assert read.isna().tolist() == [False, False, True, True, True]
    assert "d: 'inconnu'" in notes[0]
    with pytest.raises(SourceChangedError, match="inconnu"):
        read_degrees(pd.Series(["44.5", *["inconnu"] * 3]), "f.csv", "lat", [])
