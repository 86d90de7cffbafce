"""The sheets of a site: those of the app, by département, in every language at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import pandas as pd
from markupsafe import escape

from territory.messages import Words
from territory.publish.published import Published
from territory.scores import DEFAULT_METHOD
from territory.sheet.html import sheet_html
from territory.sheet.several import sheets_of
from territory.territories import Territory


def sheet_groups(
    site: Published, languages: Sequence[Words], *, has_context: bool
) -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """Give the sheets of each département of the site: language → code of the commune → HTML.

    Of a whole country a commune is ranked in its département, else in what is published.
    """
    departements = site.communes["departement_code"]
    made = partial(sheets_of, site.country, method=DEFAULT_METHOD, has_context=has_context)
    every: dict[str, dict[str, str]] = {}
    if site.is_whole:
        # All at once: a département at a time explains the nation again each time.
        _ = site.country.explained
    else:
        for words in languages:
            told = made(territory=site.territory, words=words)
            every[words.language] = {one: sheet_html(sheet, words) for one, sheet in told}
    for code in sorted(departements.unique()):
        inside = {}
        for words in languages:
            if site.is_whole:
                told = made(territory=Territory("departement", code), words=words)
                inside[words.language] = {one: sheet_html(sheet, words) for one, sheet in told}
            else:
                own = departements.index[departements == code]
                inside[words.language] = {str(one): every[words.language][one] for one in own}
        yield code, inside


def names_in_sheets(site: Published, departement: str) -> dict[str, tuple[str, ...]]:
    """Return, for each commune of a département, the names its sheet holds, as they are written there."""
    rows = site.communes[site.communes["departement_code"] == departement]
    nearest = site.country.nearest_counters["nearest_counter_name"].reindex(rows.index)
    # A counter is often named after its commune, and an EPCI too: the longer ones first.
    columns = [nearest, rows["epci_name"], rows["commune_name"]]
    told = [["" if pd.isna(one) else str(escape(one)) for one in column] for column in columns]
    return dict(zip(rows.index.map(str), zip(*told, strict=True), strict=True))
