"""A portrait as a Word file a student edits: real styles, editable tables and captions.

Word cannot hold our drawings as they are, so they are set as images at print resolution, with
their alternative text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Row as WordRow
from docx.text.paragraph import Paragraph as WordParagraph

from territory.files import same_bytes
from territory.look import palette
from territory.look.typeset import png_of_svg
from territory.portrait.model import (
    Block,
    Bullets,
    Definitions,
    Figure,
    Notice,
    Paragraph,
    Portrait,
    Section,
    Sentence,
    Table,
    source_marks,
)
from territory.portrait.render.pdf import heading_pages

TEXT_WIDTH_CM = 16.4
LOCATOR_WIDTH_CM = 3.2
SOURCE_SIZE_PT = 8
# A table of more rows may be cut between two pages.
MOST_ROWS_TOGETHER = 14


def docx_bytes(portrait: Portrait) -> bytes:
    """Return a portrait as DOCX; the same portrait, the same bytes."""
    document = Document()
    _set_up(document, portrait)
    document.add_paragraph(portrait.subtitle, style="Subtitle")
    document.add_paragraph(portrait.title, style="Title")
    for line in portrait.about:
        document.add_paragraph(line)
    _add_keys(document, portrait)
    headings = [one.heading for one in (*portrait.first, *portrait.rest)]
    headings.append(portrait.words["sources"])
    pages = heading_pages(portrait)
    for rank, section in enumerate(portrait.first):
        _add_section(document, section, rank, portrait.language)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _add_contents(document, portrait.words["contents"], headings, pages)
    for rank, section in enumerate(portrait.rest, start=len(portrait.first)):
        _add_section(document, section, rank, portrait.language)
    _add_heading(document, portrait.words["sources"], len(headings) - 1)
    for rank, source in enumerate(portrait.sources, start=1):
        listed = document.add_paragraph(f"[{rank}] {source}")
        listed.paragraph_format.space_after = Pt(2)
    written = io.BytesIO()
    document.save(written)
    return same_bytes(written.getvalue(), portrait.date)


def _add_section(document: DocumentObject, section: Section, rank: int, language: str) -> None:
    _add_heading(document, section.heading, rank)
    for block in section.blocks:
        _add(document, block, language)


def _add_heading(document: DocumentObject, words: str, rank: int) -> None:
    """Add a heading between the two ends of the bookmark that the contents point to."""
    heading = document.add_heading(words, level=1)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(rank + 1))
    start.set(qn("w:name"), _bookmark(rank))
    heading.runs[0]._r.addprevious(start)
    heading.runs[-1]._r.addnext(end)


def _bookmark(rank: int) -> str:
    return f"_Toc{rank + 1:08d}"


def _add_keys(document: DocumentObject, portrait: Portrait) -> None:
    """Add the key figures in a row without rules, the locator at its end."""
    keys = portrait.key_figures
    table = document.add_table(rows=1, cols=len(keys) + 1)
    *cells, last = table.rows[0].cells
    for cell, key in zip(cells, keys, strict=True):
        figure = cell.paragraphs[0]
        figure.paragraph_format.space_after = Pt(0)
        run = figure.add_run(key.figure)
        run.font.size, run.font.bold = Pt(19), True
        caption = cell.add_paragraph(style="Caption")
        caption.paragraph_format.space_before = Pt(0)
        _write(caption, [key.caption])
    _draw(last.paragraphs[0], portrait.locator, LOCATOR_WIDTH_CM)
    _write(last.add_paragraph(style="Caption"), [portrait.locator.caption])
    _set_widths(table, (*(1.0 for _ in keys), 1.15))


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
    document.styles["Heading 1"].paragraph_format.space_after = Pt(4)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(3)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["Caption"].paragraph_format.space_before = Pt(8)
    document.styles["Caption"].paragraph_format.space_after = Pt(4)
    spoken = {"fr": "fr-FR", "en": "en-GB"}[portrait.language]
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), spoken)
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    for default in document.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), spoken)
    _add_footer(document, portrait)


def _add_footer(document: DocumentObject, portrait: Portrait) -> None:
    foot = document.sections[0].footer.paragraphs[0]
    foot.add_run(f"{portrait.title} – {portrait.words['page']} ")
    _add_field(foot, "PAGE")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size, run.font.color.rgb = Pt(SOURCE_SIZE_PT), _rgb(palette.SOFT_INK)


def _add_contents(
    document: DocumentObject, title: str, headings: Sequence[str], pages: Sequence[int]
) -> None:
    """Add the contents: headings, each with its page, which Word counts again.

    Nobody but Word knows where its pages end: the numbers written are those of the PDF of the same
    portrait, and the field is marked as one that Word brings up to date when it opens the file.
    """
    document.add_paragraph(title).runs[0].bold = True
    lines = []
    for rank, (heading, page) in enumerate(zip(headings, pages, strict=True)):
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(1)
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), _bookmark(rank))
        link.set(qn("w:history"), "1")
        page_field = _field_parts(f"PAGEREF {_bookmark(rank)} \\h")
        for part in (
            _run_of(_text(heading)),
            _run_of(OxmlElement("w:tab")),
            *page_field,
            _run_of(_text(str(page))),
            _run_of(_field_mark("end")),
        ):
            link.append(part)
        line._p.append(link)
        lines.append((line, link))
    opening = _field_parts('TOC \\o "1-1" \\h \\z \\u')
    opening[0][0].set(qn("w:dirty"), "true")
    for part in opening:
        lines[0][1].addprevious(part)
    lines[-1][0].add_run()._r.append(_field_mark("end"))


def _add_field(paragraph: WordParagraph, instruction: str) -> None:
    """Add what Word counts itself: a page's number, how many there are."""
    for part in (*_field_parts(instruction), _run_of(_text("1")), _run_of(_field_mark("end"))):
        paragraph._p.append(part)


def _field_parts(instruction: str) -> list[BaseOxmlElement]:
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    return [_run_of(one) for one in (_field_mark("begin"), words, _field_mark("separate"))]


def _field_mark(kind: str) -> BaseOxmlElement:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _text(words: str) -> BaseOxmlElement:
    element = OxmlElement("w:t")
    element.text = words
    return element


def _run_of(element: BaseOxmlElement) -> BaseOxmlElement:
    run = OxmlElement("w:r")
    run.append(element)
    return run


def _add(document: DocumentObject, block: Block, language: str) -> None:
    if isinstance(block, Paragraph):
        _write(document.add_paragraph(), block.sentences)
    elif isinstance(block, Bullets):
        _add_list(document, block.items)
    elif isinstance(block, Notice):
        title = document.add_paragraph()
        title.add_run(block.title).bold = True
        for paragraph in (title, *_add_list(document, block.items)):
            _set_apart(paragraph)
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


def _add_list(document: DocumentObject, items: Iterable[Sentence]) -> list[WordParagraph]:
    written = []
    for item in items:
        written.append(document.add_paragraph(style="List Bullet"))
        _write(written[-1], [item])
    return written


def _set_apart(paragraph: WordParagraph) -> None:
    """Shade a paragraph, so that what must not be done with the figures is seen."""
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), palette.WASH.removeprefix("#"))
    # Where the schema wants it: before the spacing and the indents.
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _add_table(document: DocumentObject, block: Table) -> None:
    _write(document.add_paragraph(style="Caption"), [block.caption])
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    # One list of rows: asking the table for each again costs its square.
    for rank, (row, cells) in enumerate(zip(table.rows, (block.columns, *block.rows), strict=True)):
        is_together = len(block.rows) <= MOST_ROWS_TOGETHER and rank < len(block.rows)
        _fill(row, cells, block.numeric, is_heading=rank == 0, is_with_next=is_together)
        _mark_row(row, "w:cantSplit")
    _mark_row(table.rows[0], "w:tblHeader")
    _rule(table)
    _set_widths(table, block.widths or (2.5, *(1.0 for _ in block.columns[1:])))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _set_widths(table: WordTable, widths: Sequence[float]) -> None:
    """Set widths in the grid and in the cells: Word reads one, other programs the other."""
    table.autofit = False
    chosen = [Cm(TEXT_WIDTH_CM * width / sum(widths)) for width in widths]
    for column, width in zip(table.columns, chosen, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, chosen, strict=True):
            cell.width = width


def _fill(
    row: WordRow,
    cells: Iterable[str],
    numeric: Iterable[bool],
    *,
    is_heading: bool,
    is_with_next: bool,
) -> None:
    for cell, words, is_number in zip(row.cells, cells, numeric, strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(1.5)
        paragraph.paragraph_format.keep_with_next = is_with_next
        run = paragraph.add_run(words)
        run.font.size, run.font.bold = Pt(9), is_heading
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark_row(row: WordRow, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _rule(table: WordTable) -> None:
    """Draw a rule under each row, a strong one under the headings, and nothing else."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_border(side, palette.RULE, 4))
    table._tbl.tblPr.append(borders)
    for cell in table.rows[0].cells:
        own = OxmlElement("w:tcBorders")
        own.append(_border("bottom", palette.INK, 8))
        cell._tc.get_or_add_tcPr().append(own)


def _border(side: str, colour: str, eighths: int) -> BaseOxmlElement:
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("color", colour.lstrip("#"))):
        border.set(qn(f"w:{name}"), value)
    return border


def _add_figure(document: DocumentObject, figure: Figure) -> None:
    paragraph = document.add_paragraph()
    _draw(paragraph, figure, TEXT_WIDTH_CM * figure.width_share)
    paragraph.paragraph_format.keep_with_next = True
    _write(document.add_paragraph(style="Caption"), [figure.caption])


def _draw(paragraph: WordParagraph, figure: Figure, width_cm: float) -> None:
    picture = io.BytesIO(png_of_svg(figure.svg, width_cm=width_cm))
    drawn = paragraph.add_run().add_picture(picture, width=Cm(width_cm))
    drawn._inline.docPr.set("descr", figure.alt)


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*palette.rgb(colour))
