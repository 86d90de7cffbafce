"""The sections that say the figures: in brief, need, counters, network, comparison, priorities."""

from __future__ import annotations

import numpy as np

from territory.indicators import columns_in_use, find_indicator
from territory.lists.reasons import reasons_text
from territory.portrait import cells as tabulate
from territory.portrait import drawings, gaps
from territory.portrait.gather import position_share
from territory.portrait.maker import ReferenceFigures
from territory.portrait.model import (
    FIRST,
    Block,
    Bullets,
    Figure,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from territory.portrait.page import Page
from territory.portrait.sentences import counters as said_of_counters
from territory.portrait.sentences import need as sentences
from territory.portrait.sentences import network as said_of_network
from territory.portrait.sentences import ranks as said_of_ranks
from territory.portrait.sentences.cited import CENSUS, COUNTERS, EVERY, FAR, FIXED, NEED, SCORE
from territory.portrait.sentences.words import joined, names_of, say, share, unbroken
from territory.territories import COMMUNES, Territory
from territory.territories.references import PART
from territory.travel import engine_of_column

# Comparisons with the territories of the same level, in this order.
POSITIONS = (
    "illectronism_share",
    "nearest_counter_minutes",
    "reachable_hours_per_1k",
    "without_fibre_share",
    "without_1_gbps_share",
)
NAMED_PEERS = 8


def essential(page: Page) -> Section:
    """Return the five sentences that say most, and the map of need and distance."""
    said = sentences.essential(page.figures, page.words)
    items = tuple(page.sources.sentence(one) for one in said)
    blocks: list[Block] = [Bullets(items)] if items else []
    first = drawings.map_parts(page.maker, page.territory)[:1]
    return page.section(FIRST, [*blocks, *_maps(page, first)])


def _maps(page: Page, parts: list[tuple[Territory, drawings.Communes]]) -> list[Block]:
    """Return the maps of need and distance, those where something is known."""
    blocks: list[Block] = []
    for territory, communes in parts:
        svg = drawings.class_map_svg(page.maker, territory, communes, page.words)
        if svg:
            alt = page.text("map.alt", name=page.name, count=_counter_words(page))
            blocks.append(Figure(svg, alt, page.sentence("map.caption", *EVERY)))
    return blocks


def need(page: Page) -> Section:
    """Return who is concerned, and why more or less than elsewhere."""
    figures, words = page.figures, page.words
    blocks: list[Block] = [
        *page.paragraphs(sentences.need_unknown, sentences.need, sentences.need_share),
        *page.paragraphs(sentences.rests_on),
        *page.paragraphs(sentences.who, sentences.institution),
    ]
    headings = [page.text(f"heading.{one}") for one in ("group", "count", "share")]
    shape = ((False, True, True, True), (3.4, 1.0, 1.0, 1.2))
    profile = tabulate.profile_cells(figures, words)
    if profile:
        columns = (headings[0], *(page.text(f"heading.{one}") for one in ("estimate", "of_them")))
        caption = page.sentence("caption.profile", *NEED)
        blocks.append(Table(caption, (*columns, _whole(page)), profile, *shape))
    blocks += page.paragraphs(sentences.why)
    if figures.known("illectronism_share", *gaps.GAPS):
        svg = gaps.gaps_svg(figures, words)
        told = gaps.gaps_words(figures, words)
        alt = page.text("gaps.alt", name=page.name, told=told)
        blocks.append(
            Figure(svg, alt, page.sentence("gaps.caption", *NEED), gaps.WIDTH_SHARE, floats=True)
        )
    groups = tabulate.groups_cells(figures, words)
    if groups:
        caption = page.sentence("caption.groups", "insee_population", *NEED[1:3])
        blocks.append(Table(caption, (*headings, _whole(page)), groups, *shape))
    blocks += page.paragraphs(sentences.income)
    if figures.known("illectronism_people"):
        blocks.append(Paragraph((page.sentence("need.modelled", "model"),)))
    return page.section("need", blocks)


def _whole(page: Page) -> str:
    return page.text("reference.france" if page.figures.is_of_france else "reference.part")


def counters(page: Page) -> Section:
    """Return what counters there are, how far, how much for how many."""
    figures, words = page.figures, page.words
    blocks: list[Block] = [
        *page.paragraphs(
            said_of_counters.counters_inside,
            said_of_counters.hours_inside,
            said_of_counters.saturday_inside,
            said_of_counters.saturday_partly,
            said_of_counters.itinerant,
            said_of_counters.stops,
            said_of_counters.people_per_counter,
        ),
        *page.paragraphs(
            said_of_counters.far,
            said_of_counters.far_band,
            said_of_counters.far_though_inside,
            said_of_counters.cut_off,
            said_of_counters.beyond,
            said_of_counters.beyond_band,
            said_of_counters.beyond_with_stops,
            said_of_counters.saturday_far,
        ),
        *page.paragraphs(said_of_counters.hours_per_person, said_of_counters.minutes_per_person),
    ]
    parts = drawings.map_parts(page.maker, page.territory)
    blocks += _maps(page, parts[1:])
    for territory, communes in parts:
        if svg := drawings.counters_map_svg(page.maker, territory, communes, words):
            alt = page.text("counters_map.alt", name=page.name)
            caption = page.sentence("counters_map.caption", *COUNTERS)
            blocks.append(Figure(svg, alt, caption, floats=True))
    inside = tabulate.counters_inside(page.maker, page.territory)
    if len(inside) > tabulate.MOST_COUNTERS:
        level, cells = tabulate.counters_by_part_cells(page.maker, page.territory, words)
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
        cells = tabulate.counters_cells(inside, words)
        caption = page.sentence("caption.counters", *COUNTERS)
        blocks.append(
            Table(
                caption,
                columns,
                cells,
                (False, False, False, True, False),
                (4.5, 2.9, 2.0, 1.7, 1.5),
            )
        )
    if figures.is_single and len(inside) < tabulate.NEAREST_COUNT:
        blocks += _nearest(page)
    return page.section("counters", blocks)


def _counter_words(page: Page) -> str:
    fixed = page.figures["fixed_counters_count"]
    return page.words.plural("portrait.fixed_counters", fixed)


def _nearest(page: Page) -> list[Block]:
    code = str(page.communes.index[0])
    cells = tabulate.nearest_cells(page.maker, code, page.words)
    if not cells:
        return []
    columns = tuple(
        page.text(f"heading.{one}") for one in ("counter", "commune", "minutes", "week", "saturday")
    )
    # Minutes to any counter, not those to the nearest alone, which Insee may have measured.
    engine = engine_of_column("nearest_any_counter_minutes", page.figures.engine)
    caption = page.sentence(
        f"caption.nearest.{said_of_counters.place_of(page.figures)}",
        *FAR,
        engine=page.words.text(f"travel.short.{engine}"),
    )
    return [
        Table(caption, columns, cells, (False, False, True, True, False), (4.5, 2.9, 1.6, 1.7, 1.5))
    ]


def network(page: Page) -> Section:
    """Return what connects: fibre, other wires, 4G."""
    blocks: list[Block] = [
        *page.paragraphs(
            said_of_network.fibre,
            said_of_network.slow,
            said_of_network.unwired,
            said_of_network.technologies,
        ),
        *page.paragraphs(said_of_network.mobile, said_of_network.mobile_all, said_of_network.sites),
    ]
    cells = tabulate.speeds_cells(page.figures, page.words)
    if cells:
        columns = tuple(page.text(f"heading.{one}") for one in ("speed", "premises", "share"))
        caption = page.sentence("caption.speeds", *FIXED)
        numeric, widths = (False, True, True, True), (3.4, 1.0, 1.0, 1.2)
        blocks.insert(1, Table(caption, (*columns, _whole(page)), cells, numeric, widths))
    if not blocks:
        return page.section("network", [Paragraph((page.sentence("network.unknown"),))])
    lacks = [
        key
        for key, names in (
            ("fixed", ("without_fibre_share", "without_1_gbps_share")),
            ("mobile", ("without_good_4g_share",)),
        )
        if not any(map(page.figures.known, names))
    ]
    closing = (*(f"no_{one}" for one in lacks), "nature")
    sentences_left = tuple(page.sentence(f"network.{one}") for one in closing)
    return page.section("network", [*blocks, Paragraph(sentences_left)])


def comparison(page: Page) -> Section:
    """Return the territory beside its references, and its place among those of its level."""
    figures, words = page.figures, page.words
    kept = _shown_references(page)
    blocks: list[Block] = [Paragraph((_compared_with(page, kept),))]
    if page.references and page.references[0].kind == "peers":
        blocks += _peers(page)
    cells = tabulate.compared_cells(figures, kept, words)
    if cells:
        headings = tabulate.reference_headings(kept, words)
        columns = (page.text("heading.indicator"), page.text("mark.this"), *headings)
        caption = page.sentence("caption.compared", *EVERY, *SCORE[:1])
        numeric = (False, *(True for _ in columns[1:]))
        widths = (2.2, *(1.0 for _ in columns[1:]))
        blocks.append(Table(caption, columns, cells, numeric, widths))
    group = _group(page)
    if any(figures.known(one) for one in drawings.STRIPS):
        svg = drawings.strips_svg(
            page.maker, page.territory, dict(figures.values), page.references, words
        )
        caption = page.sentence("strips.caption", *EVERY, level=group)
        alt = page.text("strips.alt", name=page.name)
        blocks.append(Figure(svg, alt, caption, floats=True))
    positions = _positions(page, group)
    if positions:
        intro = page.sentence("positions.intro", group=group, whole=_whole_words(page))
        blocks += [Paragraph((intro,)), Bullets(positions)]
    return page.section("comparison", blocks)


def _shown_references(page: Page) -> list[ReferenceFigures]:
    """Return the references a table has room for: the nearest five, and France last."""
    kept = [one for one in page.references if one.kind != "peers"][:4]
    kept = [*(one for one in page.references if one.kind == "peers"), *kept]
    if page.references and page.references[-1] not in kept:
        kept = [*kept[:-1], page.references[-1]]
    said = [one for one in tabulate.COMPARED if page.figures.known(one)]
    return [one for one in kept if any(not np.isnan(one.values[name]) for name in said)]


def _compared_with(page: Page, references: list[ReferenceFigures]) -> Sentence:
    """Say what the territory is compared with: only what the table shows."""
    if not references:
        return page.sentence("comparison.nothing")
    listed = []
    for one in references:
        kind = "whole" if one.kind == PART else one.kind
        density = (
            page.words.text(f"portrait_sentences.density.{one.key}")
            if one.kind == "density"
            else ""
        )
        it = page.text(f"pronoun.{page.territory.level}")
        listed.append(page.text(f"compared_with.{kind}", name=density, it=it))
    key = f"comparison.{_kind(page)}"
    return page.sentence(key, references=joined(listed, page.words))


def _group(page: Page) -> str:
    level = page.maker.spread_level(page.territory)
    return page.words.text(f"portrait_sentences.group.{level}")


def _whole_words(page: Page) -> str:
    return names_of(page.figures, page.words)["whole"]


def _kind(page: Page) -> str:
    return "set" if page.territory.level == COMMUNES else page.territory.level


def _peers(page: Page) -> list[Block]:
    codes = page.maker.country.peer_codes(page.territory.code)[:NAMED_PEERS]
    names = page.maker.country.tables.communes.loc[codes, ["commune_name", "departement_code"]]
    listed = ", ".join(f"{name} ({code})" for name, code in names.itertuples(index=False))
    said = say("peers", page.figures, page.words, (*CENSUS, "density_grid"), names=listed)
    return [Paragraph((page.sources.sentence(said),))]


def _positions(page: Page, group: str) -> tuple[Sentence, ...]:
    spread = page.maker.spread(page.territory)
    found = []
    for name in columns_in_use(POSITIONS, spread.columns):
        own = page.figures.values.get(name, np.nan)
        below = position_share(spread[name], own)
        if np.isnan(below):
            continue
        highest = bool(own >= spread[name].max())
        key = "lowest" if below == 0 else "highest" if highest else "higher"
        label = page.words.text(f"columns.{name}.label")
        said = say(
            f"position.{key}",
            page.figures,
            page.words,
            find_indicator(name).source_ids,
            label=label,
            group=group,
            **({"share": share(below, page.words)} if key == "higher" else {}),
        )
        found.append(page.sources.sentence(said))
    return tuple(found)


def priority(page: Page) -> Section:
    """Return which communes come first, and why."""
    figures, words = page.figures, page.words
    rows = tabulate.priority_rows(page.maker, page.territory)
    if figures.is_single:
        said = page.say(said_of_ranks.exposure)
        blocks: list[Block] = [Paragraph(said)] if said else []
        if len(rows):
            sentence = unbroken(reasons_text(rows.iloc[0].drop(list(tabulate.TOLD_APART)), words))
            reasons = page.sentence("priority.reasons", *EVERY, reasons=sentence)
            blocks.append(Paragraph((reasons,)))
        elif not figures.known("exposure_score"):
            blocks.append(Paragraph((page.sentence("priority.unranked"),)))
        return page.section("priority_one", blocks)
    blocks = [*page.paragraphs(said_of_ranks.both, said_of_ranks.exposure)]
    if len(rows):
        columns = tuple(
            page.text(f"heading.{one}") for one in ("commune", "national_rank", "score", "reasons")
        )
        caption = page.sentence("caption.priority", *EVERY, *SCORE[:1])
        cells = tabulate.priority_cells(rows, words)
        are_numbers, widths = (False, True, True, False), (3.0, 1.6, 1.2, 7.2)
        blocks.append(Table(caption, columns, cells, are_numbers, widths))
    else:
        blocks.append(Paragraph((page.sentence("priority.unranked_all"),)))
    return page.section("priority", blocks)


def robustness(page: Page) -> Section:
    """Return what ranks are worth when the choices of the score vary."""
    blocks: list[Block] = [
        *page.paragraphs(
            said_of_ranks.rank_interval, said_of_ranks.robustness, said_of_ranks.full_week
        )
    ]
    cells: tabulate.Cells = ()
    if not page.figures.is_single:
        rows = tabulate.priority_rows(page.maker, page.territory)
        cells = tabulate.robustness_cells(rows, page.words)
    if cells:
        columns = tuple(
            page.text(f"heading.{one}") for one in ("commune", "chance", "ranks", "verdict")
        )
        caption = page.sentence("caption.robustness", *SCORE)
        blocks.append(Table(caption, columns, cells, (False, True, True, False)))
    key = "robustness.how" if blocks else "robustness.unknown"
    blocks.append(Paragraph((page.sentence(key, "method") if blocks else page.sentence(key),)))
    return page.section("robustness", blocks)
