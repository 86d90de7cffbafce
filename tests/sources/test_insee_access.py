"""Insee's minutes by road: what a region's file says of a service, and the files refused."""

from __future__ import annotations

import struct
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipelines.sources._equipment_types import service_of, services
from pipelines.sources.insee_access import read, read_access
from territory.errors import SourceChangedError, SourceMissingError, UnknownNameError
from territory.messages import LANGUAGES, Words

from .access_files import access_frame, write_access

NAME = "donnees-2024-reg76.parquet"
# Two squares of Mende and one of Marvejols, a border square that both share, and other types.
ROWS = [
    ("N1", "48095", "A128", 4.0, 30.0),
    ("N2", "48095", "A128", 16.0, 10.0),
    ("N3", "48095", "A128", 26.0, 5.0),
    ("N3", "48092", "A128", 26.0, 15.0),
    ("N4", "48092", "A128", None, 40.0),
    ("N1", "48095", "A206", 9.0, 30.0),
    ("N1", "48095", "A208", 2.0, 30.0),
    ("N2", "48095", "A206", 3.0, 10.0),
    ("N1", "48095", "D265", 1.0, 30.0),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / NAME


def refused(path: Path) -> SourceChangedError:
    with pytest.raises(SourceChangedError) as caught:
        read_access(path)
    for language in LANGUAGES:
        assert path.name in caught.value.say(Words(language))
    return caught.value


def test_squares_are_summed_up_to_their_commune(path: Path):
    sums = read(write_access(path, ROWS))
    # 30 × 4 + 10 × 16 + 5 × 26 = 410 minutes for 45 people.
    assert sums.loc["48095"].to_dict() == {
        "square_people": 45.0,
        "known_people": 45.0,
        "people_minutes": 410.0,
        "within_10_people": 30.0,
        "within_15_people": 30.0,
        "within_20_people": 40.0,
        "within_30_people": 45.0,
    }


def test_a_square_on_the_border_counts_in_each_commune_with_the_people_of_that_side(path: Path):
    sums = read(write_access(path, ROWS))
    assert sums.loc["48092", "known_people"] == 15
    assert sums.loc["48092", "people_minutes"] == 15 * 26


def test_people_of_squares_without_minutes_are_unknown_not_zero_minutes_away(path: Path):
    access = read_access(write_access(path, ROWS))
    assert access.sums.loc["48092", "square_people"] == 55
    assert access.sums.loc["48092", "within_10_people"] == 0
    assert access.without_minutes_people == 40


def test_of_a_service_of_several_types_the_nearest_counts(path: Path):
    access = read_access(write_access(path, ROWS), "post_offices")
    # The first square's nearest is the agency at 2 minutes, not the office at 9.
    assert access.sums.loc["48095", "people_minutes"] == 30 * 2 + 10 * 3
    assert access.types == ("A206", "A208")
    assert access.squares_count == 2


def test_a_limit_is_within_itself(path: Path):
    sums = read(write_access(path, [("N1", "48095", "A128", 20.0, 7.0)]))
    assert sums.loc["48095", ["within_15_people", "within_20_people"]].tolist() == [0, 7]


def test_a_row_said_twice_counts_once_and_is_counted(path: Path):
    access = read_access(write_access(path, [*ROWS, *ROWS]))
    assert access.repeated_count == 5
    assert access.sums.loc["48095", "square_people"] == 45


def test_a_square_whose_rows_disagree_on_its_people_takes_the_largest(path: Path):
    rows = [("N1", "48095", "A206", 9.0, 30.0), ("N1", "48095", "A208", 2.0, 31.0)]
    access = read_access(write_access(path, rows), "post_offices")
    assert access.unequal_count == 1
    assert access.sums.loc["48095", "square_people"] == 31


def test_a_service_that_is_absent_says_which_types_are_there(path: Path):
    access = read_access(write_access(path, [row for row in ROWS if row[2] != "A128"]))
    assert not access.is_held
    assert access.types == ("A206", "A208", "D265")
    assert access.sums.empty


def test_text_may_be_in_arrow_categories_or_large(path: Path):
    frame = access_frame(ROWS)
    expected = read(write_access(path, ROWS))
    frame.astype({"typeeq_id": "category", "depcom": "category"}).to_parquet(path)
    pd.testing.assert_frame_equal(read(path), expected)


def test_numbers_may_be_whole(path: Path):
    expected = read(write_access(path, ROWS))
    found = read(write_access(path, ROWS, pop=access_frame(ROWS)["pop"].astype("int64")))
    pd.testing.assert_frame_equal(found, expected)


def test_a_square_may_be_named_by_a_number_and_iris_be_blank_everywhere(path: Path):
    expected = read(write_access(path, ROWS))
    numbers = access_frame(ROWS)["idSrc"].str[1:].astype("int64")
    blank = pd.Series([None] * len(ROWS), dtype=object)
    pd.testing.assert_frame_equal(
        read(write_access(path, ROWS, idSrc=numbers, iris=blank)), expected
    )


def test_a_file_without_iris_or_square_leaves_only_such_rows_out(path: Path):
    frame = access_frame(ROWS)
    write_access(path, ROWS, idSrc=frame["idSrc"].mask(frame["idSrc"] == "N2"))
    access = read_access(path)
    assert access.unplaced_count == 1
    assert access.sums.loc["48095", "square_people"] == 35


def test_a_row_without_people_is_left_out_and_counted(path: Path):
    rows = [*ROWS, ("N9", "48095", "A128", 5.0, float("nan")), ("N8", "48095", "A128", 5.0, -1.0)]
    access = read_access(write_access(path, rows))
    assert access.unpeopled_count == 2
    assert access.sums.loc["48095", "square_people"] == 45


def test_few_impossible_minutes_are_unknown(path: Path):
    access = read_access(write_access(path, [*ROWS, ("N9", "48095", "A128", -1.0, 8.0)]))
    assert access.impossible_count == 1
    assert access.sums.loc["48095", ["square_people", "known_people"]].tolist() == [53, 45]


def test_many_impossible_minutes_are_refused(path: Path):
    rows = [(f"N{rank}", "48095", "A128", 900.0, 8.0) for rank in range(5)]
    assert refused(write_access(path, rows)).key == "access_impossible_minutes"


@pytest.mark.parametrize("factor", [60, 1 / 60], ids=["seconds", "hours"])
def test_minutes_in_another_unit_are_refused(path: Path, factor: float):
    minutes = access_frame(ROWS)["duree"].clip(upper=9)  # 540 seconds are no impossible minutes
    assert refused(write_access(path, ROWS, duree=minutes * factor)).key == "access_unit"


def test_metres_for_kilometres_are_refused(path: Path):
    error = refused(write_access(path, ROWS, distance=access_frame(ROWS)["distance"] * 1000))
    assert error.key == "access_unit"
    assert "45000 km/h" in error.say(Words("en"))


def test_a_truncated_file_says_so(path: Path):
    write_access(path, ROWS)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    error = refused(path)
    assert error.key == "access_cut"
    assert f"{len(content) // 2} octets" in error.say(Words("fr"))


def test_a_file_damaged_in_its_middle_says_so(path: Path):
    write_access(path, ROWS)
    content = path.read_bytes()
    start = pq.ParquetFile(path).metadata.row_group(0).column(4).data_page_offset
    path.write_bytes(content[:start] + b"\xff" * 200 + content[start + 200 :])
    assert refused(path).key == "read_damaged"


def test_a_number_changed_on_the_way_is_refused_where_pages_have_sums(path: Path):
    plain = {"compression": "none", "use_dictionary": False, "write_page_checksum": True}
    access_frame(ROWS).to_parquet(path, **plain)
    assert read_access(path).rows_count == 5
    four, forty = struct.pack("<d", 4.0), struct.pack("<d", 40.0)
    assert path.read_bytes().count(four)
    path.write_bytes(path.read_bytes().replace(four, forty, 1))
    assert refused(path).key == "read_damaged"


def test_damaged_letters_say_so(path: Path):
    frame = access_frame(ROWS)
    write_access(path, ROWS, depcom=frame["depcom"].mask(frame["idSrc"] == "N2", "48\x7f95"))
    path.write_bytes(path.read_bytes().replace(b"48\x7f95", b"48\xff95"))
    assert refused(path).key == "read_damaged"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "read_empty"),
        (b"<!doctype html><html>", "read_page"),
        (b"idSrc;duree\n", "access_not_parquet"),
        (b"PAR1", "access_cut"),
    ],
)
def test_what_is_no_parquet_says_what_it_is(path: Path, content: bytes, key: str):
    path.write_bytes(content)
    assert refused(path).key == key


def test_a_file_that_is_not_there_says_so(path: Path):
    with pytest.raises(SourceMissingError):
        read_access(path)


def test_a_lacking_column_is_named(path: Path):
    error = refused(write_access(path, ROWS, duree=None))
    assert error.key == "read_no_columns"
    assert "duree" in error.say(Words("fr"))


def test_codes_read_as_numbers_are_refused(path: Path):
    codes = access_frame(ROWS)["depcom"].astype("int64")
    assert refused(write_access(path, ROWS, depcom=codes)).key == "access_not_text"


def test_minutes_written_as_text_are_refused(path: Path):
    written = access_frame(ROWS)["duree"].astype("str")
    assert refused(write_access(path, ROWS, duree=written)).key == "access_not_number"


def test_codes_that_lost_their_zero_are_refused(path: Path):
    assert refused(write_access(path, ROWS, depcom="1001")).key == "read_lost_zeros"


def test_a_service_is_known_by_name_alone(path: Path):
    with pytest.raises(UnknownNameError) as caught:
        read_access(write_access(path, ROWS), "post_office")
    assert "post_offices" in caught.value.say(Words("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_service_has_words_and_types_of_the_nomenclature(language: str):
    assert services()["france_services"] == ("A128",)
    for name, codes in services().items():
        assert Words(language).text(f"build.official.service.{name}")
        assert all(service_of(code) == name for code in codes)
        assert all(len(code) == 4 for code in codes)


def test_the_service_is_found_in_whichever_batch_it_stands(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("pipelines.sources.insee_access.BATCH_ROWS", 4)
    others = [(f"N{rank}", "48095", "D265", 5.0, 1.0) for rank in range(50)]
    access = read_access(write_access(path, [*others, *ROWS, *others]))
    assert access.rows_count == 5
    assert access.sums.loc["48095", "people_minutes"] == 410
