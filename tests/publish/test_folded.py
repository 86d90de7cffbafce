"""Sheets folded: every letter comes back, and what repeats is written once."""

from __future__ import annotations

import gzip
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from territory.publish.folded import folded

TEXT = st.text(st.sampled_from("<b>/,.; 0123456789\u202fAlzon’é"), max_size=60)


def unfolded(kept, language):
    """Undo the folding, written from its description alone."""
    own = kept["languages"].index(language)
    columns = [one.split(" ") for one in kept["columns"]]
    turns = [0] * len(kept["forms"])
    found = {}
    for at, code in enumerate(kept["codes"]):
        text = ""
        for rank in map(int, kept["orders"][kept["of"][at]].split()):
            drawn = iter([columns[one][turns[rank]] for one in kept["held"][rank][own]])
            turns[rank] += 1
            text += re.sub("\x01", lambda _, drawn=drawn: next(drawn), kept["forms"][rank][own])
        for rank, sign in enumerate("\x0e\x0f\x10\x11\x12\x13\x14\x15"):
            if rank < len(kept["names"]):
                text = text.replace(sign, kept["names"][rank][at])
        found[code] = text
    return found


@given(st.lists(st.tuples(TEXT, TEXT, st.sampled_from(["", "Alzon", "A", "1,5", "b"])), max_size=6))
def test_whatever_the_texts_they_come_back_letter_for_letter(rows):
    codes = [str(rank) for rank in range(len(rows))]
    texts = {
        "fr": dict(zip(codes, [one for one, _, _ in rows], strict=True)),
        "en": dict(zip(codes, [one for _, one, _ in rows], strict=True)),
    }
    names = dict(zip(codes, [(one, "n") for _, _, one in rows], strict=True))
    kept = json.loads(json.dumps(folded(texts, names)))
    for language, of_code in texts.items():
        assert unfolded(kept, language) == of_code


def test_figures_said_in_two_languages_are_kept_once():
    texts = {
        "fr": {
            "48001": "<dd>6\u202f143 habitants, 29,1 %",
            "48002": "<dd>1\u202f250 habitants, 8,0 %",
        },
        "en": {"48001": "<dd>6,143 people, 29.1%", "48002": "<dd>1,250 people, 8.0%"},
    }
    kept = folded(texts, {"48001": (), "48002": ()})
    assert kept["columns"] == ["6 1", "143 250", "29 8", "1 0"]


def test_a_name_that_holds_another_is_lifted_whole():
    texts = {"fr": {"1": "<p>France services Alzon, à Alzon"}}
    kept = json.loads(json.dumps(folded(texts, {"1": ("France services Alzon", "Alzon")})))
    assert kept["forms"] == [["<p>\x0e,"], [" à \x0f"]]


def test_a_sign_that_html_does_not_allow_is_left_out_and_unfolding_is_not_misled():
    kept = folded({"fr": {"1": "<p>a\x01b\x0ec 7"}}, {"1": ("b",)})
    assert unfolded(kept, "fr") == {"1": "<p>abc 7"}


def test_the_sheets_of_the_sample_take_less_than_gzip_alone_leaves(site):
    path = site / "map/sheets/48.json.gz"
    kept = json.loads(gzip.decompress(path.read_bytes()))
    alone = sum(
        len(gzip.compress(json.dumps(unfolded(kept, one), ensure_ascii=False).encode(), 9))
        for one in ("fr", "en")
    )
    assert len(unfolded(kept, "fr")) == 152
    assert path.stat().st_size < 0.6 * alone
