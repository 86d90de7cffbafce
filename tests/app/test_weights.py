"""Sliders of weights keep what the user sets; who enters and leaves, for the territory at hand."""

from __future__ import annotations

import csv
import io

import pytest
import streamlit

from territory import paths
from territory.errors import TerritoryError
from territory.lists import make_list, read_request
from territory.messages import Words
from territory.method import effect_of
from territory.method.sentences import effect_inside_in_words
from territory.scores import DEFAULT_METHOD, method_of
from tests.pages import app_page

EPCI = "200069151"


@pytest.fixture
def open_page(monkeypatch, tmp_path):
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path))
    monkeypatch.setenv("TERRITORY_LANG", "en")

    def start(name, **address):
        app = app_page().run()
        if name != "map":
            app = app.switch_page(f"territory/views/{name}_page.py")
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return start


def captions(app):
    return [one.value for one in app.caption]


@pytest.mark.parametrize("page", ["map", "list", "method"])
def test_a_weight_set_to_100_stays_100_and_its_share_is_shown_beside(open_page, page):
    app = open_page(page)
    if page == "map":  # its settings are drawn when they are opened
        app.session_state["settings"] = True
        app.run()
    app.slider(key=f"{page} need").set_value(100).run()
    assert not app.exception
    names = ("need", "counters", "network")
    assert [app.slider(key=f"{page} {name}").value for name in names] == [100, 45, 10]
    shares = [one for one in captions(app) if one.startswith("that is")]
    # 100, 45 and 10 of 155.
    assert [one.split()[2] for one in shares] == ["65%", "29%", "6%"]
    assert "".join(app.query_params["weights"]) == "need=100,counters=45,network=10"


def test_all_weights_at_nothing_are_refused_in_words_and_the_last_ones_stay(open_page):
    app = open_page("method", weights="need=100,counters=0,network=0")
    app.slider(key="method need").set_value(0).run()
    assert not app.exception
    said = TerritoryError("weights_all_zero").say(Words("en"))
    assert said in [one.value.replace("\\", "") for one in app.warning]
    assert app.slider(key="method need").value == 100


def test_weights_set_on_the_list_make_it(open_page, country):
    app = open_page("list", preset="all")
    app.slider(key="list counters").set_value(0).run()
    app.slider(key="list network").set_value(0).run()
    request = read_request({"departement": "48"}, weights="need=1", words=Words("en"))
    expected = make_list(country, request).rows.index.tolist()
    assert app.dataframe[0].value["commune_code"].tolist() == expected


def test_who_enters_and_leaves_is_told_of_the_territory_whole_and_can_be_taken(
    open_page, country, sample, monkeypatch
):
    offered = {}

    def record(_label, content, *, file_name, **_):
        offered[file_name.split("-")[1]] = content

    monkeypatch.setattr(streamlit, "download_button", record)
    method = method_of(weights="need=1")
    whole = effect_of(country, method)
    codes = sample.communes.index[sample.communes["epci_code"] == EPCI]
    inside = whole.within(codes)
    assert len(inside.entering) + len(inside.leaving) > 0
    assert len(inside.entering) < len(whole.entering)
    app = open_page("method", weights="need=1", territory=f"epci:{EPCI}")
    assert not app.exception
    for name, rows in (("entering", inside.entering), ("leaving", inside.leaving)):
        if rows.empty:
            assert name not in offered
            continue
        written = csv.DictReader(io.StringIO(offered[name]().decode("utf-8-sig")))
        assert [row["commune_code"] for row in written] == rows.index.tolist()
    tables = [frame.value["commune_code"].tolist() for frame in app.dataframe]
    moved = [rows.index.tolist() for rows in (inside.entering, inside.leaving) if len(rows)]
    assert tables == moved


def test_a_territory_where_nothing_moves_says_so(country):
    still = effect_of(country, DEFAULT_METHOD).within(country.tables.communes.index)
    assert "no commune enters" in effect_inside_in_words(still, "Mende (48095)", Words("en"))
