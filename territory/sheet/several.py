"""The sheets of many communes at once, without their company nor their past: what a site holds.

A sheet made alone looks up the whole country; here what communes share is looked up once.
`tests/sheet/test_several.py` holds both to be the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from territory.context import lines_of
from territory.country import Country
from territory.messages import Words
from territory.scores import Method
from territory.scores.ranking import add_robustness, ranked_again
from territory.sheet import factors_of, full_week_minutes
from territory.sheet.html import Sheet
from territory.territories import Territory, communes_of, name_of


def sheets_of(
    country: Country,
    territory: Territory,
    method: Method,
    words: Words,
    *,
    has_context: bool = True,
) -> Iterator[tuple[str, Sheet]]:
    """Give the code and the sheet of each commune of a territory, in the order of codes.

    Parameters
    ----------
    country : Country
        All communes.
    territory : Territory
        What the communes are ranked in.
    method : Method
        How scores are made.
    words : Words
        Of the language of the territory's name.
    has_context : bool
        Whether sheets say the context, which takes ten times as long as all the rest.
    """
    tables, ranked = country.tables, country.ranked(method)
    inside = communes_of(tables, territory).sort_index()
    here = ranked_again(ranked.loc[inside.index])
    listed = here.loc[inside.index].join(country.nearest_counters)
    rows = add_robustness(listed, country.robustness(method))
    national = ranked["exposure_rank"].reindex(inside.index)
    explained = country.explained_among(inside.index)
    name = name_of(tables, territory, words)
    # Without geometry: a row of it is taken ten times faster.
    plain = pd.DataFrame(inside.drop(columns=["geometry", "town_hall_point"], errors="ignore"))
    ranked_count, national_count = (int(one["exposure_rank"].count()) for one in (here, ranked))
    for code, (_, row) in zip(inside.index, rows.iterrows(), strict=True):
        nation, factors = factors_of(explained.loc[code])
        rank = national.loc[code]
        yield (
            str(code),
            Sheet(
                row=row,
                places=tuple(
                    str(row[one]) for one in ("departement_name", "epci_name") if pd.notna(row[one])
                ),
                territory_name=name,
                ranked_count=ranked_count,
                national_rank=int(rank) if pd.notna(rank) else None,
                national_count=national_count,
                nation_share=nation,
                factors=factors,
                references=(),
                peers=(),
                sources=(),
                full_week_minutes=full_week_minutes(row, method),
                context=lines_of(plain.loc[[code]], words) if has_context else (),
            ),
        )
