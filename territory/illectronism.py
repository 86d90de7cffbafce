"""People in illectronism per commune, by direct standardisation on age.

Each census age band of a commune takes the national rate of its ages; the commune's figure is
the sum. The rates are Insee's (survey of 2021, Insee Première 1953); the one of 40-59, which is
not published, is the one that makes the national total 15.4 %. It is a modelled estimate: two
communes of the same ages get the same share.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

ADULT_BANDS = (
    "age_15_29_people",
    "age_30_44_people",
    "age_45_59_people",
    "age_60_74_people",
    "age_75_89_people",
    "age_90_plus_people",
)


@cache
def _published() -> dict[str, Any]:
    return tomllib.loads(
        files("territory").joinpath("illectronism.toml").read_text(encoding="utf-8")
    )


def _weights(band: str, ages: list[dict[str, Any]]) -> list[float]:
    """Return the part of a census band that falls in each published age group."""
    first, last = (int(year) for year in re.findall(r"\d+", band.replace("plus", "120")))
    width = last - first + 1
    return [
        max(0, min(last, group["last"]) - max(first, group["first"]) + 1) / width for group in ages
    ]


@cache
def band_rates() -> pd.Series:
    """Return the national share in illectronism of each census age band.

    Returns
    -------
    Series of float
        Index: the six bands of `ADULT_BANDS`; values between 0 and 1.

    Examples
    --------
    >>> round(float(band_rates()["age_60_74_people"]), 3)
    0.242
    """
    published = _published()
    ages = published["ages"]
    weights = pd.DataFrame({band: _weights(band, ages) for band in ADULT_BANDS}).T
    known = pd.Series([group.get("share", float("nan")) for group in ages])
    people = weights.mul(pd.Series(published["national_millions"]), axis="index").sum()
    (unknown,) = known.index[known.isna()]
    expected = published["total"]["share"] * people.sum()
    known[unknown] = (expected - (people * known).sum()) / people[unknown]
    return (weights * known).sum(axis="columns").rename("share")


def adult_people(communes: pd.DataFrame) -> pd.Series:
    """Return the people aged 15 or more of each commune; missing if any age band is."""
    return communes[list(ADULT_BANDS)].sum(axis="columns", skipna=False).rename("adult_people")


def illectronism_people(communes: pd.DataFrame) -> pd.Series:
    """Return the modelled number of people aged 15+ in illectronism.

    Parameters
    ----------
    communes : DataFrame
        The census age bands of `ADULT_BANDS`, in people.

    Returns
    -------
    Series of float
        People; missing where an age band is missing.

    Notes
    -----
    Insee Première 1953 (survey of 2021): direct standardisation on age.
    """
    expected = communes[list(ADULT_BANDS)] * band_rates()
    return expected.sum(axis="columns", skipna=False).rename("illectronism_people")


def illectronism_share(communes: pd.DataFrame) -> pd.Series:
    """Return the modelled share of people aged 15+ in illectronism.

    Returns
    -------
    Series of float
        Between 0 and 1; missing where an age band is missing or nobody is 15 or older.
    """
    adults = adult_people(communes)
    return (illectronism_people(communes) / adults.where(adults > 0)).rename("illectronism_share")
