"""What a commune is compared with, in its sheet: the figures of its references, and its peers by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd
from markupsafe import Markup

from territory.country import Country
from territory.look import parts
from territory.messages import Words
from territory.scores import Method
from territory.territories import WHOLE, Territory, name_of
from territory.territories.figures import FRANCE
from territory.territories.references import PEERS, Reference

# What is compared, in this order.
COMPARED = (
    "illectronism_share",
    "nearest_counter_minutes",
    "reachable_hours_per_1k",
    "exposure_score",
)
SHOWN_PEERS = 5
Figures: TypeAlias = Mapping[str, Any] | pd.Series


@dataclass(frozen=True)
class Company:
    """What one commune is compared with.

    Parameters
    ----------
    references : tuple of (Reference, mapping)
        The nearest first, with the figures `COMPARED`.
    peers : sequence of str
        Codes of the communes most like it, the nearest first.
    """

    references: tuple[tuple[Reference, Figures], ...]
    peers: Sequence[str]


def company_of(country: Country, code: str, method: Method) -> Company:
    """Return what a commune is compared with."""
    peers = country.peer_codes(code)
    found = country.references(Territory("commune", code), peers)
    told = tuple((one, country.reference_figures(one, method)) for one in found)
    return Company(told, [str(one) for one in peers[:SHOWN_PEERS]])


def companies_of(country: Country, codes: pd.Index, method: Method) -> Iterator[Company]:
    """Give the same of each of some communes: what they share is looked up once.

    Parameters
    ----------
    country : Country
        All communes.
    codes : Index of str
        Of the communes.
    method : Method
        How scores are made.
    """
    every = country.tables.communes.index
    near = [row[row >= 0] for row in country.peers_of_each(codes)]
    sets = {str(code): row for code, row in zip(codes, near, strict=True) if len(row)}
    of_peers = _records(country.figures_of_sets(sets, method))
    of_levels: dict[tuple[str, str], Figures] = {}

    def figures(reference: Reference, code: str) -> Figures:
        if reference.kind == PEERS:
            return of_peers[code]
        key = (reference.level, reference.code)
        if key not in of_levels:
            level = _records(country.figures(reference.level, method))
            of_levels.update({(reference.level, one): row for one, row in level.items()})
        return of_levels[key]

    for code, row in zip(codes, near, strict=True):
        peers = every[row]
        found = country.references(Territory("commune", str(code)), peers)
        told = tuple((one, figures(one, str(code))) for one in found)
        yield Company(told, peers[:SHOWN_PEERS].tolist())


def _records(figures: pd.DataFrame) -> dict[str, Figures]:
    told: list[Any] = figures[list(COMPARED)].to_dict("records")
    return dict(zip(figures.index.astype("str"), told, strict=True))


def names_of(country: Country, words: Words) -> Callable[[Reference], str]:
    """Return what names references: those that no name tells apart by what they are."""
    whole = name_of(country.tables, WHOLE, words)
    return lambda one: whole if one.level == FRANCE else words.text(f"sheet.reference.{one.kind}")


def company_section(
    name: str,
    row: Figures,
    references: Sequence[tuple[str, Figures]],
    peers: Sequence[tuple[str, str]],
    words: Words,
) -> Markup:
    """Return the section; empty where there is nothing to compare with.

    Parameters
    ----------
    name : str
        Of the commune.
    row : mapping
        Its own figures.
    references : sequence of (str, mapping)
        Names and figures.
    peers : sequence of (str, str)
        Names and links, ``""`` for none.
    words : Words
        Of the reader's language.
    """
    if not references:
        return Markup()
    heading = words.text("sheet.heading.company")
    table = parts.render(
        "sheet/company.html",
        heading=heading,
        heads=["", *(words.text(f"sheet.company.{one}") for one in COMPARED)],
        rows=[
            [called, *(words.figure(one, figures[one]) for one in COMPARED)]
            for called, figures in [(name, row), *references]
        ],
        lead=words.text("sheet.peers"),
        peers=peers,
    )
    return parts.section(heading, table)
