"""Local corrections of counters: what they do, and what is refused. Counters of the sample."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest
from typer.testing import CliRunner

from territory import cli, paths
from territory.errors import ContractError, TerritoryError
from territory.maps.door_card import counter_card
from territory.messages import Words
from territory.tables import open_tables
from territory.tables.corrected import apply_overrides
from territory.tables.overrides import corrections_in_words, read_overrides

HEADER = (
    "action;counter_code;counter_name;longitude;latitude;opening_monday_text;"
    "opening_saturday_text;reason;author;date\n"
)
MARVEJOLS = "271"


def written(tmp_path: Path, *lines: str, header: str = HEADER) -> Path:
    path = tmp_path / "counters_overrides.csv"
    path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def applied(sample, tmp_path, *lines: str):
    return apply_overrides(
        sample.counters, read_overrides(written(tmp_path, *lines)), sample.communes
    )


def test_a_closed_counter_leaves_the_table_and_stays_in_the_corrections(sample, tmp_path):
    corrected = applied(sample, tmp_path, f"close;{MARVEJOLS};;;;;;travaux;CD48;2026-05-02")
    assert MARVEJOLS not in corrected.counters.index
    assert len(corrected.counters) == len(sample.counters) - 1
    assert corrections_in_words(corrected.corrections, Words("fr")) == [
        "271 fermé (travaux — CD48)"
    ]


def test_changed_hours_are_read_again_and_said(sample, tmp_path):
    line = f"change_hours;{MARVEJOLS};;;;09:00 - 12:00;09:00 - 11:00;saisie;CD48;2026-05-02"
    counter = applied(sample, tmp_path, line).counters.loc[MARVEJOLS]
    assert counter["weekly_hours"] == 5
    assert counter["is_open_saturday"]
    assert counter["correction_name"] == "change_hours"
    card = dict(counter_card(MARVEJOLS, counter, "", Words("fr"))["lines"])
    assert card["Horaires corrigés localement"] == "saisie — CD48 — 2026-05-02"


def test_a_moved_counter_stands_in_the_commune_of_its_new_place(sample, tmp_path):
    # Mende's town hall, from the table.
    hall = sample.communes.loc["48095", "town_hall_point"]
    line = f"move;{MARVEJOLS};;{hall.x};{hall.y};;;déménagement;CD48;"
    counter = applied(sample, tmp_path, line).counters.loc[MARVEJOLS]
    assert counter["commune_code"] == "48095"
    assert counter["geometry"].equals(hall)
    assert counter["weekly_hours"] == sample.counters.loc[MARVEJOLS, "weekly_hours"]


def test_a_planned_counter_is_added_under_a_code_of_ours(sample, tmp_path):
    hall = sample.communes.loc["48095", "town_hall_point"]
    line = f"add;;Antenne du projet;{hall.x};{hall.y};09:00 - 12:00;;projet 2027;CD48;"
    counters = applied(sample, tmp_path, line).counters
    added = counters.loc["local-2"]
    assert added["counter_name"] == "Antenne du projet"
    assert added["weekly_hours"] == 3
    assert added["zone"] == "metropole"
    assert not added["is_itinerant"]
    assert (
        counters.dtypes.astype(str)
        .drop(["correction_name", "correction_text"])
        .equals(sample.counters.dtypes.astype(str).drop(["correction_name", "correction_text"]))
    )


def test_the_official_table_is_left_as_it_was(sample, tmp_path):
    before = sample.counters.copy()
    applied(sample, tmp_path, f"change_hours;{MARVEJOLS};;;;09:00 - 12:00;;saisie;CD48;")
    pd.testing.assert_frame_equal(pd.DataFrame(sample.counters), pd.DataFrame(before))


def test_all_that_is_wrong_is_said_at_once_with_its_line(sample, tmp_path):
    with pytest.raises(ContractError) as refusal:
        applied(
            sample,
            tmp_path,
            "close;99999;;;;;;fermé;CD48;",
            f"demolish;{MARVEJOLS};;;;;;fermé;CD48;",
            f"move;{MARVEJOLS};;44,5;3,5;;;déménagé;CD48;",
            f"change_hours;{MARVEJOLS};;;;le matin;;saisie;CD48;",
            f"close;{MARVEJOLS};;;;;;;CD48;",
            "add;;;3,5;44,5;;;projet;CD48;",
        )
    said = refusal.value.say(Words("en"))
    for words in (
        "Line 2: no counter has the code '99999'",
        "Line 3: unknown action 'demolish'",
        "Line 4: this point is in no commune",
        "Line 5: unreadable hours 'le matin'",
        "Line 6: 'reason' is blank",
        "Line 7: 'counter_name' is blank",
    ):
        assert words in said


def test_a_counter_corrected_twice_the_same_way_is_refused(sample, tmp_path):
    line = f"close;{MARVEJOLS};;;;;;fermé;CD48;"
    with pytest.raises(ContractError) as refusal:
        applied(sample, tmp_path, line, line)
    assert "Line 3: the same action aims twice" in refusal.value.say(Words("en"))


def test_an_unknown_column_is_refused_for_it_is_a_slip(tmp_path):
    path = written(tmp_path, "close;271;r;a", header="action;counter_code;raison;author\n")
    with pytest.raises(ContractError) as refusal:
        read_overrides(path)
    assert "raison" in refusal.value.say(Words("en"))
    assert "reason" in refusal.value.say(Words("en"))


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(TerritoryError, match="nowhere"):
        read_overrides(tmp_path / "nowhere.csv")


def test_windows_and_commas_are_taken(tmp_path):
    path = tmp_path / "counters_overrides.csv"
    path.write_bytes("action,counter_code,reason,author\nclose,271,fermé,Élodie\n".encode("cp1252"))
    assert read_overrides(path)["author"].tolist() == ["Élodie"]


def test_the_file_beside_the_tables_is_applied_and_the_command_says_so(tmp_path, monkeypatch):
    folder = copytree(paths.sample_folder(), tmp_path / "tables")
    written(tmp_path, f"close;{MARVEJOLS};;;;;;travaux;CD48;")
    assert MARVEJOLS not in open_tables(folder).counters.index
    monkeypatch.setenv("TERRITORY_LANG", "en")
    done = CliRunner().invoke(cli.app, ["list", "--data", str(folder), "--top", "1"])
    assert done.exit_code == 0
    assert "Local corrections of counters applied: 1, of which closings: 1" in done.stderr


def test_without_a_file_nothing_is_corrected(sample):
    assert sample.counters["correction_name"].isna().all()
    assert sample.corrections.empty
