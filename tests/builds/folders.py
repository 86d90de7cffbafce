"""Folders of published files to break, and the tables built from them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.build import Build, build_and_write
from pipelines.sources.catalogue import find_files, read_catalogue
from tests.sources.published import RAW, write_zip


@dataclass(frozen=True)
class Built:
    """Tables built and where they were written."""

    build: Build
    folder: Path

    def said(self) -> str:
        """Return the report as a person reads it."""
        return (self.folder / "build_report.md").read_text(encoding="utf-8")


def build_into(from_folder: Path, folder: Path) -> Built:
    """Build the tables of a folder into another."""
    return Built(build_and_write(from_folder, folder), folder)


def with_optional(sample_raw: Path, folder: Path) -> Path:
    """Return a copy of the sample's files, beside them a file of ``tests/raw`` of each optional source."""
    shutil.copytree(sample_raw, folder)
    for source in read_catalogue().values():
        if source.is_optional and (RAW / source.id).is_dir():
            shutil.copy(find_files(source, RAW / source.id)[0].path, folder)
    return folder


def with_sources(sample_raw: Path, folder: Path, *source_ids: str) -> Path:
    """Return a copy of the sample's files, beside them a file of ``tests/raw`` of some sources."""
    shutil.copytree(sample_raw, folder)
    for source_id in source_ids:
        found = find_files(read_catalogue()[source_id], RAW / source_id)
        shutil.copy(found[0].path, folder)
    return folder


def rewrite(path: Path, old: str, new: str) -> None:
    """Put words in the place of others, once."""
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def rewrite_member(archive: Path, member: str, change: Callable[[str], str]) -> None:
    """Change the text of one member of an archive."""
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    before = members[member].decode()
    after = change(before)
    assert after != before
    write_zip(archive, {**members, member: after.encode()})


def rewrite_row(text: str, code: str, change: Callable[[list[str]], list[str]]) -> str:
    """Change the cells of the one row of a commune."""
    (line,) = [one for one in text.splitlines() if one.startswith(f"{code};")]
    return text.replace(line, ";".join(change(line.split(";"))), 1)
