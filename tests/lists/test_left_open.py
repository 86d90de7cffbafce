"""The list says what the error of estimated minutes leaves open: reasons, codes, workbook, columns."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from territory import exports
from territory.lists import Request, make_list
from territory.lists.about import about
from territory.lists.reasons import reason_codes_text, reasons_text
from territory.messages import Words
from territory.scores.ranking import NAMES_IN_WORDS

ENGLISH = Words("en")


def row(certainty: str | None, minutes: float = 18.4) -> pd.Series:
    return pd.Series(
        {
            "nearest_counter_minutes": minutes,
            "nearest_counter_low_minutes": 15.2,
            "nearest_counter_high_minutes": 33.4,
            "within_20_minutes_probability_share": 0.38,
            "far_certainty_name": certainty,
        }
    )


def test_reasons_give_the_band_of_what_is_uncertain():
    assert reasons_text(row("limit_open"), ENGLISH) == (
        "nearest counter at 18 min, uncertain (15 to 33 min by road; 20 min or less: 38%)."
    )
    assert reasons_text(row("class_open"), ENGLISH) == (
        "nearest counter at 18 min, uncertain (15 to 33 min by road)."
    )


@pytest.mark.parametrize("certainty", ["certain", None])
def test_reasons_of_what_is_sure_or_driven_are_as_they_were(certainty):
    assert reasons_text(row(certainty), ENGLISH) == "nearest counter at 18 min."


def test_codes_tell_what_is_open():
    assert "uncertain_20_min" in reason_codes_text(row("limit_open")).split()
    assert "uncertain_distance_class" in reason_codes_text(row("class_open")).split()
    for certainty in ("certain", None):
        assert "uncertain" not in reason_codes_text(row(certainty))


def test_the_list_and_its_workbook_hold_the_band_of_the_tables(country, sample, in_use):
    made = make_list(country, Request("departement", "48", words=ENGLISH))
    band = country.minutes_band.loc[made.rows.index]
    for name in band.columns:
        pd.testing.assert_series_equal(made.rows[name], band[name])
    chosen = exports.FORMATS["xlsx"]
    said = about(made, sample, in_use, chosen.name, "list.xlsx")
    book = openpyxl.load_workbook(
        BytesIO(exports.write_list(made.rows, sample.communes, said, chosen))
    )
    first = [[cell.value for cell in line] for line in book.worksheets[0].iter_rows()]
    flat = {str(value) for line in first for value in line}
    names = set(made.rows["far_certainty_name"])
    assert {ENGLISH.text(f"{NAMES_IN_WORDS['far_certainty_name']}.{one}") for one in names} <= flat
