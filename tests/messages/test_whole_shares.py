"""A share that is not whole is never shown as nothing or all, wherever it is written."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.exports import FORMATS, write_csv, write_list
from territory.exports.about import About
from territory.exports.cells import round_by_unit, share_format
from territory.lists.reasons import reasons_text
from territory.messages import Words
from territory.portrait.sentences.words import share

NOTHING_OR_ALL = {"fr": ("0,0\u202f%", "100,0\u202f%", "0\u202f%", "100\u202f%")}
NOTHING_OR_ALL["en"] = tuple(
    one.replace(",", ".").replace("\u202f", "") for one in NOTHING_OR_ALL["fr"]
)


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (0.0, 1, "0\u202f%", "0%"),
        (-0.0, 0, "0\u202f%", "0%"),
        (1.0, 1, "100\u202f%", "100%"),
        (0.0004, 1, "moins de 0,1\u202f%", "less than 0.1%"),
        (0.0006, 1, "0,1\u202f%", "0.1%"),
        (0.9994, 1, "99,9\u202f%", "99.9%"),
        (0.9996, 1, "plus de 99,9\u202f%", "more than 99.9%"),
        (0.004, 0, "moins de 1\u202f%", "less than 1%"),
        (0.996, 0, "plus de 99\u202f%", "more than 99%"),
        (0.00001, 2, "moins de 0,01\u202f%", "less than 0.01%"),
        (-0.03, 1, "-3,0\u202f%", "-3.0%"),
        (1.2, 0, "120\u202f%", "120%"),
    ],
)
def test_a_share_is_nothing_or_all_only_when_it_is(value, digits, french, english):
    assert Words("fr").percent(value, digits=digits) == french
    assert Words("en").percent(value, digits=digits) == english


def test_the_error_of_a_sum_of_weights_is_not_a_share_left_over():
    assert Words("en").percent(0.1 + 0.2 + 0.7 - 1e-16) == "100%"
    assert Words("en").percent(1 - 0.9 - 0.1, digits=1) == "0%"


@given(st.floats(1e-8, 1 - 1e-8), st.integers(0, 3), st.sampled_from(["fr", "en"]))
def test_no_share_between_nothing_and_all_is_written_as_one(value, digits, language):
    said = Words(language).percent(value, digits=digits)
    assert said not in NOTHING_OR_ALL[language]
    assert not said.startswith(("0,00\u202f", "0.00%", "100"))


@pytest.mark.parametrize(
    ("value", "said"), [(0.0004, "moins de 0,1\u202f%"), (0.99999, "plus de 99,9\u202f%")]
)
def test_cards_and_portraits_say_it_alike(value, said):
    assert Words("fr").figure("below_30_mbps_share", value) == said
    assert share(value, Words("fr"), digits=1).words == said


def test_a_reason_keeps_its_grammar_with_a_share_that_is_nearly_all():
    row = pd.Series({"nearest_counter_minutes": 12.0, "without_good_4g_share": 0.9999})
    assert "plus de 99\u202f% de la surface sans bonne 4G" in reasons_text(row, Words("fr"))
    assert "more than 99% of the area" in reasons_text(row, Words("en"))


def test_files_keep_the_number_when_rounding_would_make_it_whole():
    values = pd.Series([0.25004, 0.00002, 0.99998, 0.0, 1.0, np.nan], name="poverty_share")
    assert round_by_unit(values).tolist()[:5] == [0.25, 0.00002, 0.99998, 0.0, 1.0]
    rows = pd.DataFrame({"poverty_share": values}).rename_axis(index="commune_code")
    rows.index = [f"0100{one}" for one in range(1, 7)]
    rows.index.name = "commune_code"
    lines = write_csv(rows, words=Words("fr")).decode().splitlines()
    assert lines[2:5] == ["01002,2e-05", "01003,0.99998", "01004,0.0"]


def test_a_cell_of_the_workbook_holds_the_number_and_shows_the_words():
    index = pd.Index(["01001", "01002", "01004", "01005"], name="commune_code")
    rows = pd.DataFrame(
        {"commune_name": list("abcd"), "known_share": [0.0, 0.0002, 0.9999, 0.31]}, index=index
    )
    about = About("List", "", (), (), (), "2026-01-01", "v", Words("fr"))
    book = openpyxl.load_workbook(
        io.BytesIO(write_list(rows, pd.DataFrame(), about, FORMATS["xlsx"]))
    )
    cells = [row[2] for row in book.worksheets[1].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [0, 0.0002, 0.9999, 0.31]
    assert [cell.number_format for cell in cells] == [
        "0%",
        '"moins de 0,1\u202f%"',
        '"plus de 99,9\u202f%"',
        "0.0%",
    ]
    assert share_format(1.0, Words("fr")) == "0%"
