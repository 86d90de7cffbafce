"""The order of a list's rows: people weighed by exposure first, or a column a reader chose.

Always of all the rows; equals are told apart by the people concerned, the most first.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from territory.contract import unit_of
from territory.errors import UnknownNameError
from territory.names import levelled

# Columns a list can be put in order by, as the page shows them.
FIRST_COLUMN = "weighed_people"
ORDER_COLUMNS = (
    FIRST_COLUMN,
    "exposure_rank",
    "commune_name",
    "departement_name",
    "epci_name",
    "commune_code",
    "exposure_score",
    "illectronism_people",
    "nearest_counter_minutes",
    "within_20_minutes_probability_share",
    "reachable_hours_per_1k",
    "worst_decile_probability_share",
    "low_rank",
    "high_rank",
    "known_share",
)
TIES_COLUMN = "illectronism_people"
_DOWN = "-"


@dataclass(frozen=True)
class Order:
    """An order of rows.

    Parameters
    ----------
    column : str
        One of `ORDER_COLUMNS`.
    is_descending : bool
        Whether the largest, or the end of the alphabet, comes first.

    Raises
    ------
    UnknownNameError
        If rows cannot be put in order by this column.
    """

    column: str = FIRST_COLUMN
    is_descending: bool = True

    def __post_init__(self) -> None:
        if self.column not in ORDER_COLUMNS:
            raise UnknownNameError("order", self.column, ORDER_COLUMNS)

    @property
    def words(self) -> str:
        """The order as an address holds it: its column, after a minus when it goes down."""
        return f"{_DOWN if self.is_descending else ''}{self.column}"

    @property
    def reversed(self) -> Order:
        """The same column, the other way round."""
        return Order(self.column, not self.is_descending)

    def apply(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return all the rows in this order, what is missing last.

        Parameters
        ----------
        rows : DataFrame
            The column of the order and ``illectronism_people``; index ``commune_code``. Equals are in
            the order of people, the most first, then of codes.
        """
        values = rows.index.to_series() if self.column == rows.index.name else rows[self.column]
        if unit_of(self.column).dtype == "str":
            values = values.map(levelled, na_action="ignore")
        keys = pd.DataFrame(
            {"value": values, "people": rows[TIES_COLUMN], "code": rows.index}, index=rows.index
        )
        ways = [not self.is_descending, False, True]
        by = ["value", "people", "code"]
        return rows.loc[keys.sort_values(by, ascending=ways, na_position="last").index]


def read_order(words: str) -> Order:
    """Return the order words describe; that of people weighed by exposure without any.

    Raises
    ------
    UnknownNameError
        If there is no such order.

    Examples
    --------
    >>> read_order("-illectronism_people").is_descending, read_order("").column
    (True, 'weighed_people')
    """
    return Order(words.removeprefix(_DOWN), words.startswith(_DOWN)) if words else Order()


def first_order(column: str) -> Order:
    """Return the order a column is first put in: names and ranks from the first, figures from the largest."""
    unit = unit_of(column)
    return Order(column, unit.dtype != "str" and unit.suffix != "_rank")
