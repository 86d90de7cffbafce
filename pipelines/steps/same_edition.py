"""Files that a reader holds together must speak of the same day; when they do not, it is said."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.sources.catalogue import SourceFile
from pipelines.steps.joins import JoinReport
from territory import messages

# Sources whose figures stand side by side in a sentence: the file read second, then the first.
READ_TOGETHER = {"arcep_fixed_technology": "arcep_fixed"}


def add_edition_notes(
    joins: list[JoinReport], used: Mapping[str, SourceFile], days: Mapping[str, str]
) -> None:
    """Add a note to the join of a source that speaks of another day than its companion.

    Parameters
    ----------
    joins : list of JoinReport
        Changed in place.
    used : mapping
        Source id → file in use.
    days : mapping
        Source id → the day its file says, as an ISO date; for another, its name
        says it, or it is undated.
    """
    for join in joins:
        other = READ_TOGETHER.get(join.source_id, "")
        if other not in used:
            continue
        own_day, other_day = (_day(used[one], days) for one in (join.source_id, other))
        if own_day != other_day:
            join.notes.append(
                messages.text(
                    "read.other_edition",
                    file=join.file_name,
                    day=own_day or messages.text("report.undated"),
                    other=used[other].path.name,
                    other_day=other_day or messages.text("report.undated"),
                )
            )


def _day(file: SourceFile, days: Mapping[str, str]) -> str | None:
    return days.get(file.source.id) or file.source.reference_date_of(file.edition)
