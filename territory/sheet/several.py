"""The sheets of many communes at once, for a site: what they share is looked up once.

`tests/sheet/test_several.py` holds each to be the sheet made alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from territory.context import lines_of
from territory.country import Country
from territory.history.commune import CommuneSince, communes_since
from territory.messages import Words
from territory.scores import Method
from territory.scores.ranking import add_robustness, ranked_again
from territory.sheet import factors_of, full_week_minutes, rows_of
from territory.sheet.beside import Beside, besides_of
from territory.sheet.company import Company, companies_of, names_of
from territory.sheet.html import Sheet
from territory.territories import Territory, communes_of, name_of


@dataclass(frozen=True)
class Several:
    """Some communes whose sheets are made together, in any language.

    Parameters
    ----------
    country : Country
        All communes.
    codes : Index of str
        Of the communes whose sheets may be asked for.
    method : Method
        How scores are made.
    list_day : date or None
        The day of the list of counters; None when it bears none.
    """

    country: Country
    codes: pd.Index
    method: Method
    list_day: date | None = None

    def sheets(
        self,
        territory: Territory,
        words: Words,
        *,
        link: Callable[[str], str],
        sources: Sequence[str] = (),
    ) -> Iterator[tuple[str, Sheet]]:
        """Give the code and the sheet of each commune of a territory, in the order of codes.

        Parameters
        ----------
        territory : Territory
            What the communes are ranked in: all of its communes are among `codes`.
        words : Words
            Of the language of names.
        link : callable
            From the code of a commune to a link that opens it; to ``""`` where none does.
        sources : sequence of str
            Citations of the data in use.
        """
        country, ranked = self.country, self.country.ranked(self.method)
        inside = communes_of(country.tables, territory).sort_index()
        here = ranked_again(ranked.loc[inside.index])
        listed = here.loc[inside.index].join(country.nearest_counters)
        rows = rows_of(add_robustness(listed, country.robustness(self.method)))
        name, named = name_of(country.tables, territory, words), names_of(country, words)
        ranked_count, national_count = (int(one["exposure_rank"].count()) for one in (here, ranked))
        national = ranked["exposure_rank"].reindex(inside.index)
        explained = country.explained_among(inside.index).to_dict("records")
        for place, code, row, rank, told, context in zip(
            self.codes.get_indexer(inside.index),
            map(str, inside.index),
            rows,
            national,
            explained,
            lines_of(inside, words),
            strict=True,
        ):
            nation, factors = factors_of(told)
            company = self._companies[place]
            yield (
                code,
                Sheet(
                    code=code,
                    row=row,
                    places=tuple(
                        str(row[one])
                        for one in ("departement_name", "epci_name")
                        if pd.notna(row[one])
                    ),
                    territory_name=name,
                    ranked_count=ranked_count,
                    national_rank=int(rank) if pd.notna(rank) else None,
                    national_count=national_count,
                    nation_share=nation,
                    factors=factors,
                    references=[(named(one), figures) for one, figures in company.references],
                    peers=[(self._names[one], link(one)) for one in company.peers],
                    sources=sources,
                    full_week_minutes=full_week_minutes(row, self.method),
                    context=context,
                    since=self._since[place],
                    beside=self._besides[place],
                ),
            )

    def peer_names(self, code: str) -> list[str]:
        """Return the names of the peers a sheet of one of the communes says, in its order."""
        place = self.codes.get_indexer(pd.Index([code]))[0]
        return [self._names[one] for one in self._companies[place].peers]

    @cached_property
    def _companies(self) -> list[Company]:
        return list(companies_of(self.country, self.codes, self.method))

    @cached_property
    def _names(self) -> dict[str, str]:
        communes = self.country.tables.communes
        return dict(zip(communes.index, communes["commune_name"].astype("str"), strict=True))

    @cached_property
    def _since(self) -> list[CommuneSince]:
        return communes_since(self.country, self.codes, self.list_day)

    @cached_property
    def _besides(self) -> list[Beside | None]:
        names = ["fixed_counters_count", "engine_name"]
        rows = rows_of(self.country.ranked(self.method).loc[self.codes, names])
        return besides_of(self.country, self.codes, rows)
