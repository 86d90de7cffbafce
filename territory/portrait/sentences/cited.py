"""The sources of each kind of figure, by their ids: what a sentence cites."""

from __future__ import annotations

CENSUS = ("insee_population",)
NEED = ("insee_population", "insee_diplomas", "insee_households", "insee_income", "model")
INCOME = ("insee_income",)
COUNTERS = ("france_services",)
FAR = ("france_services", "town_halls", "insee_access", "engine")
FIXED = ("arcep_fixed",)
TECHNOLOGY = ("arcep_fixed_technology",)
MOBILE = ("arcep_mobile", "commune_boundaries")
MOBILE_SITES = ("arcep_mobile_sites",)
SCORE = ("method", "france_services", *TECHNOLOGY, *FIXED, "model")
EVERY = (*FAR, *TECHNOLOGY, *FIXED, *NEED)
