"""The workbook of a list: its looks, its words in place of codes, and whom it tells how far it is."""

from __future__ import annotations

import io
import tempfile
import tomllib

import openpyxl
import pandas as pd
import pytest

from territory import exports, paths
from territory.errors import TerritoryError
from territory.exports.progress import parts_of
from territory.exports.workbook import KEY_COLUMNS, xlsx_bytes
from territory.lists import make_list, read_request
from territory.lists.about import about
from territory.messages import Words
from territory.scores.ranking import NAMES_IN_WORDS
from territory.tables import open_data_in_use

FRENCH = Words("fr")


@pytest.fixture(scope="module")
def made(country):
    return make_list(country, read_request({"departement": "48"}, words=FRENCH))


@pytest.fixture(scope="module")
def told(made, sample):
    return about(made, sample, open_data_in_use(), "xlsx", "liste.xlsx")


@pytest.fixture(scope="module")
def book(made, told):
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(made.rows, told)))


def column_of(sheet, heading):
    return next(one for one in sheet.iter_cols() if one[0].value == heading)


def widths_of(sheet) -> list[float]:
    """Widths of all columns: neighbours of one width are told together in the file."""
    found = {
        place: one.width
        for one in sheet.column_dimensions.values()
        for place in range(one.min, one.max + 1)
    }
    return [found[place] for place in range(1, sheet.max_column + 1)]


def test_departement_and_epci_are_named_on_the_first_sheet_and_have_their_codes_on_the_next(book):
    header, first, *_ = book["Liste"].iter_rows(values_only=True)
    row = dict(zip(header, first, strict=True))
    assert row["Département"] == "Lozère"
    assert row["Intercommunalité"].startswith("C")
    assert len(header) == len(KEY_COLUMNS)
    header, first, *_ = book["Toutes les colonnes"].iter_rows(values_only=True)
    row = dict(zip(header, first, strict=True))
    assert row["Code du département"] == "48"
    assert len(row["Code de l’intercommunalité"]) == 9


def test_people_come_before_ranks_and_scores(book):
    header = [one.value for one in book["Liste"][1]]
    people = header.index("Habitants")
    later = ("exposure_rank", "national_rank", "exposure_score")
    assert all(people < header.index(FRENCH.text(f"columns.{one}.label")) for one in later)


def test_headings_have_room_for_all_their_words(book):
    """By a wrapping of our own: words go to the next line whole, a letter is as wide as a figure."""
    for sheet in book.worksheets:
        room = sheet.row_dimensions[1].height
        for cell, width in zip(sheet[1], widths_of(sheet), strict=True):
            lines, left = 1, width
            for word in cell.value.split():
                assert len(word) <= width, (sheet.title, cell.value)
                if len(word) > left:
                    lines, left = lines + 1, width
                left -= len(word) + 1
            assert lines * 15 <= room, (sheet.title, cell.value)


def test_a_sheet_prints_on_the_width_of_one_page_with_headings_and_source_on_each(book):
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # As many pages down as it takes; one across is what a file says by saying nothing.
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert sheet.print_title_rows == "$1:$1"
        assert "Sources" in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text == "&P / &N"


def test_the_first_sheet_is_read_without_a_glass_once_printed(book):
    """A page across is 28 cm of writing, a unit of width about 0.19 cm: what is left of 11 points."""
    assert 11 * 28 / (0.19 * sum(widths_of(book["Liste"]))) >= 5.5


@pytest.mark.parametrize(
    ("heading", "number_format"),
    [
        ("Habitants", "#,##0"),
        ("Code Insee", "@"),
        ("Minutes jusqu’au guichet", "0.0"),
        ("Densité", "0"),
    ],
)
def test_each_unit_has_its_look(book, heading, number_format):
    cells = column_of(book["Toutes les colonnes"], heading)[1:]
    assert {one.number_format for one in cells} == {number_format}
    assert {one.alignment.vertical for one in cells} == {"top"}


def test_a_share_that_is_almost_nothing_is_said_in_words_and_stays_a_number(made, told):
    rows = made.rows.assign(known_share=[0.0002, 0.5, 1.0, *[0.5] * (len(made.rows) - 3)])
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(rows, told)))["Liste"]
    cells = column_of(sheet, FRENCH.text("columns.known_share.label"))[1:4]
    assert [one.value for one in cells] == [0.0002, 0.5, 1]
    assert [one.number_format for one in cells][1:] == ["0.0%", "0%"]
    assert "moins de" in cells[0].number_format


def test_a_missing_value_has_no_cell_and_its_column_tells_its_look(made, told):
    rows = made.rows.assign(population_people=float("nan"))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(rows, told)))["Liste"]
    cells = column_of(sheet, "Habitants")
    assert {one.value for one in cells[1:]} == {None}
    assert not any(one.has_style for one in cells[1:])


def test_rows_are_as_high_as_their_reasons(book):
    sheet = book["Liste"]
    reasons = column_of(sheet, "Pourquoi")
    heights = {len(one.value): sheet.row_dimensions[one.row].height for one in reasons[1:]}
    assert heights[max(heights)] > heights[min(heights)] >= 15
    # As low as the text: 58 signs wide, of which nine in ten are letters.
    assert all(height <= 15 * (2 + length / 45) for length, height in heights.items())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_dictionary_explains_the_words_that_cells_hold(language):
    words = Words(language)
    for column, family in NAMES_IN_WORDS.items():
        folder, key = family.split(".")
        catalogue = paths.PACKAGE / "messages" / language / f"{folder}.toml"
        names = tomllib.loads(catalogue.read_text(encoding="utf-8"))[key]
        meaning = words.text(f"columns.{column}.meaning")
        for name, said in names.items():
            # "best" is a way of choosing: no commune's minutes bear its name.
            if name != "best":
                assert said in meaning, (column, said)
                assert name in meaning, (column, name)


def test_no_code_stands_in_a_cell_of_words(book):
    sheet = book["Toutes les colonnes"]
    for column, family in NAMES_IN_WORDS.items():
        cells = column_of(sheet, FRENCH.text(f"columns.{column}.label"))[1:]
        codes = {"robust", "outside", "town_hall", "estimate", "certain", "by_appointment"}
        assert not codes & {one.value for one in cells}, family


def test_the_method_is_told_in_words(book):
    method = dict(list(book["Méthode"].iter_rows(values_only=True))[1:])
    assert method["Poids relatifs"].replace("\xa0", " ").replace("\u202f", " ") == (
        "besoin 45 %, guichets 45 %, réseau 10 %"
    )
    assert method["Profil de poids"].startswith("Équilibré")
    assert method["Agrégation"].startswith("Géométrique")
    assert "Minutes jusqu’au guichet" in method["Repères (0 et 100)"]
    codes = ("_share", "_minutes", "balanced", "geometric", "need ", "estimate:")
    told = " ".join(value for name, value in method.items() if "Commande" not in name)
    assert not [one for one in codes if one in told]


def test_whoever_waits_is_told_the_part_done_up_to_the_end(made, told):
    seen: list[float] = []
    rows = pd.concat([made.rows] * 7)
    xlsx_bytes(rows, told, seen.append)
    assert len(seen) >= 4
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1.0)


def test_steps_are_parts_of_the_whole():
    seen: list[float] = []
    first, second = parts_of(seen.append, 1, 3)
    first(0.5)
    first(1.0)
    second(1.0)
    assert seen == [0.125, 0.25, 1.0]


def test_a_disk_that_refuses_is_said_in_words(made, sample, told, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    for name in ("xlsx", "gpkg"):
        with pytest.raises(TerritoryError, match=f"{name}.*temporaire") as refused:
            exports.write_list(made.rows, sample.communes, told, exports.FORMATS[name])
        assert "gone" in str(refused.value)
