"""What is known of the people around, beside the score and never in it.

`measures` declares the columns shown as context and what each is made of; `shares` computes them, by
commune and by territory. No score, rank, class or draw reads them
(``docs/decisions/0044-context-is-never-scored.md``).
"""

from territory.context.measures import (
    CONTEXT,
    CONTEXT_COLUMNS,
    Measure,
    find_measure,
)
from territory.context.shares import context_of, context_of_groups, is_empty

__all__ = [
    "CONTEXT",
    "CONTEXT_COLUMNS",
    "Measure",
    "context_of",
    "context_of_groups",
    "find_measure",
    "is_empty",
]
