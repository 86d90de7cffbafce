"""The network a commune can connect to. Fixed: Arcep's counts of premises, wired only.

The file of all technologies includes satellite and says 100 % everywhere: it is never used.
"""

from __future__ import annotations

import pandas as pd


def _share_without(communes: pd.DataFrame, served: str, name: str) -> pd.Series:
    premises = communes["premises_count"].astype("float64")
    without = premises - communes[served].astype("float64")
    return (without / premises.where(premises > 0)).rename(name)


def without_fibre_share(communes: pd.DataFrame) -> pd.Series:
    """Return the share of premises without a wired offer of 1 Gbit/s, that is without fibre.

    Returns
    -------
    Series of float
        Between 0 and 1; missing where Arcep has no figure or the commune has no premises.

    Notes
    -----
    Arcep, *Ma connexion internet*. The file of speeds does not name fibre; 1 Gbit/s by wire is
    fibre, or the latest cable networks in a few hundred communes (94.3 % of premises against
    93.8 % with fibre alone, 31 March 2026).
    """
    return _share_without(communes, "at_least_1_gbps_premises_count", "without_fibre_share")


def below_30_mbps_share(communes: pd.DataFrame) -> pd.Series:
    """Return the share of premises without a wired offer of 30 Mbit/s or more.

    Returns
    -------
    Series of float
        Between 0 and 1; missing where Arcep has no figure or the commune has no premises.
    """
    return _share_without(communes, "at_least_30_mbps_premises_count", "below_30_mbps_share")
