"""Two builds whose differences were made by hand are told as they were made."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest

from territory import paths
from territory.history.build_read import read_build
from territory.history.builds_compared import Build, compare_builds, compare_values, moves_between
from territory.history.builds_told import move_lines, refused_lines, told_columns
from territory.history.comparable import Edition
from territory.messages import LANGUAGES, Words
from tests.command import territory


@pytest.fixture(scope="module")
def build() -> Build:
    return read_build(paths.sample_folder())[0]


def with_edition(build: Build, source: str, day: str) -> Build:
    """Return a build that read another edition of a source."""
    other = replace(build.sources[source], edition=Edition(date.fromisoformat(day), day))
    return replace(build, sources=build.sources | {source: other})


def with_communes(build: Build, communes: pd.DataFrame) -> Build:
    return replace(build, tables=build.tables | {"communes": communes})


def test_a_build_against_itself_changes_nothing(build):
    found = compare_builds(build, build)
    compared = found.columns[found.columns["is_comparable"].astype(bool)]
    counts = [f"{one}_rows_count" for one in ("changed", "became_known", "became_unknown")]
    assert compared[counts].sum().sum() == 0
    assert set(found.sources["source_change_name"]) == {"same"}
    assert not found.moves.gone
    assert not found.moves.born
    # What is in neither build, and what is never compared, is said; nothing else is refused.
    assert set(found.columns["reason_name"].dropna()) <= {"nowhere"}


def test_values_changed_known_and_unknown_are_counted_with_their_people(build):
    communes = build.tables["communes"].copy()
    name = "premises_count"
    communes.loc["48095", name] += 10
    communes.loc["48092", name] = pd.NA
    before = with_communes(build, communes)
    row = compare_builds(before, build).columns.loc[f"communes.{name}"]
    assert row["changed_rows_count"] == 1
    assert row["became_known_rows_count"] == 1
    assert row["became_unknown_rows_count"] == 0
    people = build.tables["communes"]["population_people"]
    assert row["changed_people"] == people["48095"] + people["48092"]


def test_incomes_of_another_edition_are_listed_with_their_reason_and_not_counted(build):
    communes = build.tables["communes"].copy()
    communes["median_income_eur"] += 100
    before = with_edition(with_communes(build, communes), "insee_income", "2020-12-31")
    found = compare_builds(before, build)
    row = found.columns.loc["communes.median_income_eur"]
    assert row["reason_name"] == "other_edition"
    assert pd.isna(row["changed_rows_count"])
    assert found.columns.at["communes.median_income_used_eur", "reason_name"] == "other_edition"
    for language in LANGUAGES:
        words = Words(language)
        said = "\n".join(refused_lines(found, words))
        assert words.text("columns.median_income_eur.label") in said
        assert words.text("changes.rule.income") in said
        assert words.text("changes.rule.need") in said
    assert told_columns(found, Words("en"))["why_text"].notna().all()


def test_a_commune_that_merged_is_named_and_the_one_that_took_it_is_not_compared(build):
    # As if 48001 had been a commune before, and had joined 48095.
    communes = build.tables["communes"]
    codes = communes.index
    assert "48999" not in codes
    gone = communes.loc[["48001"]].set_axis(pd.Index(["48999"], name="commune_code"))
    before = with_communes(build, pd.concat([communes, gone]))
    former = pd.DataFrame(
        {
            "former_names_text": ["Ancienne"],
            "became_name": ["merged"],
            "since_date": pd.to_datetime(["2025-01-01"]),
            "commune_codes_text": ["48095"],
        },
        index=pd.Index(["48999"], name="former_code"),
    )
    after = replace(build, tables=build.tables | {"former_codes": former})
    moves = moves_between(before, after)
    assert [one.code for one in moves.gone] == ["48999"]
    assert moves.touched == {"48095"}
    assert moves.unknown == ()
    found = compare_builds(before, after)
    compared = found.columns.at["communes.commune_name", "compared_rows_count"]
    assert compared == len(communes) - 1
    said = "\n".join(move_lines(found, Words("en")))
    assert "48999 (Ancienne)" in said
    assert "48095" in said
    # The other way round the commune is born, and the one it left is not compared either.
    back = moves_between(after, before)
    assert (back.born, back.touched) == (("48999",), {"48095"})


def test_a_code_that_no_table_knows_is_said_to_be_unknown(build):
    communes = build.tables["communes"]
    extra = communes.loc[["48001"]].set_axis(pd.Index(["48998"], name="commune_code"))
    moves = moves_between(with_communes(build, pd.concat([communes, extra])), build)
    assert moves.unknown == ("48998",)


def test_figures_that_differ_by_the_order_of_adding_up_are_the_same():
    before, after = pd.Series([0.3, 1.0, None]), pd.Series([0.1 + 0.2, 1.001, None])
    found = compare_values(before, after)
    assert found["changed"].tolist() == [False, True, False]
    assert found["compared"].tolist() == [True, True, False]


def test_the_verb_says_both_and_writes_four_tables(tmp_path, sample):
    before = tmp_path / "before"
    shutil.copytree(paths.sample_folder(), before)
    counters = gpd.read_parquet(before / "counters.parquet")
    here = counters.index[counters["commune_code"].isin(sample.communes.index)]
    counters.drop(index=here[0]).to_parquet(before / "counters.parquet")
    out = tmp_path / "builds.csv"
    done = territory(
        "history", "--tables-from", before, "--tables-to", paths.sample_folder(), "--out", out,
        "--lang", "en",
    )  # fmt: skip
    assert done.returncode == 0, done.said
    said = done.stdout.decode()
    assert Words("en").text("changes.rule.need") in said
    assert "1 counter opened" in said
    assert f"({here[0]})" in said
    rows = pd.read_csv(out)
    assert (
        rows.loc[rows["column_name"] == "need.illectronism_people", "reason_name"].item() == "never"
    )
    opened = pd.read_csv(tmp_path / "builds.counters.csv", dtype={"counter_code": str})
    assert opened["counter_code"].iloc[0] == here[0]
    for suffix in (".sources", ".counters", ".communes"):
        assert (tmp_path / f"builds{suffix}.csv").exists()
        assert (tmp_path / f"builds{suffix}.dictionary.csv").exists()


def test_a_table_of_an_earlier_version_is_compared_for_the_columns_it_has(tmp_path):
    before = tmp_path / "before"
    shutil.copytree(paths.sample_folder(), before)
    communes = gpd.read_parquet(before / "communes.parquet")
    communes.drop(columns=["premises_count"]).to_parquet(before / "communes.parquet")
    found = compare_builds(read_build(before)[0], read_build(paths.sample_folder())[0])
    assert found.columns.at["communes.premises_count", "reason_name"] == "column_absent"
    assert found.columns.at["communes.epci_name", "is_comparable"]
