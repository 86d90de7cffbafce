"""A portrait as one HTML file: nothing beside it, nothing asked of the network."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from territory.look import palette
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


def html_bytes(portrait: Portrait) -> bytes:
    """Return a portrait as a self-contained HTML page, in UTF-8."""
    about = "".join(f"<p>{escape(line)}</p>" for line in portrait.about)
    contents = "".join(
        f'<li><a href="#{escape(one.name)}">{escape(one.heading)}</a></li>'
        for one in portrait.sections
    )
    sources = "".join(
        f'<li id="source-{rank}">{escape(source)}</li>'
        for rank, source in enumerate(portrait.sources, start=1)
    )
    title = escape(f"{portrait.title} – {portrait.subtitle}")
    words = portrait.words
    page = (
        f'<!doctype html><html lang="{escape(portrait.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_style()}</style></head><body>"
        f'<header><p class="kind">{escape(portrait.subtitle)}</p><h1>{escape(portrait.title)}</h1>'
        f'<div class="about">{about}</div>{_figure(portrait.locator)}</header>'
        f'<nav aria-labelledby="contents"><h2 id="contents">{escape(words["contents"])}</h2>'
        f"<ol>{contents}</ol></nav><main>"
        + "".join(map(_section, portrait.sections))
        + f'<section id="sources"><h2>{escape(words["sources"])}</h2>'
        f'<ol class="sources">{sources}</ol></section></main></body></html>\n'
    )
    return page.encode()


def _section(section: Section) -> str:
    blocks = "".join(map(_block, section.blocks))
    return (
        f'<section id="{escape(section.name)}"><h2>{escape(section.heading)}</h2>{blocks}</section>'
    )


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{' '.join(map(_sentence, block.sentences))}</p>"
    if isinstance(block, Bullets):
        return _list(block.items)
    if isinstance(block, Notice):
        return (
            f'<aside class="notice"><p><strong>{escape(block.title)}</strong></p>'
            f"{_list(block.items)}</aside>"
        )
    if isinstance(block, Definitions):
        entries = "".join(
            f"<dt>{escape(word)}</dt><dd>{escape(meaning)}</dd>" for word, meaning in block.entries
        )
        return f"<dl>{entries}</dl>"
    if isinstance(block, Table):
        return _table(block)
    return _figure(block)


def _sentence(sentence: Sentence) -> str:
    marks = "".join(
        f'<a class="source" href="#source-{first}">{mark}</a>'
        for mark, first in source_marks(sentence.sources)
    )
    return escape(sentence.words) + (f"&nbsp;{marks}" if marks else "")


def _list(items: Iterable[Sentence]) -> str:
    return f"<ul>{''.join(f'<li>{_sentence(one)}</li>' for one in items)}</ul>"


def _table(table: Table) -> str:
    kinds = ["number" if is_number else "words" for is_number in table.numeric]
    head = "".join(
        f'<th scope="col" class="{kind}">{escape(column)}</th>'
        for column, kind in zip(table.columns, kinds, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row" class="{kinds[0]}">{escape(row[0])}</th>'
        + "".join(
            f'<td class="{kind}">{escape(cell)}</td>'
            for cell, kind in zip(row[1:], kinds[1:], strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f'<div class="table"><table><caption>{_sentence(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _figure(figure: Figure) -> str:
    return (
        f'<figure style="width:{100 * figure.width_share:g}%">'
        f'<div role="img" aria-label="{escape(figure.alt)}">{figure.svg}</div>'
        f"<figcaption>{_sentence(figure.caption)}</figcaption></figure>"
    )


def _style() -> str:
    return f"""
body {{ font: 1rem/1.55 {palette.FONT}; color: {palette.INK}; background: {palette.PAPER};
  max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem; }}
h1 {{ font-size: 2.2rem; line-height: 1.15; margin: 0 0 .6rem; }}
h2 {{ color: {palette.ACCENT}; font-size: 1.3rem; margin: 2.4rem 0 .8rem; padding-bottom: .3rem;
  border-bottom: 1px solid {palette.RULE}; }}
.kind {{ color: {palette.ACCENT}; margin: 0 0 .2rem; letter-spacing: .03em; }}
.about p {{ margin: 0; color: {palette.SOFT_INK}; }}
a {{ color: {palette.ACCENT}; }}
a.source {{ font-size: .75em; text-decoration: none; margin-left: .1em; }}
figure {{ margin: 1.4rem 0; max-width: 100%; }}
figure svg {{ width: 100%; height: auto; display: block; }}
figcaption, caption {{ color: {palette.SOFT_INK}; font-size: .87rem; text-align: left; }}
caption {{ padding-bottom: .4rem; }}
.table {{ overflow-x: auto; margin: 1.2rem 0; }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem; }}
th, td {{ padding: .35rem .5rem; border-bottom: 1px solid {palette.RULE}; text-align: left; }}
thead th {{ border-bottom: 2px solid {palette.INK}; }}
tbody th {{ font-weight: 400; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.notice {{ background: {palette.WASH}; border-left: 4px solid {palette.ACCENT};
  padding: .6rem 1rem; margin: 1.2rem 0; }}
.notice p {{ margin: .2rem 0; }}
dt {{ font-weight: 600; margin-top: .6rem; }}
dd {{ margin: 0; }}
.sources {{ font-size: .87rem; }}
@media print {{ body {{ max-width: none; }} h2 {{ break-after: avoid; }}
  figure, table, .notice {{ break-inside: avoid; }} nav {{ display: none; }} }}
"""
