"""From a commune to its sheet: the figures and the company it is seen in."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from territory import illectronism
from territory.context import lines_of
from territory.country import Country
from territory.history.commune import commune_since
from territory.lists.reasons import Row
from territory.messages import Words
from territory.robustness import draws_ask_how_far, hangs_on_full_week
from territory.scores import Method
from territory.scores.ranking import add_robustness, ranked_again
from territory.sheet.beside import beside_of
from territory.sheet.company import company_of, names_of
from territory.sheet.html import Sheet
from territory.territories import Territory, communes_of, name_of


def make_sheet(
    country: Country,
    code: str,
    territory: Territory,
    method: Method,
    *,
    link: Callable[[str], str],
    sources: Sequence[str],
    list_day: date | None = None,
    words: Words,
) -> Sheet:
    """Return the sheet of a commune.

    Parameters
    ----------
    country : Country
        All communes.
    code : str
        The commune.
    territory : Territory
        What is looked at: the commune is ranked in it, or in its own département if it is not of it.
    method : Method
        How scores are made.
    link : callable
        From the code of a commune to a link that opens it.
    sources : sequence of str
        Citations of the data in use.
    list_day : date or None
        The day of the list of counters; None when it bears none.
    words : Words
        Of the language of the names of references.
    """
    tables = country.tables
    commune = tables.communes.loc[code]
    inside = communes_of(tables, territory).index
    if code not in inside:
        territory = Territory("departement", str(commune["departement_code"]))
        inside = communes_of(tables, territory).index
    ranked = country.ranked(method)
    national = ranked["exposure_rank"].loc[code]
    here = ranked_again(ranked.loc[inside])
    of_one = here.loc[[code]].join(country.nearest_counters)
    (row,) = rows_of(add_robustness(of_one, country.robustness(method)))
    nation, factors = factors_of(country.explained_of(code))
    company, named = company_of(country, code, method), names_of(country, words)
    return Sheet(
        code=code,
        row=row,
        places=tuple(
            str(commune[name])
            for name in ("departement_name", "epci_name")
            if pd.notna(commune[name])
        ),
        territory_name=name_of(tables, territory, words),
        ranked_count=int(here["exposure_rank"].count()),
        national_rank=int(national) if pd.notna(national) else None,
        national_count=int(ranked["exposure_rank"].count()),
        nation_share=nation,
        factors=factors,
        references=[(named(one), figures) for one, figures in company.references],
        peers=[(str(tables.communes.at[one, "commune_name"]), link(one)) for one in company.peers],
        sources=sources,
        full_week_minutes=full_week_minutes(row, method),
        context=lines_of(tables.communes.loc[[code]], words)[0],
        since=commune_since(country, code, list_day),
        beside=beside_of(country, code, row),
    )


def rows_of(listed: pd.DataFrame) -> list[Row]:
    """Return the rows of a list as sheets take them: a plain mapping is read ten times faster."""
    rows: list[Any] = listed.to_dict("records")
    return rows


def full_week_minutes(row: Row, method: Method) -> float:
    """Return the minutes to a counter open a full week where the commune's place hangs on them."""
    nearest, full = row["nearest_counter_minutes"], row["nearest_full_week_counter_minutes"]
    verdict = row["robustness_name"] if isinstance(row["robustness_name"], str) else ""
    hangs = draws_ask_how_far(method) and hangs_on_full_week(float(nearest), float(full), verdict)
    return float(full) if hangs else float("nan")


def factors_of(explained: Row) -> tuple[float, dict[str, float]]:
    """Return the nation's share, and what each factor adds to it; of no factor where one is missing."""
    factors = {name: float(explained.get(name, np.nan)) for name in illectronism.FACTORS}
    is_known = not any(map(math.isnan, factors.values()))
    return float(explained["nation"]), factors if is_known else {}
