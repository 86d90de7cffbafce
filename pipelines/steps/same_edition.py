"""Say when files whose figures are read side by side describe different days."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.notes import Notes
from pipelines.sources.catalogue import SourceFile
from territory.messages import default_words

# Sources whose figures stand side by side in a sentence: the file read second, then the first.
READ_TOGETHER = {"arcep_fixed_technology": "arcep_fixed"}


def add_edition_notes(
    joins: Mapping[str, Notes], used: Mapping[str, SourceFile], days: Mapping[str, str]
) -> None:
    """Add a note to the join of a source that speaks of another day than its companion.

    Parameters
    ----------
    joins : mapping
        Source id → notes of its join, changed in place.
    used : mapping
        Source id → file in use.
    days : mapping
        Source id → the day its file says, as an ISO date; for another, its name
        says it, or it is undated.
    """
    for source_id, notes in joins.items():
        other = READ_TOGETHER.get(source_id, "")
        if other not in used:
            continue
        own_day, other_day = (_day(used[each], days) for each in (source_id, other))
        if own_day != other_day:
            said = default_words().counted(
                "read.other_edition",
                file=used[source_id].path.name,
                day=own_day or default_words().text("report.undated"),
                other=used[other].path.name,
                other_day=other_day or default_words().text("report.undated"),
            )
            notes.add_words([said])


def _day(file: SourceFile, days: Mapping[str, str]) -> str | None:
    return days.get(file.source.id) or file.source.reference_date_of(file.edition)
