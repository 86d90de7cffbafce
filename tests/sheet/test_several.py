"""The sheets made together are those made one by one, but for the company and the past."""

from __future__ import annotations

from dataclasses import replace

from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.sheet import make_sheet
from territory.sheet.html import sheet_html
from territory.sheet.several import sheets_of
from territory.territories import Territory

LOZERE = Territory("departement", "48")


def test_a_sheet_made_with_others_says_what_it_says_made_alone(country):
    words = Words("fr")
    together = dict(sheets_of(country, LOZERE, DEFAULT_METHOD, words))
    assert list(together) == sorted(country.tables.communes.index)
    for code in list(together)[::10]:
        alone = make_sheet(country, code, LOZERE, DEFAULT_METHOD, link=str, sources=(), words=words)
        without_company = replace(alone, references=(), peers=(), since=None)
        assert sheet_html(together[code], words) == sheet_html(without_company, words)
