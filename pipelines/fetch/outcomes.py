"""What a fetch did, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from territory.errors import DownloadError, TerritoryError
from territory.messages import Words


class Outcome(StrEnum):
    """What a fetch did."""

    DOWNLOADED = "downloaded"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


@dataclass(frozen=True)
class FetchOutcome:
    """A source's file is in the folder, and how it came there.

    Parameters
    ----------
    source_id : str
        The source.
    outcome : Outcome
        ``downloaded``: it was not there; ``unchanged``: it is what it was; ``updated``: its
        producer published other bytes.
    path : Path
        The file.
    sha256 : str
        Its hash.
    bytes : int
        Its size.
    was_altered : bool
        Whether the file on disk was no longer the one fetched, and was fetched again.
    was_double_zip : bool
        Whether it came zipped twice, and the inner ZIP was kept.
    """

    source_id: str
    outcome: Outcome
    path: Path
    sha256: str
    bytes: int
    was_altered: bool = False
    was_double_zip: bool = False

    def say(self, words: Words) -> str:
        """Return the outcome as a line."""
        said = words.text(
            f"fetch.outcome.{self.outcome}",
            source=self.source_id,
            name=self.path.name,
            size_mb=words.number(self.bytes / 1_000_000, digits=1),
        )
        if self.was_altered:
            said += " " + words.text("fetch.was_altered")
        if self.was_double_zip:
            said += " " + words.text("fetch.was_double_zip")
        return said


def count_outcomes(outcomes: Iterable[FetchOutcome]) -> dict[str, int]:
    """Return how many of each outcome there are, by its name; none is 0."""
    found = Counter(each.outcome for each in outcomes)
    return {str(outcome): found[outcome] for outcome in Outcome}


class FetchFailedError(DownloadError):
    """Some sources could not be fetched; `problems` says why each, `outcomes` is the rest.

    Parameters
    ----------
    outcomes : iterable of FetchOutcome
        The sources whose file is in the folder.
    problems : mapping of str to TerritoryError
        Why the others are not, by source.
    """

    def __init__(
        self, outcomes: Iterable[FetchOutcome], problems: Mapping[str, TerritoryError]
    ) -> None:
        self.outcomes = tuple(outcomes)
        self.problems = dict(problems)
        super().__init__("fetch_failed", count=len(self.problems))

    def say(self, words: Words) -> str:
        """Return the message followed by one line a source."""
        lines = [f"  - {error.say(words)}" for error in self.problems.values()]
        return "\n".join([super().say(words), *lines])
