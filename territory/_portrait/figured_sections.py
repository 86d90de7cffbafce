"""The sections that say the figures: in brief, need, counters, network, comparison, priorities."""

from __future__ import annotations

import numpy as np

from territory._portrait import drawings, sentences, tabulate
from territory._portrait.gather import position_share
from territory._portrait.model import Block, Bullets, Figure, Paragraph, Section, Sentence, Table
from territory._portrait.page import Page
from territory._portrait.sentences import CENSUS, COUNTERS, FAR, FIXED, NEED, SCORE
from territory._portrait.words import say, share
from territory.indicators import find_indicator
from territory.messages import text
from territory.reasons import reasons_text
from territory.territories import COMMUNES

# Comparisons with the territories of the same level, in this order.
POSITIONS = (
    "illectronism_share",
    "nearest_counter_minutes",
    "reachable_hours_per_1k",
    "without_fibre_share",
)
NAMED_PEERS = 8
EVERY_SOURCE = (*FAR, *FIXED, *NEED)


def essential(page: Page) -> Section:
    """Return the five sentences that say most."""
    said = sentences.essential(page.figures, page.language)
    items = tuple(page.sources.sentence(one) for one in said)
    return page.section("essential", [Bullets(items)] if items else [])


def need(page: Page) -> Section:
    """Return who is concerned, and why more or less than elsewhere."""
    blocks: list[Block] = [
        *page.paragraphs(sentences.need_unknown, sentences.need, sentences.need_share),
        *page.paragraphs(sentences.who, sentences.why),
    ]
    cells = tabulate.groups_cells(page.figures, page.language)
    if cells:
        headings = tuple(page.text(f"heading.{one}") for one in ("group", "count", "share"))
        caption = page.sentence("caption.groups", "insee_population", *NEED[1:3])
        blocks.append(Table(caption, (*headings, _whole(page)), cells, (False, True, True, True)))
    blocks += page.paragraphs(sentences.income)
    if page.figures.known("illectronism_people"):
        blocks.append(Paragraph((page.sentence("need.modelled", "model"),)))
    return page.section("need", blocks)


def _whole(page: Page) -> str:
    return page.text("reference.france" if page.figures.is_of_france else "reference.part")


def counters(page: Page) -> Section:
    """Return what counters there are, how far, how much for how many."""
    figures, language = page.figures, page.language
    blocks: list[Block] = [
        *page.paragraphs(
            sentences.counters_inside,
            sentences.hours_inside,
            sentences.saturday_inside,
            sentences.itinerant,
        ),
        *page.paragraphs(
            sentences.far, sentences.beyond, sentences.saturday_far, sentences.hours_per_person
        ),
    ]
    for part in drawings.map_parts(page.maker, page.territory):
        svg = drawings.class_map_svg(page.maker, page.territory, part, language)
        alt = page.text("map.alt", name=page.name, count=_counter_words(page))
        blocks.append(Figure(svg, alt, page.sentence("map.caption", *EVERY_SOURCE)))
    inside = tabulate.counters_inside(page.maker, page.territory)
    if len(inside) > tabulate.MOST_COUNTERS:
        level, cells = tabulate.counters_by_part_cells(page.maker, page.territory, language)
        columns = (
            page.text(f"heading.{level}"),
            *(page.text(f"heading.{one}") for one in ("fixed", "saturday_open", "itinerant")),
        )
        caption = page.sentence("caption.counters_by_part", *COUNTERS)
        blocks.append(Table(caption, columns, cells, (False, True, True, True)))
    elif len(inside):
        columns = tuple(
            page.text(f"heading.{one}")
            for one in ("counter", "commune", "kind", "week", "saturday")
        )
        cells = tabulate.counters_cells(inside, language)
        caption = page.sentence("caption.counters", *COUNTERS)
        blocks.append(
            Table(
                caption,
                columns,
                cells,
                (False, False, False, True, False),
                (4.6, 3.0, 2.0, 1.7, 1.3),
            )
        )
    if figures.is_single and len(inside) < tabulate.NEAREST_COUNT:
        blocks += _nearest(page)
    return page.section("counters", blocks)


def _counter_words(page: Page) -> str:
    fixed = page.figures["fixed_counters_count"]
    return tabulate.counted("fixed_counters", fixed, page.language)


def _nearest(page: Page) -> list[Block]:
    code = str(page.communes.index[0])
    cells = tabulate.nearest_cells(page.maker, code, page.language)
    if not cells:
        return []
    columns = tuple(
        page.text(f"heading.{one}") for one in ("counter", "commune", "minutes", "week", "saturday")
    )
    caption = page.sentence("caption.nearest", *FAR)
    return [
        Table(caption, columns, cells, (False, False, True, True, False), (4.6, 3.0, 1.6, 1.7, 1.3))
    ]


def network(page: Page) -> Section:
    """Return what connects: fibre, 30 Mbit/s, 4G."""
    blocks: list[Block] = [
        *page.paragraphs(sentences.fibre, sentences.slow, sentences.mobile),
    ]
    if blocks:
        blocks.append(Paragraph((page.sentence("network.nature"),)))
    else:
        blocks.append(Paragraph((page.sentence("network.unknown"),)))
    return page.section("network", blocks)


def comparison(page: Page) -> Section:
    """Return the territory beside its references, and its place among those of its level."""
    figures, language = page.figures, page.language
    blocks: list[Block] = [Paragraph((page.sentence(f"comparison.{_kind(page)}"),))]
    if page.references[0].kind == "peers":
        blocks += _peers(page)
    kept = [one for one in page.references if one.kind != "peers"][:4]
    kept = [*(one for one in page.references if one.kind == "peers"), *kept]
    if page.references[-1] not in kept:
        kept = [*kept[:-1], page.references[-1]]
    said = [one for one in tabulate.COMPARED if figures.known(one)]
    kept = [one for one in kept if any(not np.isnan(one.values[name]) for name in said)]
    _, cells = tabulate.compared_cells(figures, kept, language)
    if cells:
        headings = tabulate.reference_headings(kept, page.maker, language)
        columns = (page.text("heading.indicator"), page.text("mark.this"), *headings)
        caption = page.sentence("caption.compared", *EVERY_SOURCE, *SCORE[:1])
        numeric = (False, *(True for _ in columns[1:]))
        widths = (2.2, *(1.0 for _ in columns[1:]))
        blocks.append(Table(caption, columns, cells, numeric, widths))
    if any(figures.known(one) for one in drawings.STRIPS):
        svg = drawings.strips_svg(
            page.maker, page.territory, dict(figures.values), page.references, language
        )
        level = text(
            f"portrait_sentences.group.{page.maker.spread_level(page.territory)}", language
        )
        caption = page.sentence("strips.caption", *EVERY_SOURCE, level=level)
        blocks.append(Figure(svg, page.text("strips.alt", name=page.name), caption))
    positions = _positions(page)
    if positions:
        blocks.append(Bullets(positions))
    return page.section("comparison", blocks)


def _kind(page: Page) -> str:
    return "set" if page.territory.level == COMMUNES else page.territory.level


def _peers(page: Page) -> list[Block]:
    codes = page.maker.peer_codes(page.territory.code)[:NAMED_PEERS]
    names = page.maker.country.tables.communes.loc[codes, ["commune_name", "departement_code"]]
    listed = ", ".join(f"{name} ({code})" for name, code in names.itertuples(index=False))
    said = say("peers", page.figures, page.language, (*CENSUS, "density_grid"), names=listed)
    return [Paragraph((page.sources.sentence(said),))]


def _positions(page: Page) -> tuple[Sentence, ...]:
    spread = page.maker.spread(page.territory)
    level = page.maker.spread_level(page.territory)
    group = text(f"portrait_sentences.group.{level}", page.language)
    found = []
    for name in POSITIONS:
        own = page.figures.values.get(name, np.nan)
        below = position_share(spread[name], own)
        if np.isnan(below):
            continue
        highest = bool(own >= spread[name].max())
        key = "lowest" if below == 0 else "highest" if highest else "higher"
        label = text(f"columns.{name}.label", page.language)
        said = say(
            f"position.{key}",
            page.figures,
            page.language,
            find_indicator(name).source_ids,
            label=label,
            group=group,
            **({"share": share(below, page.language)} if key == "higher" else {}),
        )
        found.append(page.sources.sentence(said))
    return tuple(found)


def priority(page: Page) -> Section:
    """Return which communes come first, and why."""
    figures, language = page.figures, page.language
    rows = tabulate.priority_rows(page.maker, page.territory)
    if figures.is_single:
        said = page.say(sentences.exposure)
        blocks: list[Block] = [Paragraph(said)] if said else []
        if len(rows):
            words = reasons_text(rows.iloc[0].drop("robustness_name"), language)
            reasons = page.sentence("priority.reasons", *EVERY_SOURCE, reasons=words)
            blocks.append(Paragraph((reasons,)))
        else:
            blocks.append(Paragraph((page.sentence("priority.unranked"),)))
        return page.section("priority_one", blocks)
    blocks = [*page.paragraphs(sentences.both, sentences.exposure)]
    if len(rows):
        columns = tuple(page.text(f"heading.{one}") for one in ("commune", "score", "reasons"))
        caption = page.sentence("caption.priority", *EVERY_SOURCE, *SCORE[:1])
        cells = tabulate.priority_cells(rows, language)
        blocks.append(Table(caption, columns, cells, (False, True, False), (3.0, 1.0, 9.0)))
    else:
        blocks.append(Paragraph((page.sentence("priority.unranked_all"),)))
    return page.section("priority", blocks)


def robustness(page: Page) -> Section:
    """Return what ranks are worth when the choices of the score vary."""
    blocks: list[Block] = [*page.paragraphs(sentences.rank_interval, sentences.robustness)]
    rows = tabulate.priority_rows(page.maker, page.territory)
    cells = () if page.figures.is_single else tabulate.robustness_cells(rows, page.language)
    if cells:
        columns = tuple(
            page.text(f"heading.{one}") for one in ("commune", "chance", "ranks", "verdict")
        )
        caption = page.sentence("caption.robustness", *SCORE)
        blocks.append(Table(caption, columns, cells, (False, True, True, False)))
    key = "robustness.how" if blocks else "robustness.unknown"
    blocks.append(Paragraph((page.sentence(key, "method") if blocks else page.sentence(key),)))
    return page.section("robustness", blocks)
