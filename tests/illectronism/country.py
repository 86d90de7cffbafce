"""A country made up from known parameters, its census and its survey, to test the interval.

Everything is drawn as the method says the world is: cells of people under a seed that is not
quite the stated one, rates that are not quite the published ones, regions and communes with an
effect of their own, people in illectronism by chance, a census that samples or is late, a survey
of a few thousand people whose figures are rounded.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import pandas as pd

from territory.illectronism.build_reference import build_reference
from territory.illectronism.cells import Seed, cells_of, fit_factors
from territory.illectronism.draws import census_noise
from territory.illectronism.facts import (
    CELLS_COUNT,
    OCCUPATIONS,
    SHAPE,
    Assumptions,
    Fact,
    published_facts,
)
from territory.illectronism.groups import group_mask
from territory.illectronism.income import composition_log_income, fifth_effect
from territory.illectronism.model import Model, stated_model
from territory.illectronism.rates import RATIOS, Rates
from territory.illectronism.shared import draw_shared, stronger_seeds

# The survey's ages are the census's here, so that the census can be written from the cells; nobody
# is retired in it (own positions are known) and nobody lives in an institution.
ASSUMPTIONS = Assumptions.stated().replace(
    people_15_24_of_15_29_share=1.0,
    people_30_39_of_30_44_share=1.0,
    field_is_ordinary_dwellings=False,
)
SIZES = (100, 400, 3_000, 40_000)
REGIONS_COUNT = 12
EPCIS_COUNT = 60


@dataclass(frozen=True)
class Country:
    """What is known of the country, and the truth.

    Parameters
    ----------
    communes : DataFrame
        Its census, in the columns of the contract.
    model : Model
        Its survey's figures, and its reference made from its census.
    concerned : array of shape (n,)
        People in illectronism, counted.
    """

    communes: pd.DataFrame
    model: Model
    concerned: np.ndarray


def make_country(
    generator: np.random.Generator, communes_per_size: int, roughness: float = 1.0
) -> Country:
    """Draw a country, whose places differ `roughness` times as much as is assumed."""
    base = stated_model()
    truth = draw_shared(base, 1, int(generator.integers(1 << 31)))
    seed = _true_seed(base, truth.strengths[0])
    n = communes_per_size * len(SIZES)
    size = np.repeat(SIZES, communes_per_size) * generator.lognormal(0, 0.2, n)
    size = np.rint(np.where(size > 2000, size, np.maximum(size, 20))).astype(int)
    margins = [_around(margin, n, generator) for margin in base.reference.margins]
    cells = cells_of(seed, fit_factors(seed, margins))
    people = np.array(
        [generator.multinomial(k, p / p.sum()) for k, p in zip(size, cells, strict=True)]
    )
    epci = generator.integers(0, EPCIS_COUNT, n)
    region = epci % REGIONS_COUNT
    is_overseas = region == 0
    # Incomes are what the margins say of them, and something of their own.
    own_margins = [
        cells.reshape(-1, *SHAPE).sum(axis=tuple(k + 1 for k in range(4) if k != axis))
        for axis in range(4)
    ]
    said = composition_log_income(base.reference.composition, tuple(own_margins))
    said = said - said.mean()
    log_income = said + generator.normal(0, 0.09, n)
    beyond = fifth_effect(log_income, ASSUMPTIONS) - fifth_effect(said, ASSUMPTIONS)
    shift = (
        truth.rates.income[0] * beyond
        + truth.rates.overseas[0] * is_overseas
        + generator.normal(0, roughness * ASSUMPTIONS.region_effect_sd, REGIONS_COUNT)[region]
        + generator.normal(0, roughness * ASSUMPTIONS.epci_effect_sd, EPCIS_COUNT)[epci]
        + generator.normal(0, roughness * ASSUMPTIONS.commune_effect_sd, n)
    )
    rate = 1 / (1 + np.exp(-(truth.rates.logits[0] + shift[:, None])))
    concerned = generator.binomial(people, rate)
    counted = np.array([_census(row, generator) for row in people])
    communes = _as_table(counted, log_income, epci, generator)
    facts = _survey(people, concerned, is_overseas, truth.rates, generator)
    reference = build_reference(communes, facts, ASSUMPTIONS, "made up")
    return Country(communes, Model(facts, ASSUMPTIONS, reference), concerned.sum(axis=1))


def _true_seed(base: Model, strengths: np.ndarray) -> Seed:
    """Return a seed whose associations are each so many standard deviations stronger."""
    household, position = base.seed.household.copy(), base.seed.position.copy()
    for strength, stronger in zip(strengths, stronger_seeds(base), strict=False):
        household *= (stronger.household / base.seed.household) ** strength
        position *= (stronger.position / base.seed.position) ** strength
    return Seed(household, position)


def _around(margin: np.ndarray, n: int, generator: np.random.Generator) -> np.ndarray:
    return generator.dirichlet(margin * 60, n)


def _census(people: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Sample the people of a large commune; replace some of a small one's by others like them."""
    total = int(people.sum())
    if total >= ASSUMPTIONS.large_commune_people:
        noise = float(census_noise(np.array([total]), ASSUMPTIONS)[0])
        kept = round(total / (1 + noise))
        sampled = generator.multivariate_hypergeometric(people, kept, method="marginals")
        return sampled * (total / kept)
    stay = (1 - ASSUMPTIONS.yearly_turnover_share) ** ASSUMPTIONS.survey_lag_years
    left = generator.binomial(people, 1 - stay)
    return people - left + generator.multinomial(left.sum(), people / total)


def _as_table(
    people: np.ndarray, log_income: np.ndarray, epci: np.ndarray, generator: np.random.Generator
) -> pd.DataFrame:
    table = people.reshape(-1, *SHAPE)
    ages, diplomas, households, positions = (
        table.sum(axis=tuple(k + 1 for k in range(len(SHAPE)) if k != axis))
        for axis in range(len(SHAPE))
    )
    adults = table.sum(axis=(1, 2, 3, 4)).astype(float)
    region = epci % REGIONS_COUNT
    n = len(adults)
    a = ASSUMPTIONS
    columns: dict[str, object] = {
        "zone": np.where(region == 0, "reunion", "metropole"),
        "region_code": np.char.add("R", region.astype(str)),
        "epci_code": np.char.add("E", epci.astype(str)),
        "density_class": pd.array(generator.integers(1, 8, n), dtype="Int64"),
        "population_people": adults,
        "age_0_14_people": np.zeros(n),
        "age_15_29_people": ages[:, 0],
        "age_30_44_people": ages[:, 1],
        "age_45_59_people": ages[:, 2],
        "age_60_74_people": ages[:, 3],
        "age_75_89_people": ages[:, 4],
        "age_90_plus_people": np.zeros(n),
        "out_of_school_people": adults - diplomas[:, 4],
        "no_diploma_people": diplomas[:, 0],
        "brevet_people": np.zeros(n),
        "cap_bep_people": diplomas[:, 1],
        "bac_people": diplomas[:, 2],
        "bac_plus_2_people": np.zeros(n),
        "bac_plus_3_4_people": diplomas[:, 3],
        "bac_plus_5_people": np.zeros(n),
        "living_alone_people": households[:, 0],
        "living_alone_households": households[:, 0],
        "couple_without_children_households": households[:, 1]
        / a.adults_per_couple_without_children,
        "couple_with_children_households": households[:, 2] / a.adults_per_couple_with_children,
        "lone_parent_households": households[:, 3] / a.adults_per_lone_parent,
        **{
            f"{name}_people": positions[:, rank]
            for rank, name in enumerate((*OCCUPATIONS, "other_inactive"))
        },
        "retired_people": np.zeros(n),
        "median_income_eur": 23_000 * np.exp(log_income),
        "median_income_used_eur": 23_000 * np.exp(log_income),
        "median_income_used_status": "observed",
    }
    communes = pd.DataFrame(
        columns, index=pd.Index([f"{k:05d}" for k in range(n)], name="commune_code")
    )
    kinds = [name for name in communes if str(name).endswith("_households")]
    communes["all_households"] = communes[kinds].sum(axis=1) + 1e-3
    return communes.astype(
        {name: float for name in communes if str(name).endswith(("people", "households"))}
    )


def _survey(
    people: np.ndarray,
    concerned: np.ndarray,
    is_overseas: np.ndarray,
    rates: Rates,
    generator: np.random.Generator,
) -> dict[str, Fact]:
    """Ask a few thousand people, weight them to the nation's ages, round the figures."""
    facts = published_facts()
    asked = ASSUMPTIONS.dwellings_surveyed_count * ASSUMPTIONS.response_share
    effective = round(asked / ASSUMPTIONS.design_effect)
    everywhere = people.sum(axis=0)
    rate = concerned.sum(axis=0) / np.maximum(everywhere, 1)
    sample = generator.multinomial(effective, everywhere / everywhere.sum())
    found = generator.binomial(sample, rate)
    by_age = lambda x: np.repeat(x.reshape(SHAPE[0], -1).sum(axis=1), CELLS_COUNT // SHAPE[0])  # noqa: E731
    weight = by_age(everywhere) / np.maximum(by_age(sample), 1)
    published = {}
    for fact in facts.values():
        if fact.used_for != "fit":
            published[fact.id] = dataclasses.replace(fact, used_for="none")
            continue
        if fact.group == "zone.overseas":
            n = round(ASSUMPTIONS.overseas_respondents_count / ASSUMPTIONS.design_effect)
            true = concerned[is_overseas].sum() / people[is_overseas].sum()
            value = generator.binomial(n, true) / n
        elif fact.id in RATIOS:
            error = 0.25  # sampling error of a logarithm of odds ratio in such a survey
            value = float(np.exp(rates.effects[0, RATIOS[fact.id]] + generator.normal(0, error)))
        elif fact.id == "ratio_income":
            value = float(np.exp(-(rates.income[0] * ASSUMPTIONS.income_spread_log)))
            value *= float(np.exp(generator.normal(0, 0.28)))
        else:
            mask = group_mask(fact.group, ASSUMPTIONS)
            value = float((found * weight) @ mask / ((sample * weight) @ mask))
        digit = 2 * fact.half_width
        rounded = max(round(value / digit), 1) * digit
        field = "ratio" if np.isnan(fact.share) else "share"
        published[fact.id] = dataclasses.replace(fact, **{field: rounded})
    return published
