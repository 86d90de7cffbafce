"""The section on what stands beside France Services: mediation places, other public counters."""

from __future__ import annotations

import pandas as pd

from territory.country import Country
from territory.doors import counts_by_commune
from territory.indicators.mediation import fixed_places
from territory.indicators.public_counters import (
    CORE_COLUMN,
    CORE_KINDS,
    MEASURED_KINDS,
    MINUTES_COLUMNS,
    minutes_of_groups,
)
from territory.lists.beside import around, has_all_agencies, kinds_in_words
from territory.opening.sentences import hours_in_words
from territory.portrait.model import Block, Paragraph, Section, Sentence, Table
from territory.portrait.page import Page
from territory.portrait.sentences.words import Said, counted, say
from territory.portrait.sentences.words import count as count_word
from territory.portrait.sentences.words import minutes as minutes_word

MEDIATION = ("mediation_places",)
AGENCIES = ("public_directory",)
NEAR = ("mediation_places", "town_halls", "engine")
AGENCIES_NEAR = ("public_directory", "town_halls", "engine")
# Towns named that have all agencies and no France Services.
NAMED_COUNT = 8


def beside(page: Page) -> Section:
    """Return what stands beside France Services; no block where the tables hold nothing of it."""
    country = page.maker.country
    tables = country.tables
    if tables.mediation_places is None and not tables.public.is_there:
        return page.section("beside", [])
    found = around(country, page.communes.index)
    blocks: list[Block] = []
    if tables.mediation_places is not None:
        said = _mediation(page, country, found)
        blocks += [Paragraph(tuple(said))] if said else []
    if tables.public.is_there:
        blocks += _agencies(page, found)
    if blocks:
        blocks.append(Paragraph((Sentence(page.text("beside.context")),)))
    return page.section("beside", blocks)


def _mediation(page: Page, country: Country, found: pd.DataFrame) -> list[Sentence]:
    """Say how many places there are, how many hold counsellors, when they open, how far one is."""
    words, places = page.words, country.tables.mediation_places
    if places is None or found["mediation_places_count"].isna().all():
        return []
    own = fixed_places(places[places["commune_code"].isin(page.communes.index)])
    holds = own["is_digital_counsellor"].astype("boolean").fillna(False)
    told = [
        say(
            counted("beside.places", len(own), words),
            page.figures,
            words,
            MEDIATION,
            places=count_word(len(own), words),
        )
    ]
    if len(own):
        read = own[own["hours_reading_name"] == "read"]
        told.append(
            say(
                "beside.of_them",
                page.figures,
                words,
                MEDIATION,
                counsellors=count_word(int(holds.sum()), words),
                read=count_word(len(read), words),
                saturday=count_word(int(read["is_open_saturday"].fillna(False).sum()), words),
            )
        )
    if page.figures.is_single:
        told += _nearest(page, places, found.iloc[0])
    return [page.sources.sentence(one) for one in told]


def _nearest(page: Page, places: pd.DataFrame, row: pd.Series) -> list[Said]:
    words, code = page.words, row["nearest_mediation_place_code"]
    told = []
    if pd.notna(code) and pd.notna(row["nearest_mediation_place_minutes"]):
        place = places.loc[code]
        told.append(
            say(
                "beside.nearest",
                page.figures,
                words,
                NEAR,
                name=str(place["place_name"]),
                minutes=minutes_word(float(row["nearest_mediation_place_minutes"]), words),
                hours=hours_in_words(place, words),
            )
        )
    if pd.notna(row["nearest_counsellor_place_minutes"]):
        minutes = minutes_word(float(row["nearest_counsellor_place_minutes"]), words)
        told.append(say("beside.counsellor", page.figures, words, NEAR, minutes=minutes))
    around_20 = row["mediation_places_within_20_count"]
    if pd.notna(around_20):
        told.append(
            say(
                counted("beside.within_20", float(around_20), words),
                page.figures,
                words,
                NEAR,
                places=count_word(float(around_20), words),
                counsellors=count_word(float(row["counsellor_places_within_20_count"]), words),
            )
        )
    return told


def _agencies(page: Page, found: pd.DataFrame) -> list[Block]:
    """Return the towns with all agencies and no France Services, and a table of kinds."""
    words, communes = page.words, page.communes
    counters = counts_by_commune(page.maker.country.tables.counters, communes.index)
    rows = found.join(counters)
    towns = [code for code, row in rows.iterrows() if has_all_agencies(row)]
    blocks: list[Block] = []
    if towns:
        kinds = kinds_in_words(list(CORE_KINDS), words)
        sources = (*AGENCIES, "france_services")
        if page.figures.is_single:
            said = Said(words.text("beside.all_agencies", kinds=kinds), sources)
        else:
            people = communes.loc[towns, "population_people"]
            largest_first = people.sort_values(ascending=False, kind="stable", na_position="last")
            names = communes.loc[largest_first.index, "commune_name"]
            shown = ", ".join(names.iloc[:NAMED_COUNT])
            more = ", …" if len(names) > NAMED_COUNT else ""
            said = say(
                counted("beside.towns", len(towns), words),
                page.figures,
                words,
                sources,
                towns=count_word(len(towns), words),
                kinds=kinds,
                names=shown + more,
            )
        blocks.append(Paragraph((page.sources.sentence(said),)))
    if found[CORE_COLUMN].isna().all() and found[list(MINUTES_COLUMNS)].isna().all(axis=None):
        return blocks
    columns = tuple(page.text(f"heading.{one}") for one in ("agency_kind", "agencies", "minutes"))
    caption = page.sentence("caption.agencies", *AGENCIES_NEAR)
    return [*blocks, Table(caption, columns, _cells(page, found), (False, True, True))]


def _cells(page: Page, found: pd.DataFrame) -> tuple[tuple[str, ...], ...]:
    words = page.words
    whole = pd.Series("whole", index=found.index, dtype="str")
    means = minutes_of_groups(found[list(MINUTES_COLUMNS)], page.communes, whole)
    cells = []
    for kind, name in zip(MEASURED_KINDS, MINUTES_COLUMNS, strict=True):
        counts = found[f"{kind}_agencies_count"]
        label = words.text(f"beside.kind.{kind}")
        # A single commune without inhabitants is measured all the same.
        value = found[name].iloc[0] if len(found) == 1 else means.iloc[0][name]
        cells.append(
            (
                label[:1].upper() + label[1:],
                words.missing if counts.isna().all() else words.number(counts.sum()),
                words.figure(name, value),
            )
        )
    return tuple(cells)
