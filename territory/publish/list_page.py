"""The list with reasons as a page: the first communes of the app's first question."""

from __future__ import annotations

from typing import Any

import pandas as pd

from territory.lists import Request, make_list
from territory.lists.presets import FIRST, find_preset
from territory.lists.sentences import counts_sentence
from territory.look import parts
from territory.messages import Words
from territory.publish.epci_pages import epci_keys
from territory.publish.options import BY_COMMUNE, BY_EPCI
from territory.publish.pages import Pages

# Rows of a page that opens at once; the files of the data hold all.
MOST_ROWS = 500
FIGURES = (
    "population_people",
    "illectronism_people",
    "illectronism_share",
    "nearest_counter_minutes",
    "reachable_hours_per_1k",
    "exposure_score",
)


def list_page(pages: Pages) -> bytes:
    """Return the page of the list: a row a commune, its figures and its reasons, sorted by a click."""
    site, words = pages.site, pages.words
    preset = find_preset(FIRST)
    level, code = ("", "") if site.is_whole else (site.territory.level, site.territory.code)
    request = Request(level, code, preset.criteria, order=preset.order, words=words)
    made = make_list(site.country, request)
    shown = made.rows.head(MOST_ROWS)
    told = [counts_sentence(made, words)]
    if len(shown) < len(made.rows):
        told.append(
            words.text(
                "publish.list_first",
                shown=words.number(len(shown)),
                count=words.number(len(made.rows)),
            )
        )
    name = site.name(words)
    heading = words.text(f"list.preset.{preset.name}.heading", territory=name)
    body = parts.render(
        "publish/list_table.html",
        told=" ".join(told),
        sort_how=words.text("publish.list_sort"),
        caption=heading,
        heads=[
            (words.text("publish.commune"), False),
            (words.text("publish.departement"), False),
            *((words.text(f"columns.{one}.short"), False) for one in FIGURES),
            (words.text("publish.reasons"), True),
        ],
        rows=[_row(pages, row, words) for _, row in shown.iterrows()],
    )
    return pages.page(
        "list.html",
        title=heading,
        heading=heading,
        description=words.text("publish.list_description", territory=name),
        body=body,
        script="list.js",
    )


def _row(pages: Pages, row: pd.Series, words: Words) -> tuple[str, str, list[Any]]:
    cells: list[Any] = [(str(row["departement_code"]), None, False)]
    for name in FIGURES:
        value = row[name]
        cells.append((words.figure(name, value), "" if pd.isna(value) else f"{value:.6g}", False))
    cells.append((str(row["reasons_text"]), None, True))
    return page_of(pages, str(row.name)), str(row["commune_name"]), cells


def page_of(pages: Pages, code: str) -> str:
    """Return the address of what a site says of a commune, from the folder of its language."""
    if pages.options.pages == BY_COMMUNE:
        return f"commune/{code}.html"
    if pages.options.pages == BY_EPCI and not pages.options.home_of(pages.words):
        key = epci_keys(pages.site.communes.loc[[code]]).iloc[0]
        return f"epci/{key}.html#{code}"
    return f"./#commune={code}"
