"""What was made last is kept, and no more than so much of it."""

from __future__ import annotations

from territory.recent import Recent


def test_a_value_is_made_once_while_it_is_kept():
    made = []
    kept = Recent[str](2)
    for key in ("a", "a", "b", "a"):
        kept.get(key, lambda key=key: made.append(key) or key)
    assert made == ["a", "b"]


def test_what_was_asked_for_longest_ago_goes_first():
    made = []
    kept = Recent[str](2)
    for key in ("a", "b", "a", "c", "a", "b"):
        kept.get(key, lambda key=key: made.append(key) or key)
    # "c" takes the place of "b", for "a" was asked for since; then "b" takes that of "c".
    assert made == ["a", "b", "c", "b"]
