"""The command, as a person runs it: its words, its output, its exit code."""

import csv
import io
import re
import socket
from pathlib import Path

import pytest

from territory.messages import LANGUAGES, Words
from territory.scores import DEFAULT_METHOD
from territory.scores.ranking import ranked_communes
from territory.tables import Tables
from tests.command import Done, territory
from tests.conftest import SAMPLE_RAW
from tests.once import BuiltOnce
from tests.travel.hand_map import ROADS, SPOTS, TAGS
from tests.travel.road_map import write_map


def rows_of(content: bytes, delimiter: str = ",", encoding: str = "utf-8") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(encoding)), delimiter=delimiter))


def test_the_list_holds_the_ranked_communes_of_the_tables(sample: Tables, country):
    done = territory("list", "--departement", "48", "--sort", "exposure_rank")
    assert done.returncode == 0
    rows = rows_of(done.stdout)
    expected = ranked_communes(sample.communes, country.scores(DEFAULT_METHOD))
    assert [row["commune_code"] for row in rows] == list(expected.index)
    ranked = [row for row in rows if row["exposure_rank"]]
    ranks = expected["exposure_rank"].dropna().tolist()
    assert [int(row["exposure_rank"]) for row in ranked] == ranks
    # Eleven communes of Lozère have fewer than 50 adults.
    assert len(ranked) == len(rows) - 11
    assert all(row["score_reason_code"] == "few_adults" for row in rows[len(ranked) :])
    scores = [float(row["exposure_score"]) for row in rows]
    assert scores == pytest.approx(expected["exposure_score"].tolist(), abs=0.05)
    assert scores[: len(ranked)] == sorted(scores[: len(ranked)], reverse=True)
    assert "embedded sample (Lozère)" in done.said


def test_the_first_rows_only_are_kept_on_demand():
    assert len(rows_of(territory("list", "--top", "5").stdout)) == 5


def test_french_excel_opens_the_list_with_its_accents_commas_and_codes(tmp_path: Path):
    out = tmp_path / "lozere.csv"
    done = territory("list", "--excel", "--out", out, language="fr")
    assert done.returncode == 0
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(content, ";", "utf-8-sig")
    assert len(rows) == 152
    assert '="48095"' in {row["Code Insee"] for row in rows}
    assert "," in rows[0]["Score d’exposition"]
    assert list(tmp_path.iterdir()) == [out]


def test_an_epci_can_be_listed(sample: Tables):
    code = sample.communes.loc["48095", "epci_code"]
    rows = rows_of(territory("list", "--epci", code).stdout)
    assert len(rows) == (sample.communes["epci_code"] == code).sum()


def test_an_unknown_territory_is_a_sentence_and_exit_code_1():
    done = territory("list", "--departement", "49")
    assert done.returncode == 1
    assert done.said.strip().endswith("There is no département named '49'.")
    assert done.stdout == b""


def test_a_near_name_is_suggested():
    assert "Did you mean: 48?" in territory("list", "--departement", "4").said


def test_two_territories_at_once_are_refused():
    done = territory("list", "--departement", "48", "--epci", "200069144")
    assert done.returncode == 1
    assert "One territory at a time" in done.said


def test_a_list_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path):
    done = territory("list", "--out", tmp_path / "absent" / "list.csv")
    assert done.returncode == 1
    assert "Cannot write" in done.said
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_says_which_data_how_old_how_complete_and_what_next():
    done = territory("doctor")
    told = done.stdout.decode()
    assert done.returncode == 0
    assert "embedded sample (Lozère)" in done.said
    assert "ANCT, data of August 1, 2024" in told
    assert "100% of communes" in told
    assert "Minutes: estimated from straight lines" in told
    assert "TERRITORY_ENGINE=roads:extract=" in told
    assert "territory fetch" in told


def test_a_build_then_a_list_use_the_tables_just_built(sample_raw: Path, tmp_path: Path):
    built = territory("build", "--from", sample_raw, TERRITORY_DATA=str(tmp_path))
    assert built.returncode == 0
    assert "152 communes" in built.said
    listed = territory("list", "--top", "1", TERRITORY_DATA=str(tmp_path))
    assert str(tmp_path) in listed.said
    assert "sample" not in listed.said


def test_a_build_without_files_says_what_to_run(tmp_path: Path):
    done = territory("build", TERRITORY_DATA=str(tmp_path))
    assert done.returncode == 1
    assert "territory fetch" in done.said


def test_a_corrupted_table_is_a_sentence(sample_raw: Path, tmp_path: Path):
    territory("build", "--from", sample_raw, TERRITORY_DATA=str(tmp_path))
    path = tmp_path / "tables" / "communes.parquet"
    path.write_bytes(path.read_bytes()[:5000])
    done = territory("list", TERRITORY_DATA=str(tmp_path))
    assert done.returncode == 1
    assert "cannot be read" in done.said
    assert "territory build" in done.said
    assert "Traceback" not in done.said


def test_a_port_already_taken_is_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = territory("app", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "already taken" in done.said


def test_an_unknown_source_is_a_sentence_with_a_suggestion():
    done = territory("fetch", "insee_popullation")
    assert done.returncode == 1
    assert "Did you mean: insee_population" in done.said


@pytest.mark.parametrize("verb", ["fetch", "build", "list", "validate", "doctor", "app"])
def test_every_verb_has_help_in_words_of_its_own_in_each_language(verb: str):
    assert beginning(f"cli.{verb}.help", "fr") != beginning(f"cli.{verb}.help", "en")
    done = territory(verb, "--help")
    assert done.returncode == 0
    assert len(done.stdout) > 300
    assert any(beginning(f"cli.{verb}.help", one) in spoken(done) for one in LANGUAGES)


def spoken(done: Done) -> str:
    """Return what a command printed without the frames drawn around it."""
    return " ".join(re.sub("[│╭╮╰╯─]", " ", done.stdout.decode()).split())


def beginning(key: str, language: str) -> str:
    """Return the first words of a message: where lines are broken does not matter."""
    return " ".join(Words(language).text(key).split())[:40]


@pytest.mark.parametrize("where", [(), ("--from", SAMPLE_RAW)])
def test_the_validation_refuses_a_part_of_france_in_words(where):
    done = territory("validate", *where)
    assert done.returncode == 1
    assert "all" in done.said
    assert "Traceback" not in done.said


@pytest.mark.national
def test_the_validation_is_written_between_the_markers_of_a_page(france: BuiltOnce, tmp_path: Path):
    page = tmp_path / "METHOD.md"
    page.write_text(
        "# Before\n<!-- validation: begin, written by `territory validate` -->\nOUTDATED\n"
        "<!-- validation: end -->\nafter\n",
        encoding="utf-8",
    )
    done = territory("validate", "--data", france.folder, "--write", page, "--quick")
    assert done.returncode == 0, done.said
    written = page.read_text(encoding="utf-8")
    assert written.startswith("# Before")
    assert written.endswith("after\n")
    assert "OUTDATED" not in written
    assert "| Aged 75 or more | 61.9% |" in written


def test_engines_are_compared_on_the_same_places():
    done = territory("engines", "--engine", "estimate", "--engine", "estimate")
    assert done.returncode == 0
    told = done.stdout.decode()
    assert "152" in told  # the nearest counter is the same for every commune of the sample
    assert "R² 0.93" in told


def test_an_extract_of_elsewhere_is_refused_in_words(tmp_path):
    extract = write_map(tmp_path / "hand.osm.pbf", SPOTS, ROADS, TAGS)
    done = territory("engines", "--engine", "estimate", "--engine", f"roads:extract={extract}")
    assert done.returncode == 1
    assert "hand.osm.pbf" in done.said


def test_one_engine_alone_is_told_with_its_band_and_what_to_run():
    done = territory("engines")
    assert done.returncode == 0
    told = done.stdout.decode()
    assert "152 communes out of 152" in told
    assert "between two classes" in told
    assert "--engine roads:extract=" in told


def test_the_list_says_what_measured_its_minutes():
    rows = rows_of(territory("list", "--top", "2").stdout)
    assert [row["engine_name"] for row in rows] == ["estimate", "estimate"]


def test_the_engine_may_be_told_by_the_environment():
    done = territory("list", "--top", "1", TERRITORY_ENGINE="teleport")
    assert done.returncode != 0
    assert "teleport" in done.said


def test_the_list_writes_no_csv_under_the_name_of_a_workbook(tmp_path: Path):
    done = territory("list", "--out", tmp_path / "list.xlsx")
    assert done.returncode == 1
    assert "territory export" in done.said
    assert list(tmp_path.iterdir()) == []
