"""One switch shows a scenario everywhere: pages, list, commands, files and portrait say the same figures."""

from __future__ import annotations

import io
import shutil

import pandas as pd
import pytest
import streamlit

from territory import paths
from territory.country import Country, open_country
from territory.messages import Words
from territory.plan.scenario import Signed, closed, opened_in
from territory.portrait import PortraitMaker, make_portrait, portrait_bytes
from territory.scores import DEFAULT_METHOD
from territory.tables.scenarios import Scenario, read_scenario, scenario_csv
from territory.territories import read_territory
from tests.command import territory
from tests.pages import app_page

SIGNED = Signed("A. Planner", "too far", "2026-11-27")
FR = Words("fr")


@pytest.fixture(scope="module")
def proposed(sample):
    """Two counters more, in the two communes of most people far from one; one closed."""
    rows = pd.concat(
        [
            opened_in(sample, ["48104", "48043"], SIGNED, "Nouveau guichet, {commune}"),
            closed(sample, [sample.counters.index[0]], SIGNED),
        ]
    )
    return Scenario("Deux de plus", rows.set_axis(range(2, len(rows) + 2)))


@pytest.fixture
def folder(tmp_path, monkeypatch, proposed):
    """The folder of a user's scenarios: one that is read, one that is not."""
    made = tmp_path / "scenarios"
    made.mkdir()
    (made / proposed.file_name).write_bytes(scenario_csv(proposed))
    (made / "broken.csv").write_text("what,why\nclose,because\n")
    monkeypatch.setenv("TERRITORY_SCENARIOS", str(made))
    monkeypatch.setenv("TERRITORY_DATA", "/nonexistent")
    monkeypatch.setenv("TERRITORY_LANG", "fr")
    return made


@pytest.fixture
def offered(monkeypatch):
    """What buttons offer: the function that makes each file, by the file's name."""
    found = {}

    def record(_label, make, *, file_name, **_):
        found[file_name] = make

    monkeypatch.setattr(streamlit, "download_button", record)
    return found


def open_page(page, **parameters):
    app = app_page()
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run().switch_page(f"territory/views/{page}_page.py").run()


def told(app):
    return " ".join(one.proto.body for one in app.get("html")).replace("&#39;", "'")


def test_no_scenario_no_switch(monkeypatch, tmp_path):
    monkeypatch.setenv("TERRITORY_DATA", "/nonexistent")
    monkeypatch.setenv("TERRITORY_LANG", "fr")
    for folder in (tmp_path, tmp_path / "absent"):
        monkeypatch.setenv("TERRITORY_SCENARIOS", str(folder))
        app = open_page("list")
        assert not app.exception
        assert "chosen scenario" not in [one.key for one in app.selectbox]


def test_the_switch_writes_the_address_and_the_list_is_that_of_the_command(
    folder, proposed, country
):
    app = open_page("list", preset="all")
    assert proposed.in_words(FR) not in told(app)
    before = app.dataframe[0].value.set_index("commune_code")
    app.selectbox(key="chosen scenario").set_value(proposed.name).run()
    assert not app.exception
    assert proposed.in_words(FR) in told(app)
    assert "".join(app.query_params["scenario"]) == proposed.name
    shown = app.dataframe[0].value.set_index("commune_code")
    file = folder / proposed.file_name
    done = territory("list", "--departement", 48, "--scenario", file, language="fr")
    rows = pd.read_csv(io.BytesIO(done.stdout), dtype={"commune_code": str})
    rows = rows.set_index("commune_code")
    for name in ("nearest_counter_minutes", "exposure_score"):
        column = rows[name].reindex(shown.index)
        pd.testing.assert_series_equal(shown[name].round(1), column.round(1), check_dtype=False)
    assert (
        shown.at["48104", "nearest_counter_minutes"] < before.at["48104", "nearest_counter_minutes"]
    )
    assert proposed.in_words(FR) in done.said
    # And back: the first figures.
    app.selectbox(key="chosen scenario").set_value("").run()
    assert "scenario" not in app.query_params
    again = app.dataframe[0].value.set_index("commune_code")
    pd.testing.assert_frame_equal(again, before)


@pytest.mark.parametrize("page", ["map", "list", "plan", "compare", "diagnostic", "method"])
def test_every_page_says_it_under_the_link(folder, proposed, page):
    app = open_page(page, scenario=proposed.name, territory="departement:48")
    assert not app.exception
    assert proposed.in_words(FR) in told(app)
    assert app.selectbox(key="chosen scenario").value == proposed.name


@pytest.mark.parametrize(
    ("name", "count"),
    [("absent", 1), ("broken", 2), ("../Deux de plus", 1), ("Deux de plus.csv", 1)],
)
def test_a_scenario_that_cannot_be_shown_is_said_and_the_situation_stands(folder, name, count):
    app = open_page("list", preset="all", scenario=name)
    assert not app.exception
    assert len(app.warning) == count
    assert "situation actuelle" in app.warning[0].value
    assert app.selectbox(key="chosen scenario").value == ""
    assert app.dataframe[0].value.equals(open_page("list", preset="all").dataframe[0].value)


def test_a_scenario_changed_on_disk_is_shown_as_it_now_is(folder, proposed):
    app = open_page("list", preset="all", scenario=proposed.name)
    first = app.dataframe[0].value.set_index("commune_code")
    fewer = Scenario(proposed.name, proposed.rows.iloc[1:])
    (folder / proposed.file_name).write_bytes(scenario_csv(fewer))
    app.run()
    second = app.dataframe[0].value.set_index("commune_code")
    assert fewer.in_words(FR) in told(app)
    name = "nearest_counter_minutes"
    assert second.at["48104", name] > first.at["48104", name]


def test_the_portrait_is_that_of_the_command_and_says_whose_figures_they_are(
    folder, proposed, tmp_path, country, in_use
):
    file = folder / proposed.file_name
    out = tmp_path / "portrait.html"
    done = territory(
        *("portrait", "departement:48", "--scenario", file, "--out", out, "--lang", "fr")
    )
    assert done.returncode == 0, done.said
    html = out.read_text(encoding="utf-8").replace("&#39;", "'")
    assert proposed.in_words(FR) in html
    assert "--scenario &#39;Deux de plus.csv&#39;".replace("&#39;", "'") in html
    maker = PortraitMaker(country.under(read_scenario(file)))
    made = make_portrait(maker, read_territory("departement:48"), in_use, FR)
    assert portrait_bytes(made, "html").decode() == out.read_text(encoding="utf-8")
    assert (
        made.key_figures
        != make_portrait(
            PortraitMaker(country), read_territory("departement:48"), in_use, FR
        ).key_figures
    )


def test_files_of_the_page_are_named_after_it(folder, proposed, offered):
    open_page("compare", scenario=proposed.name, compare="departement:48")
    assert offered
    assert all("deux-de-plus" in name for name in offered)


def test_the_workbook_of_the_command_names_its_scenario_and_how_to_make_it_again(
    folder, proposed, tmp_path
):
    out = tmp_path / "list.csv"
    file = folder / proposed.file_name
    done = territory("export", "--departement", 48, "--scenario", file, "--out", out, language="fr")
    assert done.returncode == 0, done.said
    beside = " ".join(
        one.read_text(encoding="utf-8") for one in tmp_path.iterdir() if one.is_file()
    )
    assert proposed.in_words(FR) in beside
    assert "--scenario 'Deux de plus.csv'" in beside


def test_map_and_comparison_take_the_scenario_and_say_it(folder, proposed, tmp_path):
    file = folder / proposed.file_name
    out = tmp_path / "map.svg"
    asked = ("--scenario", file)
    done = territory("map", "departement:48", "--out", out, *asked, language="fr")
    assert done.returncode == 0, done.said
    svg = " ".join(out.read_text(encoding="utf-8").replace("&#x27;", "'").split())
    assert "proposé par A. Planner" in svg
    before = territory("compare", "departement:48", language="fr")
    after = territory("compare", "departement:48", *asked, language="fr")
    assert proposed.in_words(FR) in after.said
    assert before.stdout != after.stdout


def test_the_tables_on_disk_and_in_memory_stay_as_they_were(sample, proposed, tmp_path):
    tables = tmp_path / "tables"
    shutil.copytree(paths.sample_folder(), tables)
    before = {one.name: one.read_bytes() for one in tables.iterdir()}
    file = tmp_path / proposed.file_name
    file.write_bytes(scenario_csv(proposed))
    country = open_country(tables, "best", file)
    country.listed(DEFAULT_METHOD)
    assert {one.name: one.read_bytes() for one in tables.iterdir()} == before
    today = country.today
    assert today is not None
    pd.testing.assert_frame_equal(today.tables.counters, sample.counters)
    pd.testing.assert_frame_equal(
        today.listed(DEFAULT_METHOD), Country(sample).listed(DEFAULT_METHOD)
    )


def test_an_empty_scenario_changes_no_figure(country, sample):
    empty = Scenario("rien", closed(sample, [], SIGNED))
    same = country.under(empty)
    pd.testing.assert_frame_equal(same.listed(DEFAULT_METHOD), country.listed(DEFAULT_METHOD))
    for level in ("epci", "departement"):
        pd.testing.assert_frame_equal(
            same.figures(level, DEFAULT_METHOD), country.figures(level, DEFAULT_METHOD)
        )
    assert "sans aucun changement" in same.tables.scenarios[0].in_words(FR)
