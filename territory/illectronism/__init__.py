"""People in illectronism per commune: how many, with what interval, who and why.

A modelled estimate, always called so. The census gives a commune's ages, diplomas, households and
occupations; the joint table follows by proportional fitting on a national seed; each cell takes a
logit rate solved so that the nation has the figures Insee publishes (survey of 2021); what a commune's
income says beyond these moves it by the published odds ratio. People in institutions, whom the survey
does not ask, are told apart. What is published and what is assumed stands in ``facts.toml``; the steps are the modules of this package;
the method is told in ``docs/METHOD.md``.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from territory.illectronism.draws import Draws, Draws32
from territory.illectronism.draws import draw_people as _draw_people
from territory.illectronism.explain import FACTORS, explain_shares
from territory.illectronism.external import external_table
from territory.illectronism.facts import Assumptions, Fact, published_facts, reasons, sources
from territory.illectronism.margins import ADULT_BANDS, COLUMNS
from territory.illectronism.model import Model, fit, stated_model
from territory.illectronism.reason_codes import FEW_ADULTS, REASONS
from territory.illectronism.said import not_ranked, remarks, remarks_sentence, shared_remarks
from territory.illectronism.sums import interval, sum_draws
from territory.illectronism.validate import check_covers_france, validation_table

__all__ = [
    "ADULT_BANDS",
    "COLUMNS",
    "FACTORS",
    "FEW_ADULTS",
    "REASONS",
    "Assumptions",
    "Draws",
    "Fact",
    "Model",
    "adult_people",
    "draw_people",
    "estimate",
    "estimate_of",
    "explain",
    "external_validation",
    "illectronism_people",
    "illectronism_share",
    "not_ranked",
    "published_facts",
    "reasons",
    "remarks",
    "remarks_sentence",
    "shared_remarks",
    "sources",
    "stated_model",
    "sum_over",
    "validation",
]

DRAWS_COUNT = 500
SEED = 1953


def adult_people(communes: pd.DataFrame) -> pd.Series:
    """Return the people aged 15 or more in ordinary dwellings, whom the survey is about.

    Parameters
    ----------
    communes : DataFrame
        Columns of `COLUMNS`.

    Returns
    -------
    Series of float
        People; missing where there is no estimate. What `illectronism_share` is a share of.
    """
    fitted = fit(communes, stated_model())
    return fitted.on_index(fitted.adults, "adult_people")


def illectronism_people(communes: pd.DataFrame) -> pd.Series:
    """Return the modelled number of people aged 15+ in illectronism.

    Parameters
    ----------
    communes : DataFrame
        Columns of `COLUMNS`.

    Returns
    -------
    Series of float
        People; missing where there is no estimate (`estimate` says why).

    Raises
    ------
    TerritoryError
        If a column is absent.
    """
    fitted = fit(communes, stated_model())
    return fitted.on_index(fitted.people, "illectronism_people")


def illectronism_share(communes: pd.DataFrame) -> pd.Series:
    """Return the modelled share of people aged 15+ in illectronism.

    Returns
    -------
    Series of float
        Between 0 and 1; missing where there is no estimate.

    Notes
    -----
    ``Σ_k p_ck logit⁻¹(η_k + β x_c + γ o_c)`` over the cells k of age × diploma × household × position:
    ``p_ck`` the commune's people of each cell in ordinary dwellings, its margins fitted to a national seed
    (Deming & Stephan 1940); ``η_k`` the cell's logit, solved from Insee's published rates; ``x_c`` what the
    commune's median income says beyond these margins (`territory.illectronism.income`); ``o_c`` whether it
    is overseas.
    """
    fitted = fit(communes, stated_model())
    return fitted.on_index(fitted.moments.share, "illectronism_share")


def _anew(draw: Callable[[], Draws32]) -> Draws32:
    return draw()


def draw_people(
    communes: pd.DataFrame,
    model: Model | None = None,
    draws: int = DRAWS_COUNT,
    seed: int = SEED,
    *,
    keep: Callable[[Callable[[], Draws32]], Draws32] = _anew,
) -> Draws:
    """Draw the people in illectronism of each commune, for `sum_over`.

    Parameters
    ----------
    communes : DataFrame
        Columns of `COLUMNS`.
    model : Model, optional
        Other figures or assumptions than those stated.
    draws : int
        How many.
    seed : int
        The same seed gives a commune the same draws, whatever else is in the table.
    keep : callable
        Given what draws the people, returns them: as they were kept of the very same arguments, or
        drawn; by default they are drawn.
    """
    fitted = fit(communes, model or stated_model())
    return Draws(fitted, keep(lambda: _draw_people(fitted, draws, seed).people))


def estimate(
    communes: pd.DataFrame,
    model: Model | None = None,
    draws: int = DRAWS_COUNT,
    seed: int = SEED,
) -> pd.DataFrame:
    """Estimate the people in illectronism of each commune, with an interval and a profile.

    Parameters
    ----------
    communes : DataFrame
        Columns of `COLUMNS`.
    model : Model, optional
        Other figures or assumptions than those stated.
    draws : int
        Draws the interval is taken from.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame
        On the same index: ``illectronism_share``, ``illectronism_people``; the bounds of the 90 %
        interval ``illectronism_low_share``, ``illectronism_high_share``, ``illectronism_low_people``,
        ``illectronism_high_people``; ``adult_people``, those of 15 or more in ordinary dwellings, whom the
        share is of; ``illectronism_institution_people``, told apart: people in institutions at the
        rate of their cell; of the people in illectronism, those of 75 or more, living alone, without
        diploma (``illectronism_75_plus_people``, ``illectronism_alone_people``,
        ``illectronism_no_diploma_people``; they overlap); ``illectronism_status`` (modelled, imputed,
        missing, not_applicable) and ``illectronism_reason_code`` (codes of `REASONS`).

    Raises
    ------
    TerritoryError
        If a column is absent.
    """
    return estimate_of(draw_people(communes, model, draws, seed))


def estimate_of(drawn: Draws) -> pd.DataFrame:
    """Return the estimate that draws were made of: as `estimate` does, without drawing again."""
    fitted = drawn.fitted
    adults, moments = fitted.adults, fitted.moments
    low, high = interval(drawn.people, fitted.model.assumptions.interval_share)
    columns = {
        "illectronism_share": moments.share,
        "illectronism_low_share": low / adults,
        "illectronism_high_share": high / adults,
        "illectronism_people": fitted.people,
        "illectronism_low_people": low,
        "illectronism_high_people": high,
        "illectronism_75_plus_people": moments.seniors * adults,
        "illectronism_alone_people": moments.alone * adults,
        "illectronism_no_diploma_people": moments.no_diploma * adults,
        "illectronism_institution_people": fitted.institution_people,
        "adult_people": adults,
    }
    table = pd.DataFrame({name: fitted.on_index(values, name) for name, values in columns.items()})
    table["illectronism_status"] = fitted.margins.statuses()
    table["illectronism_reason_code"] = fitted.margins.reason_codes(adults)
    return table


def sum_over(draws: Draws, groups: pd.Series) -> pd.DataFrame:
    """Sum an estimate over territories, with intervals that know what communes share.

    Parameters
    ----------
    draws : Draws
        From `draw_people`.
    groups : Series
        Territory of each commune, on the communes' index; missing for those left out.

    Returns
    -------
    DataFrame
        One row a territory: ``illectronism_people`` (exactly the sum of the communes'), its bounds,
        the same as shares of ``adult_people``, ``communes_count`` and ``missing_communes_count``
        (those without an estimate, which the sum leaves out).

    Notes
    -----
    The national rates move all communes together, so the interval of a sum is that of the summed
    draws, wider than if communes erred independently.
    """
    return sum_draws(draws, groups)


def explain(communes: pd.DataFrame, model: Model | None = None) -> pd.DataFrame:
    """Say why a commune's share is above or below the nation's.

    Returns
    -------
    DataFrame
        On the same index, in shares: ``nation``, what ``age``, ``diploma``, ``household``,
        ``occupation``, ``income`` and ``overseas`` add or take away, and ``commune``, exactly their sum.

    Notes
    -----
    Shapley values (1953): what a factor changes when the nation's margin is replaced by the
    commune's, averaged over the orders in which the six can be replaced.
    """
    return explain_shares(fit(communes, model or stated_model()))


def validation(draws: Draws) -> pd.DataFrame:
    """Set each figure Insee publishes beside the estimate.

    Parameters
    ----------
    draws : Draws
        From `draw_people`, of all of France.

    Returns
    -------
    DataFrame
        One row a figure published for the nation: ``published``, ``modelled``, ``gap``, ``is_met``,
        ``used_for`` (``fit`` or ``check``) and the source; those published below the nation are in
        `territory.illectronism.external`.

    Raises
    ------
    TerritoryError
        If the table is not all of France: its shares would say nothing of the published ones.
    """
    check_covers_france(draws, draws.fitted.model)
    return validation_table(draws.fitted)


def external_validation(
    communes: pd.DataFrame, draws: Draws, types: pd.Series | None = None, seed: int = SEED
) -> pd.DataFrame:
    """Set each figure Insee publishes below the nation beside the estimate.

    Parameters
    ----------
    communes : DataFrame
        All of France.
    draws : Draws
        From `draw_people`, of the same communes.
    types : Series of str, optional
        As `territory.illectronism.external.area_types` gives them.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame
        See `territory.illectronism.external.external_table`.

    Raises
    ------
    TerritoryError
        If the table is not all of France.
    """
    check_covers_france(draws, draws.fitted.model)
    return external_table(communes, draws, seed, types)
