"""The validation in words, on a France of a few very large communes."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.errors import TerritoryError
from territory.illectronism import stated_model
from territory.illectronism.ablation import ablation_table
from territory.illectronism.external import area_types, errors_by_level
from territory.illectronism.report import BEGIN, END, put_between_markers, validation_text
from territory.illectronism.validate import (
    age_only_rates,
    assumptions_table,
    leave_one_out_table,
)
from territory.messages import Words
from tests.illectronism.rows import scaled, table


@pytest.fixture(scope="module")
def france() -> pd.DataFrame:
    # 55,970 thousand people of 15 or more, 1,000 in the round commune.
    places = [("52", "44"), ("27", "58"), ("27", "70"), ("75", "24"), ("32", "59"), ("11", "93")]
    places += [("84", "69"), ("84", "74"), ("84", "01"), ("24", "45"), ("94", "2A"), ("93", "13")]
    rows = [
        {**scaled(4_538), "region_code": region, "density_class": 1 + k % 7}
        for k, (region, _) in enumerate(places)
    ]
    rows.append({**scaled(1_510), "region_code": "04", "zone": "reunion"})
    communes = table(*rows)
    communes["departement_code"] = [*(code for _, code in places), "974"]
    communes["region_name"] = "R" + communes["region_code"]
    communes["departement_name"] = "D" + communes["departement_code"]
    return communes


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_validation_has_a_row_a_figure_in_the_reader_s_language(france, language):
    text = validation_text(france, Words(language), draws=40, with_assumptions=False)
    assert text.count("|---|") >= 5
    assert ("Sans diplôme ou CEP" in text) == (language == "fr")
    assert ("No diploma or CEP" in text) == (language == "en")
    # A region and a département by the table's own names; their figures are brought to today.
    assert "| R52 |" in text
    assert "| D58 |" in text


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


def test_a_type_of_area_is_that_of_insee_by_its_people_and_the_place_in_it():
    communes = pd.DataFrame(
        {
            "zone": ["metropole"] * 5 + ["reunion"],
            "population_people": [650_000.0, 60_000.0, 30_000.0, 5_000.0, 300.0, 900_000.0],
        },
        index=["a", "b", "c", "d", "e", "f"],
    )
    areas = pd.DataFrame(
        {
            "area_code": ["001", "001", "002", "002", "000", "003"],
            "category_code": ["11", "20", "11", "20", "30", "11"],
        },
        index=communes.index,
    )
    # 001: 710,000 people, its ring included; 002: 35,000, whose ring is no centre; f is overseas.
    assert area_types(communes, areas).fillna("none").tolist() == [
        *("largest_cities", "largest_cities", "small_centres", "none", "outside_attraction"),
        "none",
    ]


def test_the_error_of_a_level_is_the_root_mean_square_of_its_gaps_corse_apart():
    table = pd.DataFrame(
        {
            "level": ["region", "region", "region", "departement"],
            "place": ["52", "27", "94", "58"],
            "gap": [0.03, -0.04, -0.07, 0.01],
            "is_inside": [True, False, False, pd.NA],
        }
    )
    found = errors_by_level(table)
    # By hand: √((9 + 16) / 2) = 3.5355 points; one of three inside; nothing compared elsewhere.
    assert found.loc["region", "rmse"] == pytest.approx(0.035355, abs=1e-6)
    assert found.loc["region", "inside_share"] == pytest.approx(1 / 3)
    assert found.index.tolist() == ["region"]


def test_what_a_part_of_the_method_brings_is_shown_by_its_absence(france):
    found = ablation_table(
        france, stated_model(), 20, 1, names=["positions", "epci_effect", "merged_incomes"]
    )
    assert found.index.tolist() == ["stated", "positions", "epci_effect", "merged_incomes"]
    assert found.loc["stated", "mean_move"] == 0
    assert found.loc["positions", "mean_move"] > 0
    # An effect of places moves no estimate; here nothing is merged nor secret: the same again.
    people = found["people"]
    assert people["epci_effect"] == pytest.approx(people["merged_incomes"])
