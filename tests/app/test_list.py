"""The page of the list: live counts, words for what is kept, and a file a colleague can use."""

from __future__ import annotations

import pytest

from territory.errors import TerritoryError
from territory.lists import make_list, read_request
from territory.lists.short_reasons import short_reason
from territory.messages import Words
from tests.pages import app_page


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setenv("TERRITORY_DATA", "/nonexistent")
    monkeypatch.setenv("TERRITORY_LANG", "en")
    app = app_page().run()
    app = app.switch_page("territory/views/list_page.py")
    app.query_params["preset"] = "all"
    return app.run()


def open_list(monkeypatch, **parameters):
    monkeypatch.setenv("TERRITORY_DATA", "/nonexistent")
    monkeypatch.setenv("TERRITORY_LANG", "en")
    app = app_page().run()
    app = app.switch_page("territory/views/list_page.py")
    for name, value in ({"preset": "all"} | parameters).items():
        app.query_params[name] = value
    return app.run()


def said(app) -> str:
    return (
        " ".join(one.value for one in [*app.markdown, *app.caption])
        .replace("\xa0", " ")
        .replace("\\", "")
    )


def test_the_list_opens_on_a_question_that_may_be_changed(monkeypatch):
    app = open_list(monkeypatch, preset="")
    assert app.title[0].value.startswith("Lozère (48): far communes where many people")
    assert "at least 50 people in illectronism" in said(app)
    assert len(app.dataframe[0].value) == 6
    app.button_group(key="chosen preset").set_value("weak-network").run()
    assert app.query_params["preset"] in ("weak-network", ["weak-network"])
    assert len(app.dataframe[0].value) == 12
    assert app.dataframe[0].value["illectronism_people"].is_monotonic_decreasing


def test_a_preset_of_a_link_that_is_none_is_said_and_the_first_stands_in_its_place(monkeypatch):
    app = open_list(monkeypatch, preset="nearby")
    assert len(app.warning) == 1
    assert len(app.dataframe[0].value) == 6


def test_all_communes_is_a_question_too_and_says_so(page):
    assert not page.exception
    assert page.title[0].value == "Lozère (48): all communes, from the most to the least exposed"
    assert "152" in said(page)
    assert "all communes" in said(page)
    assert len(page.dataframe[0].value) == 152


def test_criteria_are_those_of_the_command(page, country):
    page.select_slider(key="criterion-min-minutes").set_value(15.0).run()
    page.select_slider(key="criterion-min-people").set_value(20.0).run()
    wanted = read_request(
        {"departement": "48"}, ["min-minutes=15", "min-people=20"], words=Words("en")
    )
    made = make_list(country, wanted)
    shown = page.dataframe[0].value
    assert shown["commune_code"].tolist() == made.rows.index.tolist()
    assert "reasons_text" not in shown
    short = [short_reason(codes, Words("en")) for codes in made.rows["reason_codes_text"]]
    assert shown["short_reason_text"].fillna("").tolist() == short
    assert "at least 20 people in illectronism" in said(page)


def test_no_commune_kept_is_a_sentence_not_an_empty_table(page):
    page.select_slider(key="criterion-min-minutes").set_value(45.0).run()
    assert not page.exception
    assert "loosen one" in said(page)
    assert not page.dataframe


def test_a_threshold_of_a_link_that_is_no_step_is_a_position_of_its_slider(monkeypatch):
    app = open_list(monkeypatch, where="min-minutes=16.3")
    assert app.select_slider(key="criterion-min-minutes").value == 16.3
    assert (app.dataframe[0].value["nearest_counter_minutes"] >= 16.3).all()


def test_robust_ones_only_are_those_of_the_command(page, country):
    page.checkbox(key="criterion-robust").check().run()
    assert not page.exception
    wanted = read_request({"departement": "48"}, ["min-probability=0.95"], words=Words("fr"))
    # Within Lozère alone no commune stays in its worst decile in 95 % of draws.
    assert make_list(country, wanted).rows.empty
    assert "loosen one" in said(page)


def test_a_link_gives_the_list_again(monkeypatch, country):
    app = open_list(monkeypatch, where="min-minutes=15,min-people=20", territory="epci:200069151")
    wanted = read_request(
        {"epci": "200069151"}, ["min-minutes=15", "min-people=20"], words=Words("en")
    )
    made = make_list(country, wanted)
    shown = app.dataframe[0].value
    assert not made.rows.empty
    assert shown["commune_code"].tolist() == made.rows.index.tolist()
    assert shown["exposure_rank"].tolist() == made.rows["exposure_rank"].tolist()
    assert app.select_slider(key="criterion-min-minutes").value == 15


def test_a_criterion_is_written_into_the_address(page):
    page.select_slider(key="criterion-min-minutes").set_value(15.0).run()
    assert page.query_params["where"] in ("min-minutes=15", ["min-minutes=15"])
    page.select_slider(key="criterion-min-minutes").set_value("").run()
    assert "where" not in page.query_params


def test_a_criterion_without_a_widget_stays_in_force(monkeypatch):
    app = open_list(monkeypatch, where="min-need-class=3")
    app.select_slider(key="criterion-min-people").set_value(20.0).run()
    assert app.query_params["where"] in (
        "min-people=20,min-need-class=3",
        ["min-people=20,min-need-class=3"],
    )
    assert "need of class 3 or more" in said(app)


@pytest.mark.parametrize("where", ["min-minutes=abc", "nonsense=3", "min-minutes"])
def test_a_wrong_criterion_in_a_link_is_said_and_left_out(monkeypatch, where):
    app = open_list(monkeypatch, where=where)
    assert not app.exception
    assert len(app.warning) == 1
    assert len(app.dataframe[0].value) == 152


def test_weights_of_a_link_make_the_list(monkeypatch, country):
    app = open_list(monkeypatch, weights="need=1")
    wanted = read_request({"departement": "48"}, weights="need=1", words=Words("en"))
    made = make_list(country, wanted)
    assert app.dataframe[0].value["commune_code"].tolist() == made.rows.index.tolist()
    assert "need 100%" in said(app)


def test_the_commune_of_a_link_is_told_kept_or_not(monkeypatch):
    app = open_list(monkeypatch, commune="48095")
    assert "Mende (48095) is on the list" in said(app)
    app = open_list(monkeypatch, commune="48095", where="min-minutes=500")
    assert "Mende (48095) does not meet these criteria" in said(app)
    app.button(key="forget commune").click().run()
    assert "Mende" not in said(app)
    assert "commune" not in app.query_params


def test_a_commune_of_another_territory_is_told_so_and_may_be_seen_where_it_is(monkeypatch):
    app = open_list(monkeypatch, territory="epci:200069151", commune="48095")
    assert "Mende (48095) is not in this territory" in said(app)
    links = [one.proto.query_string for one in app.get("page_link")]
    assert any("territory=departement" in one and "commune=48095" in one for one in links)


@pytest.mark.parametrize("page_number", ["2", "0", "x"])
def test_a_page_of_the_list_that_does_not_exist_is_the_first(monkeypatch, page_number):
    app = open_list(monkeypatch, page=page_number)
    assert not app.exception
    assert len(app.dataframe[0].value) == 152


def test_the_reader_s_language_is_kept_from_page_to_page(page):
    page.button(key="speak fr").click().run()
    assert page.title[0].value.startswith("Lozère (48)")
    assert "toutes les communes" in page.title[0].value


def test_a_file_is_made_when_it_is_asked_for_then_taken(page):
    assert not page.get("download_button")
    page.button(key="make_list").click().run()
    assert not page.exception
    (button,) = page.get("download_button")
    assert button.proto.label.startswith("Download (0.")
    # Another list is another file, to be asked for again.
    page.select_slider(key="criterion-min-minutes").set_value(15.0).run()
    assert not page.get("download_button")


def test_a_file_that_cannot_be_made_is_said_and_may_be_asked_for_again(page, monkeypatch):
    def full(*_):
        raise TerritoryError("file_not_made", name="xlsx", detail="No space left on device")

    monkeypatch.setattr("territory.exports.write_list", full)
    page.button(key="make_list").click().run()
    assert not page.exception
    assert "No space left on device" in page.error[0].value
    assert not page.get("download_button")
    assert page.button(key="make_list")


def test_the_order_is_of_all_rows_and_is_said(page):
    page.selectbox(key="order column").set_value("epci_name").run()
    page.selectbox(key="order column").set_value("illectronism_people").run()
    assert page.query_params["sort"] in ("-illectronism_people", ["-illectronism_people"])
    people = page.dataframe[0].value["illectronism_people"]
    assert people.is_monotonic_decreasing
    assert "not only the rows shown" in said(page)
    page.button(key="order reverse").click().run()
    assert page.dataframe[0].value["illectronism_people"].is_monotonic_increasing


def test_an_order_of_a_link_that_is_none_is_said(monkeypatch):
    app = open_list(monkeypatch, sort="-colour")
    assert not app.exception
    assert len(app.warning) == 1
    assert app.dataframe[0].value["weighed_people"].dropna().is_monotonic_decreasing


def test_several_communes_chosen_lead_to_their_portrait_to_compare_and_to_the_map(monkeypatch):
    app = open_list(monkeypatch, chosen="48095,48001,99999")
    assert not app.exception
    assert "2 communes chosen" in said(app)
    links = [one.proto.query_string for one in app.get("page_link")]
    assert any("territory=communes%3A48095%2C48001" in one for one in links)
    assert any("compare=commune%3A48095%3Bcommune%3A48001" in one for one in links)
    app.button(key="forget commune").click().run()
    assert "chosen" not in app.query_params


def test_more_than_four_communes_are_not_compared_and_it_is_said(monkeypatch):
    codes = ["48095", "48001", "48002", "48003", "48004"]
    app = open_list(monkeypatch, chosen=",".join(codes))
    assert "4 communes at most" in said(app)
    assert [one.proto.label for one in app.get("page_link")].count("Compare") == 1  # the head's
    assert any(one.proto.label == "Portrait of these 5 communes" for one in app.get("page_link"))
