"""The cells of a portrait's tables, read back from its files, are the tables' own numbers.

Everything expected is made here with plain pandas from communes and counters.
"""

from __future__ import annotations

import io
import math
import re
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest
from docx import Document

from territory import illectronism
from territory.indicators import compute_indicators
from territory.messages import LANGUAGES, Words
from territory.portrait import portrait_bytes
from territory.scores import DEFAULT_METHOD
from territory.territories.figures import territory_figures
from tests.portrait.words import numbers_in

EPCI = "244800405"
TERRITORIES = ("48095", EPCI, "48", "48095,48140")


@pytest.fixture(scope="module")
def portraits(portrait_of):
    return {
        (words, language): portrait_of(words, language)
        for words in TERRITORIES
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def word_tables(portraits):
    """Tables of the Word files: caption, then rows of cells, headings first."""
    found = {}
    for key, portrait in portraits.items():
        document = Document(io.BytesIO(portrait_bytes(portrait, "docx")))
        captions = [
            block.caption.words
            for section in portrait.sections
            for block in section.blocks
            if block.kind == "table"
        ]
        tables = [
            [[cell.text for cell in row.cells] for row in one.rows] for one in document.tables[1:]
        ]
        found[key] = dict(zip(captions, tables, strict=True))
    return found


def communes_of(sample, words: str) -> pd.DataFrame:
    communes = pd.DataFrame(sample.communes)
    if words == "48":
        return communes
    if words == EPCI:
        return communes[communes["epci_code"] == EPCI]
    return communes.loc[words.split(",")]


def table_of(word_tables, words: str, language: str, caption: str) -> dict[str, list[str]]:
    """Return the rows of a table by their first cell."""
    rows = word_tables[words, language][Words(language).text(f"portrait.caption.{caption}")]
    return {row[0]: row[1:] for row in rows[1:]}


def is_written(cell: str, value: float, language: str) -> bool:
    """Tell whether a cell is a number as it is rounded; a share as a percentage."""
    ((number, digits),) = numbers_in(cell, language)
    expected = 100 * value if "%" in cell else value
    less, more = {"fr": ("moins de", "plus de"), "en": ("less than", "more than")}[language]
    if less in cell:
        return 0 < expected < number
    if more in cell:
        return number < expected < 100
    return abs(number - expected) <= 0.5 * 10**-digits + 1e-9


EVERYWHERE = pytest.mark.parametrize(
    ("words", "language"), [(words, one) for words in TERRITORIES for one in LANGUAGES]
)

# One commune has no priorities inside; its own rank is told in sentences.
OF_SEVERAL = pytest.mark.parametrize(
    ("words", "language"), [(words, one) for words in TERRITORIES[1:] for one in LANGUAGES]
)


@EVERYWHERE
def test_every_cell_is_in_the_pdf_row_by_row(portraits, words, language, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    portrait = portraits[words, language]
    (tmp_path / "portrait.pdf").write_bytes(portrait_bytes(portrait, "pdf"))
    read = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "portrait.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    foot = rf"{re.escape(portrait.title)} {portrait.words['page']} \d+ / \d+\n?"
    in_pdf = bare(re.sub(foot, "", read.replace("\f", "")))
    for section in portrait.sections:
        for block in section.blocks:
            if block.kind == "table":
                for row in (block.columns, *block.rows):
                    assert bare("".join(row)) in in_pdf, row


def bare(words: str) -> str:
    return re.sub(r"[\s\u00ad\u2060\-‐]", "", words)


@EVERYWHERE
def test_who_lives_here_is_the_census(word_tables, sample, words, language):
    inside, everyone = communes_of(sample, words), communes_of(sample, "48")
    groups = {
        "aged_60_74": (["age_60_74_people"], "population_people"),
        "aged_75_plus": (["age_75_89_people", "age_90_plus_people"], "population_people"),
        "no_diploma": (["no_diploma_people"], "out_of_school_people"),
        "living_alone": (["living_alone_households"], "all_households"),
        "lone_parent": (["lone_parent_households"], "all_households"),
    }
    rows = table_of(word_tables, words, language, "groups")
    assert len(rows) == len(groups)
    for key, (parts, whole) in groups.items():
        count, share, of_all = rows[Words(language).text(f"portrait.group.{key}")]
        assert is_written(count, inside[parts].sum().sum(), language)
        assert is_written(share, inside[parts].sum().sum() / inside[whole].sum(), language)
        assert is_written(of_all, everyone[parts].sum().sum() / everyone[whole].sum(), language)


@EVERYWHERE
def test_who_is_in_illectronism_is_the_estimate(word_tables, sample, words, language):
    estimate = illectronism.estimate(sample.communes)
    inside = estimate.loc[communes_of(sample, words).index]
    groups = {
        "aged_75_plus": "illectronism_75_plus_people",
        "living_alone_people": "illectronism_alone_people",
        "no_diploma": "illectronism_no_diploma_people",
    }
    rows = table_of(word_tables, words, language, "profile")
    assert len(rows) == len(groups)
    for key, name in groups.items():
        count, share, of_all = rows[Words(language).text(f"portrait.group.{key}")]
        ((written, _),) = numbers_in(count, language)
        # Rounded by an interval no wider than the sum of the communes'.
        width = (inside["illectronism_high_people"] - inside["illectronism_low_people"]).sum()
        assert abs(written - inside[name].sum()) <= max(0.5, 0.05 * width)
        assert is_written(share, inside[name].sum() / inside["illectronism_people"].sum(), language)
        assert is_written(
            of_all, estimate[name].sum() / estimate["illectronism_people"].sum(), language
        )


@EVERYWHERE
def test_what_cables_offer_is_what_arcep_counts(word_tables, sample, words, language):
    inside, everyone = communes_of(sample, words), communes_of(sample, "48")
    speeds = {
        "none": "without_wired_premises_count",
        "8_mbps": "at_least_8_mbps_premises_count",
        "30_mbps": "at_least_30_mbps_premises_count",
        "100_mbps": "at_least_100_mbps_premises_count",
        "1_gbps": "at_least_1_gbps_premises_count",
    }
    rows = table_of(word_tables, words, language, "speeds")
    assert len(rows) == len(speeds)
    for key, name in speeds.items():
        premises, share, of_all = rows[Words(language).text(f"portrait.speed.{key}")]
        assert is_written(premises, float(inside[name].sum()), language)
        assert is_written(share, inside[name].sum() / inside["premises_count"].sum(), language)
        assert is_written(of_all, everyone[name].sum() / everyone["premises_count"].sum(), language)


@EVERYWHERE
def test_the_comparison_is_of_means_weighted_by_what_they_are_rates_of(
    word_tables, country, sample, words, language
):
    communes = communes_of(sample, "48")
    weights = {
        "illectronism_share": illectronism.adult_people(communes),
        "nearest_counter_minutes": communes["population_people"],
        "nearest_saturday_counter_minutes": communes["population_people"],
        "without_1_gbps_share": communes["premises_count"].astype(float),
        "below_30_mbps_share": communes["premises_count"].astype(float),
    }
    rows = table_of(word_tables, words, language, "compared")
    caption = Words(language).text("portrait.caption.compared")
    headings = word_tables[words, language][caption][0]
    columns = {
        Words(language).text("portrait.mark.this"): communes_of(sample, words).index,
        Words(language).text("portrait.reference.epci"): communes_of(sample, EPCI).index,
        "Lozère": communes.index,
        Words(language).text("portrait.reference.part"): communes.index,
    }
    checked = 0
    for name, weight in weights.items():
        cells = rows[Words(language).text(f"columns.{name}.label")]
        values = country.indicators[name]
        for heading, cell in zip(headings[1:], cells, strict=True):
            if heading not in columns:
                continue
            codes = columns[heading]
            known = values.loc[codes].notna() & weight.loc[codes].notna()
            mean = np.average(values.loc[codes][known], weights=weight.loc[codes][known])
            assert is_written(cell.replace("min", ""), mean, language), (heading, name)
            checked += 1
    # The sample is its one département, which is compared with itself once: this territory alone.
    assert checked >= len(weights)


@EVERYWHERE
def test_the_score_compared_is_the_score_of_the_means_beside_it(
    word_tables, sample, words, language
):
    rows = table_of(word_tables, words, language, "compared")
    own = rows[Words(language).text("columns.exposure_score.label")][0]
    inside = communes_of(sample, words)
    groups = pd.Series("here", index=inside.index, dtype="str").reindex(sample.communes.index)
    means = territory_figures(sample, compute_indicators(sample), groups).loc["here"]
    # By hand, from the method: goalposts of need 10 to 26 %, of minutes 2.02 to 20, of premises without
    # 1 Gbit/s or 30 Mbit/s 0 to 30 %; 4G is not in the sample.
    need = scaled(means["illectronism_share"], 0.10, 0.26)
    far = scaled(means["nearest_counter_minutes"], 2.02, 20)
    wires = [scaled(means[one], 0, 0.3) for one in ("without_1_gbps_share", "below_30_mbps_share")]
    parts = {"need": (need, 0.45), "far": (far, 0.45), "network": (sum(wires) / 2, 0.10)}
    # A geometric mean of scores lifted to 10…100, brought back to 0…100.
    logs = sum(weight * math.log(10 + 0.9 * score) for score, weight in parts.values())
    assert is_written(own, (math.exp(logs) - 10) / 0.9, language)


def scaled(value: float, best: float, worst: float) -> float:
    return min(100.0, max(0.0, 100 * (value - best) / (worst - best)))


@EVERYWHERE
def test_counters_are_those_of_the_list_with_their_hours(word_tables, sample, words, language):
    counters = pd.DataFrame(sample.counters)
    inside = counters[counters["commune_code"].isin(communes_of(sample, words).index)]
    caption = Words(language).text("portrait.caption.counters")
    rows = word_tables[words, language][caption][1:]
    assert sorted(row[0] for row in rows) == sorted(inside["counter_name"])
    missing = Words(language).text("report.missing")
    yes, no = Words(language).text("map.card.yes"), Words(language).text("map.card.no")
    by_name = inside.set_index("counter_name")
    names = sample.communes["commune_name"]
    for name, commune, _, hours, saturday in rows:
        one = by_name.loc[name]
        assert commune == names[one["commune_code"]]
        if pd.isna(one["weekly_hours"]):
            assert hours == missing
        else:
            ((written, _),) = numbers_in(hours, language)
            assert written == pytest.approx(one["weekly_hours"], abs=0.005)
        opens = one["is_open_saturday"]
        assert saturday == (missing if pd.isna(opens) else yes if opens else no)


@OF_SEVERAL
def test_priorities_are_the_highest_scores_in_order(word_tables, country, sample, words, language):
    scores = country.scores(DEFAULT_METHOD).loc[communes_of(sample, words).index, "exposure_score"]
    # Under 50 adults a commune has no place.
    adults = illectronism.adult_people(sample.communes).reindex(scores.index)
    expected = scores[adults >= 50].dropna().sort_values(ascending=False).head(10)
    rows = word_tables[words, language][Words(language).text("portrait.caption.priority")][1:]
    assert len(rows) == len(expected)
    names = sample.communes["commune_name"]
    national = country.ranked(DEFAULT_METHOD)["exposure_rank"]
    for (place, rank, score, reasons), value in zip(rows, expected, strict=True):
        assert is_written(score, value, language)
        name = place.partition(". ")[2]
        code = names.index[(names == name) & names.index.isin(scores.index)][0]
        assert scores[code] == pytest.approx(value)
        assert is_written(rank, national[code], language)
        minutes = country.indicators.loc[code, "nearest_counter_minutes"]
        assert f"{minutes:.0f}\u00a0min" in reasons


@OF_SEVERAL
def test_chances_and_ranks_are_those_of_the_draws(word_tables, country, words, language):
    robust = country.robustness(DEFAULT_METHOD)
    rows = table_of(word_tables, words, language, "robustness")
    names = country.tables.communes["commune_name"]
    for name, (chance, ranks, verdict) in rows.items():
        one = robust.loc[names.index[names == name][0]]
        assert is_written(chance, one["worst_decile_probability_share"], language)
        low, high = (number for number, _ in numbers_in(ranks, language))
        assert (low, high) == (round(one["low_rank"]), round(one["high_rank"]))
        assert verdict == Words(language).text(f"list.robustness.{one['robustness_name']}")
