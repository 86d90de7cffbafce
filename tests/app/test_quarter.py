"""The slider of quarters on the page of the map, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from territory import paths
from territory.history import told
from territory.history.curve import curve_of
from territory.messages import Words
from territory.territories import Territory

MINUTES = "nearest_counter_minutes"


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Return a function that runs the app on the sample with an address."""
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path))
    monkeypatch.delenv("TERRITORY_LANG", raising=False)

    def start(**address):
        app = AppTest.from_file(str(paths.app_script()), default_timeout=60)
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return start


def captions(app) -> str:
    """All captions, unescaped enough to be read."""
    return " ".join(one.value for one in app.caption).replace("\\", "")


def test_today_is_the_default_and_says_how_to_go_back(run):
    app = run(layer=MINUTES, lang="en")
    assert not app.exception
    (slider,) = app.select_slider
    assert slider.value == "list"
    assert Words("en").text("since.map.today") in captions(app)
    assert "on September" not in app.title[0].value


def test_the_address_shows_a_past_quarter_with_its_band_and_its_limits(run, country, in_use):
    app = run(layer=MINUTES, quarter="2020Q3", lang="en")
    assert not app.exception
    assert app.title[0].value.endswith("on September 30, 2020")
    said = captions(app)
    words = Words("en")
    for line in told.limits_lines(words):
        assert line in said
    curve = curve_of(country, Territory("departement", "48"), in_use)
    share = words.percent(curve.share(20)["2020Q3"], digits=1)
    told_then = " ".join(one.value for one in app.markdown).replace("\\", "")
    assert f"{share} of the people in illectronism" in told_then


def test_the_slider_writes_the_address_and_today_takes_it_away(run):
    app = run(layer=MINUTES, lang="en")
    app.select_slider[0].set_value("2021Q2").run()
    assert app.query_params["quarter"] in ("2021Q2", ["2021Q2"])
    assert app.title[0].value.endswith("on June 30, 2021")
    app.select_slider[0].set_value("list").run()
    assert "quarter" not in app.query_params


def test_another_layer_says_why_it_has_no_past_and_has_no_slider(run):
    app = run(quarter="2020Q3", lang="en")
    assert not app.exception
    assert not app.select_slider
    assert any("The quarter asked for is not shown" in one.value for one in app.info)


def test_a_quarter_that_is_none_is_said_and_today_is_shown(run):
    app = run(layer=MINUTES, quarter="2031Q9", lang="en")
    assert not app.exception
    assert any("2031Q9" in one.value for one in app.warning)
    assert app.select_slider[0].value == "list"
