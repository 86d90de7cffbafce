"""Tables taken out: what another program reads back."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory import exports
from territory.contract import TABLES
from territory.errors import UnknownNameError
from territory.messages import Words
from territory.plain_text import plain
from territory.scores import DEFAULT_METHOD
from territory.scores.ranking import LIST_COLUMNS, ranked_communes


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "commune_name": ["=1+1", 'L\'Abergement; "Clémenciat"', "@Œuilly"],
            "population_people": [1234.56, float("nan"), 0.0],
            "illectronism_share": [0.154321, float("nan"), 0.0],
            "need_class": pd.array([3, None, 1], dtype="Int64"),
        },
        index=pd.Index(["01001", "2A004", "97411"], name="commune_code"),
    )


def read_back(written, separator, encoding):
    return list(csv.reader(io.StringIO(written.decode(encoding), newline=""), delimiter=separator))


def test_the_international_file_reads_back_with_codes_as_text(rows):
    found = pd.read_csv(
        io.BytesIO(exports.write_csv(rows, words=Words("fr"))), dtype={"commune_code": str}
    )
    assert found["commune_code"].tolist() == ["01001", "2A004", "97411"]
    assert found["illectronism_share"].tolist()[::2] == [0.1543, 0.0]
    assert found["population_people"].isna().tolist() == [False, True, False]


def test_a_missing_value_is_an_empty_cell_and_zero_stays_zero(rows):
    lines = read_back(exports.write_csv(rows, words=Words("fr")), ",", "utf-8")
    assert lines[2][2:] == ["", "", ""]
    assert lines[3][2:] == ["0.0", "0.0", "1"]


def test_the_french_file_opens_in_a_french_excel(rows):
    written = exports.write_csv(rows, "excel_fr", words=Words("fr"))
    assert written.startswith(b"\xef\xbb\xbf")
    heading, first, second, _ = read_back(written, ";", "utf-8-sig")
    assert heading == [
        "Code Insee",
        "Commune",
        "Habitants",
        "Part en illectronisme (estimation)",
        "Classe de besoin",
    ]
    assert first == ['="01001"', "'=1+1", "1234,6", "0,1543", "3"]
    assert second[1] == 'L\'Abergement; "Clémenciat"'


@pytest.mark.parametrize("style", exports.CSV_STYLES)
@given(
    opener=st.sampled_from(["=", "+", "-", "@", "\t", "\r", ""]),
    rest=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
)
def test_no_name_opens_like_a_formula(style, opener, rest):
    name = opener + rest
    rows = pd.DataFrame({"commune_name": [name]}, index=pd.Index(["01001"], name="commune_code"))
    chosen = exports.CSV_STYLES[style]
    cell = read_back(
        exports.write_csv(rows, style, words=Words("fr")), chosen.separator, chosen.encoding
    )[1][1]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == plain(name).removeprefix("'")


def test_an_unknown_style_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="excel_fr"):
        exports.write_csv(pd.DataFrame(), "excel-fr", words=Words("fr"))


def test_the_table_holds_each_commune_once_the_most_exposed_first(sample, country):
    rows = ranked_communes(sample.communes, country.scores(DEFAULT_METHOD))
    assert len(rows) == 152
    assert rows.index.is_unique
    ranked = rows["exposure_rank"].notna()
    assert rows.loc[ranked, "exposure_score"].is_monotonic_decreasing
    assert rows["exposure_rank"].dropna().is_monotonic_increasing
    # Those of fewer than 50 adults, and no other: all of Lozère has a score.
    assert ranked.tolist() == (rows["adult_people"] >= 50).tolist()
    assert rows["exposure_rank"].isna().tolist() == [False] * 141 + [True] * 11


def test_communes_without_a_score_come_last_and_are_kept(sample, country):
    scores = country.scores(DEFAULT_METHOD)
    scores.loc["48095", "exposure_score"] = float("nan")
    rows = ranked_communes(sample.communes, scores)
    assert len(rows) == 152
    assert rows.index[-1] == "48095"


def test_every_column_taken_out_has_its_words_in_both_languages():
    for language in ("fr", "en"):
        for name in ("commune_code", *LIST_COLUMNS):
            assert exports.label(name, Words(language))


@pytest.mark.parametrize("table", TABLES)
def test_every_declared_column_has_its_heading_in_both_languages(table):
    for language in ("fr", "en"):
        assert all(exports.label(column.name, Words(language)) for column in TABLES[table])
