"""A portrait as a Word file a student edits: real styles, editable tables and captions.

Word cannot hold our drawings as they are, so they are set as images at print resolution, with
their alternative text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from territory import palette
from territory._portrait.model import (
    Block,
    Bullets,
    Definitions,
    Figure,
    Notice,
    Paragraph,
    Portrait,
    Sentence,
    Table,
    source_marks,
)
from territory._portrait.pdf import png_of_svg
from territory.zipped import same_bytes

TEXT_WIDTH_CM = 16.4
SOURCE_SIZE_PT = 8


def docx_bytes(portrait: Portrait) -> bytes:
    """Return a portrait as DOCX; the same portrait, the same bytes."""
    document = Document()
    _set_up(document, portrait)
    document.add_paragraph(portrait.subtitle, style="Subtitle")
    document.add_paragraph(portrait.title, style="Title")
    for line in portrait.about:
        document.add_paragraph(line)
    _add_figure(document, portrait.locator)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for section in portrait.sections:
        document.add_heading(section.heading, level=1)
        for block in section.blocks:
            _add(document, block, portrait.language)
    document.add_heading(portrait.words["sources"], level=1)
    for rank, source in enumerate(portrait.sources, start=1):
        document.add_paragraph(f"[{rank}] {source}")
    written = io.BytesIO()
    document.save(written)
    return same_bytes(written.getvalue(), portrait.date)


def _set_up(document: DocumentObject, portrait: Portrait) -> None:
    properties = document.core_properties
    properties.title = f"{portrait.title} – {portrait.subtitle}"
    properties.author = "territory"
    properties.language = portrait.language
    properties.keywords = ", ".join(portrait.keywords)
    properties.comments = ""
    properties.created = properties.modified = datetime.fromisoformat(portrait.date)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - TEXT_WIDTH_CM) / 2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    for name, size in (("Normal", 10.5), ("Caption", 9)):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = _rgb(palette.INK if name == "Normal" else palette.SOFT_INK)
        style.font.italic = False
        style.font.bold = False
    for name, colour in (("Title", palette.INK), ("Subtitle", palette.ACCENT)):
        document.styles[name].font.color.rgb = _rgb(colour)
    document.styles["Heading 1"].font.color.rgb = _rgb(palette.ACCENT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), {"fr": "fr-FR", "en": "en-GB"}[portrait.language])
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _add(document: DocumentObject, block: Block, language: str) -> None:
    if isinstance(block, Paragraph):
        _write(document.add_paragraph(), block.sentences)
    elif isinstance(block, Bullets):
        _add_list(document, block.items)
    elif isinstance(block, Notice):
        document.add_paragraph().add_run(block.title).bold = True
        _add_list(document, block.items)
    elif isinstance(block, Definitions):
        for word, meaning in block.entries:
            paragraph = document.add_paragraph()
            colon = "\u00a0: " if language == "fr" else ": "
            paragraph.add_run(f"{word}{colon}").bold = True
            paragraph.add_run(meaning)
    elif isinstance(block, Table):
        _add_table(document, block)
    else:
        _add_figure(document, block)


def _write(paragraph: WordParagraph, sentences: Iterable[Sentence]) -> None:
    for rank, sentence in enumerate(sentences):
        paragraph.add_run((" " if rank else "") + sentence.words)
        if sentence.sources:
            marks = "".join(mark for mark, _ in source_marks(sentence.sources))
            run = paragraph.add_run(f"\u00a0{marks}")
            run.font.size = Pt(SOURCE_SIZE_PT)
            run.font.color.rgb = _rgb(palette.ACCENT)


def _add_list(document: DocumentObject, items: Iterable[Sentence]) -> None:
    for item in items:
        _write(document.add_paragraph(style="List Bullet"), [item])


def _add_table(document: DocumentObject, block: Table) -> None:
    _write(document.add_paragraph(style="Caption"), [block.caption])
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.columns), style="Light List Accent 1")
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    _fill(table, 0, block.columns, block.numeric)
    _repeat_heading(table)
    for row in block.rows:
        table.add_row()
        _fill(table, len(table.rows) - 1, row, block.numeric)
    if block.widths:
        table.autofit = False
        for rank, width in enumerate(block.widths):
            for cell in table.columns[rank].cells:
                cell.width = Cm(TEXT_WIDTH_CM * width / sum(block.widths))
    document.add_paragraph()


def _fill(table: WordTable, rank: int, cells: Iterable[str], numeric: Iterable[bool]) -> None:
    row = table.rows[rank].cells
    for cell, words, is_number in zip(row, cells, numeric, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(words).font.size = Pt(9)
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat_heading(table: WordTable) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _add_figure(document: DocumentObject, figure: Figure) -> None:
    width_cm = TEXT_WIDTH_CM * figure.width_share
    picture = document.add_picture(
        io.BytesIO(png_of_svg(figure.svg, width_cm=width_cm)), width=Cm(width_cm)
    )
    picture._inline.docPr.set("descr", figure.alt)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _write(document.add_paragraph(style="Caption"), [figure.caption])


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())
