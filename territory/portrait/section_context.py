"""The section on context: who lives there beside the score, what is hidden, what no open file says."""

from __future__ import annotations

from territory.context import CONTEXT, Measure, Total, sources_of, total_of, zonings_of
from territory.portrait.model import Block, Bullets, Paragraph, Section, Sentence, Table
from territory.portrait.page import Page
from territory.territories.figures import FRANCE

# What no open file says of communes, and the national figure there is, each with its source.
UNSAID = ("handicap", "non_recours", "refugees")
FIELD = ("car", "alone", "claims", "handicap", "refugees", "young")
# The weakest class of the zoning that is in it: those below are out of it, or were.
CLASSED = ("part", "core", "plus")


def context(page: Page) -> Section:
    """Return what stands beside the score, and says so."""
    totals = {name: total_of(page.communes, one) for name, one in CONTEXT.items()}
    blocks: list[Block] = [Paragraph((_sentence(page, "intro"),))]
    cells = tuple(
        _cells(page, CONTEXT[name], total) for name, total in totals.items() if _is_said(total)
    )
    if cells:
        headings = tuple(page.text(f"heading.{one}") for one in ("group", "count", "share"))
        whole = page.text("reference.france" if page.figures.is_of_france else "reference.part")
        said = (name for name, total in totals.items() if _is_said(total))
        ids = tuple(dict.fromkeys(one for name in said for one in sources_of(name)))
        caption = _sentence(page, "caption", *ids)
        shape = ((False, True, True, True), (3.0, 1.6, 1.4, 1.0))
        blocks.append(Table(caption, (*headings, whole), cells, *shape))
    if told := (*_rounding(page, totals), *_zonings(page)):
        blocks.append(Paragraph(tuple(told)))
    unsaid = [_sentence(page, "unsaid.intro")]
    unsaid += [_sentence(page, f"unsaid.{one}", f"unsaid_{one}") for one in UNSAID]
    blocks.append(Paragraph(tuple(unsaid)))
    blocks.append(Paragraph((_sentence(page, "field.intro"),)))
    blocks.append(Bullets(tuple(_sentence(page, f"field.{one}") for one in FIELD)))
    return page.section("context", blocks)


def _sentence(page: Page, key: str, *ids: str, **values: object) -> Sentence:
    return page.sources.plain(page.words.text(f"context.portrait.{key}", **values), *ids)


def _is_said(total: Total) -> bool:
    return total.told_count > 0 or total.hidden_count > 0


def _cells(page: Page, measure: Measure, total: Total) -> tuple[str, ...]:
    words = page.words
    name = words.text(f"context.name.{measure.name}")
    nation = page.maker.country.context(FRANCE)[measure.name].iloc[0]
    of_nation = _bound(page, words.percent(nation, digits=1), measure)
    if not total.told_count:
        hidden = words.text("context.portrait.hidden")
        return (name, hidden, words.text("context.portrait.hidden_share"), of_nation)
    count, share = words.number(total.least), words.percent(total.share, digits=1)
    return (name, _bound(page, count, measure), _bound(page, share, measure), of_nation)


def _bound(page: Page, said: str, measure: Measure) -> str:
    """Return a figure, "at least" it where it is the least that rounding allows."""
    if not measure.is_at_least or said == page.words.missing:
        return said
    return page.words.text("context.portrait.at_least", value=said)


def _rounding(page: Page, totals: dict[str, Total]) -> list[Sentence]:
    """Say what "at least" means, and where a count is hidden."""
    rounded = {name: one for name, one in totals.items() if one.is_at_least and _is_said(one)}
    if not rounded:
        return []
    said = [_sentence(page, "rounding", *sources_of(next(iter(rounded)))[:1])]
    for name, total in rounded.items():
        if not total.hidden_count:
            continue
        ids = sources_of(name)[:1]
        named = page.words.text(f"context.name.{name}")
        if page.figures.is_single:
            said.append(_sentence(page, "hidden_here", *ids, name=named))
        else:
            words = page.words.plural("context.portrait.hidden_in", total.hidden_count, name=named)
            said.append(page.sources.plain(words, *ids))
    if not page.figures.is_single:
        said.append(_sentence(page, "no_total"))
    return said


def _zonings(page: Page) -> list[Sentence]:
    """Say which zonings the communes are in; nothing where the tables do not know."""
    found, said = zonings_of(page.communes), []
    words, single = page.words, page.figures.is_single
    if found.districts_count is not None:
        count = found.districts_count if single else found.with_district_count
        key = "districts_here" if single else "districts_in"
        told = words.plural(f"context.portrait.{key}", count)
        said.append(page.sources.plain(told, *sources_of("qpv_count")))
    if found.frr_counts:
        if single:
            (name,) = found.frr_counts
            told = words.text(f"context.portrait.frr_here.{name}")
        else:
            classed = sum(found.frr_counts.get(one, 0) for one in CLASSED)
            plus = words.communes(found.frr_counts.get("plus", 0))
            told = words.plural("context.portrait.frr_in", classed, plus=plus)
        said.append(page.sources.plain(told, *sources_of("frr_class")))
    return said
