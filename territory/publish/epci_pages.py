"""One page an EPCI: its communes under the counter they reach first, each with an address of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from territory.look import parts
from territory.messages import Words
from territory.publish.pages import Pages
from territory.scores import DEFAULT_METHOD

_COUNTER = ["nearest_counter_name", "nearest_counter_weekly_hours"]


def epci_keys(communes: pd.DataFrame) -> pd.Series:
    """Return the code of each commune's EPCI; of its département where it is in none."""
    keys: pd.Series = communes["epci_code"].where(
        communes["epci_code"].notna(), communes["departement_code"]
    )
    return keys


def epci_pages(pages: Pages) -> Iterator[tuple[str, bytes]]:
    """Give a page an EPCI, or a département where communes have none.

    A counter is named once, above the communes that reach it first: thirty thousand communes stand in a
    tenth of the size of a page each.
    """
    words, communes = pages.words, pages.site.communes
    listed = pages.site.country.listed(DEFAULT_METHOD).loc[communes.index]
    rows = listed[["commune_name", "nearest_counter_minutes", *_COUNTER]]
    for code, inside in rows.groupby(epci_keys(communes), sort=True):
        first = communes.loc[inside.index[0]]
        departement = str(first["departement_name"])
        name = str(first["epci_name"]) if pd.notna(first["epci_name"]) else departement
        title = words.text("publish.epci_title", name=name, departement=departement)
        yield (
            f"epci/{code}.html",
            pages.page(
                f"epci/{code}.html",
                title=title,
                heading=title,
                description=words.text(
                    "publish.epci_description", name=name, departement=departement
                ),
                body=parts.render(
                    "publish/epci.html",
                    told=words.text("publish.epci_how"),
                    counters=_counters(inside, words),
                ),
                linked=[_linked(str(code), name, departement)],
                depth=1,
                alone=True,
            ),
        )


def _linked(code: str, name: str, departement: str) -> dict[str, Any]:
    """Return what a page is about, in the words of schema.org."""
    return {
        "@type": "AdministrativeArea",
        "name": name,
        "identifier": code,
        "containedInPlace": {"@type": "AdministrativeArea", "name": departement},
    }


def _counters(rows: pd.DataFrame, words: Words) -> list[tuple[str, str, list[tuple[str, ...]]]]:
    """Return each counter, its hours, and the communes that reach it first; those of none come last."""
    known = rows["nearest_counter_name"].notna() & rows["nearest_counter_minutes"].notna()
    found = []
    for (name, _), inside in rows[known].groupby(_COUNTER, dropna=False, sort=True):
        hours = inside["nearest_counter_weekly_hours"].iloc[0]
        said = (
            words.text("publish.unknown_hours")
            if pd.isna(hours)
            else words.text("publish.weekly_hours", hours=words.hours(hours))
        )
        found.append((str(name), said, _communes(inside, words)))
    if not known.all():
        found.append((words.text("publish.nearest_unknown"), "", _communes(rows[~known], words)))
    return found


def _communes(rows: pd.DataFrame, words: Words) -> list[tuple[str, ...]]:
    """Return the code, the name and the minutes of each commune; ``""`` if not known."""
    return [
        (
            str(code),
            str(name),
            "" if pd.isna(minutes) else words.figure("nearest_counter_minutes", minutes),
        )
        for code, name, minutes in zip(
            rows.index, rows["commune_name"], rows["nearest_counter_minutes"], strict=True
        )
    ]
