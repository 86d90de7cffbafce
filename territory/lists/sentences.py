"""What a list holds and what it leaves open, in a sentence each."""

from __future__ import annotations

import pandas as pd

from territory.lists import Underserved
from territory.lists.order import FIRST_COLUMN, Order
from territory.messages import Words
from territory.messages.rounding import rounded_people


def counts_sentence(made: Underserved, words: Words) -> str:
    """Return how many communes a list holds, with their inhabitants and people in illectronism."""
    people, low, high = (
        made.totals[f"illectronism_{part}people"] for part in ("", "low_", "high_")
    )
    concerned = words.text("list.people_unknown")
    if pd.notna(people):
        concerned = words.plural(
            "list.reason.people_interval",
            rounded_people(people, low, high),
            low=words.people(low, low, high),
            high=words.people(high, low, high),
        )
    return words.plural(
        f"list.counts.{made.request.criteria.kind}",
        len(made.rows),
        people=_inhabitants(made.totals["population_people"], words),
        illectronism=concerned,
    )


def undetermined_sentence(undetermined: pd.DataFrame, words: Words) -> str:
    """Return how many communes criteria cannot tell, with their inhabitants where known.

    Parameters
    ----------
    undetermined : DataFrame
        One row a commune, with ``population_people``; at least one.
    """
    people = undetermined["population_people"].sum(min_count=1)
    communes = words.communes(len(undetermined))
    return words.text(
        "list.undetermined", communes=communes, people=_inhabitants(float(people), words)
    )


def order_in_words(order: Order, words: Words) -> str:
    """Return what rows are in the order of, what that means where it is no plain figure, and of equals."""
    column = words.text(f"columns.{order.column}.label")
    way = words.text(f"list.order.{'down' if order.is_descending else 'up'}")
    said = [words.text("list.order.of", column=column, way=way)]
    if order.column == FIRST_COLUMN:
        said.append(words.text("list.order.weighed"))
    return " ".join([*said, words.text("list.order.ties")])


def _inhabitants(people: float, words: Words) -> str:
    if pd.isna(people):
        return words.text("sheet.population_unknown")
    return words.plural("sheet.population", people)
