"""A portrait says what the tables say, cites it, and is silent on what is unknown."""

from __future__ import annotations

import io
import re
import shutil
import subprocess

import numpy as np
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from territory import paths
from territory._portrait import counter_sentences, network_sentences, sentences
from territory._portrait.figures import Figures, main_density
from territory._portrait.words import points, share
from territory.errors import TerritoryError, UnknownNameError
from territory.messages import LANGUAGES, text
from territory.portrait import PortraitMaker, make_portrait, portrait_bytes
from territory.tables import open_data_in_use
from territory.territories import WHOLE, Territory, read_territory
from territory.underserved import Country
from tests.portrait_words import numbers_in, unexplained

TERRITORIES = ("48095", "48027", "244800405", "48", "region:76", "48095,48140")


@pytest.fixture(scope="session")
def maker(sample) -> PortraitMaker:
    return PortraitMaker(Country(sample))


@pytest.fixture(scope="session")
def in_use():
    return open_data_in_use(paths.sample_folder())


@pytest.fixture(scope="session")
def portraits(maker, in_use):
    return {
        (words, language): make_portrait(maker, read_territory(words), in_use, language)
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
            assert text("report.missing", portrait.language) not in sentence.words
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
        (fibre,) = (
            dict(one.values)["share"]
            for one in portraits[words, "fr"].sentences()
            if "raccordés à la fibre est de" in one.words and "nation" in dict(one.values)
        )
        known = without.notna()
        assert fibre == pytest.approx(without[known].sum() / premises[known].sum())


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
        in_word = bare("\n".join(one.text for one in document.paragraphs))
        for sentence in portrait.sentences():
            assert bare(sentence.words) in in_pdf
            assert bare(sentence.words) in in_word
        tables = [
            block
            for section in portrait.sections
            for block in section.blocks
            if block.kind == "table"
        ]
        assert len(document.tables) == len(tables)
        for written, table in zip(document.tables, tables, strict=True):
            cells = [tuple(cell.text for cell in row.cells) for row in written.rows]
            assert cells == [table.columns, *table.rows]


def test_in_brief_says_five_things_of_a_known_territory(portraits):
    for portrait in portraits.values():
        (block,) = portrait.sections[0].blocks
        assert len(block.items) == 5


def test_every_section_is_there_in_both_languages(portraits):
    for words in TERRITORIES:
        french, english = (portraits[words, one].sections for one in LANGUAGES)
        assert [one.name for one in french] == [one.name for one in english]
        assert len(french) == 13


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
        make_portrait(maker, WHOLE, in_use, "fr")
    with pytest.raises(UnknownNameError):
        make_portrait(maker, Territory("commune", "48999"), in_use, "fr")


def test_the_same_portrait_twice_is_the_same_file(maker, in_use):
    one, other = (
        portrait_bytes(make_portrait(maker, read_territory("48095"), in_use, "fr"), "pdf")
        for _ in range(2)
    )
    assert one == other


# Rules, on figures written by hand.

NATION = {
    "illectronism_share": 0.154,
    "nearest_counter_minutes": 7.0,
    "nearest_saturday_counter_minutes": 21.0,
    "reachable_hours_per_1k": 8.9,
    "without_fibre_share": 0.057,
    "below_30_mbps_share": 0.054,
    "without_good_4g_share": 0.3,
    "scored_communes_count": 34_828.0,
}
COUNTS = {
    "communes_count": 1.0,
    "fixed_counters_count": 0.0,
    "itinerant_counters_count": 0.0,
    "hours_known_counters_count": 0.0,
    "saturday_known_counters_count": 0.0,
    "saturday_counters_count": 0.0,
    "counters_total_hours": 0.0,
}


def one_commune(**values: float) -> Figures:
    return Figures("commune", {**COUNTS, **values}, NATION)


def plain(said) -> str:
    return said.words.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_figures_that_are_missing(language):
    unknown = one_commune()
    said = {name for name, rule in sentences.RULES.items() if rule(unknown, language)}
    assert said == {"need_unknown", "counters_inside"}


def test_people_are_written_as_finely_as_their_interval():
    figures = one_commune(
        illectronism_people=1645.6, illectronism_low_people=1381.6, illectronism_high_people=1952.6
    )
    assert plain(sentences.need(figures, "fr")) == (
        "Selon l’estimation, près de 1 650 personnes de 15 ans ou plus sont en illectronisme dans la "
        "commune (entre 1 380 et 1 950, neuf fois sur dix)."
    )
    lower = one_commune(
        illectronism_people=1642.0, illectronism_low_people=1381.6, illectronism_high_people=1952.6
    )
    assert "environ 1 640 personnes" in plain(sentences.need(lower, "fr"))


@pytest.mark.parametrize(
    ("people", "words"),
    [(0.0, "aucun habitant"), (1.0, "1 habitant au"), (6.0, "6 habitants")],
)
def test_a_village_of_nobody_of_one_and_of_six_read_well(people, words):
    assert words in plain(sentences.population(one_commune(population_people=people), "fr"))


def test_a_few_people_are_not_written_in_the_plural():
    figures = one_commune(
        illectronism_people=0.9, illectronism_low_people=0.0, illectronism_high_people=2.2
    )
    assert "une personne de 15 ans ou plus est" in sentences.need(figures, "fr").words
    assert "one person aged 15 or more is" in sentences.need(figures, "en").words
    fewer = one_commune(
        illectronism_people=0.3, illectronism_low_people=0.0, illectronism_high_people=1.2
    )
    assert "moins d’une personne" in sentences.need(fewer, "fr").words


def test_a_gap_within_the_interval_is_not_called_a_gap():
    bounds = {"illectronism_low_share": 0.13, "illectronism_high_share": 0.19}
    like = one_commune(illectronism_share=0.16, **bounds)
    above = one_commune(
        illectronism_share=0.2, illectronism_low_share=0.17, illectronism_high_share=0.23
    )
    assert "ne se distingue pas" in sentences.need_share(like, "fr").words
    assert "plus que la moyenne" in sentences.need_share(above, "fr").words


def test_unknown_hours_are_not_a_closed_saturday():
    known = one_commune(fixed_counters_count=2.0, saturday_known_counters_count=2.0)
    unknown = one_commune(fixed_counters_count=2.0, saturday_known_counters_count=1.0)
    assert "Aucun guichet fixe n’ouvre" in counter_sentences.saturday_inside(known, "fr").words
    assert counter_sentences.saturday_inside(unknown, "fr") is None


def test_no_fibre_at_all_and_fibre_for_all_are_said_plainly():
    nobody = network_sentences.fibre(one_commune(without_fibre_share=1.0), "fr")
    assert "Aucun local ne peut" in plain(nobody)
    everyone = network_sentences.fibre(one_commune(without_fibre_share=0.0), "fr")
    assert "Tous les locaux" in everyone.words
    nearly = network_sentences.fibre(one_commune(without_fibre_share=0.0001), "fr")
    assert "moins de 0,1 %" in plain(nearly)


def test_plurals_follow_the_language():
    assert points(0.017, "fr").words.endswith("point")
    assert points(0.017, "en").words.endswith("points")
    assert points(-0.02, "fr").words == "−2,0 points"
    assert share(0.154, "fr").words == "15\u202f%"


def test_the_density_most_people_live_in(sample):
    communes = sample.communes
    expected = communes.groupby("density_class")["population_people"].sum().idxmax()
    assert main_density(communes) == str(expected)


VALUE = st.one_of(st.just(float("nan")), st.floats(0, 1e6, allow_nan=False, width=32))
SHARE = st.one_of(st.just(float("nan")), st.floats(0, 1, allow_nan=False, width=32))


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(LANGUAGES), st.booleans())
def test_no_rule_fails_or_says_an_unknown_figure(data, language, is_single):
    values = {name: float(data.draw(st.integers(0, 5))) for name in COUNTS}
    fixed = values["fixed_counters_count"]
    for name in COUNTS:
        if name.endswith(("known_counters_count", "saturday_counters_count")):
            values[name] = min(values[name], fixed)
    values["communes_count"] = 1.0 if is_single else 12.0
    for name in (
        *("population_people", "adult_people", "illectronism_people", "known_people"),
        *("illectronism_low_people", "illectronism_high_people", "illectronism_75_plus_people"),
        *("illectronism_alone_people", "illectronism_no_diploma_people", "nearest_counter_minutes"),
        *("reachable_hours_per_1k", "exposure_score", "both_communes_count", "both_people"),
        *("classed_communes_count", "median_income_eur", "low_rank", "high_rank"),
    ):
        values[name] = data.draw(VALUE)
    for name in (
        *("illectronism_share", "illectronism_low_share", "illectronism_high_share"),
        *("within_20_minutes_share", "without_fibre_share", "below_30_mbps_share"),
        *("worst_decile_probability_share", "poverty_share"),
    ):
        values[name] = data.draw(SHARE)
    figures = Figures("commune" if is_single else "epci", values, NATION)
    for rule in sentences.RULES.values():
        said = rule(figures, language)
        if said is not None:
            assert said.words[0].isupper() or said.words[0].isdigit()
            assert said.words.endswith(".")
            assert "nan" not in said.words
            assert not any(np.isnan(value) for _, value in said.values)


def test_numbers_are_read_back_in_both_languages():
    assert numbers_in("1\u202f650 et 12,5", "fr") == [(1650.0, 0), (12.5, 1)]
    assert numbers_in("1,650 and 12.5", "en") == [(1650.0, 0), (12.5, 1)]
