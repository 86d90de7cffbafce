"""The sheets made together are those made one by one, whole."""

from __future__ import annotations

from datetime import date

import pytest

from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.sheet import make_sheet
from territory.sheet.html import sheet_html
from territory.sheet.several import Several
from territory.territories import Territory

LOZERE = Territory("departement", "48")
DAY = date(2026, 1, 15)
SOURCES = ["Insee, 2022"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sheet_made_with_others_says_what_it_says_made_alone(country, language):
    words = Words(language)
    codes = country.tables.communes.index
    several = Several(country, codes, DEFAULT_METHOD, DAY)
    together = dict(several.sheets(LOZERE, words, link=str, sources=SOURCES))
    assert list(together) == sorted(codes)
    for code in list(together)[::10]:
        alone = make_sheet(
            country,
            code,
            LOZERE,
            DEFAULT_METHOD,
            link=str,
            sources=SOURCES,
            list_day=DAY,
            words=words,
        )
        assert sheet_html(together[code], words) == sheet_html(alone, words)
