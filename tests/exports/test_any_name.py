"""Whatever a name holds, all nine files are written, and other programs read them back."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import subprocess
from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from territory import paths
from territory.exports import FORMATS, side_files, without_formula, write_list
from territory.lists import make_list, read_request
from territory.lists.about import about
from territory.look.glyphs import drawable
from territory.messages import Words
from territory.plain_text import plain
from territory.portrait import PORTRAIT_FORMATS, portrait_bytes
from territory.portrait.model import (
    Bullets,
    Definitions,
    Figure,
    KeyFigure,
    Notice,
    Paragraph,
    Portrait,
    Section,
    Sentence,
    Table,
)
from territory.tables import open_data_in_use

HOSTILE = (
    "France services\x0bde Mende",
    "a\0b\x1b[31m\x7f\x85",
    "\ufeff\u200b=cmd|' /C calc'!A0",
    "\u202etxt.exe\u2066",
    "half \ud83d",
    "\uffff\ufdd0",
    "日本 العربية 😀 हिन्दी ＝１",
    "<script>alert(1)</script> & \"'",
    "#set page(1pt) *x* `y` $z$ \\ @label // [a]",
    "{{ 7 }} {% x %} ]]> <!-- -->",
    "e\u0301\u0301" * 20,
    "-1",
    " ",
    "'; DROP TABLE communes; --",
    "_x0041_",
    "\0\u200b",
)
ANY_TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def made(country):
    request = read_request({"departement": "48"}, ["min-minutes=10"], words=Words("fr"))
    found = make_list(country, request)
    return replace(found, rows=found.rows.head(2))


@pytest.fixture(scope="module")
def told(made, sample):
    return about(made, sample, open_data_in_use(paths.sample_folder()), "xlsx", "liste.xlsx")


def named(made, told, words: str):
    """Return the list and what it says of itself with words in every name."""
    names = pd.Series([words] * 2, index=made.rows.index, dtype=object)  # may hold half a sign
    rows = made.rows.assign(commune_name=names, nearest_counter_name=names, reasons_text=names)
    return rows, replace(told, title=words, command=words, parameters=((words, words),))


def seen(words: str) -> str:
    """Return words as a page shows them: blanks run together."""
    return " ".join(words.split())


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=ANY_TEXT)
def test_a_list_is_written_in_every_format_and_read_back(words, made, told, sample, tmp_path):
    check_list(words, made, told, sample, tmp_path)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_name_is_written_in_every_format_of_list(words, made, told, sample, tmp_path):
    check_list(words, made, told, sample, tmp_path)


def check_list(words: str, made, told, sample, tmp_path) -> None:
    rows, said = named(made, told, words)
    files = {name: write_list(rows, sample.communes, said, one) for name, one in FORMATS.items()}
    name, cell = plain(words), without_formula(plain(words))
    read = list(csv.DictReader(io.StringIO(files["csv"].decode(), newline="")))
    assert [one["commune_name"] for one in read] == [cell, cell]
    # A figure stays a figure, below zero or not.
    assert [float(one["nearest_counter_minutes"]) for one in read]
    read = list(
        csv.reader(io.StringIO(files["csv-excel"].decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert cell in read[1]
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    (column,) = [
        one for one in book.worksheets[1].iter_cols(values_only=True) if one[0] == "Commune"
    ]
    # ECMA-376, 22.4.2.4: a spreadsheet reads _x0041_ as A, unless its first sign is escaped.
    column = tuple(None if one is None else unescape(one) for one in column)
    assert column[1:] == (cell or None,) * 2  # an empty text is an empty cell
    document = json.loads(files["geojson"])
    assert document["metadata"]["title"] == name
    assert [one["properties"]["commune_name"] for one in document["features"]] == [name, name]
    path = tmp_path / "list.gpkg"
    path.write_bytes(files["gpkg"])
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT commune_name FROM communes").fetchall() == [(name,)] * 2
        ((title,),) = database.execute("SELECT value FROM territory_about WHERE key = 'title'")
    database.close()
    assert json.loads(title) == name
    table = pq.read_table(io.BytesIO(files["parquet"]))
    assert table["commune_name"].to_pylist() == [name, name]
    for chosen in ("csv", "csv-excel"):
        beside = side_files(rows, said, FORMATS[chosen])
        assert beside[".about.txt"].decode().split("\n")[0] == name


def portrait_of(words: str) -> Portrait:
    drawn = escape(plain(words))
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20">'
        f'<text x="1" y="15" font-size="9">{drawn}</text></svg>'
    )
    sentence = Sentence(words, (1,))
    figure = Figure(svg, f"Carte de {words}", sentence, 0.4)
    blocks = (
        Paragraph((sentence, sentence)),
        Bullets((sentence,)),
        Table(sentence, (words, "n"), ((words, "1"),), (False, True)),
        Notice(words, (sentence,)),
        Definitions(((words, words),)),
        figure,
    )
    return Portrait(
        title=f"Mende {words}",
        subtitle="Portrait",
        language="fr",
        about=(words,),
        locator=figure,
        key_figures=(KeyFigure(words, sentence),),
        sections=(Section("essential", f"S {words}", blocks),),
        sources=(words,),
        words={"contents": "Sommaire", "sources": "Sources", "page": "Page"},
        date="2026-06-30",
        keywords=(words,),
    )


class PageText(HTMLParser):
    """The text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - the parser's own signature
        """Keep the tag."""
        self.tags.append(tag)

    def handle_data(self, data):
        """Keep the words."""
        self.found.append(data)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=ANY_TEXT)
def test_a_portrait_is_written_in_every_format_and_read_back(words, tmp_path):
    check_portrait(words, tmp_path)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_name_is_written_in_every_portrait(words, tmp_path):
    check_portrait(words, tmp_path)


def check_portrait(words: str, tmp_path) -> None:
    portrait = portrait_of(words)
    files = {name: portrait_bytes(portrait, name) for name in PORTRAIT_FORMATS}
    name = seen(plain(words))
    document = Document(io.BytesIO(files["docx"]))
    assert seen(f"Mende {name}") in [seen(one.text) for one in document.paragraphs]
    assert seen(document.tables[1].rows[1].cells[0].text) == name
    page = PageText()
    page.feed(files["html"].decode())
    assert seen(f"Mende {name}") in seen(" ".join(page.found))
    assert "script" not in page.tags
    assert files["pdf"].startswith(b"%PDF")
    assert files["pdf"].rstrip().endswith(b"%%EOF")


def pdf_words(content: bytes, tmp_path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not on this machine")
    path = tmp_path / "p.pdf"
    path.write_bytes(content)
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return seen(told.stdout)


def test_a_sign_that_the_pdf_has_no_drawing_for_is_replaced_and_said(tmp_path):
    words = pdf_words(portrait_bytes(portrait_of("Mende 日本 ＡＢ 😀 Ωж"), "pdf"), tmp_path)
    assert "Mende □□ AB □ Ωж" in words
    assert "U+65E5, U+672C, U+FF21, U+FF22, U+1F600" in words
    assert "Les fichiers Word et HTML les gardent" in words


def test_a_portrait_of_french_names_replaces_nothing(tmp_path):
    french = "L’Haÿ-les-Roses, Œuilly, Mûr – “12\u202f000\u00a0€” ≥ 5 × → − ² ‰"
    assert drawable(french) == french
    assert "polices" not in pdf_words(portrait_bytes(portrait_of(french), "pdf"), tmp_path)


@pytest.mark.parametrize(
    "before",
    ["", " ", "\u00a0", "\u202f", "\u200b", "\ufeff", '"', "'", "\t", "\r", " \u200b\ufeff"],
)
@pytest.mark.parametrize("opener", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_a_cell_that_opens_a_formula_after_what_is_passed_over_is_made_safe(before, opener):
    assert without_formula(f"{before}{opener}1+1").startswith("'")


def test_a_text_of_any_length_fits_a_cell_of_a_workbook(made, told, sample):
    rows, said = named(made, told, "long " * 10_000)
    book = openpyxl.load_workbook(
        io.BytesIO(write_list(rows, sample.communes, said, FORMATS["xlsx"]))
    )
    longest = max(len(str(cell)) for row in book.worksheets[1].values for cell in row)
    assert longest == 32_767
