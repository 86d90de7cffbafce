"""``territory isochrones``, from the sample's tables to its files, stopped and begun again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from territory import isochrones, paths
from territory.cli import isochrones as verb
from territory.messages import LANGUAGES, Words
from tests.clock import Clock
from tests.command import Done, territory
from tests.http_server import Answer
from tests.isochrones.ign_site import IsochroneSite, refusal
from tests.travel.road_services import running, said


@pytest.fixture
def site() -> Iterator[IsochroneSite]:
    with running(IsochroneSite()) as one:
        one.km_per_minute = 0.7
        yield one


def run(site: IsochroneSite, folder: Path, *words: str, language: str = "en") -> Done:
    """Run the command on the embedded sample, nothing of the machine's own settings."""
    return territory(
        "isochrones",
        *("--departement", "48", "--out", folder / "zones.gpkg", *words),
        language=language,
        TERRITORY_DATA=str(folder / "data"),
        TERRITORY_ISOCHRONES_URL=site.url,
    )


def test_the_defaults_of_the_help_are_the_real_ones():
    assert isochrones.read_limits(verb.DEFAULT_MINUTES) == isochrones.LIMITS_MINUTES
    assert verb.DEFAULT_RESOURCE == isochrones.IGN_RESOURCE
    assert paths.ISOCHRONES_VARIABLE == "TERRITORY_ISOCHRONES_URL"


def test_zones_and_shares_are_written_with_what_they_are(
    site: IsochroneSite, tmp_path: Path, clock: Clock
):
    done = run(site, tmp_path, "--minutes", "10,20")
    assert done.returncode == 0, done.said
    assert "19 fixed counters" in done.said
    assert "38 zones to know, 0 already kept, 38 to ask for" in done.said
    assert "1 left out" in done.said
    assert "of a part of France" in done.said
    assert b"20 min:" in done.stdout
    layers = {
        name: pyogrio.read_dataframe(tmp_path / "zones.gpkg", layer=name)
        for name in ("zones", "reached")
    }
    assert len(layers["zones"]) == 38
    assert (layers["zones"]["zone_status"] == "modelled").all()
    assert layers["reached"]["limit_minutes"].tolist() == [10, 20]
    table = pd.read_csv(tmp_path / "zones.csv", dtype={"commune_code": "str"}).set_index(
        "commune_code"
    )
    assert len(table) == 152
    assert set(table["minutes_from_name"]) == {"town_hall"}
    # Longer limits hold more; Mende has a counter in it.
    longer, shorter = (table[f"within_{limit}_minutes_area_share"] for limit in (20, 10))
    assert (longer >= shorter).all()
    assert table.loc["48095", "within_10_minutes_people_share"] == 1
    told = (tmp_path / "zones.about.txt").read_text()
    assert "towards the counter (arrival)" in told
    assert "IGN" in told
    assert "38 of 38" in told
    with sqlite3.connect(tmp_path / "zones.gpkg") as database:
        kept = dict(database.execute("SELECT key, value FROM territory_about"))
    database.close()
    assert json.loads(kept["command"]).startswith("territory isochrones --minutes 10,20")


def test_a_second_run_asks_nothing_and_writes_the_same_bytes(
    site: IsochroneSite, tmp_path: Path, clock: Clock
):
    assert run(site, tmp_path, "--minutes", "15").returncode == 0
    names = ("zones.gpkg", "zones.csv", "zones.about.txt")
    first = {name: (tmp_path / name).read_bytes() for name in names}
    asked = len(site.requests)
    done = run(site, tmp_path, "--minutes", "15")
    assert "19 already kept, 0 to ask for" in done.said
    assert len(site.requests) == asked
    assert {name: (tmp_path / name).read_bytes() for name in names} == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quota_leaves_files_that_say_what_they_lack_and_how_to_go_on(
    site: IsochroneSite, tmp_path: Path, clock: Clock, language: str
):
    quota = said({"message": "quota reached"}, 429, **{"Retry-After": "86400"})
    site.instead = lambda _spot, _minutes: quota if len(site.requests) > 7 else None
    done = run(site, tmp_path, "--minutes", "20", "--lang", language, language=language)
    assert done.returncode == 1
    words = Words(language)
    assert "86400" in done.said
    assert words.text("errors.isochrones_stopped", problem="", kept=7, count=19)[-60:] in done.said
    assert words.text("isochrones.reason.not_asked", count=12) in done.stdout.decode()
    table = pd.read_csv(tmp_path / "zones.csv")
    missing = table["within_20_minutes_area_status"] == "missing"
    assert missing.any()
    assert table.loc[missing, "within_20_minutes_area_share"].isna().all()
    assert table.loc[~missing, "within_20_minutes_area_share"].notna().all()
    site.instead = lambda _spot, _minutes: None
    site.most_per_second = 1000  # the clock stood still between the two runs
    asked = len(site.requests)
    assert run(site, tmp_path, "--minutes", "20").returncode == 0
    assert len(site.requests) - asked == 12


@pytest.mark.parametrize(
    ("answer", "said_in_words"),
    [
        (Answer(b"<html>Sorry</html>", status=403), "403"),
        (refusal("Parameter 'resource' is invalid.", 400), "resource"),
        (refusal(" No path found ", 404), "19 that the service could not compute"),
    ],
)
def test_without_a_single_zone_nothing_is_written(
    site: IsochroneSite, tmp_path: Path, clock: Clock, answer: Answer, said_in_words: str
):
    site.instead = lambda _spot, _minutes: answer
    done = run(site, tmp_path, "--minutes", "20")
    assert done.returncode == 1
    assert said_in_words in done.said
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data"]


def test_shares_may_go_to_parquet(site: IsochroneSite, tmp_path: Path, clock: Clock):
    table = tmp_path / "shares.parquet"
    assert run(site, tmp_path, "--minutes", "20", "--table", str(table)).returncode == 0
    read = pq.read_table(table)
    assert read.num_rows == 152
    assert read.schema.field("within_20_minutes_area_share").type == "double"
    assert b"territory" in read.schema.metadata


@pytest.mark.parametrize(
    ("words", "culprit"),
    [
        (("--minutes", "10,dix"), "dix"),
        (("--minutes", "0"), "0"),
        (("--minutes", "121"), "121"),
        (("--minutes", ""), "--minutes"),
        (("--table", "shares.xlsx"), "xlsx"),
        (("--out", "zones.geojson"), "geojson"),
        (("--epci", "244800405"), "epci"),
        (("--lang", "de"), "de"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_asked(
    site: IsochroneSite, tmp_path: Path, words: tuple[str, ...], culprit: str
):
    done = run(site, tmp_path, *words)
    assert done.returncode == 1
    assert culprit in done.said
    assert not site.requests


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "a crash"])
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_run_cut_short_goes_on_where_it_was(
    site: IsochroneSite, tmp_path: Path, blow: signal.Signals
):
    command = [sys.executable, "-m", "territory", "isochrones", "--minutes", "20"]
    told = {
        "TERRITORY_LANG": "en",
        "TERRITORY_DATA": str(tmp_path / "data"),
        "TERRITORY_ISOCHRONES_URL": site.url,
    }
    with subprocess.Popen(
        [*command, "--departement", "48", "--out", str(tmp_path / "zones.gpkg")],
        env=os.environ | told,
        stderr=subprocess.PIPE,
    ) as process:
        while len(site.requests) < 4 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(blow)
        _, errors = process.communicate()
    assert not (tmp_path / "zones.gpkg").exists()
    if blow == signal.SIGINT:
        assert process.returncode == 130
        assert "will go on from there" in errors.decode()
    site.most_per_second = 1000
    before = [one.path for one in site.requests]
    assert 4 <= len(before) < 19
    assert run(site, tmp_path, "--minutes", "20").returncode == 0
    after = [one.path for one in site.requests[len(before) :]]
    assert len(set(before) | set(after)) == 19
    # All that came whole was kept: the zone on its way at the blow alone may be asked for again.
    assert len(set(before) & set(after)) <= 1
