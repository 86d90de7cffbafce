"""The list from a request to its rows: criteria, reasons, peers, and the command that remakes it."""

from __future__ import annotations

import shlex

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.errors import TerritoryError, UnknownNameError
from territory.lists import make_list, read_request
from territory.lists.criteria import CRITERIA, Criteria, read_criteria
from territory.lists.reasons import reason_codes_text, reasons_text
from territory.messages import LANGUAGES, Words
from territory.messages.rounding import rounded_people
from territory.scores.ranking import totals
from territory.territories import peers
from tests.cli.test_cli import rows_of
from tests.command import territory

ROW = pd.Series(
    {
        "illectronism_people": 1243.0,
        "illectronism_low_people": 980.0,
        "illectronism_high_people": 1514.0,
        "need_class": 3,
        "counters_class": 3,
        "nearest_counter_minutes": 27.2,
        "nearest_counter_weekly_hours": 14.0,
        "nearest_counter_is_open_saturday": False,
        "reachable_hours_per_1k": 3.2,
        "hours_class": 3,
        "without_fibre_share": 0.02,
        "without_good_4g_share": 0.38,
        "robustness_name": "robust",
        "worst_decile_probability_share": 0.97,
    }
)


def plain(words: str) -> str:
    return words.replace("\xa0", " ").replace("\u202f", " ")


def test_the_reasons_read_as_a_sentence():
    assert plain(reasons_text(ROW, Words("fr"))) == (
        "1 240 personnes en illectronisme (980 à 1 510) ; guichet le plus proche à 27 min, ouvert "
        "14 h par semaine, fermé le samedi ; 3,2 h de guichet par semaine pour 1 000 personnes à "
        "moins de 20 min ; 38 % de la surface sans bonne 4G ; robuste : dans le pire décile dans "
        "97 % des tirages."
    )
    assert plain(reasons_text(ROW, Words("en"))).startswith(
        "1,240 people in illectronism (980 to 1,510);"
    )
    assert reason_codes_text(ROW).split() == [
        "need_high", "far", "beyond_20_min", "few_hours_per_person", "counter_few_hours",
        "counter_closed_saturday", "no_4g", "robust",
    ]  # fmt: skip


def test_nothing_is_said_of_what_is_unknown():
    bare = pd.Series({"nearest_counter_minutes": np.nan, "nearest_counter_weekly_hours": np.nan})
    assert reasons_text(bare, Words("en")) == "distance to a counter unknown."
    assert reason_codes_text(bare) == "need_unknown minutes_unknown"
    closed = ROW.drop(["nearest_counter_is_open_saturday", "robustness_name"])
    assert "samedi" not in reasons_text(closed, Words("fr"))
    assert "décile" not in reasons_text(closed, Words("fr"))


def test_one_person_is_in_the_singular():
    one = ROW.drop(["illectronism_low_people", "illectronism_high_people"])
    one["illectronism_people"] = 1.2
    assert reasons_text(one, Words("fr")).startswith("1 personne en")
    one["illectronism_people"] = 1.9
    assert reasons_text(one, Words("fr")).startswith("2 personnes en")


@given(st.floats(0, 1e6), st.floats(0, 1e5), st.floats(0, 1e5))
def test_people_are_rounded_no_coarser_than_their_interval(people, below, above):
    low, high = max(0, people - below), people + above
    shown = rounded_people(people, low, high)
    assert abs(shown - people) <= max(0.5, (high - low) / 10)


@given(
    st.fixed_dictionaries(
        {
            name: st.one_of(st.just(np.nan), st.floats(0, 1000))
            for name in ROW.index
            if not name.endswith("_name") and "_is_" not in name
        }
    ),
    st.sampled_from(LANGUAGES),
)
def test_any_commune_has_its_sentence(values, language):
    said = reasons_text(pd.Series(values), Words(language))
    assert said.endswith(".")
    assert "nan" not in said


thresholds = st.dictionaries(st.sampled_from(list(CRITERIA)), st.floats(0, 100), max_size=4)


def random_list(seed: int) -> pd.DataFrame:
    drawn = np.random.default_rng(seed)
    columns = sorted({one.column for one in CRITERIA.values()})
    values = drawn.uniform(0, 100, (60, len(columns)))
    values[drawn.random(values.shape) < 0.1] = np.nan
    return pd.DataFrame(values, columns=columns)


@given(thresholds, st.integers(0, 50))
def test_every_commune_is_kept_left_out_or_undetermined(these, seed):
    listed = random_list(seed)
    found = Criteria(these).select(listed)
    parts = [found.rows, found.out, found.undetermined]
    assert sorted(row for part in parts for row in part.index) == list(listed.index)


@given(thresholds, st.sampled_from(list(CRITERIA)), st.floats(0, 100), st.integers(0, 50))
def test_one_more_criterion_never_enlarges_the_list(these, name, threshold, seed):
    listed = random_list(seed)
    before = Criteria(these).select(listed).rows.index
    after = Criteria({name: threshold, **these}).select(listed).rows.index
    assert set(after) <= set(before)


@given(thresholds)
def test_criteria_are_told_as_options_and_read_back(these):
    criteria = read_criteria(Criteria(these).options())
    assert dict(criteria.thresholds) == these


@pytest.mark.parametrize("name", CRITERIA)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_criterion_is_told_in_words(name, language):
    words = Criteria({name: 3}).in_words(Words(language))
    assert words
    assert "{" not in words


def test_a_value_that_is_unknown_is_neither_in_nor_out():
    listed = pd.DataFrame({"nearest_counter_minutes": [30.0, 5.0, np.nan]}, index=list("abc"))
    found = Criteria({"min-minutes": 15}).select(listed)
    assert (list(found.rows.index), list(found.out.index)) == (["a"], ["b"])
    assert list(found.undetermined.index) == ["c"]


def test_bad_criteria_and_territories_are_refused():
    with pytest.raises(UnknownNameError, match="min-minutes"):
        read_request({}, ["min-minute=3"], words=Words("fr"))
    with pytest.raises(TerritoryError):
        read_request({}, ["min-minutes"], words=Words("fr"))
    for words in ("far", "nan", "inf"):
        with pytest.raises(TerritoryError):
            read_request({}, [f"min-minutes={words}"], words=Words("fr"))
    with pytest.raises(TerritoryError):
        read_request({"departement": "48", "region": "76"}, words=Words("fr"))


def test_the_totals_of_a_list_are_those_of_its_people(country):
    made = make_list(
        country, read_request({"departement": "48"}, ["min-need-class=3"], words=Words("fr"))
    )
    assert made.totals["population_people"] == pytest.approx(made.rows["population_people"].sum())
    assert made.totals["illectronism_people"] == pytest.approx(
        made.rows["illectronism_people"].sum(), rel=1e-6
    )
    bounds = (
        made.rows["illectronism_high_people"].sum() - made.rows["illectronism_low_people"].sum()
    )
    width = made.totals["illectronism_high_people"] - made.totals["illectronism_low_people"]
    assert 0 < width < bounds
    assert np.isnan(totals(made.rows.iloc[:0], country.draws)["population_people"])


def test_the_command_told_by_a_request_asks_for_the_same_request():
    request = read_request(
        {"communes": "48095,48092"},
        ["min-minutes=2.5", "max-hours=40"],
        "supply_per_need",
        "need=2,counters=1",
        "arithmetic",
        5,
        "estimate",
        words=Words("en"),
    )
    words = shlex.split(request.command("csv", "a list.csv"))
    assert words[:2] == ["territory", "export"]
    options = dict(zip(words[2::2], words[3::2], strict=True))
    assert options["--out"] == "a list.csv"
    assert options["--weights"] == "need=2,counters=1,network=0"
    assert options["--profile"] == "supply_per_need"


def test_the_command_in_an_export_gives_the_same_file(tmp_path):
    first, again = tmp_path / "list.xlsx", tmp_path / "again.xlsx"
    wanted = ("export", "--departement", "48", "--where", "min-minutes=10", "--lang", "fr")
    assert territory(*wanted, "--out", str(first)).returncode == 0
    import openpyxl

    method = dict(
        row for row in openpyxl.load_workbook(first)["Méthode"].iter_rows(values_only=True)
    )
    words = shlex.split(method["Commande qui refait ce fichier"])[1:]
    words[words.index("--out") + 1] = str(again)
    assert territory(*words).returncode == 0
    # The name of the file is in the command it tells: everything else is the same.
    content = openpyxl.load_workbook(again)["Toutes les colonnes"].iter_rows(values_only=True)
    before = openpyxl.load_workbook(first)["Toutes les colonnes"].iter_rows(values_only=True)
    assert list(content) == list(before)
    assert territory(*wanted, "--out", str(again)).returncode == 0
    (tmp_path / "other").mkdir()
    same = tmp_path / "other" / "list.xlsx"
    assert territory(*wanted, "--out", str(same)).returncode == 0
    assert same.read_bytes() == first.read_bytes()


def test_the_command_s_list_holds_the_criteria_and_the_reasons():
    rows = rows_of(territory("list", "--where", "min-minutes=15", "--lang", "en").stdout)
    assert rows
    assert all(float(row["nearest_counter_minutes"]) >= 15 for row in rows)
    assert all(row["reasons_text"].endswith(".") for row in rows)


def test_the_command_compares_scores_and_tells_robustness():
    compared = territory("compare", "48095", "48").stdout.decode()
    assert "Mende (48095)" in compared
    assert "Lozère (48)" in compared
    # The sample is Lozère: the same communes are said once.
    assert "all communes of the tables" not in compared
    assert "France" not in compared
    assert territory("compare", "4809").returncode != 0
    scored = territory("score", "--weights", "need=1,counters=1").stdout.decode()
    assert "effective" in scored
    told = territory("robustness", "--draws", "50").stdout.decode()
    assert "worst decile" in told
    assert "weights of dimensions" in told


def test_peers_are_near_in_what_they_are_compared_by(sample):
    space = peers.peer_space(sample.communes)
    found = peers.peers_of(space, "48131", count=10)
    assert len(found) == 10
    assert "48131" not in found.index
    assert found["peer_distance"].is_monotonic_increasing
    density = peers.features_of(sample.communes)["density_class"]
    gap = (density - density["48131"]).abs()
    assert gap[found.index].mean() < gap.mean()


def test_not_being_known_is_no_resemblance(sample):
    communes = sample.communes.copy()
    communes["median_income_eur"] = 20_000.0
    communes.loc["48095", "median_income_eur"] = np.nan
    twin = communes.loc[["48001"]].rename(index={"48001": "48999"})
    both = pd.concat([communes, twin])
    space = peers.peer_space(both)
    assert peers.peers_of(space, "48001", 1).index[0] == "48999"
    # Lozère has no large town: that feature is unknown for all, one interquartile range apart.
    assert peers.peers_of(space, "48001", 1)["peer_distance"].iloc[0] == pytest.approx(1)
    both.loc["48999", "median_income_eur"] = np.nan
    apart = peers.peers_of(peers.peer_space(both), "48001", len(both)).loc["48999"]
    assert apart["peer_distance"] == pytest.approx(np.sqrt(2))


def test_an_unknown_commune_has_no_peers(sample):
    with pytest.raises(UnknownNameError):
        peers.peers_of(peers.peer_space(sample.communes), "99999")
