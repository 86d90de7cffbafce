"""The estimate of people in illectronism: what a reader of the tables can count on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory import illectronism
from territory.contract import POSITIONS
from territory.errors import TerritoryError, UnknownNameError
from territory.illectronism import (
    Assumptions,
    Model,
    draw_people,
    estimate,
    explain,
    illectronism_people,
    illectronism_share,
    stated_model,
    sum_over,
)
from territory.illectronism.facts import OCCUPATIONS
from territory.illectronism.income import composition_log_income, fifth_effect
from territory.illectronism.model import fit
from tests.illectronism.rows import ROUND, scaled, table

NONE_LEVELS = {"no_diploma_people": 480.0, "cap_bep_people": 60.0, "bac_people": 60.0}
MEASURES = [f"illectronism{x}{y}" for x in ("", "_low", "_high") for y in ("_share", "_people")]


def test_people_are_the_share_of_those_of_fifteen_or_more_in_ordinary_dwellings():
    communes = table({})
    share, people = illectronism_share(communes), illectronism_people(communes)
    adults = illectronism.adult_people(communes)
    assert people.iloc[0] == pytest.approx(share.iloc[0] * adults.iloc[0])
    # Of the 1,000 of fifteen or more, some live in institutions, whom the survey does not ask.
    assert 900 < adults.iloc[0] < 1000
    assert (share.name, people.name) == ("illectronism_share", "illectronism_people")


def test_older_less_schooled_lonelier_and_poorer_communes_have_a_higher_share():
    older = {"age_45_59_people": 130.0, "age_75_89_people": 220.0}
    lonelier = {
        "living_alone_people": 260.0,
        "living_alone_households": 260.0,
        "couple_without_children_households": 100.0,
        "all_households": 530.0,
    }
    poorer = {"median_income_used_eur": 19_000.0}
    share = illectronism_share(table({}, older, NONE_LEVELS, lonelier, poorer))
    assert (share.iloc[1:] > share.iloc[0]).all()


def test_overseas_the_same_commune_has_a_higher_share():
    share = illectronism_share(table({}, {"zone": "reunion"}))
    assert share.iloc[1] > share.iloc[0]


def test_an_estimate_does_not_depend_on_the_other_communes_of_the_table():
    rows = [{}, NONE_LEVELS, scaled(30), {"median_income_used_eur": 17_000.0}, {"zone": "guyane"}]
    together = estimate(table(*rows, *[scaled(k / 7) for k in range(1, 40)]))
    alone = pd.concat([estimate(table(*rows).iloc[[k]]) for k in range(len(rows))])
    pd.testing.assert_frame_equal(
        together.iloc[: len(rows)][MEASURES], alone[MEASURES], rtol=1e-5, check_exact=False
    )


def test_the_order_of_rows_is_irrelevant_and_the_table_is_left_as_it_was():
    communes = table({}, NONE_LEVELS, scaled(5))
    before = communes.copy()
    forwards, backwards = estimate(communes), estimate(communes.iloc[::-1])
    pd.testing.assert_frame_equal(communes, before)
    pd.testing.assert_frame_equal(
        forwards[MEASURES], backwards.iloc[::-1][MEASURES], rtol=1e-5, check_exact=False
    )


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {name: st.floats(0, 400) for name in ROUND if name.endswith(("_people", "households"))}
        ),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_the_counts_a_share_is_a_share_and_its_bounds_hold_it(rows):
    found = estimate(table(*rows), draws=50)
    known = found.dropna(subset=["illectronism_share"])
    assert known["illectronism_share"].between(0, 1).all()
    assert (known["illectronism_low_people"] >= 0).all()
    assert (known["illectronism_high_share"] <= 1 + 1e-6).all()
    assert (known["illectronism_low_people"] <= known["illectronism_high_people"]).all()
    # A missing figure says why, and only a missing one does.
    has_none = found["illectronism_status"].isin(["missing", "not_applicable"])
    assert (found["illectronism_share"].isna() == has_none).all()
    assert (found.loc[has_none, "illectronism_reason_code"] != "").all()


def test_a_commune_where_nobody_lives_has_no_figure_and_says_so():
    nobody = {name: 0.0 for name in ROUND if name.endswith(("_people", "_households"))}
    found = estimate(table(nobody)).iloc[0]
    assert np.isnan(found["illectronism_people"])
    assert found["illectronism_status"] == "not_applicable"
    assert found["illectronism_reason_code"] == "nobody"


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        ({"no_diploma_people": None}, "imputed", "diplomas_missing"),
        ({"no_diploma_people": -5.0}, "imputed", "diplomas_negative"),
        ({"cap_bep_people": 600.0}, "imputed", "diplomas_not_summing"),
        ({"cap_bep_people": 300.0}, "modelled", "diplomas_scaled"),
        ({"lone_parent_households": None}, "imputed", "households_missing"),
        ({"all_households": -1.0}, "imputed", "households_negative"),
        ({"all_households": 200.0}, "imputed", "households_not_summing"),
        ({"median_income_used_eur": None}, "imputed", "income_missing"),
        ({"median_income_used_status": "imputed"}, "imputed", "income_imputed"),
        ({"workers_people": None}, "imputed", "positions_missing"),
        ({"workers_people": -5.0}, "imputed", "positions_not_summing"),
        ({"workers_people": 400.0}, "imputed", "positions_not_summing"),
        ({"region_code": "94"}, "modelled", "region_published_higher"),
        ({"age_75_89_people": None}, "missing", "ages_missing"),
        ({"age_75_89_people": -20.0}, "missing", "ages_negative"),
        ({"population_people": 3000.0}, "missing", "ages_not_summing"),
        ({"zone": "mayotte"}, "missing", "outside_survey"),
    ],
)
def test_bad_margins_are_imputed_or_refused_by_a_stated_rule(change, status, reason):
    found = estimate(table({}, change))
    assert found["illectronism_status"].tolist() == ["modelled", status]
    assert found["illectronism_reason_code"].tolist() == ["", reason]
    assert found["illectronism_share"].notna().tolist() == [True, status != "missing"]


def test_an_imputed_margin_widens_the_interval():
    found = estimate(table(scaled(20), {**scaled(20), "no_diploma_people": None}))
    width = found["illectronism_high_people"] - found["illectronism_low_people"]
    relative = width / found["illectronism_people"]
    assert relative.iloc[1] > relative.iloc[0]


def test_people_living_alone_are_taken_from_households_where_they_are_missing():
    found = illectronism_share(table({}, {"living_alone_people": None}))
    assert found.iloc[0] == found.iloc[1]


def test_a_table_without_a_column_is_refused_by_its_name():
    with pytest.raises(TerritoryError) as caught:
        estimate(table({}).drop(columns="median_income_used_eur"))
    assert caught.value.values["column"] == "median_income_used_eur"


def test_small_communes_have_wider_intervals():
    found = estimate(table(*[scaled(factor) for factor in (0.05, 0.2, 1, 8)]))
    width = found["illectronism_high_share"] - found["illectronism_low_share"]
    assert width.is_monotonic_decreasing
    assert width.iloc[0] > 2 * width.iloc[-1]


def test_the_profile_counts_people_among_those_in_illectronism():
    found = estimate(table({}, NONE_LEVELS))
    for name in ("75_plus", "alone", "no_diploma"):
        part = found[f"illectronism_{name}_people"]
        assert (part > 0).all()
        assert (part < found["illectronism_people"]).all()
    no_diploma = found["illectronism_no_diploma_people"]
    assert no_diploma.iloc[1] > no_diploma.iloc[0]


def test_sums_over_any_level_are_sums_of_people():
    communes = table(*[scaled(1 + k / 3) for k in range(12)])
    drawn = draw_people(communes)
    fine = sum_over(drawn, pd.Series(list("aabbccddeeff"), communes.index))
    coarse = sum_over(drawn, pd.Series(list("aaaaaabbbbbb"), communes.index))
    people = illectronism_people(communes)
    assert fine["illectronism_people"].sum() == pytest.approx(people.sum(), rel=1e-12)
    assert coarse["illectronism_people"].tolist() == pytest.approx(
        [fine["illectronism_people"].iloc[:3].sum(), fine["illectronism_people"].iloc[3:].sum()]
    )
    assert coarse["adult_people"].iloc[0] == pytest.approx(
        fine["adult_people"].iloc[:3].sum(), rel=1e-12
    )


def test_the_interval_of_a_sum_knows_that_national_rates_move_all_communes_together():
    communes = table(*[scaled(3) for _ in range(60)])
    drawn = draw_people(communes)
    both = sum_over(drawn, pd.Series("all", communes.index))
    each = estimate(communes)
    widths = each["illectronism_high_people"] - each["illectronism_low_people"]
    as_if_independent = float(np.sqrt((widths**2).sum()))
    width = float((both["illectronism_high_people"] - both["illectronism_low_people"]).iloc[0])
    assert width > 2 * as_if_independent
    assert width < widths.sum()


def test_a_sum_says_how_many_communes_it_leaves_out():
    communes = table({}, {"age_75_89_people": None}, {})
    found = sum_over(draw_people(communes), pd.Series(["a", "a", None], communes.index))
    assert found["communes_count"].tolist() == [1]
    assert found["missing_communes_count"].tolist() == [1]


def test_a_territory_without_any_estimate_has_a_row_and_no_people():
    communes = table({}, {"age_75_89_people": None})
    found = sum_over(draw_people(communes), pd.Series(["a", "b"], communes.index))
    assert np.isnan(found.loc["b", "illectronism_people"])
    assert found.loc["b", "missing_communes_count"] == 1


def test_contributions_add_up_to_the_gap_to_the_nation():
    rows = [{}, NONE_LEVELS, scaled(9), {"zone": "reunion"}, {"median_income_used_eur": 31_000.0}]
    found = explain(table(*rows))
    parts = ["nation", *illectronism.FACTORS]
    assert np.abs(found[parts].sum(axis=1) - found["commune"]).max() < 1e-9
    assert (found["nation"] == 0.154).all()
    assert found["commune"].tolist() == pytest.approx(illectronism_share(table(*rows)).tolist())


def test_where_workers_and_farmers_live_the_share_is_higher_and_the_occupation_says_so():
    poor_in_executives = {
        "executives_people": 10.0,
        "workers_people": 160.0,
        "farmers_people": 40.0,
    }
    communes = table({}, poor_in_executives)
    share, found = illectronism_share(communes), explain(communes)
    assert share.iloc[1] > share.iloc[0] + 0.003
    assert found["occupation"].iloc[1] > found["occupation"].iloc[0] + 0.003


def test_without_occupations_the_estimate_stands_on_the_other_margins():
    gone = {name: None for name in ROUND if name in POSITIONS}
    found = estimate(table({}, gone))
    assert found["illectronism_reason_code"].tolist() == ["", "positions_missing"]
    # The round commune's occupations are not far from those its ages and diplomas imply.
    assert found["illectronism_share"].iloc[1] == pytest.approx(
        found["illectronism_share"].iloc[0], abs=0.02
    )


def test_income_acts_by_what_it_says_beyond_the_other_margins():
    # An income that is just what ages, diplomas, households and occupations say moves nothing.
    model = stated_model()
    fitted = fit(table({}), model)
    said = float(composition_log_income(model.reference.composition, fitted.shares)[0])
    expected_eur = float(
        np.exp(model.reference.log_income + said - model.reference.composition_mean)
    )
    without = table({"median_income_used_eur": expected_eur}, {"median_income_used_eur": None})
    share = illectronism_share(without)
    assert share.iloc[0] == pytest.approx(share.iloc[1], abs=1e-9)


def test_the_richest_commune_is_no_richer_than_the_highest_fifth():
    # By hand: the middles of the extreme fifths are ln 3.41 = 1.2267 apart, so 0.6133 each side.
    stated = Assumptions.stated()
    far = fifth_effect(np.array([-5.0, 0.0, 5.0]), stated)
    assert far == pytest.approx([-0.61335, 0.0, 0.61335], abs=1e-4)


def test_people_in_institutions_are_told_apart():
    # Many of 75 or more neither alone nor in a family: a home for the aged.
    home = {
        "age_75_89_people": 180.0,
        "age_90_plus_people": 60.0,
        "age_0_14_people": 100.0,
    }
    found = estimate(table({}, home | {"retired_people": 430.0}))
    institution = found["illectronism_institution_people"]
    assert institution.iloc[1] > institution.iloc[0] > 0
    assert (found["adult_people"] < [1000.0, 1100.0]).all()


def test_fewer_than_fifty_adults_is_said():
    found = estimate(table(scaled(0.04), scaled(0.06)))
    assert found["illectronism_reason_code"].tolist() == ["few_adults", ""]


def test_a_factor_contributes_in_its_own_direction():
    found = explain(
        table({}, NONE_LEVELS, {"median_income_used_eur": 31_000.0}, {"zone": "reunion"})
    )
    assert found["diploma"].iloc[1] > found["diploma"].iloc[0]
    assert found["income"].iloc[2] < found["income"].iloc[0]
    assert found["overseas"].iloc[:3].abs().max() < 1e-12
    assert found["overseas"].iloc[3] > 0.01


def test_a_commune_like_the_nation_owes_nothing_to_any_factor():
    model = stated_model()
    ages, diplomas, households, positions = (1000 * margin for margin in model.reference.margins)
    # Nobody is retired here: own positions are those of the nation, own and former.
    occupations = [f"{name}_people" for name in (*OCCUPATIONS, "other_inactive")]
    stated = model.assumptions
    young, thirties = stated.people_15_24_of_15_29_share, stated.people_30_39_of_30_44_share
    band_15_29 = ages[0] / young
    band_30_44 = (ages[1] - (1 - young) * band_15_29) / thirties
    kinds = {
        "couple_without_children_households": households[1]
        / stated.adults_per_couple_without_children,
        "couple_with_children_households": households[2] / stated.adults_per_couple_with_children,
        "lone_parent_households": households[3] / stated.adults_per_lone_parent,
        "living_alone_households": households[0],
    }
    commune = {
        "age_15_29_people": band_15_29,
        "age_30_44_people": band_30_44,
        "age_45_59_people": ages[2] - (1 - thirties) * band_30_44,
        "age_60_74_people": ages[3],
        "age_75_89_people": ages[4],
        "age_90_plus_people": 0.0,
        "out_of_school_people": 1000 - diplomas[4],
        "no_diploma_people": diplomas[0],
        "brevet_people": 0.0,
        "cap_bep_people": diplomas[1],
        "bac_people": diplomas[2],
        "bac_plus_2_people": 0.0,
        "bac_plus_3_4_people": diplomas[3],
        "bac_plus_5_people": 0.0,
        "living_alone_people": households[0],
        "all_households": sum(kinds.values()),
        **kinds,
        **dict(zip(occupations, positions.tolist(), strict=True)),
        "retired_people": 0.0,
    }
    found = explain(table(commune)).iloc[0]
    assert found[["age", "diploma", "household", "occupation"]].abs().max() < 1e-6


def test_another_assumption_gives_another_estimate_and_an_unknown_one_is_refused():
    stated = stated_model()
    without = Model(
        stated.facts, stated.assumptions.replace(income_is_used=False), stated.reference
    )
    poor = table({"median_income_used_eur": 18_000.0})
    with_income = estimate(poor, draws=50)["illectronism_share"].iloc[0]
    assert estimate(poor, without, draws=50)["illectronism_share"].iloc[0] < with_income
    with pytest.raises(UnknownNameError) as caught:
        Assumptions.stated().replace(income_is_use=False)
    assert "income_is_used" in caught.value.near


def test_a_reference_made_with_other_assumptions_is_refused():
    stated = stated_model()
    other = stated.assumptions.replace(adults_per_lone_parent=1.5)
    with pytest.raises(TerritoryError) as caught:
        Model(stated.facts, other, stated.reference)
    assert caught.value.values["name"] == "adults_per_lone_parent"


def test_every_name_offered_exists():
    assert all(hasattr(illectronism, name) for name in illectronism.__all__)
