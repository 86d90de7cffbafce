"""Command, page, sheet and portrait give the same company and the same figures, for awkward communes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from territory import paths
from territory.cli import app
from territory.compare import compare
from territory.country import Country, open_country
from territory.messages import Words
from territory.portrait import PortraitMaker
from territory.scores import DEFAULT_METHOD
from territory.sheet import make_sheet
from territory.territories import Territory

# Of the sample: a prefecture alone of its density, a village, one without a counter of its own.
SAMPLE_CODES = ("48095", "48001", "48027")
AWKWARD_CODES = (
    "97411",  # its département is its région
    "75056",  # is its département
    "55039",  # nobody lives there
    "13055",  # arrondissements
    "29155",  # an island without EPCI
    "85113",  # an island without EPCI, with a bridge to none
    "2A004",  # Corsica
    "97306",  # inland Guyane
    "97608",  # Mayotte: no census
    "69123",  # a métropole that is no département
    "48095",
    "62765",  # a département of 887 communes
)
ROWS = ("nearest_counter_minutes", "illectronism_share", "exposure_score")


def company_of(country: Country, code: str) -> None:
    """Hold the four against one another for a commune."""
    commune = Territory("commune", code)
    page = compare(country, [commune], words=Words("fr"))
    kinds = [one.kind for one in page.references]
    sheet = make_sheet(
        country, code, commune, DEFAULT_METHOD, link=str, sources=["source"], words=Words("fr")
    )
    portrait = PortraitMaker(country).references(commune)
    assert [one.kind for one in portrait] == kinds
    assert len(sheet.references) == len(kinds)
    codes = [frozenset(one.codes) for one in country.references(commune)]
    assert len({*codes, frozenset([code])}) == len(codes) + 1, "the same communes are said twice"
    for row in ROWS:
        assert Words("fr").figure(row, sheet.row[row]) == Words("fr").figure(
            row, page.territories[0].figures[row]
        )
        for beside, (name, own), of_portrait in zip(
            page.references, sheet.references, portrait, strict=True
        ):
            expected = Words("fr").figure(row, beside.figures[row])
            assert Words("fr").figure(row, own[row]) == expected, (row, name)
            assert Words("fr").figure(row, of_portrait.values[row]) == expected, (row, beside.kind)


def command_of(country: Country, folder: Path, code: str) -> None:
    """Hold the command against the page."""
    page = compare(country, [Territory("commune", code)], words=Words("fr"))
    done = CliRunner().invoke(
        app, ["compare", code, "--data", str(folder)], env={"TERRITORY_LANG": "fr"}
    )
    assert done.exit_code == 0
    for row in ROWS:
        label = Words("fr").text(f"columns.{row}.label")
        (line,) = [one for one in done.stdout.splitlines() if one.startswith(f"{label} ")]
        cells = re.split(r" {2,}", line.removeprefix(label).strip())
        assert cells == [Words("fr").figure(row, one.figures[row]) for one in page.columns]


@pytest.mark.parametrize("code", SAMPLE_CODES)
def test_sheet_page_and_portrait_of_the_sample_give_the_same_company(country, code):
    company_of(country, code)


def test_the_command_gives_the_figures_of_the_page(country):
    command_of(country, paths.sample_folder(), "48001")


@pytest.mark.national
def test_awkward_communes_of_france_are_seen_in_one_company(france):
    country = open_country(france.folder, "estimate")
    for code in AWKWARD_CODES:
        company_of(country, code)
    for code in ("55039", "75056"):
        command_of(country, france.folder, code)
    assert [one.kind for one in country.references(Territory("commune", "75056"))] == [
        *("peers", "epci", "region", "density", "france")
    ]
    row = (
        compare(country, [Territory("commune", "55039")], words=Words("fr")).territories[0].figures
    )
    assert row["nearest_counter_minutes"] > 0, "nobody lives there, and a counter is so far"
