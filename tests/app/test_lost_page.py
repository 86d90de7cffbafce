"""Which addresses lead to no page."""

from __future__ import annotations

import pytest

from territory.views.lost_page import wrong_name

PAGES = ("map", "list")


@pytest.mark.parametrize(
    ("address", "base", "name"),
    [
        ("http://here:8501/", "", ""),
        ("http://here:8501", "", ""),
        ("http://here:8501/list", "", ""),
        ("http://here:8501/liste", "", "liste"),
        ("http://here/atlas/numerique/", "atlas/numerique", ""),
        ("http://here/atlas/numerique/map", "atlas/numerique", ""),
        ("http://here/atlas/numerique/mapp", "/atlas/numerique", "mapp"),
        ("http://here/l%27atlas", "", "l'atlas"),
        ("", "", ""),
    ],
)
def test_an_address_is_wrong_when_its_last_part_names_no_page(address, base, name):
    assert wrong_name(address, base, PAGES) == name
