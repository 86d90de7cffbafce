"""Since when: how many people had a counter within reach at the end of each quarter, or one commune."""

from __future__ import annotations

from territory.history import shown, told
from territory.history.commune import commune_since
from territory.history.curve import Curve, curve_of
from territory.history.moments import Moment, list_day
from territory.look.typeset import SVG_FAMILY
from territory.maps.paper.figure import WIDTH
from territory.portrait.model import Block, Figure, Paragraph, Section, Sentence, Table
from territory.portrait.page import Page
from territory.portrait.sentences.cited import FAR, NEED

# Of the text's width: a curve, not a map.
WIDTH_SHARE = 0.8
# High enough for the band to be seen.
TALL = 190.0


def since(page: Page) -> Section:
    """Return since when a counter is within reach, with the curve and what it cannot see."""
    if page.territory.level == "commune":
        return page.section("since", _of_commune(page))
    curve = curve_of(page.maker.country, page.territory, page.in_use)
    if curve.share(told.TARGET_MINUTES).isna().all():
        return page.section("since", [Paragraph((_said(page, page.words.text("since.unknown")),))])
    return page.section("since", _of_people(page, curve))


def _of_people(page: Page, curve: Curve) -> list[Block]:
    words = page.words
    said = [
        told.summary(curve, words),
        told.counters_line(curve, words),
        *told.median_lines(curve, words),
    ]
    svg = shown.share_svg(curve, words, width=WIDTH * WIDTH_SHARE, tall=TALL, family=SVG_FAMILY)
    limit = words.number(told.TARGET_MINUTES)
    caption = words.text("since.caption", limit=limit, points=told.band_points(words))
    kept = years_of(curve.moments)
    rows = [
        row
        for one, row in zip(
            curve.moments, told.table_rows(curve, told.TARGET_MINUTES, words), strict=True
        )
        if one in kept
    ]
    heading = told.table_heading(told.TARGET_MINUTES, words)
    return [
        Paragraph(tuple(_said(page, one) for one in said)),
        Figure(svg, _alt(page, told.summary(curve, words)), _said(page, caption), WIDTH_SHARE),
        Table(
            _said(page, words.text("since.table", limit=limit)),
            heading,
            tuple(rows),
            (False, *[True] * (len(heading) - 1)),
        ),
        Paragraph(tuple(Sentence(one) for one in told.limits_lines(words))),
        Paragraph(
            tuple(Sentence(one) for one in told.remarks(page.maker.country, curve, words)[:-1])
        ),
    ]


def _of_commune(page: Page) -> list[Block]:
    words = page.words
    found = commune_since(page.maker.country, page.territory.code, list_day(page.in_use))
    lines = shown.since_lines(found, words)
    blocks: list[Block] = [Paragraph(tuple(_said(page, one) for one in lines))]
    if len(found.steps) > 1:
        svg = shown.minutes_svg(found, words, width=WIDTH * WIDTH_SHARE, family=SVG_FAMILY)
        caption = _said(page, f"{words.text('since.commune.curve')}.")
        blocks.append(Figure(svg, _alt(page, lines[-1]), caption, WIDTH_SHARE))
    return [*blocks, Paragraph((Sentence(words.text("since.survivors")),))]


def years_of(moments: tuple[Moment, ...]) -> list[Moment]:
    """Return the moments a short table has room for: the first, the end of each year, the list's day."""
    return [
        one
        for rank, one in enumerate(moments)
        if rank == 0 or one.is_list or (one.day is not None and one.day.month == 12)
    ]


def _alt(page: Page, told: str) -> str:
    return page.text("since.alt", name=page.name, told=told)


def _said(page: Page, words: str) -> Sentence:
    return page.sources.plain(words, *FAR, *NEED)
