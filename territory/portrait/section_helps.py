"""What would help most here: the next counters of a plan, with its bound and what it does not know."""

from __future__ import annotations

import shlex

import pandas as pd

from territory.messages.articles import of_name
from territory.plan import told
from territory.plan.here import (
    NEXT_COUNT,
    WITHIN_MINUTES,
    Help,
    gains_from,
    is_served_today,
    planned_territory,
    what_helps,
)
from territory.portrait.model import Block, Bullets, Paragraph, Section, Sentence
from territory.portrait.page import Page
from territory.portrait.sentences.cited import FAR, NEED
from territory.territories import Territory


def helps(page: Page) -> Section:
    """Return the next places that would help most, or why none would."""
    where = planned_territory(page.maker.country.tables, page.territory)
    found = what_helps(page.maker.country, where, page.words)
    if found is None:
        return page.section("helps", [Paragraph((page.sentence("helps.unknown"),))])
    blocks: list[Block] = [Paragraph(_intro(page, found))]
    if len(found.rows):
        blocks.append(
            Bullets(tuple(_place(page, code, row) for code, row in found.rows.iterrows()))
        )
    blocks += [Paragraph(_outcome(page, found)), Paragraph(_limits(page, where, found))]
    return page.section("helps", blocks)


def _intro(page: Page, found: Help) -> tuple[Sentence, ...]:
    limit = page.words.number(WITHIN_MINUTES)
    values = {"most": page.words.number(NEXT_COUNT), "limit": limit}
    asked = page.sentence("helps.nothing", limit=limit)
    if page.territory.level != "commune":
        return (page.sentence("helps.intro", **values) if len(found.rows) else asked,)
    one = page.communes.iloc[0]
    values["of_departement"] = of_name(
        page.words, "departement", one["departement_code"], one["departement_name"]
    )
    if len(found.rows):
        return (page.sentence("helps.intro_commune", **values),)
    return page.sentence("helps.nothing_commune", **values), asked


def _place(page: Page, code: object, row: pd.Series) -> Sentence:
    bounds = row["gained_low_people"], row["gained_high_people"]
    words = page.words
    said = page.text(
        "helps.place",
        name=row["commune_name"],
        code=code,
        people=words.people(row["gained_people"], *bounds),
        low=words.people(bounds[0], *bounds),
        high=words.people(bounds[1], *bounds),
        names=row["gaining_communes_text"],
    )
    if pd.notna(row["as_good_text"]):
        said += " " + words.text("plan.as_good", names=row["as_good_text"])
    return page.sources.plain(said, *FAR, *NEED)


def _outcome(page: Page, found: Help) -> tuple[Sentence, ...]:
    """Say what they gain together, the proof, and what becomes of the commune asked about."""
    words, plan = page.words, found.plan
    said = [page.sources.plain(told.summary(plan, found.rows, words), *FAR, *NEED)]
    if len(found.rows):
        said.append(Sentence(told.proof(plan, words)))
    if page.territory.level == "commune":
        said += _of_commune(page, found)
    return tuple(said)


def _of_commune(page: Page, found: Help) -> list[Sentence]:
    code = page.territory.code
    if gains_from(found.plan, code):
        return [page.sentence("helps.gains", *FAR, name=page.name)]
    if is_served_today(found.plan, code):
        return [page.sentence("helps.served", *FAR, name=page.name)]
    return [page.sentence("helps.passed", *FAR, name=page.name)] if len(found.rows) else []


def _limits(page: Page, where: Territory, found: Help) -> tuple[Sentence, ...]:
    """Say what no table tells: the ground, the roads, those who are not counted."""
    words, tables = page.words, page.maker.country.tables
    options = [*told.territory_options(where), "--count", str(NEXT_COUNT)]
    command = shlex.join(["territory", "plan", "sites", *options])
    return (
        *((page.sentence("helps.limits"),) if len(found.rows) else ()),
        page.sources.plain(told.minutes_line(tables, found.plan.matrix, words), "engine"),
        *(page.sources.plain(one, *FAR, *NEED) for one in told.left_open(found.plan, words)),
        page.sentence("helps.command", command=command),
    )
