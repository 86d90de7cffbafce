"""The sheets of a site: those of the app, by département, in every language at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd
from markupsafe import escape

from territory.messages import Words
from territory.publish.published import Published
from territory.sheet.company import SHOWN_PEERS
from territory.sheet.html import sheet_html
from territory.territories import Territory

# In the page of the map, where a link to a commune leads.
LINK = "#commune="


def sheet_groups(
    site: Published, languages: Sequence[Words], *, is_light: bool = False
) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """Give the sheets of each département of the site: language → code of the commune → HTML.

    Of a whole country a commune is ranked in its département, else in what is published. Light ones say
    since when in sentences alone, without the curve nor its table, and name no commune like theirs:
    they take two thirds of the size.
    """
    departements = site.communes["departement_code"]
    inside = set(site.communes.index)

    def link(code: str) -> str:
        return f"{LINK}{code}" if code in inside else ""

    def made(territory: Territory) -> dict[str, dict[str, str]]:
        return {
            words.language: {
                code: sheet_html(replace(sheet, peers=()), words, draw=None)
                if is_light
                else sheet_html(sheet, words, draw=str)
                for code, sheet in site.together.sheets(territory, words, link=link)
            }
            for words in languages
        }

    every = {} if site.is_whole else made(site.territory)
    if site.is_whole:
        # All at once: a département at a time explains the nation again each time.
        _ = site.country.explained
    for code in sorted(departements.unique()):
        if site.is_whole:
            yield code, made(Territory("departement", code))
        else:
            own = departements.index[departements == code].map(str)
            yield code, {name: {one: of[one] for one in own} for name, of in every.items()}


def names_in_sheets(
    site: Published, departement: str, *, is_light: bool = False
) -> dict[str, tuple[str, ...]]:
    """Return, for each commune of a département, the names its sheet holds, as they are written there.

    Communes of an EPCI stand side by side: their sheets share a row of figures.
    """
    rows = site.communes[site.communes["departement_code"] == departement]
    rows = rows.sort_values("epci_code", kind="stable")
    nearest = site.country.nearest_counters["nearest_counter_name"].reindex(rows.index)
    # A counter is often named after its commune, and an EPCI too: the longer ones first.
    columns = [nearest, rows["epci_name"], rows["commune_name"]]
    told = [["" if pd.isna(one) else str(escape(one)) for one in column] for column in columns]
    # A short name of another commune may be part of any word: it is lifted where it stands alone.
    peers = [
        [f">{escape(one)}<" for one in site.together.peer_names(str(code))] if not is_light else []
        for code in rows.index
    ]
    padded = [[*one, *[""] * (SHOWN_PEERS - len(one))] for one in peers]
    return {
        str(code): (*own, *others)
        for code, own, others in zip(rows.index, zip(*told, strict=True), padded, strict=True)
    }
