"""What is known of the people around, beside the score and never in it.

`measures` declares the columns shown as context and what each is made of; `shares` computes them, by
commune and by
territory; `sums` and `said` put them in words, "at least" where counts are rounded. No score, rank, class or draw reads them
(``docs/decisions/0044-context-is-never-scored.md``).
"""

from territory.context.measures import (
    CONTEXT,
    CONTEXT_COLUMNS,
    ZONINGS,
    Measure,
    find_measure,
    sources_of,
)
from territory.context.said import figure_of, lines_of
from territory.context.shares import context_of, context_of_groups, is_empty
from territory.context.sums import Total, Zonings, total_of, zonings_of

__all__ = [
    "CONTEXT",
    "CONTEXT_COLUMNS",
    "ZONINGS",
    "Measure",
    "Total",
    "Zonings",
    "context_of",
    "context_of_groups",
    "figure_of",
    "find_measure",
    "is_empty",
    "lines_of",
    "sources_of",
    "total_of",
    "zonings_of",
]
