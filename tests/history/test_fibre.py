"""Fibre by edition: shares by hand, merged communes summed, what is not fibre refused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from territory.errors import TerritoryError
from territory.history.fibre_editions import (
    FIBRE,
    PREMISES,
    FibreEdition,
    compare_fibre,
    counts_of_today,
)
from tests.command import territory
from tests.sources.published import raw

HEADER = (
    "code_insee;nom_com;code_dep;code_reg;nbr;type;date;elig_ftth;elig_coax;elig_cu;elig_thdr;"
    "elig_4gf;elig_hdr;elig_sat\n"
)
COMMUNES = pd.DataFrame(
    {"commune_name": ["A", "B", "C"], "departement_code": "48"},
    index=pd.Index(["48001", "48002", "48003"], name="commune_code"),
)


def edition(day: str | None, rows: dict[str, tuple[int, int]]) -> FibreEdition:
    """Return an edition: code → (fibre, premises)."""
    counts = pd.DataFrame.from_dict(rows, orient="index", columns=[FIBRE, PREMISES]).astype("Int64")
    said = None if day is None else date.fromisoformat(day)
    return FibreEdition(f"{day}.csv", "", "", said, counts)


def write(path, day: str, rows: dict[str, tuple[int, int]]):
    """Write an edition in Arcep's layout."""
    lines = [
        f"{code};X;48;76;{premises};all;{day};{fibre};0;{premises};0;0;0;{premises}\n"
        for code, (fibre, premises) in rows.items()
    ]
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def test_shares_are_weighted_by_premises_and_the_order_is_that_of_the_days():
    # 10/100 and 90/900, then 50/100 and 90/900; C is known of the second alone.
    later = edition("2026-06-30", {"48001": (50, 100), "48002": (90, 900), "48003": (0, 500)})
    earlier = edition("2023-12-31", {"48001": (10, 100), "48002": (90, 900)})
    found = compare_fibre([later, earlier], COMMUNES)
    assert found.shares.index.tolist() == ["2023-12-31", "2026-06-30"]
    np.testing.assert_allclose(found.shares["fibre_share"], [100 / 1000, 140 / 1500])
    np.testing.assert_allclose(found.shares["constant_fibre_share"], [0.10, 0.14])
    assert found.shares["missing_communes_count"].tolist() == [1, 0]
    first = found.communes.iloc[0]
    assert (first.name, first["gained_premises_count"]) == ("48001", 40)
    assert pd.isna(found.communes.at["48003", "gained_fibre_share"])
    assert found.other_premises_count == 0
    assert found.spans_method_change


def test_premises_counted_again_are_told_and_the_gain_is_in_share():
    first = edition("2023-12-31", {"48001": (50, 100)})
    last = edition("2025-12-31", {"48001": (90, 120)})
    found = compare_fibre([first, last], COMMUNES)
    assert found.other_premises_count == 1
    # 50 % then 75 %: a quarter of 120.
    assert found.communes.at["48001", "gained_premises_count"] == 30
    assert not found.spans_method_change


def test_a_commune_without_premises_has_no_share():
    ends = [edition(day, {"48001": (0, 0)}) for day in ("2023-12-31", "2025-12-31")]
    found = compare_fibre(ends, COMMUNES)
    assert found.shares["fibre_share"].isna().all()
    assert pd.isna(found.communes.at["48001", "last_fibre_share"])


@pytest.mark.parametrize(
    ("days", "key"),
    [
        (["2023-12-31"], "fibre_one_edition"),
        (["2023-12-31", None], "fibre_undated"),
        (["2023-12-31", "2023-12-31"], "fibre_same_day"),
    ],
)
def test_editions_that_have_no_order_are_refused(days, key):
    with pytest.raises(TerritoryError) as told:
        compare_fibre([edition(day, {"48001": (1, 2)}) for day in days], COMMUNES)
    assert told.value.key == key


def test_a_merged_commune_is_the_sum_of_its_parts_and_unknown_without_one():
    published = pd.DataFrame(
        {FIBRE: [10, 5, 7], PREMISES: [100, 50, 70]}, index=["48001", "48002", "48003"]
    )
    today = pd.Series(["48001", "48001", None], index=published.index)
    whole = counts_of_today(published, today, {"48001": {"48002"}})
    assert whole.loc["48001"].tolist() == [15, 150]
    assert "48003" not in whole.index
    lacking = counts_of_today(published, today, {"48001": {"48002", "48900"}})
    assert lacking.loc["48001"].isna().all()


def test_the_verb_says_each_edition_and_writes_the_communes(tmp_path):
    first = write(
        tmp_path / "2024_T1_commune_techno.csv",
        "2024-03-31",
        {"48095": (100, 1000), "48092": (0, 500)},
    )
    last = write(
        tmp_path / "commune_techno.csv", "2026-06-30", {"48095": (800, 1000), "48092": (500, 510)}
    )
    out = tmp_path / "fibre.csv"
    done = territory(
        "history", "--fibre", last, "--fibre", first, "--departement", "48", "--out", out, "--lang", "en"
    )  # fmt: skip
    assert done.returncode == 0, done.said
    said = done.stdout.decode().splitlines()
    assert said[0] == "Fibre from March 31, 2024 to June 30, 2026: Lozère (48)"
    assert said[1].startswith("March 31, 2024: 6.7% of premises can have fibre (100 of 1,500)")
    assert "150 communes without a figure" in said[1]
    assert "86.1%" in said[2]
    assert "Mende (48095): 10.0%, then 80.0%; 700 more premises." in done.stdout.decode()
    assert "copper" in done.stderr.decode()
    assert "premises differs in 1 commune" in done.stderr.decode()
    rows = pd.read_csv(out, dtype={"commune_code": str}).set_index("commune_code")
    # From none to 500 of 510.
    assert rows.at["48092", "gained_premises_count"] == 500
    editions = pd.read_csv(tmp_path / "fibre.editions.csv")
    assert editions["edition_name"].tolist() == ["2024-03-31", "2026-06-30"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("commune_debit_filaire.csv", "commune_techno.csv"),
        ("commune-debit-beta_2019-09-30.csv", "2019"),
    ],
)
def test_files_of_speeds_name_no_fibre_and_are_refused_in_words(tmp_path, name, words):
    one = write(tmp_path / "2024_T1_commune_techno.csv", "2024-03-31", {"48095": (100, 1000)})
    done = territory("history", "--fibre", one, "--fibre", raw("arcep_fixed", name), "--lang", "en")
    assert done.returncode == 1
    assert words in done.stderr.decode()
    assert done.stdout == b""


def test_one_file_is_not_enough_where_the_tables_have_none(tmp_path):
    one = write(tmp_path / "2024_T1_commune_techno.csv", "2024-03-31", {"48095": (100, 1000)})
    done = territory("history", "--fibre", one)
    assert done.returncode == 1
    assert "--fibre" in done.stderr.decode()
