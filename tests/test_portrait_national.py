"""The rules of sentences over every commune of France: none fails, none is empty, none contradicts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipelines.build import build_tables
from territory._portrait import sentences
from territory._portrait.figures import Figures, plain
from territory.portrait import PortraitMaker
from territory.tables import Tables
from territory.underserved import Country
from tests.portrait_words import unexplained

# English, and the reading back of numbers, on one commune in so many.
EVERY = 7


@pytest.fixture(scope="module")
def maker(national: Path) -> PortraitMaker:
    built = build_tables(national, (), lambda _: None)
    return PortraitMaker(Country(Tables(built.communes, built.counters)))


def figures_of(maker: PortraitMaker, table: pd.DataFrame) -> list[tuple[str, Figures]]:
    reasons = maker.country.need_interval["illectronism_reason_code"]
    found = []
    for code, row in table.iterrows():
        unknown = pd.isna(row["illectronism_people"])
        name = row["robustness_name"]
        figures = Figures(
            "commune",
            plain(row),
            maker.nation,
            str(reasons[code]).split(" ")[0] if unknown else "",
            name if isinstance(name, str) else "",
        )
        found.append((str(code), figures))
    return found


@pytest.mark.national
def test_every_commune_of_france_has_true_sentences(maker):
    table = maker.level("commune")
    assert len(table) > 34_000
    nation = maker.nation
    for rank, (code, figures) in enumerate(figures_of(maker, table)):
        said = {name: rule(figures, "fr") for name, rule in sentences.RULES.items()}
        said = {name: one for name, one in said.items() if one is not None}
        for one in said.values():
            assert one.words.endswith("."), (code, one.words)
            assert "{" not in one.words, (code, one.words)
            assert "nan" not in one.words.split(), (code, one.words)
            assert one.source_ids or not one.values, (code, one.words)
        # One of the two, never both, never neither.
        assert ("need" in said) != ("need_unknown" in said), code
        assert ("far" in said) == bool(np.isfinite(figures["nearest_counter_minutes"])), code
        assert ("fibre" in said) == bool(np.isfinite(figures["without_fibre_share"])), code
        if "need_share" in said:
            words = said["need_share"].words
            share, mean = figures["illectronism_share"], nation["illectronism_share"]
            assert "plus que la moyenne" not in words or share > mean, code
            assert "moins que la moyenne" not in words or share < mean, code
        brief = sentences.essential(figures, "fr")
        assert 2 <= len(brief) <= sentences.ESSENTIAL_COUNT, code
        assert len({one.words for one in brief}) == len(brief), code
        if rank % EVERY == 0:
            for one in said.values():
                assert unexplained(one, "fr") == [], (code, one.words)
            for rule in sentences.RULES.values():
                english = rule(figures, "en")
                if english is not None:
                    assert english.words.endswith("."), (code, english.words)
                    assert unexplained(english, "en") == [], (code, english.words)


@pytest.mark.national
def test_sums_of_territories_are_sums_of_communes(maker):
    communes = maker.country.tables.communes
    for level in ("epci", "departement", "region"):
        table = maker.level(level)
        expected = communes.groupby(f"{level}_code")["population_people"].sum(min_count=1)
        pd.testing.assert_series_equal(
            table["population_people"], expected, check_names=False, check_index_type=False
        )
        counters = maker.country.tables.counters
        fixed = counters[~counters["is_itinerant"].astype(bool)]
        where = communes[f"{level}_code"].reindex(fixed["commune_code"])
        assert table["fixed_counters_count"].sum() == where.notna().sum()
