"""Zones from which fixed counters are reached by car in some minutes, drawn by IGN's service.

From the counters a territory needs (`wanted`), zones are asked for or read where they are kept
(`gather`), laid over communes and the places where people live (`shares`), and written (`files`) with
what they are (`told`). They enter no score: decision 29.
"""

from __future__ import annotations

from territory.isochrones.files import check_suffixes, shares_table, table_files, zones_bytes
from territory.isochrones.gather import Zones, count_kept, gather_zones
from territory.isochrones.planes import Grounds
from territory.isochrones.service import IGN_ISOCHRONE_URL, IGN_RESOURCE, ZoneService
from territory.isochrones.shares import Within, within
from territory.isochrones.told import (
    about_isochrones,
    outcome_lines,
    plan_lines,
    reasons_in_words,
)
from territory.isochrones.wanted import LIMITS_MINUTES, Wanted, read_limits, wanted_zones

__all__ = [
    "IGN_ISOCHRONE_URL",
    "IGN_RESOURCE",
    "LIMITS_MINUTES",
    "Grounds",
    "Wanted",
    "Within",
    "ZoneService",
    "Zones",
    "about_isochrones",
    "check_suffixes",
    "count_kept",
    "gather_zones",
    "outcome_lines",
    "plan_lines",
    "read_limits",
    "reasons_in_words",
    "shares_table",
    "table_files",
    "wanted_zones",
    "within",
    "zones_bytes",
]
