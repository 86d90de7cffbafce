"""A portrait says what the tables say, cites it, and is silent on what is unknown."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from docx import Document

from territory import illectronism
from territory.country import Country
from territory.errors import TerritoryError, UnknownNameError
from territory.messages import LANGUAGES, Words
from territory.portrait import PortraitMaker, drawings, make_portrait, portrait_bytes
from territory.portrait.sentences import need as sentences
from territory.territories import WHOLE, Territory, communes_of, read_territory
from territory.territories.peers import peer_space, peers_of
from territory.territories.references import main_density
from tests.portrait.words import unexplained

TERRITORIES = ("48095", "48027", "244800405", "48", "region:76", "48095,48140")


@pytest.fixture(scope="module")
def portraits(portrait_of):
    return {
        (words, language): portrait_of(words, language)
        for words in TERRITORIES
        for language in LANGUAGES
    }


def bare(words: str) -> str:
    """Return words without what a page adds: blanks, soft hyphens, hyphens, marks of sources."""
    return re.sub(r"[\s\u00ad\u2060\-‐]|\[[\d–]+\]", "", words)


def test_every_figure_said_has_a_source_and_none_is_missing(portraits):
    for portrait in portraits.values():
        for sentence in portrait.sentences():
            assert sentence.words.strip()
            assert not re.search(r"\bnan\b|[{}]", sentence.words)
            assert Words(portrait.language).text("report.missing") not in sentence.words
            if sentence.values:
                assert sentence.sources, sentence.words
                assert not any(np.isnan(value) for _, value in sentence.values)


def test_the_numbers_of_sentences_are_those_of_the_figures(portraits):
    for (_, language), portrait in portraits.items():
        for sentence in portrait.sentences():
            if sentence.values:
                assert unexplained(sentence, language) == [], sentence.words


def test_the_figures_are_those_of_the_tables(portraits, sample):
    communes = sample.communes
    fixed = sample.counters[~sample.counters["is_itinerant"]]
    for words, codes in (
        ("48", communes.index),
        ("48095", ["48095"]),
        ("244800405", communes.index[communes["epci_code"] == "244800405"]),
    ):
        inside = communes.loc[list(codes)]
        expected = {
            "population": inside["population_people"].sum(),
            "fixed": fixed["commune_code"].isin(inside.index).sum(),
        }
        said = [dict(one.values) for one in portraits[words, "fr"].sentences()]
        people = next(one["people"] for one in said if "adults" in one)
        assert people == pytest.approx(expected["population"])
        counted = [one["fixed"] for one in said if "fixed" in one]
        assert counted == ([expected["fixed"]] if expected["fixed"] > 1 else [])
        premises = inside["premises_count"].astype(float)
        without = premises - inside["at_least_1_gbps_premises_count"].astype(float)
        (slow,) = (
            dict(one.values)["share"]
            for one in portraits[words, "fr"].sentences()
            if "sans offre filaire à 1\u00a0Gbit/s est de" in one.words
            and "nation" in dict(one.values)
        )
        known = without.notna()
        assert slow == pytest.approx(without[known].sum() / premises[known].sum())


@pytest.mark.parametrize("words", ["48", "48095", "244800405"])
def test_what_rules_say_is_what_plain_sums_give(maker, sample, words):
    territory = read_territory(words)
    figures = maker.figures(territory)
    codes = communes_of(sample, territory).index
    communes, indicators = sample.communes.loc[codes], maker.country.indicators.loc[codes]
    people, premises = communes["population_people"], communes["premises_count"].astype(float)
    fixed = sample.counters[~sample.counters["is_itinerant"].astype(bool)]
    fixed = fixed[fixed["commune_code"].isin(codes)]
    minutes = indicators["nearest_counter_minutes"]
    estimate = illectronism.estimate(sample.communes).loc[codes]
    expected = {
        ("population", "people"): people.sum(),
        ("population", "adults"): illectronism.adult_people(communes).sum(),
        ("need", "people"): estimate["illectronism_people"].sum(),
        ("who", "old"): estimate["illectronism_75_plus_people"].sum(),
        ("who", "alone"): estimate["illectronism_alone_people"].sum(),
        ("counters_inside", "fixed"): len(fixed),
        ("hours_inside", "hours"): fixed["weekly_hours"].sum(),
        ("saturday_inside", "opened"): fixed["is_open_saturday"].astype(float).sum(),
        ("far", "minutes"): np.average(minutes, weights=people),
        ("beyond", "people"): people[minutes > 20].sum(),
        ("beyond", "share"): people[minutes > 20].sum() / people.sum(),
        ("slow", "share"): 1 - communes["at_least_30_mbps_premises_count"].sum() / premises.sum(),
        ("unwired", "premises"): float(communes["without_wired_premises_count"].sum()),
    }
    checked = 0
    for (rule, part), value in expected.items():
        said = sentences.RULES[rule](figures, Words("fr"))
        if said is not None and part in dict(said.values):
            assert dict(said.values)[part] == pytest.approx(value), (rule, part)
            checked += 1
    assert checked >= 7


def test_the_pdf_and_the_word_file_hold_every_sentence_and_every_cell(portraits, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    for words, language in (("48", "fr"), ("48095", "en")):
        portrait = portraits[words, language]
        (tmp_path / "portrait.pdf").write_bytes(portrait_bytes(portrait, "pdf"))
        read = subprocess.run(
            ["pdftotext", "-raw", str(tmp_path / "portrait.pdf"), "-"],
            capture_output=True,
            check=True,
        ).stdout.decode()
        # Feet of pages come between two halves of a sentence.
        foot = rf"{re.escape(portrait.title)} {portrait.words['page']} \d+ / \d+\n?"
        in_pdf = bare(re.sub(foot, "", read.replace("\f", "")))
        document = Document(io.BytesIO(portrait_bytes(portrait, "docx")))
        in_word = bare("".join(document.element.body.itertext()))
        for sentence in portrait.sentences():
            assert bare(sentence.words) in in_pdf
            assert bare(sentence.words) in in_word
        tables = [
            block
            for section in portrait.sections
            for block in section.blocks
            if block.kind == "table"
        ]
        _, *of_sections = document.tables
        assert len(of_sections) == len(tables)
        for written, table in zip(of_sections, tables, strict=True):
            cells = [tuple(cell.text for cell in row.cells) for row in written.rows]
            assert cells == [table.columns, *table.rows]


def test_in_brief_says_five_things_of_a_known_territory_and_its_poverty_where_published(portraits):
    for portrait in portraits.values():
        block, drawn = portrait.sections[0].blocks
        assert drawn.kind == "figure"
        poor = [one for one in block.items if dict(one.values).get("poverty") is not None]
        assert len(block.items) - len(poor) == 5
        assert len(poor) <= 1
    mende, _ = portraits["48095", "fr"].sections[0].blocks
    assert "taux de pauvreté de 13" in mende.items[-1].words


def test_every_section_is_there_in_both_languages(portraits):
    for words in TERRITORIES:
        french, english = (portraits[words, one].sections for one in LANGUAGES)
        assert [one.name for one in french] == [one.name for one in english]
        assert len(french) == 16


def test_every_drawing_is_described_and_names_its_territory(portraits):
    for portrait in portraits.values():
        figures = [
            block
            for section in portrait.sections
            for block in section.blocks
            if block.kind == "figure"
        ]
        assert len(figures) >= 2
        for one in (portrait.locator, *figures):
            assert portrait.title in one.alt


def test_france_has_no_portrait_and_an_unknown_commune_is_named(maker, in_use):
    with pytest.raises(TerritoryError, match="France"):
        make_portrait(maker, WHOLE, in_use, Words("fr"))
    with pytest.raises(UnknownNameError):
        make_portrait(maker, Territory("commune", "48999"), in_use, Words("fr"))


def test_the_same_portrait_twice_is_the_same_file(maker, in_use):
    one, other = (
        portrait_bytes(make_portrait(maker, read_territory("48095"), in_use, Words("fr")), "pdf")
        for _ in range(2)
    )
    assert one == other


def test_communes_taken_together_have_the_figures_of_the_territory_they_make(maker, sample):
    communes = sample.communes
    inside = communes.index[communes["epci_code"] == "244800405"]
    together, epci = maker.of_codes(inside), maker.level("epci").loc["244800405"]
    pd.testing.assert_series_equal(together, epci, check_names=False, check_dtype=False)


def test_no_map_is_drawn_where_nothing_is_known(maker, sample):
    unknown = Country(replace(sample, counters=sample.counters.iloc[:0]))
    territory = read_territory("48095")
    inside = communes_of(sample, territory)
    assert drawings.class_map_svg(PortraitMaker(unknown), territory, inside, Words("fr")) == ""
    assert "<path" in drawings.class_map_svg(maker, territory, inside, Words("fr"))


def test_a_departement_that_is_its_region_is_a_reference_once(maker):
    # In the sample, Lozère and Occitanie are the same communes.
    kinds = [one.kind for one in maker.references(read_territory("48095"))]
    assert kinds == ["peers", "epci", "departement"]


def test_peers_kept_are_the_peers(maker, sample):
    for code in ("48095", "48027"):
        assert list(maker.country.peer_codes(code)) == list(
            peers_of(peer_space(sample.communes), code).index
        )


def test_the_density_most_people_live_in(sample):
    communes = sample.communes
    expected = communes.groupby("density_class")["population_people"].sum().idxmax()
    assert main_density(communes) == str(expected)
