"""The maps of nine classes: which two scores each one crosses.

"How far" and "how much for how many" are two questions, almost uncorrelated over the communes of
France; each has its map against need, and a third map shows where they disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class BivariateMap:
    """Two classed scores crossed.

    Parameters
    ----------
    name : str
        Its name, in the address and in the messages.
    across, up : str
        What is read from left to right and from bottom to top: keys of
        `territory.scores.CLASS_BREAKS`.
    """

    name: str
    across: str
    up: str

    @property
    def class_columns(self) -> list[str]:
        """The two columns of classes it is drawn from."""
        return [f"{self.across}_class", f"{self.up}_class"]


BIVARIATE_MAPS = MappingProxyType(
    {
        one.name: one
        for one in (
            BivariateMap("far", "need", "counters"),
            BivariateMap("hours", "need", "hours"),
            BivariateMap("disagreement", "hours", "counters"),
        )
    }
)
DEFAULT_MAP = BIVARIATE_MAPS["far"]
