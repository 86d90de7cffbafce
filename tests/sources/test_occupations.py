"""Occupations of the census base of people: named by edition, and absent from an extract."""

from __future__ import annotations

import pytest

from pipelines.sources import insee_population
from territory.contract import POSITIONS
from tests.sources.published import write_zip

AGES = "{p}_POP;{p}_POP0014;{p}_POP1529;{p}_POP3044;{p}_POP4559;{p}_POP6074;{p}_POP7589;{p}_POP90P"
AGES_OF_ROUND = "1200;200;180;220;230;230;120;20"
OCCUPATIONS_OF_ROUND = "20;40;60;120;150;130;330;150"
NEW_NAMES = (
    *(f"C22_POP15P_STAT_GSEC1{rank}_2{rank}" for rank in range(1, 7)),
    *("C22_POP15P_STAT_GSEC32", "C22_POP15P_STAT_GSEC40"),
)
OLD_NAMES = tuple(f"C21_POP15P_CS{rank}" for rank in range(1, 9))


def read(tmp_path, year: int, names: tuple[str, ...], values: str):
    header = ";".join(["CODGEO", AGES.format(p=f"P{year % 100}"), *names])
    row = ";".join(filter(None, ["01001", AGES_OF_ROUND, values]))
    stem = f"base-cc-evol-struct-pop-{year}"
    path = write_zip(tmp_path / f"{stem}_csv.zip", {f"{stem}.CSV": f"{header}\n{row}\n".encode()})
    return insee_population.read(path)


@pytest.mark.parametrize(("year", "names"), [(2022, NEW_NAMES), (2021, OLD_NAMES)])
def test_occupations_are_read_under_the_names_of_either_edition(tmp_path, year, names):
    people = read(tmp_path, year, names, OCCUPATIONS_OF_ROUND)
    assert people.loc["01001", list(POSITIONS)].tolist() == [20, 40, 60, 120, 150, 130, 330, 150]
    assert people.attrs["notes"] == []


def test_an_extract_without_occupations_is_read_and_its_note_names_them(tmp_path):
    people = read(tmp_path, 2022, (), "")
    assert people.loc["01001", "population_people"] == 1200
    assert people.loc["01001", list(POSITIONS)].isna().all()
    (note,) = people.attrs["notes"]
    assert "C22_POP15P_STAT_GSEC11_21" in note


def test_occupations_in_part_are_missing_and_said(tmp_path):
    people = read(tmp_path, 2022, NEW_NAMES[:6], "20;40;60;120;150;130")
    assert people.loc["01001", list(POSITIONS)].isna().all()
    assert "C22_POP15P_STAT_GSEC32" in people.attrs["notes"][0]
