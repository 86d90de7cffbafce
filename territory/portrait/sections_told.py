"""The sections that say what the figures are worth: missing, method, limits, field, cite, glossary."""

from __future__ import annotations

import shlex
from datetime import date

from territory.look.glossary import entries
from territory.messages.limits import limits as limits_in_words
from territory.portrait import cells as tabulate
from territory.portrait.model import (
    Block,
    Bullets,
    Definitions,
    Notice,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from territory.portrait.page import Page
from territory.portrait.sentences.words import TOPIC, phrase
from territory.territories import NAMED_LEVELS
from territory.travel.said import UNUSUAL_STARTS

FIELD = (
    *("hours", "itinerant", "who", "procedures", "transport"),
    *("helpers", "renunciation", "language", "network"),
)
METHOD = ("need", "far", "hours", "network", "score", "levels", "robustness", "peers")
# Figures that count the communes for which something is missing, and what is said of it.
LACKS = (
    ("unestimated", "unestimated_communes_count"),
    ("imputed", "imputed_communes_count"),
    ("unplaced", "unplaced_communes_count"),
    ("misplaced", "far_though_inside_communes_count"),
    *((f"from_{start}", f"from_{start}_communes_count") for start in UNUSUAL_STARTS),
    ("network", "without_network_communes_count"),
    ("mobile", "without_mobile_communes_count"),
    ("epci", "without_epci_communes_count"),
)
# What the sections on need and counters have said of a single commune.
SAID_BEFORE = (
    "unestimated",
    "imputed",
    "misplaced",
    *(f"from_{start}" for start in UNUSUAL_STARTS),
)


def missing(page: Page) -> Section:
    """Return what is unknown of this territory, and what no source says of any."""
    figures, words = page.figures, page.words

    def said(key: str) -> Sentence:
        return Sentence(phrase(f"missing.{key}", words))

    def counted(key: str, count: float) -> Sentence:
        return Sentence(words.plural(f"{TOPIC}.missing.{key}", count))

    items = []
    if not figures.known("population_people"):
        items.append(said("population"))
    for key, name in LACKS:
        count = figures.values.get(name, 0.0)
        if not count or (key in SAID_BEFORE and figures.is_single):
            continue
        items.append(said(f"{key}.this") if figures.is_single else counted(key, count))
    if figures.is_single and not figures.known("median_income_eur"):
        items.append(said("income"))
    unknown = figures["fixed_counters_count"] - figures["hours_known_counters_count"]
    if unknown:
        items.append(counted("hours", unknown))
    # A single counter whose hours are unknown is told once.
    silent = figures["fixed_counters_count"] - figures["saturday_known_counters_count"] - unknown
    if silent > 0:
        items.append(counted("saturday", silent))
    if of_unknown_kind := figures["unknown_kind_counters_count"]:
        items.append(counted("unknown_kind", of_unknown_kind))
    if figures.known("premises_count") and not figures.known("technology_premises_count"):
        items.append(said("technologies"))
    tables = page.maker.country.tables
    is_told = tables.is_covered_by("mediation_places").reindex(page.communes.index)
    if tables.mediation_places is None or not is_told.any():
        items.append(said("mediation"))
    if not tables.public.is_there:
        items.append(said("agencies"))
    items += [said("stops"), said("share")]
    return page.section("missing", [Bullets(tuple(items))])


def method(page: Page) -> Section:
    """Return the method in one page."""
    blocks: list[Block] = [
        Paragraph((page.sentence(f"method.{one}", *_rests_on(one)),)) for one in METHOD
    ]
    columns = tuple(page.text(f"heading.{one}") for one in ("indicator", "best", "worst"))
    caption = page.sentence("caption.goalposts", "method")
    cells = tabulate.goalpost_cells(page.figures, page.words)
    blocks.append(Table(caption, columns, cells, (False, True, True)))
    return page.section("method", blocks)


def _rests_on(one: str) -> tuple[str, ...]:
    return {"need": ("model",), "far": ("engine",), "score": ("method",)}.get(one, ())


def limits(page: Page) -> Section:
    """Return what the figures must not be used for."""
    items = tuple(page.sources.plain(words) for words in limits_in_words(page.words))
    return page.section("limits", [Notice(page.words.text("limits.title"), items)])


def field(page: Page) -> Section:
    """Return the questions to take to the field."""
    items = tuple(page.sentence(f"field.{one}") for one in FIELD)
    return page.section("field", [Paragraph((page.sentence("field.intro"),)), Bullets(items)])


def cite(page: Page) -> Section:
    """Return how to cite the portrait, and the command that makes it again."""
    territory = page.territory
    name = f"{page.name} ({territory.code})" if territory.level in NAMED_LEVELS else page.name
    words = page.sentence(
        "cite.words",
        name=name,
        fingerprint=page.in_use.fingerprint,
        day=page.words.day(date.fromisoformat(page.in_use.newest_date)),
    )
    proposed = page.maker.country.tables.scenarios
    options = "".join(f" --scenario {shlex.quote(one.file_name)}" for one in proposed)
    command = page.sentence("cite.command", command=f"territory portrait {territory.key}{options}")
    return page.section("cite", [Paragraph((words,)), Paragraph((command,))])


def glossary(page: Page) -> Section:
    """Return the words and what they mean."""
    return page.section("glossary", [Definitions(entries(page.words))])
