"""Why a commune has no estimate, an imputed one, or one a reader must be told something of."""

from __future__ import annotations

FEW_ADULTS = 50  # below, a share is shown with its interval and is not ranked

# Why a commune has no estimate, an imputed margin, or a margin put right; the words are in the
# catalogue under ``illectronism.reason.<code>``.
NO_ESTIMATE = ("nobody", "outside_survey", "ages_missing", "ages_negative", "ages_not_summing")
IMPUTED = (
    *("diplomas_missing", "diplomas_negative", "diplomas_not_summing"),
    *("households_missing", "households_negative", "households_not_summing"),
    *("positions_missing", "positions_not_summing"),
    *("income_imputed", "income_missing"),
)
PUT_RIGHT = ("diplomas_scaled", "households_scaled", "density_missing")
# What a reader of the estimate must know, which changes nothing of it.
REMARKS = ("few_adults", "region_published_higher")
REASONS = (*NO_ESTIMATE, *IMPUTED, *PUT_RIGHT, *REMARKS)
# Regions whose figure published by Insee lies above our interval, for a reason we do not know.
PUBLISHED_HIGHER = frozenset({"94"})
