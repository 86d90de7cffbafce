"""What codes and names of yesterday became, on a small country worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from pipelines.sources.insee_cog import Cog
from pipelines.steps.former_codes import former_codes
from pipelines.steps.vintages import passage
from pipelines.write import write_tables
from territory import paths
from territory.contract import FORMER_KINDS
from territory.contract_check import check_table
from territory.errors import ContractError, TerritoryError, UnknownNameError
from territory.messages import Words
from territory.tables import open_tables
from territory.tables.corrected import CORRECTION_COLUMNS
from territory.tables.former_codes import FormerCodeError, FormerCodes, read_former_codes
from territory.territories import Territory, communes_of
from territory.territories.resolve import of_today, resolve
from territory.territories.search import build_index, find_former, find_territories, only_answer

TODAY = {
    "48095": "Mende",
    "48127": "Monts-de-Randon",
    "48116": "Pont de Montvert",
    "75056": "Paris",
}
# Kind, day, type and code and name before, type and code and name after.
MOVES = [
    (32, "2019-01-01", "COM", "48189", "Servières", "COM", "48127", "Monts-de-Randon"),
    (32, "2019-01-01", "COM", "48127", "Rieutort-de-Randon", "COM", "48127", "Monts-de-Randon"),
    (41, "1968-01-01", "COM", "07999", "Villefort-la-Haute", "COM", "48900", "Villefort-la-Haute"),
    # Joined 48901 in 1972, which joined Mende in 2016.
    (33, "1972-01-01", "COM", "48902", "Petit-Lieu", "COM", "48901", "Grand-Lieu"),
    (32, "2016-01-01", "COM", "48901", "Grand-Lieu", "COM", "48095", "Mende"),
    # A change of code and a merger on the same day.
    (32, "2018-01-01", "COM", "48900", "Villefort-la-Haute", "COM", "48116", "Pont de Montvert"),
    (41, "2018-01-01", "COM", "14513", "Pont-Farcy", "COM", "50649", "Pont-Farcy"),
    (32, "2018-01-01", "COM", "50649", "Pont-Farcy", "COM", "48116", "Pont de Montvert"),
    (30, "1950-01-01", "COM", "48903", "Entre-Deux", "COM", "48095", "Mende"),
    (30, "1950-01-01", "COM", "48903", "Entre-Deux", "COM", "48116", "Pont de Montvert"),
    (30, "2007-02-23", "COM", "97123", "Saint-Barthélemy", None, None, None),
    # Joined Mende, which later gave 48116 back its freedom: what it brought stays in Mende.
    (33, "1973-01-01", "COM", "48904", "Badaroux-Bas", "COM", "48095", "Mende"),
    (33, "1973-01-01", "COM", "48116", "Le Pont", "COM", "48095", "Mende"),
    (21, "1985-01-01", "COM", "48095", "Mende", "COM", "48095", "Mende"),
    (21, "1985-01-01", "COM", "48095", "Mende", "COM", "48116", "Pont de Montvert"),
    # Joined 48116 before it joined Mende: it left with it.
    (33, "1960-01-01", "COM", "48905", "Finiels", "COM", "48116", "Le Pont"),
]
PARENTS = [
    ("75112", "ARM", "75056", "Paris 12e Arrondissement"),
    ("48133", "COMD", "48127", "Saint-Amans"),
    ("48127", "COMD", "48127", "Rieutort-de-Randon"),
]


def country() -> Cog:
    sides = ["type", "code", "name"]
    moves = pd.DataFrame(
        MOVES,
        columns=[
            "kind",
            "effective_date",
            *(f"before_{side}" for side in sides),
            *(f"after_{side}" for side in sides),
        ],
    )
    moves["effective_date"] = pd.to_datetime(moves["effective_date"])
    return Cog(
        communes=pd.DataFrame(
            {"commune_name": TODAY.values(), "departement_code": "48", "region_code": "76"},
            index=pd.Index(list(TODAY), name="commune_code"),
        ),
        parents=pd.DataFrame(PARENTS, columns=["code", "kind", "commune_code", "name"]),
        departements=pd.DataFrame(),
        regions=pd.DataFrame(),
        moves=moves,
    )


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return former_codes(country())


@pytest.fixture(scope="module")
def former(table) -> FormerCodes:
    return FormerCodes(table, TODAY)


@pytest.fixture(scope="module")
def tables(sample, table):
    """The sample, Paris in it in place of a commune, with the codes of yesterday."""
    communes = sample.communes.rename(index={"48002": "75056"})
    communes.index.name = "commune_code"
    communes.loc["75056", "commune_name"] = "Paris"
    return replace(sample, communes=communes, former_codes=table)


@pytest.mark.parametrize(
    ("code", "kind", "communes"),
    [
        ("48189", "merged", "48127"),
        ("48902", "merged_since", "48095"),
        ("14513", "merged_since", "48116"),
        ("48903", "split", "48095 48116"),
        ("48904", "merged", "48095"),
        ("48905", "merged", "48116"),
        ("75112", "arrondissement", "75056"),
        ("48133", "delegated", "48127"),
        ("48127", "renamed", "48127"),
    ],
)
def test_each_code_of_yesterday_is_followed_to_the_communes_of_today(table, code, kind, communes):
    assert table.loc[code, ["became_name", "commune_codes_text"]].tolist() == [kind, communes]


def test_a_commune_that_left_became_nothing(table):
    assert table.loc["97123", "became_name"] == "ceased"
    assert pd.isna(table.loc["97123", "commune_codes_text"])


def test_a_commune_of_today_is_no_code_of_yesterday(table, former):
    assert "48095" not in table.index
    assert former.get("48127") is None  # it only bore another name
    assert former.get("99999") is None


def test_the_table_keeps_its_contract_even_when_nothing_ever_moved(table):
    check_table(table, "former_codes")
    still = country()
    empty = former_codes(replace(still, moves=still.moves.iloc[:0], parents=still.parents.iloc[:0]))
    check_table(empty, "former_codes")
    assert empty.empty


def test_figures_follow_a_change_of_code_and_a_merger_of_the_same_day():
    moved = passage(country(), 2017, 2025)
    assert moved.to_code["14513"] == "48116"
    assert moved.to_code["50649"] == "48116"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("48189", "48189 (Servières) a rejoint 48127 (Monts-de-Randon) le 1er janvier 2019."),
        ("97123", "97123 (Saint-Barthélemy) a cessé d’être une commune le 23 février 2007"),
        (
            "48903",
            "48903 (Entre-Deux) a été partagée le 1er janvier 1950 entre 48095 (Mende), 48116",
        ),
        ("75112", "75112 (Paris 12e Arrondissement) est un arrondissement de 75056 (Paris)"),
        ("48133", "48133 (Saint-Amans) est une commune déléguée de 48127 (Monts-de-Randon)."),
        ("48902", "son territoire est aujourd’hui dans 48095 (Mende)."),
    ],
)
def test_what_a_code_became_is_a_sentence(former, code, sentence):
    assert sentence in former.get(code).say(Words("fr"))


def test_every_kind_is_said_in_both_languages_with_a_day_or_without(former):
    became = former.get("48189")
    for language in ("fr", "en"):
        for kind in FORMER_KINDS:
            for since in (None, became.since):
                assert "127" in replace(became, kind=kind, since=since).say(Words(language)) or (
                    kind == "ceased"
                )


@pytest.mark.parametrize(
    ("words", "key", "told"),
    [
        ("48189", "commune:48127", ["48189"]),
        ("commune:48189", "commune:48127", ["48189"]),
        ("Servières", "commune:48127", ["48189"]),
        ("servieres", "commune:48127", ["48189"]),
        ("75112", "commune:75056", ["75112"]),
        ("Paris 12e arrondissement", "commune:75056", ["75112"]),
        ("paris 12", "commune:75056", ["75112"]),
        ("Rieutort-de-Randon", "commune:48127", ["48127"]),
        ("48189,48095,48127", "communes:48127,48095", ["48189"]),
        ("48095", "commune:48095", []),
        ("Mende", "commune:48095", []),
        ("Lozère", "departement:48", []),
        ("departement:48", "departement:48", []),
        ("france", "france", []),
    ],
)
def test_words_lead_to_a_territory_of_today(tables, words, key, told):
    found = resolve(tables, words)
    assert found.territory.key == key
    assert [one.code for one in found.became] == told


@pytest.mark.parametrize("words", ["48903", "Entre-Deux", "97123", "48095,97123"])
def test_a_code_that_leads_to_no_single_commune_is_told_and_opens_nothing(tables, words):
    with pytest.raises(FormerCodeError) as caught:
        resolve(tables, words)
    assert "?" not in caught.value.say(Words("fr"))


def test_a_commune_outside_the_tables_is_named_and_said_to_be_absent(tables):
    became = replace(tables.former.get("48189"), communes=(("63255", ""),))
    assert became.only is None
    said = FormerCodeError(became).say(Words("en"))
    assert said.endswith(
        "joined 63255 on January 1, 2019. That commune is not in the tables opened."
    )


def test_a_name_borne_by_several_today_asks_for_a_code(tables):
    communes = tables.communes.copy()
    communes.loc["48127", "commune_name"] = "Mende"
    with pytest.raises(TerritoryError, match="commune:48095, commune:48127"):
        resolve(replace(tables, communes=communes), "Mende")


def test_a_code_of_yesterday_never_yields_look_alikes(tables):
    with pytest.raises(FormerCodeError) as caught:
        communes_of(tables, Territory("commune", "48189"))
    assert "48127 (Monts-de-Randon)" in str(caught.value)
    with pytest.raises(UnknownNameError):
        communes_of(tables, Territory("commune", "48999"))


def test_tables_of_an_older_build_know_nothing_of_yesterday(sample):
    assert sample.former_codes is None
    assert of_today(sample, Territory("commune", "48189")).became == ()


def test_the_search_finds_what_a_code_or_a_name_became(tables):
    index = build_index(tables)
    for words in ("48189", "Servières"):
        found, told = find_territories(index, words), find_former(index, words)
        assert found[0].territory.key == "commune:48127"
        assert [one.code for one in told] == ["48189"]
        # Five digits may be a postcode, and no list of postcodes is in these tables.
        answer = only_answer(index, found, words, told)
        assert answer == (None if words == "48189" else found[0])


def test_the_search_proposes_all_that_a_split_commune_became_and_opens_none(tables):
    index = build_index(tables)
    found, told = find_territories(index, "48903"), find_former(index, "48903")
    assert [one.territory.code for one in found] == ["48095", "48116"]
    assert only_answer(index, found, "48903", told) is None
    assert find_territories(index, "97123") == []
    assert find_former(index, "97123")[0].kind == "ceased"


def test_what_stands_today_comes_before_what_stood_yesterday(tables):
    index = build_index(tables)
    assert find_former(index, "Mende") == []
    assert find_former(index, "48095") == []


def test_the_table_is_written_read_and_taken_away_with_the_others(
    sample, table, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "pipelines.write.write_markdown", lambda _, path, _words: path.write_text("")
    )
    counters = sample.counters.drop(columns=list(CORRECTION_COLUMNS))

    report = json.loads((paths.sample_folder() / paths.REPORT_FILE).read_text(encoding="utf-8"))

    def write(former):
        write_tables(sample.communes, counters, None, report, tmp_path, former_codes=former)

    write(table)
    opened = open_tables(tmp_path)
    pd.testing.assert_frame_equal(opened.former_codes, table)
    assert opened.former.get("48189").only == "48127"
    write(None)
    assert open_tables(tmp_path).former_codes is None


def test_a_damaged_table_of_yesterday_is_refused_in_words(table, tmp_path):
    path = tmp_path / "former_codes.parquet"
    path.write_bytes(b"not a table")
    with pytest.raises(TerritoryError, match=r"former_codes\.parquet"):
        read_former_codes(path)
    table.drop(columns="became_name").to_parquet(path)
    with pytest.raises(ContractError):
        read_former_codes(path)
