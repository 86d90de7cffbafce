"""La Mednum's Indice de fragilité numérique (IFN v2), remade for comparison.

The mean of five decile scores, 1 to 10: no very high speed, no 4G, poverty, people of 65 or more, low
diplomas. What differs from theirs: our age bands give 60 or more; their 4G is a share of people,
ours of area; a score is missing when one of the five is, where theirs once read what was hidden
as no fragility.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

PARTS = (
    "below_30_mbps_share",
    "without_good_4g_share",
    "poverty_share",
    "aged_60_plus_share",
    "low_diploma_share",
)
_AGED = ("age_60_74_people", "age_75_89_people", "age_90_plus_people")


def ifn_parts(communes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the five shares the index is made of; missing where unknown.

    Parameters
    ----------
    communes : DataFrame
        Rows of the table of communes.
    indicators : DataFrame
        As `territory.indicators.compute_indicators` gives them.
    """
    population = communes["population_people"]
    out_of_school = communes["out_of_school_people"]
    return pd.DataFrame(
        {
            "below_30_mbps_share": indicators["below_30_mbps_share"],
            "without_good_4g_share": indicators["without_good_4g_share"],
            "poverty_share": communes["poverty_share"],
            "aged_60_plus_share": communes[list(_AGED)].sum(axis="columns", skipna=False)
            / population.where(population > 0),
            "low_diploma_share": communes["no_diploma_people"]
            / out_of_school.where(out_of_school > 0),
        }
    )


def ifn_v2(communes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Return the index and its five decile scores.

    Returns
    -------
    DataFrame
        Each of `PARTS` as its national decile, 1 (least fragile) to 10, and ``ifn_v2``, their mean
        (1 to 10); missing where one of the five is.

    Notes
    -----
    Deciles are of the communes given: it is a relative index, not a rate.
    """
    parts = ifn_parts(communes, indicators)
    deciles = parts.rank(pct=True).mul(10).apply(np.ceil).clip(1, 10)
    return deciles.assign(ifn_v2=deciles.mean(axis="columns", skipna=False))
