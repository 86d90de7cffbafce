"""Stops of itinerant counters as they are opened, and local corrections of them. Sample, one bus."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import geopandas as gpd
import pandas as pd
import pytest

from territory import paths
from territory.contract import ITINERANT_STOPS
from territory.errors import ContractError
from territory.messages import Words
from territory.tables import open_tables
from territory.tables.stops import (
    apply_stops_overrides,
    no_stop_corrections,
    read_stops_overrides,
    stop_corrections_in_words,
    taken_stops,
)

HEADER = (
    "action;counter_code;commune_code;weekday_name;half_day_name;rhythm_name;reason;author;date\n"
)
BUS, CHANAC, LANGOGNE, MENDE = "3255", "48039", "48080", "48095"


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "stops_overrides.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def two_days(sample) -> gpd.GeoDataFrame:
    """The bus of the sample in Chanac on Monday and Tuesday."""
    names = [column.name for column in ITINERANT_STOPS if column.name != "stop_code"]
    row = dict.fromkeys(names) | {
        "counter_code": BUS,
        "reading_name": "stop",
        "commune_code": CHANAC,
        "zone": "metropole",
        "sign_name": "day",
        "stop_status": "observed",
    }
    rows = pd.DataFrame([row | {"weekday_name": day} for day in ("monday", "tuesday")])
    texts = [name for name in names if name not in ("weeks_share", "geometry")]
    rows[texts] = rows[texts].astype("str")
    rows["weeks_share"] = rows["weeks_share"].astype("float64")
    rows.index = pd.Index([f"{BUS}-1", f"{BUS}-2"], name="stop_code", dtype="str")
    hall = sample.communes.loc[CHANAC, "town_hall_point"]
    return gpd.GeoDataFrame(rows, geometry=[hall, hall], crs=4326)


def applied(sample, stops, tmp_path, *lines: str) -> gpd.GeoDataFrame:
    corrections = read_stops_overrides(written(tmp_path, *lines))
    return apply_stops_overrides(stops, corrections, sample.counters, sample.communes)


def test_the_bus_of_the_sample_says_nothing_of_its_stops_which_are_unknown(sample):
    row = sample.itinerant_stops.iloc[0]
    assert (row["counter_code"], row["reading_name"], row["stop_status"]) == (
        BUS,
        "unread",
        "missing",
    )
    assert sample.stops.empty


def test_a_stop_added_is_at_the_town_hall_of_its_commune_with_its_day(sample, tmp_path):
    line = f"add;{BUS};{LANGOGNE};wednesday;morning;even_weeks;vu sur place;CD48;2026-05-02"
    (_, row), *_ = taken_stops(applied(sample, sample.itinerant_stops, tmp_path, line)).iterrows()
    assert row["commune_code"] == LANGOGNE
    assert (row["weekday_name"], row["half_day_name"], row["weeks_share"]) == (
        "wednesday",
        "morning",
        0.5,
    )
    assert row["geometry"].equals(sample.communes.loc[LANGOGNE, "town_hall_point"])
    assert row["said_text"] == "vu sur place — CD48 — 2026-05-02"


def test_a_stop_is_denied_on_a_day_or_altogether(sample, two_days, tmp_path):
    on_monday = applied(sample, two_days, tmp_path, f"deny;{BUS};{CHANAC};monday;;;faux;CD48;")
    assert list(taken_stops(on_monday)["weekday_name"]) == ["tuesday"]
    everywhere = applied(sample, two_days, tmp_path, f"deny;{BUS};{CHANAC};;;;faux;CD48;")
    assert taken_stops(everywhere).empty
    assert list(everywhere["reading_name"]) == ["denied", "denied"]


def test_a_counter_that_is_closed_or_fixed_has_no_stops(sample, two_days):
    closed = sample.counters.drop(index=BUS)
    fixed = sample.counters.assign(is_itinerant=False)
    for counters in (closed, fixed):
        left = apply_stops_overrides(two_days, no_stop_corrections(), counters, sample.communes)
        assert left.empty


def test_all_that_is_wrong_is_said_at_once_with_its_line(sample, two_days, tmp_path):
    with pytest.raises(ContractError) as refusal:
        applied(
            sample,
            two_days,
            tmp_path,
            f"add;271;{CHANAC};;;;vu;CD48;",
            f"add;{BUS};99999;;;;vu;CD48;",
            f"deny;{BUS};{MENDE};;;;vu;CD48;",
            f"deny;{BUS};{CHANAC};friday;;;vu;CD48;",
            f"add;{BUS};{MENDE};mercredi;;;vu;CD48;",
            f"add;{BUS};{MENDE};;;;;CD48;",
            f"stop;{BUS};{MENDE};;;;vu;CD48;",
            f"add;{BUS};{MENDE};;;;encore;CD48;",
        )
    said = refusal.value.say(Words("en"))
    for words in (
        "Line 2: no itinerant counter has the code '271'",
        "Line 3: no commune of the tables has the code '99999'",
        "Line 4: counter '3255' has no such stop in '48095'",
        "Line 5: counter '3255' has no such stop in '48039'",
        "Line 6: 'weekday_name' does not know 'mercredi'",
        "Line 7: 'reason' is blank",
        "Line 8: unknown action 'stop'",
        "Line 9: the same action aims twice at the stop of counter '3255' in '48095'",
    ):
        assert words in said


def test_a_file_of_corrections_beside_the_tables_is_applied_and_told(sample, tmp_path):
    copytree(paths.sample_folder(), tmp_path / "tables")
    written(tmp_path, f"add;{BUS};{CHANAC};friday;;;vu;CD48;")
    tables = open_tables(tmp_path / "tables")
    assert list(tables.stops["commune_code"]) == [CHANAC]
    assert stop_corrections_in_words(tables.stop_corrections, Words("fr")) == [
        "arrêt de 3255 ajouté à 48039 (vu — CD48)"
    ]


def test_tables_without_stops_know_of_none_and_have_nothing_to_correct(tmp_path):
    copytree(paths.sample_folder(), tmp_path / "tables")
    (tmp_path / "tables" / paths.STOPS_FILE).unlink()
    assert open_tables(tmp_path / "tables").stops is None
    written(tmp_path, f"add;{BUS};{CHANAC};friday;;;vu;CD48;")
    with pytest.raises(ContractError) as refusal:
        open_tables(tmp_path / "tables")
    assert "hold no stops to correct" in refusal.value.say(Words("en"))
