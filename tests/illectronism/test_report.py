"""The validation in words, on a France of a few very large communes."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.errors import TerritoryError
from territory.illectronism import stated_model
from territory.illectronism.report import BEGIN, END, put_between_markers, validation_text
from territory.illectronism.validate import age_only_rates, assumptions_table, leave_one_out_table
from territory.messages import Words
from tests.illectronism.rows import scaled, table


@pytest.fixture(scope="module")
def france() -> pd.DataFrame:
    # 55,970 thousand people of 15 or more, 1,000 in the round commune.
    regions = ["52", "27", "27", "75", "32", "11", "84"]
    rows = [
        {**scaled(7_780), "region_code": code, "density_class": 1 + k}
        for k, code in enumerate(regions)
    ]
    rows.append({**scaled(1_510), "region_code": "04", "zone": "reunion"})
    communes = table(*rows)
    communes["departement_code"] = ["44", "21", "58", "33", "59", "75", "69", "974"]
    return communes


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_validation_has_a_row_a_figure_in_the_reader_s_language(france, language):
    text = validation_text(france, Words(language), draws=40, with_assumptions=False)
    figures = text.split("\n\n")[1:3]
    assert text.count("|---|") >= 3
    assert len(figures) == 2
    assert ("Sans diplôme ou CEP" in text) == (language == "fr")
    assert ("No diploma or CEP" in text) == (language == "en")
    for name in ("Nièvre", "Hauts-de-France"):
        assert name in text


def test_a_table_that_is_not_all_of_france_is_refused():
    with pytest.raises(TerritoryError) as caught:
        validation_text(table(scaled(100)), words=Words("fr"))
    assert caught.value.key == "illectronism_needs_france"


def test_the_text_takes_the_place_its_markers_keep():
    document = put_between_markers(f"before\n{BEGIN}\nold\n{END}\nafter", "new")
    assert document == f"before\n{BEGIN}\nnew\n{END}\nafter"


def test_age_alone_is_the_direct_standardisation_worked_out_by_hand():
    # By hand, on the reference's ages (8.26, 12.40, 17.05, 11.62 and 6.63 million of 55.97):
    # 0.154 × 55.97 = 8.619; less 0.024 × 8.26, 0.04 × 12.40, 0.242 × 11.62 and 0.619 × 6.63, that
    # is 0.198 + 0.496 + 2.812 + 4.104 = 7.611: 1.008 of 17.05 million, or 5.9 %.
    rates = age_only_rates(stated_model())
    assert rates.tolist() == pytest.approx([0.024, 0.04, 0.059, 0.242, 0.619], abs=5e-4)


def test_each_share_fitted_beside_age_can_be_left_out(france):
    found = leave_one_out_table(france, stated_model())
    assert {"no_diploma", "bac_plus_3", "alone", "couple_without_children"} <= set(found.index)
    assert "everyone" not in found.index
    assert (found["high_move"] >= 0).all()


def test_another_value_of_an_assumption_is_tried_and_shown(france):
    found = assumptions_table(
        france, stated_model(), 20, 1, names=["income_is_used", "seed_is_published"]
    )
    assert found.index.tolist() == ["stated", "income_is_used", "seed_is_published"]
    assert found.loc["stated", "mean_move"] == 0
    # The reference is made again without the seed: what moves is the whole method.
    assert found.loc["seed_is_published", "people"] != found.loc["stated", "people"]
