"""Tables built elsewhere, corrections and addresses hold any text: all is opened, shown and written."""

from __future__ import annotations

import io
import shutil

import geopandas as gpd
import pytest
from docx import Document
from typer.testing import CliRunner

from territory import cli, paths
from territory.country import Country
from territory.messages import Words
from territory.portrait import PORTRAIT_FORMATS, PortraitMaker, make_portrait, portrait_bytes
from territory.tables import open_data_in_use, open_tables
from territory.tables.overrides import read_overrides
from territory.territories import Territory, read_territory
from territory.territories.search import build_index, find_territories
from tests.pages import app_page

WRITTEN = "Men\u200bde\x0b<b>日本</b>\u202e ＝1 ![](http://evil)"
READ = "Mende <b>日本</b> ＝1 ![](http://evil)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Tables of another make: hostile names, and a correction beside them."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(paths.sample_folder(), folder / "tables")
    communes = gpd.read_parquet(folder / "tables" / paths.COMMUNES_FILE)
    communes.loc["48095", ["commune_name", "epci_name"]] = WRITTEN
    communes.to_parquet(folder / "tables" / paths.COMMUNES_FILE)
    counters = gpd.read_parquet(folder / "tables" / paths.COUNTERS_FILE)
    counters[["counter_name", "address_text", "comment_text"]] = WRITTEN
    counters.to_parquet(folder / "tables" / paths.COUNTERS_FILE)
    (folder / paths.OVERRIDES_FILE).write_text(
        "action,counter_code,counter_name,longitude,latitude,reason,author\n"
        f"add,x1,{WRITTEN},3.5,44.52,{WRITTEN},\x00{WRITTEN}\n",
        encoding="utf-8",
    )
    return folder


def test_opened_tables_hold_what_every_file_can_carry(folder):
    tables = open_tables(folder / "tables")
    assert tables.communes.loc["48095", "commune_name"] == READ
    assert set(tables.counters["counter_name"]) == {READ}
    assert tables.counters.loc["local-x1", "correction_text"] == f"{READ} — {READ}"


def test_a_vertical_tab_in_a_reason_ends_no_line_of_corrections(folder):
    assert len(read_overrides(folder / paths.OVERRIDES_FILE)) == 1


def test_the_portrait_of_a_commune_of_any_name_is_written(folder):
    tables = open_tables(folder / "tables")
    maker = PortraitMaker(Country(tables))
    portrait = make_portrait(
        maker, read_territory("48095"), open_data_in_use(folder / "tables"), Words("fr")
    )
    files = {name: portrait_bytes(portrait, name) for name in PORTRAIT_FORMATS}
    assert files["pdf"].startswith(b"%PDF")
    titles = [one.text for one in Document(io.BytesIO(files["docx"])).paragraphs]
    assert READ in titles
    assert "<b>日本" not in files["html"].decode()


@pytest.fixture
def run(folder, monkeypatch):
    """Return a function that runs the app on these tables with an address."""
    monkeypatch.setenv(paths.DATA_VARIABLE, str(folder))
    monkeypatch.delenv("TERRITORY_LANG", raising=False)

    def start(**address):
        app = app_page()
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return start


def test_a_hostile_address_is_said_cut_and_as_it_is_written(run):
    app = run(
        territory="x" * 8000,
        commune="![](http://evil)\x1b[31m",
        weights="$a$" + "z" * 9000,
        data="[a](b)" + "k" * 9000,
    )
    assert not app.exception
    said = [one.value for one in app.warning]
    assert len(said) == 4
    assert all(len(one) < 800 for one in said)
    assert r"\!\[\]\(http\://evil\)" in said[1]
    assert r"\\x1b\[31m" in said[1]


def test_thousands_of_problems_in_an_address_are_not_said_one_by_one(run):
    app = run(where=",".join(f"a{rank}=1" for rank in range(2000)), page="9" * 5000)
    app.switch_page(str(paths.PACKAGE / "views" / "list_page.py")).run()
    assert not app.exception
    assert len(app.warning) <= 7


def test_an_argument_that_drives_a_terminal_is_shown_and_cut():
    done = CliRunner().invoke(cli.app, ["list", "--departement", "\x1b[31m" + "y" * 9000])
    said = str(done.exception)
    assert r"\x1b[31m" in said
    assert len(said) < 300


def test_a_path_longer_than_the_system_allows_is_said(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["territory", "build", "--from", "/tmp/" + "y" * 9000])
    monkeypatch.setenv("TERRITORY_LANG", "en")
    with pytest.raises(SystemExit):
        cli.main()
    said = capsys.readouterr().err
    assert "longer than this system allows" in said
    assert len(said) < 600


@pytest.mark.parametrize("typed", ["４８０９５", "٤٨٠٩٥", " 48 095 ", "48095\u200b"])
def test_a_code_typed_in_another_form_is_found(typed, sample):
    assert read_territory(typed) == Territory("commune", "48095")
    found = find_territories(build_index(sample), typed)
    assert [one.territory.code for one in found] == ["48095"]


def test_a_name_of_ten_thousand_letters_is_looked_for_and_not_found(sample):
    assert find_territories(build_index(sample), "zyx " * 2500) == []
