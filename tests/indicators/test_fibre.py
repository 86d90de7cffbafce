"""Fibre is said of the file that names it; without it, 1 Gbit/s is said, and nothing calls it fibre."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.notes import Notes
from pipelines.sources import arcep_fixed, arcep_fixed_technology
from pipelines.sources.catalogue import SourceFile, find_source
from pipelines.steps.same_edition import add_edition_notes
from territory import messages
from territory.compare import INDICATOR_ROWS
from territory.country import Country
from territory.indicators import (
    INDICATORS,
    column_in_use,
    columns_in_use,
    compute_indicators,
    find_indicator,
    network,
)
from territory.lists import Request, make_list
from territory.lists.about import about
from territory.lists.reasons import reason_codes_text, reasons_text
from territory.maps import cards
from territory.maps.layers import LAYERS, find_layer
from territory.maps.legend import layer_legend_html, layer_name
from territory.messages import Words
from territory.portrait import make_portrait
from territory.portrait.maker import Figures, PortraitMaker
from territory.portrait.sentences.network import fibre
from territory.scores import DEFAULT_METHOD, score_indicators
from territory.sheet.html import NETWORK
from territory.tables import Tables
from territory.territories import Territory
from territory.territories.figures import group_of_set, territory_figures

# In the layout of Arcep's files: premises, those at each speed, those of each technology.
SPEEDS = """\
code_insee;nom_com;code_dep;code_reg;nbr;type;inel_hd;elig_hd05;elig_hd3;elig_bhd8;elig_thd30;elig_thd100;elig_thd1g;date
75056;Paris;75;11;1667292;all;0;1667292;1666875;1665081;1653974;1650487;1648916;2026-03-31
29019;Brest;29;53;99335;all;1066;98269;98269;98269;98269;98263;98263;2026-03-31
97611;Mamoudzou;976;06;18048;all;0;18048;17884;17210;8249;1264;1264;2026-03-31
40101;Gaas;40;75;245;all;2;243;243;243;243;243;243;2026-03-31
"""
TECHNOLOGIES = """\
code_insee;nom_com;code_dep;code_reg;nbr;type;elig_ftth;elig_coax;elig_cu;elig_thdr;elig_4gf;elig_hdr;elig_sat;date
75056;Paris;75;11;1667292;all;1575954;1444670;1667159;0;1667265;0;1667265;2026-03-31
29019;Brest;29;53;99335;all;97301;76719;0;0;99322;0;99330;2026-03-31
97611;Mamoudzou;976;06;18048;all;1264;0;18048;0;18033;0;18047;2026-03-31
40101;Gaas;40;75;245;all;243;0;0;0;245;0;245;2026-03-31
"""
# 1 − elig_ftth / nbr and 1 − elig_thd1g / nbr, with a pocket calculator.
WITHOUT = {
    "75056": (0.0548, 0.0110),
    "29019": (0.0205, 0.0108),
    "97611": (0.9300, 0.9300),
    "40101": (0.0082, 0.0082),
}


def with_technologies(tables: Tables, fibre_share: float) -> Tables:
    """Return tables where so many premises of each commune can have fibre, and the rest cable."""
    communes = tables.communes.copy()
    premises = communes["premises_count"]
    communes["technology_premises_count"] = premises
    communes["fibre_premises_count"] = (
        (premises.astype(float) * fibre_share).round().astype("Int64")
    )
    communes["cable_premises_count"] = premises
    communes["copper_premises_count"] = premises * 0
    communes["fixed_radio_premises_count"] = premises * 0
    communes["fixed_technology_status"] = communes["fixed_network_status"]
    return dataclasses.replace(tables, communes=communes)


@pytest.fixture(scope="module")
def wired(sample: Tables) -> Tables:
    return with_technologies(sample, 0.9)


@pytest.fixture(scope="module")
def wired_maker(wired: Tables) -> PortraitMaker:
    return PortraitMaker(Country(wired))


def test_paris_and_brest_have_less_fibre_than_1_gbps(tmp_path: Path):
    (tmp_path / "commune_debit_filaire.csv").write_text(SPEEDS, encoding="utf-8")
    (tmp_path / "commune_techno.csv").write_text(TECHNOLOGIES, encoding="utf-8")
    speeds = arcep_fixed.read(tmp_path / "commune_debit_filaire.csv")
    technologies = arcep_fixed_technology.read(tmp_path / "commune_techno.csv")
    communes = speeds.join(technologies)
    fibre, gigabit = network.without_fibre_share(communes), network.without_1_gbps_share(communes)
    for code, (no_fibre, no_gigabit) in WITHOUT.items():
        assert fibre[code] == pytest.approx(no_fibre, abs=5e-5)
        assert gigabit[code] == pytest.approx(no_gigabit, abs=5e-5)
    assert technologies.attrs["reference_date"] == "2026-03-31"


def test_tables_tell_fibre_or_1_gbps_for_all_communes_never_a_mixture(sample, wired):
    without = compute_indicators(sample)
    assert "without_fibre_share" not in without
    assert without["without_1_gbps_share"].notna().any()
    one_missing = wired.communes.copy()
    counts = ["technology_premises_count", "fibre_premises_count"]
    one_missing.loc["48095", counts] = pd.NA
    found = compute_indicators(dataclasses.replace(wired, communes=one_missing))
    assert "without_1_gbps_share" not in found
    assert np.isnan(found.loc["48095", "without_fibre_share"])
    assert found.loc["48140", "without_fibre_share"] == pytest.approx(0.1, abs=0.01)


def test_the_score_takes_fibre_where_the_tables_know_it_and_1_gbps_elsewhere(sample, wired):
    gigabit = compute_indicators(sample)
    # The same figures under the other name give the same scores: goalposts and weight are one.
    renamed = gigabit.rename(columns={"without_1_gbps_share": "without_fibre_share"})
    pd.testing.assert_frame_equal(score_indicators(gigabit), score_indicators(renamed))
    scored = Country(wired).scores(DEFAULT_METHOD)
    # A tenth without fibre is a third of the way to 30 %; 4G is not in the sample.
    slow = min(100, 100 * scored.loc["48095", "below_30_mbps_share"] / 0.30)
    fibre = 100 * scored.loc["48095", "without_fibre_share"] / 0.30
    assert fibre == pytest.approx(100 / 3, abs=0.1)
    assert scored.loc["48095", "network_score"] == pytest.approx((fibre + slow) / 2)


def test_a_territory_is_weighted_by_the_premises_of_the_file_its_share_is_of(wired):
    codes = ["48095", "48140"]
    figures = territory_figures(
        wired, compute_indicators(wired), group_of_set(wired.communes, codes)
    ).loc["set"]
    two = wired.communes.loc[codes]
    fibre, all_of_them = (
        two[name].sum() for name in ("fibre_premises_count", "technology_premises_count")
    )
    assert figures["without_fibre_share"] == pytest.approx(1 - fibre / all_of_them)
    assert "without_1_gbps_share" not in figures


def test_a_few_communes_with_fibre_known_do_not_make_a_mean_of_all(wired):
    communes = wired.communes.copy()
    counts = ["technology_premises_count", "fibre_premises_count"]
    communes.loc[communes.index != "48095", counts] = pd.NA
    tables = dataclasses.replace(wired, communes=communes)
    groups = pd.Series("all", index=communes.index, dtype="str")
    figures = territory_figures(tables, compute_indicators(tables), groups).loc["all"]
    assert np.isnan(figures["without_fibre_share"])
    people = communes["population_people"]
    assert figures["without_fibre_known_share"] == pytest.approx(people["48095"] / people.sum())


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_share_is_said_alone_where_the_mean_is_unknown(language):
    values = {"communes_count": 1.0, "without_fibre_share": 0.0548}
    said = fibre(Figures("commune", values, {}), Words(language))
    assert Words(language).percent(0.0548, digits=1) in said.words
    assert said.words.endswith(".")
    assert "(" not in said.words


def test_the_two_are_scored_alike():
    fibre, gigabit = (find_indicator(f"without_{one}_share") for one in ("fibre", "1_gbps"))
    assert gigabit.stands_for == fibre.name
    same = ("dimension", "best", "worst", "breaks", "weight")
    assert [getattr(fibre, one) for one in same] == [getattr(gigabit, one) for one in same]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_without_the_file_of_technologies_nothing_shown_is_called_fibre(
    sample, country, in_use, language
):
    request = Request("departement", "48", words=Words(language))
    made = make_list(country, request)
    rows = made.rows
    told_of = about(made, sample, in_use, "csv", "list.csv")
    layer = LAYERS[column_in_use("without_fibre_share", rows.columns)]
    labels = [
        Words(language).text(f"columns.{one}.{form}")
        for one in columns_in_use((*NETWORK, *INDICATOR_ROWS, *rows.columns), rows.columns)
        for form in ("label", "meaning")
        if one != "without_1_gbps_share" or form == "label"
    ]
    shown = [
        *labels,
        *(
            label
            for label, _ in cards.commune_card("48095", rows.iloc[0], Words(language))["lines"]
        ),
        *rows["reasons_text"],
        *rows["reason_codes_text"],
        *told_of.as_dict()["parameters"].values(),
        layer_name(layer, Words(language)),
        layer_legend_html(layer, rows, {}, Words(language)),
    ]
    assert not [words for words in shown if "fibre" in words.lower()]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_portrait_says_one_thing_of_fibre(portrait_of, wired_maker, in_use, language):
    portraits = {
        "without": portrait_of("48095", language),
        "with": make_portrait(wired_maker, Territory("commune", "48095"), in_use, Words(language)),
    }
    said = {
        name: " ".join(one.words.replace("\u00a0", " ") for one in portrait.sentences())
        for name, portrait in portraits.items()
    }
    cannot = {
        "fr": "ne peuvent pas être raccordés à la fibre",
        "en": "cannot be connected to fibre",
    }
    gigabit = {
        "fr": "sans offre filaire à 1 Gbit/s est",
        "en": "without a wired offer of 1 Gbit/s is",
    }
    can = {
        "fr": "90,0\u202f% des locaux peuvent avoir la fibre",
        "en": "90.0% of premises can have fibre",
    }
    ten = {"fr": "est de 10,0\u202f%", "en": "is 10.0%"}
    assert cannot[language] not in said["without"]
    assert gigabit[language] in said["without"]
    assert cannot[language] in said["with"]
    assert ten[language] in said["with"]
    assert can[language] in said["with"]
    assert gigabit[language] not in said["with"]


def test_a_reason_names_what_is_measured():
    gigabit = pd.Series({"without_1_gbps_share": 0.25})
    assert "25\u202f% des locaux sans offre à 1 Gbit/s" in reasons_text(gigabit, Words("fr"))
    assert reason_codes_text(gigabit).split()[0] == "no_1_gbps"
    fibre = pd.Series({"without_fibre_share": 0.25})
    assert "25\u202f% des locaux sans fibre" in reasons_text(fibre, Words("fr"))
    assert reason_codes_text(fibre).split()[0] == "no_fibre"


def test_a_map_asked_for_by_the_other_name_shows_what_the_tables_tell():
    assert column_in_use("without_fibre_share", ["without_1_gbps_share"]) == "without_1_gbps_share"
    assert column_in_use("without_1_gbps_share", ["without_fibre_share"]) == "without_fibre_share"
    assert column_in_use("exposure_score", ["without_fibre_share"]) == "exposure_score"
    assert find_layer("without_1_gbps_share").breaks == find_layer("without_fibre_share").breaks
    layers = columns_in_use(LAYERS, ["without_1_gbps_share"])
    assert set(LAYERS) - set(layers) == {"without_fibre_share"}
    assert len(layers) == len(LAYERS) - 1
    assert (
        len(columns_in_use([one.name for one in INDICATORS], ["without_fibre_share"]))
        == len(INDICATORS) - 1
    )


@pytest.mark.parametrize(
    ("editions", "days", "is_said"),
    [
        (("", ""), {}, False),
        (("2026_T1", "2026_T1"), {}, False),
        (("2026_T1", "2026_T2"), {}, True),
        (("", ""), {"arcep_fixed": "2026-03-31"}, True),
        (("", ""), {"arcep_fixed": "2026-03-31", "arcep_fixed_technology": "2026-03-31"}, False),
    ],
)
def test_files_of_two_quarters_are_said_to_be(editions, days, is_said):
    names = ("arcep_fixed", "arcep_fixed_technology")
    used = {
        name: SourceFile(find_source(name), Path(f"{name}.csv"), edition)
        for name, edition in zip(names, editions, strict=True)
    }
    notes = Notes()
    add_edition_notes({"arcep_fixed_technology": notes}, used, days)
    assert [note.key for note in notes] == ["note"] * is_said
    assert all("arcep_fixed.csv" in note.values["words"] for note in notes)
