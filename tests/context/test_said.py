"""Context in words: at least, hidden and never 0, sums that say what they leave out."""

from __future__ import annotations

import pandas as pd
import pytest

from pipelines.sources import caf_benefits
from pipelines.sources.catalogue import SourceFile, find_source
from pipelines.steps.joins import join_measures
from territory.context import context_of, context_of_groups, find_measure, lines_of, total_of
from territory.lists.criteria import Criteria
from territory.messages import Words
from tests.steps.test_vintages import cog_of

RSA = find_measure("rsa_share")


@pytest.fixture
def communes() -> pd.DataFrame:
    """Four communes: 25 households published, a hidden count, 105 published, and one nobody knows."""
    return pd.DataFrame(
        {
            "rsa_households": [25.0, None, 105.0, None],
            "rsa_low_households": [23.0, None, 103.0, None],
            "rsa_status": ["rounded", "suppressed", "rounded", "missing"],
            "all_households": [100.0, 50.0, 850.0, 40.0],
            "qpv_count": [0, 2, 0, 0],
            "frr_class": [6, 1, 5, 3],
        },
        index=pd.Index(["48001", "48002", "48003", "48004"], name="commune_code"),
    )


def plain(said: str) -> str:
    return said.replace("\u202f", " ").replace("\u00a0", " ")


def lines_of_one(communes: pd.DataFrame, code: str, language: str) -> dict[str, str]:
    (lines,) = lines_of(communes.loc[[code]], Words(language))
    return dict(lines)


def test_a_rounded_count_is_said_at_least(communes):
    lines = lines_of_one(communes, "48001", "fr")
    assert plain(lines["Foyers au RSA"]) == "au moins 23 foyers (au moins 23,0 % des ménages)"
    assert lines["France ruralités (FRR)"] == "classée FRR+"
    assert lines["Quartiers prioritaires (QPV)"] == "aucun"


def test_a_hidden_count_is_said_and_is_no_0(communes):
    lines = lines_of_one(communes, "48002", "en")
    assert lines["Households on RSA"] == "hidden count: under 5 households, maybe none"


def test_what_nobody_knows_has_no_line(communes):
    assert "Households on RSA" not in lines_of_one(communes, "48004", "en")


def test_the_lines_of_many_communes_are_those_of_each(communes):
    words = Words("fr")
    alone = [lines_of(communes.loc[[code]], words)[0] for code in communes.index]
    assert lines_of(communes, words) == alone
    assert [len(lines) for lines in alone] == [3, 3, 3, 2]


def test_a_sum_is_a_minimum_and_says_what_is_hidden_and_what_is_missing(communes):
    total = total_of(communes, RSA)
    assert (total.least, total.published) == (126, 130)
    assert (total.told_count, total.hidden_count, total.missing_count) == (2, 1, 1)
    # The hidden commune's households are in the whole, those of the unknown one are not.
    assert total.share == pytest.approx(126 / 1000)


def test_a_sum_of_hidden_counts_alone_is_unknown_and_not_0(communes):
    total = total_of(communes.loc[["48002"]], RSA)
    assert pd.isna(total.least)
    assert pd.isna(total.published)


def test_a_sum_over_no_commune_is_unknown_and_not_0(communes):
    total = total_of(communes.iloc[:0], RSA)
    assert pd.isna(total.least)
    assert pd.isna(total.published)
    assert pd.isna(total.share)
    assert (total.told_count, total.hidden_count, total.missing_count) == (0, 0, 0)


def test_the_map_of_territories_says_the_same_minimum(communes):
    groups = pd.Series("a", index=communes.index, name="epci_code")
    assert context_of_groups(communes, groups).at["a", "rsa_share"] == pytest.approx(0.126)
    assert context_of_groups(communes, groups).at["a", "qpv_count"] == 2


def test_a_hidden_count_has_no_share_on_the_map(communes):
    shares = context_of(communes)["rsa_share"]
    assert shares.isna().tolist() == [False, True, False, True]


def test_a_list_leaves_a_hidden_count_undetermined(communes):
    selection = Criteria({"min-rsa": 0.2}).select(context_of(communes))
    assert list(selection.rows.index) == ["48001"]
    assert list(selection.out.index) == ["48003"]
    assert list(selection.undetermined.index) == ["48002", "48004"]


def test_a_list_is_narrowed_by_zonings(communes):
    listed = context_of(communes)
    assert list(Criteria({"min-qpv": 1}).select(listed).rows.index) == ["48002"]
    assert list(Criteria({"min-frr-class": 4}).select(listed).rows.index) == ["48001", "48003"]


def test_the_least_of_paris_takes_two_off_each_arrondissement(tmp_path):
    """A commune in parts is the sum of its parts, and hidden where one of them is."""
    name = "s_ben_com_f.csv"
    path = tmp_path / name
    rows = ["75101;285;480", "75102;410;0", "48095;265;785", "48001;0;5"]
    lines = [f"2024-12;{one}" for one in rows]
    header = "dtreffre;numcomdo;indfoy_rsa;indfoy_ppa"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    source = find_source("caf_benefits")
    communes = pd.DataFrame(
        {"population_people": 100.0, "zone": "metropole", "departement_code": ["48", "48", "75"]},
        index=pd.Index(["48001", "48095", "75056"], name="commune_code"),
    )
    cog = cog_of(list(communes.index), [])
    joined, _ = join_measures(
        communes, caf_benefits.read(path), SourceFile(source, path, ""), cog, 2025
    )
    assert joined.loc["75056", ["rsa_households", "rsa_low_households"]].tolist() == [695, 691]
    assert joined["rsa_status"].tolist() == ["suppressed", "rounded", "rounded"]
    assert joined.at["75056", "prime_activite_status"] == "suppressed"
    assert joined[["rsa_households", "rsa_low_households"]].loc["48001"].isna().all()
    assert not (joined.select_dtypes("number") == 0).any().any()
