"""The rules of a portrait's sentences, on figures written by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.messages import LANGUAGES, Words
from territory.portrait.gather import FACTORS
from territory.portrait.maker import Figures
from territory.portrait.sentences import counters as counter_sentences
from territory.portrait.sentences import need as sentences
from territory.portrait.sentences import network as network_sentences
from territory.portrait.sentences import ranks as rank_sentences
from territory.portrait.sentences.words import points, share
from tests.portrait.words import numbers_in

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
    "unknown_kind_counters_count": 0.0,
    "hours_known_counters_count": 0.0,
    "saturday_known_counters_count": 0.0,
    "saturday_counters_count": 0.0,
    "partly_saturday_counters_count": 0.0,
    "counters_total_hours": 0.0,
}


def one_commune(**values: float) -> Figures:
    return Figures("commune", {**COUNTS, **values}, NATION)


def plain(said) -> str:
    return said.words.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_figures_that_are_missing(language):
    unknown = one_commune()
    said = {name for name, rule in sentences.RULES.items() if rule(unknown, Words(language))}
    assert said == {"need_unknown", "counters_inside"}


def test_people_are_written_as_finely_as_their_interval():
    figures = one_commune(
        illectronism_people=1645.6, illectronism_low_people=1381.6, illectronism_high_people=1952.6
    )
    assert plain(sentences.need(figures, Words("fr"))) == (
        "Selon l’estimation, près de 1 650 personnes de 15 ans ou plus sont en illectronisme dans la "
        "commune (entre 1 380 et 1 950, neuf fois sur dix)."
    )
    lower = one_commune(
        illectronism_people=1642.0, illectronism_low_people=1381.6, illectronism_high_people=1952.6
    )
    assert "environ 1 640 personnes" in plain(sentences.need(lower, Words("fr")))


@pytest.mark.parametrize(
    ("people", "words"),
    [(0.0, "aucun habitant"), (1.0, "1 habitant au"), (6.0, "6 habitants")],
)
def test_a_village_of_nobody_of_one_and_of_six_read_well(people, words):
    assert words in plain(sentences.population(one_commune(population_people=people), Words("fr")))


def test_a_few_people_are_not_written_in_the_plural():
    figures = one_commune(
        illectronism_people=0.9, illectronism_low_people=0.0, illectronism_high_people=2.2
    )
    assert "une personne de 15 ans ou plus est" in sentences.need(figures, Words("fr")).words
    assert "one person aged 15 or more is" in sentences.need(figures, Words("en")).words
    fewer = one_commune(
        illectronism_people=0.3, illectronism_low_people=0.0, illectronism_high_people=1.2
    )
    assert "moins d’une personne" in sentences.need(fewer, Words("fr")).words


def test_a_gap_within_the_interval_is_not_called_a_gap():
    bounds = {"illectronism_low_share": 0.13, "illectronism_high_share": 0.19}
    like = one_commune(illectronism_share=0.16, **bounds)
    above = one_commune(
        illectronism_share=0.2, illectronism_low_share=0.17, illectronism_high_share=0.23
    )
    assert "ne se distingue pas" in sentences.need_share(like, Words("fr")).words
    assert "plus que la moyenne" in sentences.need_share(above, Words("fr")).words


def test_unknown_hours_are_not_a_closed_saturday():
    known = one_commune(fixed_counters_count=2.0, saturday_known_counters_count=2.0)
    unknown = one_commune(fixed_counters_count=2.0, saturday_known_counters_count=1.0)
    assert (
        "Aucun guichet fixe n’ouvre" in counter_sentences.saturday_inside(known, Words("fr")).words
    )
    assert counter_sentences.saturday_inside(unknown, Words("fr")) is None


def test_no_fibre_at_all_and_fibre_for_all_are_said_plainly():
    nobody = network_sentences.fibre(one_commune(without_fibre_share=1.0), Words("fr"))
    assert "Aucun local ne peut" in plain(nobody)
    everyone = network_sentences.fibre(one_commune(without_fibre_share=0.0), Words("fr"))
    assert "Tous les locaux" in everyone.words
    nearly = network_sentences.fibre(one_commune(without_fibre_share=0.0001), Words("fr"))
    assert "moins de 0,1 %" in plain(nearly)


def test_a_share_is_set_beside_the_mean_in_words():
    more, less, close = (
        network_sentences.fibre(one_commune(without_fibre_share=value), Words("fr")).words
        for value in (0.2, 0.01, 0.06)
    )
    assert "plus que la moyenne" in more
    assert "moins que la moyenne" in less
    assert "proche de la moyenne" in close


def test_premises_without_fibre_that_have_no_other_cable_are_the_same_ones():
    same = {
        "without_fibre_share": 0.055,
        "without_fibre_premises_count": 535.0,
        "below_30_mbps_premises_count": 535.0,
        "technology_premises_count": 9700.0,
        "premises_count": 9700.0,
    }
    said = network_sentences.slow(one_commune(below_30_mbps_share=0.055, **same), Words("fr"))
    assert plain(said) == "Aucun des locaux sans fibre n’a 30 Mbit/s par un autre câble."
    fewer = {**same, "below_30_mbps_premises_count": 500.0}
    assert "La part des locaux" in (
        network_sentences.slow(one_commune(below_30_mbps_share=0.051, **fewer), Words("fr")).words
    )
    other_quarter = {**same, "technology_premises_count": 9650.0}
    assert "La part des locaux" in (
        network_sentences.slow(
            one_commune(below_30_mbps_share=0.055, **other_quarter), Words("fr")
        ).words
    )


def test_technologies_are_said_when_they_are_known_and_only_those_that_exist():
    figures = one_commune(
        technology_premises_count=200.0,
        fibre_premises_count=180.0,
        cable_premises_count=0.0,
        copper_premises_count=150.0,
        fixed_radio_premises_count=0.0,
    )
    assert plain(network_sentences.technologies(figures, Words("fr"))) == (
        "Par technologie, 90,0 % des locaux peuvent avoir la fibre et 75,0 % le cuivre ; un local peut en "
        "avoir plusieurs."
    )


def test_premises_without_any_cable_and_sites_are_counted_in_grammar():
    def unwired(count: float) -> str:
        figures = one_commune(without_wired_premises_count=count, premises_count=200.0)
        said = network_sentences.unwired(figures, Words("fr"))
        return "" if said is None else plain(said)

    assert unwired(0.0) == ""
    assert unwired(1.0).startswith("Un seul local n’a")
    assert unwired(3.0).startswith("3 locaux, soit 1,5 %, n’ont")
    assert unwired(200.0).startswith("Aucun local n’a")
    one = network_sentences.sites(one_commune(site_4g_count=1.0), Words("fr"))
    assert one.words == "Une antenne 4G est située dans la commune."


def test_coverage_from_all_operators_is_not_that_from_the_best():
    figures = one_commune(without_good_4g_share=0.1, without_good_4g_all_operators_share=0.75)
    assert "que sur 25,0 % de la surface" in plain(
        network_sentences.mobile_all(figures, Words("fr"))
    )
    none = one_commune(without_good_4g_share=0.1, without_good_4g_all_operators_share=1.0)
    assert "Nulle part" in network_sentences.mobile_all(none, Words("fr")).words
    nothing = one_commune(without_good_4g_share=1.0, without_good_4g_all_operators_share=1.0)
    assert network_sentences.mobile_all(nothing, Words("fr")) is None


def test_a_rank_outside_its_own_interval_is_said_to_be_outside():
    inside, outside = (
        rank_sentences.rank_interval(
            one_commune(
                exposure_rank=rank,
                low_rank=4.0,
                high_rank=6814.0,
                worst_decile_probability_share=0.9,
            ),
            Words("fr"),
        )
        for rank in (100.0, 1.0)
    )
    assert "ce rang reste entre 4 et 6 814" in plain(inside)
    assert "ce rang reste" not in outside.words
    assert "celui qui est publié ici (1) n’y est pas" in plain(outside)


def test_a_group_of_nobody_is_not_spoken_of_and_one_person_is_singular():
    figures = one_commune(
        illectronism_people=22.0,
        illectronism_low_people=11.0,
        illectronism_high_people=34.0,
        illectronism_75_plus_people=0.3,
        illectronism_alone_people=1.2,
        illectronism_no_diploma_people=13.0,
    )
    assert plain(sentences.who(figures, Words("fr"))) == (
        "Parmi ces personnes, en arrondissant, une vit seule et 13 n’ont pas de diplôme ; ces groupes se "
        "recoupent."
    )


def test_a_bound_is_not_written_like_the_mean_it_is_above():
    near = one_commune(
        illectronism_share=0.175, illectronism_low_share=0.1546, illectronism_high_share=0.195
    )
    assert "17,5 % (15,5 % à 19,5 %) : plus que la moyenne (France entière : 15,4 %)" in plain(
        sentences.need_share(near, Words("fr"))
    )
    nearer = one_commune(
        illectronism_share=0.175, illectronism_low_share=0.15401, illectronism_high_share=0.195
    )
    assert "ne se distingue pas" in sentences.need_share(nearer, Words("fr")).words


def test_half_hours_are_written_as_they_are():
    one = {"fixed_counters_count": 1.0, "hours_known_counters_count": 1.0}
    half = one_commune(**one, counters_total_hours=34.5)
    assert "34,5 heures par semaine" in plain(counter_sentences.hours_inside(half, Words("fr")))
    whole = one_commune(**one, counters_total_hours=24.0)
    assert "24 heures par semaine" in plain(counter_sentences.hours_inside(whole, Words("fr")))
    two = {"fixed_counters_count": 2.0, "hours_known_counters_count": 2.0}
    both = one_commune(**two, counters_total_hours=71.5)
    assert "71,5 heures" in plain(counter_sentences.hours_inside(both, Words("fr")))


def test_hours_for_a_thousand_are_minutes_a_year_for_one():
    figures = one_commune(reachable_hours_per_1k=25.0, nearest_counter_minutes=3.0)
    # 25 h × 60 min × 52 weeks ÷ 1,000 people = 78 min; 8.9 h give 27.8.
    assert "chacune aurait 78 minutes de guichet par an (France entière : 28 minutes)" in plain(
        counter_sentences.minutes_per_person(figures, Words("fr"))
    )


def test_no_road_is_not_no_town_hall():
    by_road = dataclasses.replace(one_commune(reachable_hours_per_1k=0.0), engine="roads")
    assert "Aucune route connue" in counter_sentences.cut_off(by_road, Words("fr")).words
    no_road = one_commune(reachable_hours_per_1k=0.0)
    assert (
        "vol d’oiseau ne traverse pas la mer"
        in counter_sentences.cut_off(no_road, Words("fr")).words
    )
    assert counter_sentences.hours_per_person(no_road, Words("fr")) is None
    assert counter_sentences.cut_off(one_commune(), Words("fr")) is None


def test_people_far_away_are_rounded_and_the_unknown_are_kept_apart():
    values = {
        **COUNTS,
        "communes_count": 22.0,
        "within_20_minutes_share": 0.53,
        "known_people": 293_509.0,
    }
    every = Figures("departement", {**values, "unknown_people": 0.0}, NATION)
    assert plain(counter_sentences.beyond(every, Words("fr"))).startswith(
        "Environ 138 000 habitants, soit 47,0 %"
    )
    some = Figures("departement", {**values, "unknown_people": 487.0}, NATION)
    assert plain(counter_sentences.beyond(some, Words("fr"))).startswith(
        "Parmi les habitants dont le trajet est connu, environ 138 000"
    )


def test_adults_are_never_more_than_inhabitants():
    figures = one_commune(population_people=28.0, adult_people=29.0)
    assert plain(sentences.population(figures, Words("fr"))) == (
        "La commune compte 28 habitants au recensement."
    )


def test_a_part_of_france_is_not_called_france():
    part = Figures("commune", {**COUNTS, "without_fibre_share": 0.2}, NATION, is_of_france=False)
    said = network_sentences.fibre(part, Words("fr"))
    assert "France" not in said.words
    assert "ensemble des communes des tables" in said.words


def test_plurals_follow_the_language():
    assert points(0.017, Words("fr")).words.endswith("point")
    assert points(0.017, Words("en")).words.endswith("points")
    assert points(-0.02, Words("fr")).words == "−2,0\u00a0points"
    assert share(0.154, Words("fr")).words == "15\u202f%"


PREMISES = {
    "premises_count": (
        "without_wired_premises_count",
        "without_fibre_premises_count",
        "below_30_mbps_premises_count",
    ),
    "technology_premises_count": (
        "fibre_premises_count",
        "cable_premises_count",
        "copper_premises_count",
        "fixed_radio_premises_count",
    ),
}
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
    values["site_4g_count"] = float(data.draw(st.integers(0, 5)))
    for total, parts in PREMISES.items():
        values[total] = float(data.draw(st.integers(0, 10_000)))
        for name in parts:
            values[name] = float(data.draw(st.integers(0, int(values[total]))))
    for name in (
        *("population_people", "adult_people", "illectronism_people", "known_people"),
        *("illectronism_low_people", "illectronism_high_people", "illectronism_75_plus_people"),
        *("illectronism_alone_people", "illectronism_no_diploma_people", "nearest_counter_minutes"),
        *("reachable_hours_per_1k", "exposure_score", "both_communes_count", "both_people"),
        *("classed_communes_count", "median_income_eur", "low_rank", "high_rank"),
        *("unknown_people", "exposure_rank"),
    ):
        values[name] = data.draw(VALUE)
    for name in (
        *("illectronism_share", "illectronism_low_share", "illectronism_high_share"),
        *("within_20_minutes_share", "without_fibre_share", "below_30_mbps_share"),
        *("worst_decile_probability_share", "poverty_share"),
        *("without_good_4g_share", "without_good_4g_all_operators_share"),
        *(f"{factor}_gap_share" for factor in FACTORS),
    ):
        values[name] = data.draw(SHARE)
    figures = Figures("commune" if is_single else "epci", values, NATION)
    for rule in sentences.RULES.values():
        said = rule(figures, Words(language))
        if said is not None:
            assert said.words[0].isupper() or said.words[0].isdigit()
            assert said.words.endswith(".")
            assert "nan" not in said.words
            assert not any(np.isnan(value) for _, value in said.values)


def test_numbers_are_read_back_in_both_languages():
    assert numbers_in("1\u202f650 et 12,5", "fr") == [(1650.0, 0), (12.5, 1)]
    assert numbers_in("1,650 and 12.5", "en") == [(1650.0, 0), (12.5, 1)]
