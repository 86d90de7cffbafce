"""An exact name before what looks like it."""

from __future__ import annotations

from territory.territories import Territory
from territory.territories.search import Found, split_exact


def found(name: str, code: str) -> Found:
    return Found(Territory("commune", code), name, "")


def test_exact_names_are_kept_apart_from_those_that_look_like_them():
    ours, theirs = found("Saint-Denis", "93066"), found("Saint-Denis", "97411")
    longer = found("Saint-Denis-en-Val", "45274")
    assert split_exact([ours, theirs, longer], "st denis") == ([ours, theirs], [longer])


def test_without_an_exact_name_nothing_is_folded():
    near = [found("Mende", "48095"), found("Marmande", "47157")]
    assert split_exact(near, "mande") == (near, [])
