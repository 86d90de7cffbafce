"""The fixed and mobile networks of a commune, as shares of premises or of area that lack them.

Fixed shares are of Arcep's counts of premises, wired technologies only: its file of all technologies
includes satellite, says 100 % everywhere, and is never used.
"""

from __future__ import annotations

import pandas as pd


def _share_without(communes: pd.DataFrame, served: str, total: str, name: str) -> pd.Series:
    premises = communes[total].astype("float64")
    without = premises - communes[served].astype("float64")
    return (without / premises.where(premises > 0)).rename(name)


def without_fibre_share(communes: pd.DataFrame) -> pd.Series:
    """Return the share of premises that cannot have fibre.

    Returns
    -------
    Series of float
        Between 0 and 1; missing where the file of technologies has no figure, or is not in the
        tables, or the commune has no premises.

    Notes
    -----
    ``1 − fibre / premises``. Arcep, *Ma connexion internet*, file of technologies: the only one that
    names fibre.

    Examples
    --------
    >>> counts = {"fibre_premises_count": [75, 0], "technology_premises_count": [100, 0]}
    >>> without_fibre_share(pd.DataFrame(counts)).tolist()
    [0.25, nan]
    """
    counted = ("fibre_premises_count", "technology_premises_count")
    return _share_without(communes, *counted, "without_fibre_share")


def without_1_gbps_share(communes: pd.DataFrame) -> pd.Series:
    """Return the share of premises without a wired offer of 1 Gbit/s.

    Returns
    -------
    Series of float
        Between 0 and 1; missing where Arcep has no figure or the commune has no premises.

    Notes
    -----
    ``1 − served / premises``. Arcep, *Ma connexion internet*, file of speeds. It is not the share without fibre: the latest
    cable networks offer 1 Gbit/s too (in Paris 1.1 % of premises have no such offer and 5.5 % cannot
    have fibre, 31 March 2026).
    """
    counted = ("at_least_1_gbps_premises_count", "premises_count")
    return _share_without(communes, *counted, "without_1_gbps_share")


def without_good_4g_share(communes: pd.DataFrame) -> pd.Series:
    """Return the share of the area without good 4G from the operator that covers it best.

    Returns
    -------
    Series of float
        Between 0 and 1; missing where Arcep's files for the zone are not in the tables.

    Notes
    -----
    ``1 − covered area / area``. Arcep, *Mon réseau mobile*: good (BC) and very good (TBC) coverage, simulated by operators.
    """
    return (1 - communes["good_4g_best_operator_share"]).rename("without_good_4g_share")


def without_good_4g_all_operators_share(communes: pd.DataFrame) -> pd.Series:
    """Return the share of the area where not all operators have good 4G.

    Returns
    -------
    Series of float
        Between 0 and 1; missing where Arcep's files for the zone are not in the tables.

    Notes
    -----
    ``1 − area covered by all operators at once / area``: at some place inside it, the customers of
    at least one operator have no good 4G.
    """
    share = 1 - communes["good_4g_all_operators_share"]
    return share.rename("without_good_4g_all_operators_share")


def below_30_mbps_share(communes: pd.DataFrame) -> pd.Series:
    """Return the share of premises without a wired offer of 30 Mbit/s or more.

    Returns
    -------
    Series of float
        Between 0 and 1; missing where Arcep has no figure or the commune has no premises.

    Notes
    -----
    ``1 − served / premises``. Arcep, *Ma connexion internet*, file of speeds.
    """
    counted = ("at_least_30_mbps_premises_count", "premises_count")
    return _share_without(communes, *counted, "below_30_mbps_share")
