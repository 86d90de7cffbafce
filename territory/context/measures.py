"""The measures of context, declared once: what each is a share of, where from, where its classes are cut."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from territory.contract import COMMUNES, POSITIONS
from territory.errors import UnknownNameError

_SOURCES = {column.name: column.source_id for column in COMMUNES}


@dataclass(frozen=True)
class Measure:
    """A share of people or of households, beside the score.

    Parameters
    ----------
    name : str
        Its column.
    part, whole : tuple of str
        Columns of the table of communes whose sums are divided.
    breaks : tuple of float
        Limits of the classes of its map; empty where no map shows it.
    status : str
        The column that says what is known of the part.
    is_at_least : bool
        Whether the part is the least that a rounded count allows: the share is then "at least".
    """

    name: str
    part: tuple[str, ...]
    whole: tuple[str, ...]
    breaks: tuple[float, ...]
    status: str
    is_at_least: bool = False

    @property
    def published(self) -> tuple[str, ...]:
        """The columns of the part as published, where `part` is the least that they allow."""
        return tuple(name.replace("_low_", "_") if self.is_at_least else name for name in self.part)

    @property
    def counts_households(self) -> bool:
        """Whether it counts households, and not people."""
        return self.part[0].endswith("_households")

    @property
    def source_ids(self) -> tuple[str, ...]:
        """The sources of its columns, each once."""
        return tuple(dict.fromkeys(_SOURCES[name] for name in (*self.part, *self.whole)))


CONTEXT = MappingProxyType(
    {
        one.name: one
        for one in (
            Measure(
                "without_car_share",
                ("without_car_households",),
                ("housed_households",),
                (0.05, 0.1, 0.2, 0.35),
                "housing_status",
            ),
            Measure(
                "retired_share",
                ("retired_people",),
                POSITIONS,
                (0.2, 0.28, 0.36, 0.44),
                "positions_status",
            ),
            Measure(
                "aged_80_alone_share",
                ("aged_80_alone_people",),
                ("population_people",),
                (0.015, 0.025, 0.035, 0.05),
                "aged_80_alone_status",
            ),
            Measure(
                "youth_share",
                ("age_15_17_people", "age_18_24_people"),
                ("population_people",),
                (0.07, 0.09, 0.11, 0.14),
                "youth_status",
            ),
            *(
                Measure(
                    f"{benefit}_share",
                    (f"{benefit}_low_households",),
                    ("all_households",),
                    breaks,
                    f"{benefit}_status",
                    is_at_least=True,
                )
                for benefit, breaks in (
                    ("rsa", (0.02, 0.04, 0.07, 0.12)),
                    ("prime_activite", (0.08, 0.12, 0.16, 0.2)),
                    # Not in the file by commune that was described: read and said, not mapped.
                    ("aah", ()),
                    ("aeeh", ()),
                )
            ),
        )
    }
)
# Flags and classes that the State's lists give to communes.
ZONINGS = ("qpv_count", "frr_class")
CONTEXT_COLUMNS = (*CONTEXT, *ZONINGS)


def sources_of(name: str) -> tuple[str, ...]:
    """Return the sources of a column of context.

    Examples
    --------
    >>> sources_of("rsa_share"), sources_of("frr_class")
    (('caf_benefits', 'insee_households'), ('frr_zoning',))
    """
    return (_SOURCES[name],) if name in ZONINGS else find_measure(name).source_ids


def find_measure(name: str) -> Measure:
    """Return a measure by the name of its column.

    Raises
    ------
    UnknownNameError
        If there is none of this name.

    Examples
    --------
    >>> find_measure("retired_share").source_ids
    ('insee_population',)
    """
    if name not in CONTEXT:
        raise UnknownNameError("context", name, CONTEXT)
    return CONTEXT[name]
