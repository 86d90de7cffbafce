"""The table of stops: one row at least a counter that travels, what is read and what is not."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from pipelines.report.notes import notes_lines
from pipelines.steps.itinerant_stops import build_itinerant_stops
from territory.contract_check import check_table
from territory.messages import Words
from tests.steps.rounds.places import FORMER

COMMENTS = {
    "1": "lundi : Chanac // mardi matin : Barjac",
    "2": "Itinérance sur 5 communes de la CC",
    "3": "Rattaché à la France services de Langogne",
    "4": "Sans rendez-vous",
    "5": None,
    "6": "  ",
    "7": "Ne stationne pas à Mende. Mardi : Chanac",
    "fixed": "lundi : Langogne",
}


@pytest.fixture(scope="module")
def built(sample):
    counters = pd.DataFrame(
        {
            "counter_name": "Bus",
            "commune_code": "48095",
            "comment_text": pd.Series(COMMENTS, dtype="str"),
            "is_itinerant": pd.array([code != "fixed" for code in COMMENTS], dtype="boolean"),
        },
        index=pd.Index(list(COMMENTS), name="counter_code", dtype="str"),
    )
    return build_itinerant_stops(sample.communes, gpd.GeoDataFrame(counters), FORMER)


def test_each_counter_that_travels_has_a_row_and_those_that_stay_have_none(built):
    table, _ = built
    check_table(table, "itinerant_stops")
    assert set(table["counter_code"]) == set(COMMENTS) - {"fixed"}


def test_a_stop_has_its_commune_its_day_its_town_hall_and_the_text_it_comes_from(built, sample):
    table, _ = built
    rows = table[(table["counter_code"] == "1") & (table["reading_name"] == "stop")]
    assert list(rows["commune_code"]) == ["48039", "48018"]
    assert list(rows["weekday_name"]) == ["monday", "tuesday"]
    assert list(rows["half_day_name"].fillna("")) == ["", "morning"]
    assert list(rows["said_text"]) == ["Chanac", "Barjac"]
    assert set(rows["comment_text"]) == {COMMENTS["1"]}
    assert rows.geometry.iloc[0].equals(sample.communes.loc["48039", "town_hall_point"])


def test_where_nothing_is_read_the_stop_is_missing_and_not_nowhere(built):
    table, _ = built
    reading = table.groupby("counter_code")["reading_name"].agg(list).to_dict()
    assert reading["2"] == ["group"]
    assert reading["3"] == ["doubtful"]
    assert reading["4"] == ["unread"]
    assert reading["5"] == reading["6"] == ["no_comment"]
    assert reading["7"] == ["stop", "denied"]
    blank = table[table["reading_name"].isin(["group", "unread", "no_comment"])]
    assert blank["commune_code"].isna().all()
    assert set(blank["stop_status"]) == {"missing"}


def test_the_report_says_what_is_read_what_is_not_and_of_which_counters(built):
    _, notes = built
    said = "\n".join(notes_lines(notes.plain(), Words("en")))
    assert "Itinerant counters: 7." in said
    assert (
        "read from the comment: 2 — 1, 7; 3 stops in 2 communes, 3 of them with their day" in said
    )
    assert "2: “sur 5 communes de la CC” (5 communes announced, 7 in the EPCI)" in said
    assert "3: “Langogne” (48080): name of a counter." in said
    assert "names no commune: 1 — 4." in said
    assert "Without a comment: 2 — 5, 6." in said
    assert "does not stop in a commune: 1 — 7." in said
