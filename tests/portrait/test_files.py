"""A portrait in three files: the same sentences in each, drawings described, sources cited."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pandas as pd
import pytest
from docx import Document

from territory.indicators import find_indicator
from territory.look import charts, palette
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
    check_sources,
)
from territory.portrait.render.docx import docx_bytes
from territory.portrait.render.html import html_bytes
from territory.portrait.render.pdf import pdf_bytes

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10">'
    '<path d="M0,0H10V10H0Z" fill="#f3b300"/><path d="M10,0H20V10H10Z" fill="#ffffff"/></svg>'
)


@pytest.fixture
def portrait() -> Portrait:
    figure = Figure(SVG, "Carte de deux communes.", Sentence("Les deux communes.", (1,)), 0.5)
    return Portrait(
        title="Mende <b>",
        subtitle="Diagnostic de territoire",
        language="fr",
        about=("Commune de Lozère (48095)",),
        locator=figure,
        key_figures=(KeyFigure("12 321", Sentence("habitants", (1,))),),
        sections=(
            Section(
                "essential",
                "L’essentiel",
                (
                    Paragraph((Sentence("Près de 1 650 personnes.", (1, 2)), Sentence("Suite."))),
                    Bullets((Sentence("Un point.", (2,)),)),
                    Table(
                        Sentence("Par âge.", (1,)),
                        ("Groupe", "Personnes"),
                        (("15 à 29 ans", "120"), ("75 ans ou plus", "800")),
                        (False, True),
                    ),
                    Notice("Ne pas s’en servir pour", (Sentence("Viser des personnes."),)),
                    Definitions((("Non-recours", "Ne pas recevoir un droit."),)),
                    figure,
                ),
            ),
        ),
        sources=("Insee, Recensement, 2022", "ANCT, liste, 2024"),
        words={"contents": "Sommaire", "sources": "Sources", "page": "Page"},
        date="2026-06-30",
    )


def test_the_same_portrait_gives_the_same_files(portrait):
    for write in (pdf_bytes, docx_bytes, html_bytes):
        assert write(portrait) == write(portrait)


def test_the_pdf_is_tagged_named_and_speaks_its_language(portrait):
    # Typst refuses to write a file that does not meet PDF/UA-1: that it is written is the check.
    content = pdf_bytes(portrait)
    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in content
    assert b"/Lang" in content


def test_the_word_file_holds_styles_a_table_and_described_drawings(portrait):
    document = Document(io.BytesIO(docx_bytes(portrait)))
    words = "".join(document.element.body.itertext())
    for sentence in portrait.sentences():
        assert sentence.words in words
    assert "[1][2]" in words
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["L’essentiel", "Sources"]
    keys, table = document.tables
    assert next(cell.text for cell in keys.rows[0].cells).startswith("12 321")
    assert [cell.text for cell in table.rows[2].cells] == ["75 ans ou plus", "800"]
    with zipfile.ZipFile(io.BytesIO(docx_bytes(portrait))) as members:
        xml = members.read("word/document.xml").decode()
    assert xml.count('descr="Carte de deux communes."') == 2
    assert document.core_properties.language == "fr"


def test_the_page_asks_nothing_of_the_network_and_runs_nothing(portrait):
    page = html_bytes(portrait).decode()
    assert "Mende &lt;b&gt;" in page
    assert "<script" not in page
    asked = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert all(one.startswith("#") for one in asked)
    assert 'lang="fr"' in page
    for sentence in portrait.sentences():
        assert sentence.words in page


def test_a_source_that_is_not_listed_is_refused(portrait):
    check_sources(portrait)
    with pytest.raises(ValueError, match="no such source"):
        check_sources(replace(portrait, sources=("one",)))


def test_a_table_has_one_cell_a_column():
    with pytest.raises(ValueError, match="one cell a column"):
        Table(Sentence(""), ("a", "b"), (("1",),), (False, True))


def test_a_mark_stands_between_the_goalposts_and_an_unknown_one_is_not_drawn():
    minutes = find_indicator("nearest_counter_minutes")
    middle = (minutes.best + minutes.worst) / 2
    marks = [
        charts.Mark("Mende", middle, charts.SIGNS[0]),
        charts.Mark("France", float("nan"), charts.SIGNS[1]),
    ]
    drawn = charts.strip_svg(minutes, marks, charts.quantiles(pd.Series([3.0, 9.0, 15.0])))
    assert f'cx="{charts.WIDTH / 2:.1f}"' in drawn
    assert "France" not in drawn
    assert 'aria-hidden="true"' in drawn


def test_signs_are_told_apart_by_shape_before_colour():
    assert len({shape for shape, _ in charts.SIGNS}) == len(charts.SIGNS)
    for _, colour in charts.SIGNS:
        assert palette.contrast(colour, palette.PAPER) >= 3


def test_the_word_file_has_contents_pages_and_headings_that_come_again(portrait):
    with zipfile.ZipFile(io.BytesIO(docx_bytes(portrait))) as members:
        xml = members.read("word/document.xml").decode()
        foot = "".join(
            members.read(name).decode() for name in members.namelist() if "footer" in name
        )
    assert 'TOC \\o "1-1"' in xml
    # The contents, and in them a page for "L’essentiel" and one for the sources.
    assert xml.count('w:fldCharType="begin"') == xml.count('w:fldCharType="end"') == 3
    assert 'w:dirty="true"' in xml
    names = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w+)"', xml)
    assert re.findall(r"PAGEREF (\w+)", xml) == names
    assert len(names) == 2
    assert " PAGE " in foot
    assert " NUMPAGES " in foot
    _, table = Document(io.BytesIO(docx_bytes(portrait))).tables
    assert xml.count("w:tblHeader") == 1
    assert xml.count("w:cantSplit") == len(table.rows)


def test_columns_of_the_word_file_fill_the_text_in_the_shares_asked_for(portrait):
    narrow = Table(Sentence("Large et étroite."), ("a", "b"), (("1", "2"),), (False, True), (3, 1))
    section = Section("essential", "L’essentiel", (narrow,))
    document = Document(io.BytesIO(docx_bytes(replace(portrait, sections=(section,)))))
    _, table = document.tables
    wide, thin = (column.width for column in table.columns)
    assert wide / thin == pytest.approx(3, abs=0.01)
    assert [cell.width for cell in table.rows[1].cells] == [wide, thin]


def test_a_long_table_may_be_cut_in_the_pdf_and_keeps_every_row(portrait):
    rows = tuple((f"Ligne {rank}", str(rank)) for rank in range(90))
    long = Table(Sentence("Longue."), ("Ligne", "Rang"), rows, (False, True))
    section = Section("essential", "L’essentiel", (long,))
    assert pdf_bytes(replace(portrait, sections=(section,))).startswith(b"%PDF")
