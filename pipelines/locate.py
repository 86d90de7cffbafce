"""Find the files of sources in a folder, by their published names; nothing is copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pipelines.catalogue import Source, SourceFile, find_files
from territory.errors import SourceMissingError, TerritoryError


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
        self.problems = tuple(
            TerritoryError(
                "source_absent",
                source=source.id,
                title=source.title,
                pattern=source.file_pattern,
                page_url=source.page_url,
            )
            for source in sources
        )
        super().__init__("sources_missing", folder=folder, count=len(self.problems))

    def say(self, language: str | None = None) -> str:
        """Return the message followed by one line a source."""
        lines = [super().say(language), *(f"  - {one.say(language)}" for one in self.problems)]
        return "\n".join(lines)


def locate(sources: Mapping[str, Source], folder: Path) -> dict[str, SourceFile]:
    """Return the newest edition of each source a folder holds.

    Parameters
    ----------
    sources : mapping of str to Source
        By id, as `pipelines.catalogue.read_catalogue` gives them.
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
    """Return the newest edition, with all its parts if it comes in several."""
    first = files[0]
    if not first.source.part_of(first.path.name):
        return first
    parts = sorted(file.path for file in files if file.edition == first.edition)
    return replace(first, path=parts[0], others=tuple(parts[1:]))
