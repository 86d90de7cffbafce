"""Find the files of sources in a folder, by their published names; nothing is copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pipelines.sources.catalogue import Source, SourceFile, find_files
from pipelines.sources.names import readable_name
from territory.errors import SourceMissingError, TerritoryError
from territory.messages import Words


class SourceAbsentError(TerritoryError):
    """A source has no file: a name it could have, in the reader's letters, and where to get it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        super().__init__(
            "source_absent", source=source.id, title=source.title, page_url=source.page_url
        )

    def say(self, words: Words) -> str:
        """Return the message, with an example of the name."""
        name = readable_name(self.source.example_name, words)
        return words.text(f"errors.{self.key}", name=name, **self.values)


class SourcesMissingError(SourceMissingError):
    """Some sources have no file in a folder; `problems` says which and where to get each.

    Parameters
    ----------
    folder : Path
        Where they were looked for.
    sources : iterable of Source
        Those that are absent.
    """

    def __init__(self, folder: Path, sources: Iterable[Source]) -> None:
        self.problems = tuple(map(SourceAbsentError, sources))
        super().__init__("sources_missing", folder=folder, count=len(self.problems))

    def say(self, words: Words) -> str:
        """Return the message followed by one line a source."""
        lines = [
            super().say(words),
            *(f"  - {problem.say(words)}" for problem in self.problems),
        ]
        return "\n".join(lines)


def locate(sources: Mapping[str, Source], folder: Path) -> dict[str, SourceFile]:
    """Return the newest edition of each source a folder holds.

    Parameters
    ----------
    sources : mapping of str to Source
        By id, as `pipelines.sources.catalogue.read_catalogue` gives them.
    folder : Path
        Holds files under their published names.

    Returns
    -------
    dict of str to SourceFile
        One file a source; none for an optional source the folder does not hold.

    Raises
    ------
    SourceMissingError
        If the folder does not exist, or if a source that is not optional has no file in it: all
        absent ones are named at once, with the name expected and the page to get it from.
    """
    if not folder.is_dir():
        raise SourceMissingError("folder_missing", folder=folder)
    editions = {source_id: find_files(source, folder) for source_id, source in sources.items()}
    absent = [sources[source_id] for source_id, files in editions.items() if not files]
    if missing := [source for source in absent if not source.is_optional]:
        raise SourcesMissingError(folder, missing)
    return {source_id: _newest(files) for source_id, files in editions.items() if files}


def _newest(files: list[SourceFile]) -> SourceFile:
    """Return the newest edition, with all its parts if it comes in several, and what it leaves."""
    first = files[0]
    if not first.source.part_of(first.path.name):
        return replace(first, passed_over=tuple(files[1:]))
    same = [file for file in files if file.edition == first.edition]
    parts = sorted(file.path for file in same)
    left = tuple(file for file in files if file not in same)
    return replace(first, path=parts[0], others=tuple(parts[1:]), passed_over=left)
