"""The page of the list: live counts, words for what is kept, and a file a colleague can use."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from territory import paths
from territory.underserved import Country, make_list, read_request


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setenv("TERRITORY_DATA", "/nonexistent")
    monkeypatch.setenv("TERRITORY_LANG", "en")
    app = AppTest.from_file(str(paths.app_script()), default_timeout=60).run()
    return app.switch_page("territory/views/list_page.py").run()


def said(app) -> str:
    return " ".join(one.value for one in [*app.markdown, *app.caption]).replace("\xa0", " ")


def test_the_list_opens_on_all_communes_and_says_so(page):
    assert not page.exception
    assert page.title[0].value == "Lozère (48): underserved communes"
    assert "152" in said(page)
    assert "all communes" in said(page)
    assert len(page.dataframe[0].value) == 152


def test_criteria_are_those_of_the_command(page, sample):
    page.number_input(key="criterion-min-minutes").set_value(15.0).run()
    page.number_input(key="criterion-min-people").set_value(20.0).run()
    wanted = read_request({"departement": "48"}, ["min-minutes=15", "min-people=20"], language="en")
    made = make_list(Country(sample), wanted)
    shown = page.dataframe[0].value
    assert shown["commune_code"].tolist() == made.rows.index.tolist()
    assert shown["reasons_text"].tolist() == made.rows["reasons_text"].tolist()
    assert "at least 20 people in illectronism" in said(page)


def test_no_commune_kept_is_a_sentence_not_an_empty_table(page):
    page.number_input(key="criterion-min-minutes").set_value(500.0).run()
    assert not page.exception
    assert "loosen one" in said(page)
    assert not page.dataframe


def test_robust_ones_only_are_those_of_the_command(page, sample):
    page.checkbox(key="criterion-robust").check().run()
    assert not page.exception
    wanted = read_request({"departement": "48"}, ["min-probability=0.95"])
    # Within Lozère alone no commune stays in its worst decile in 95 % of draws.
    assert make_list(Country(sample), wanted).rows.empty
    assert "loosen one" in said(page)


def test_all_the_communes_there_are_may_be_asked_for(page):
    page.selectbox(key="list_departement").set_value("france").run()
    # The sample is a part of France, and is not called France.
    assert page.title[0].value == "all communes of the tables: underserved communes"
    assert page.query_params["list_departement"] in ("france", ["france"])


def test_the_reader_s_language_is_kept_from_page_to_page(page):
    page.button_group(key="lang").set_value("fr").run()
    assert page.title[0].value.startswith("Lozère (48)")
    assert "mal desservies" in page.title[0].value
