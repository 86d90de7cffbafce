"""A site written whole or not at all: beside first, then in the place of the one published before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from territory.errors import TerritoryError
from territory.files import write_new
from territory.maps.files import json_bytes

MANIFEST = "manifest.json"
MAKER = "territory publish"


def check_free(out: Path) -> None:
    """Check that a folder can be published to: it is absent, empty, or a site of ours.

    Raises
    ------
    TerritoryError
        If something else stands there: nothing of it is touched.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise TerritoryError("publish_not_ours", folder=out)
    if not out.exists() or not any(out.iterdir()):
        return
    try:
        made_by = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["made_by"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise TerritoryError("publish_not_ours", folder=out) from error
    if made_by != MAKER:
        raise TerritoryError("publish_not_ours", folder=out)


class Staged:
    """A folder beside the one asked for, which takes its place when it is whole.

    Parameters
    ----------
    out : Path
        The folder asked for.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out.with_name(f".{out.name}.part")
        self.bytes_of: dict[str, int] = {}
        self._seals: dict[str, str] = {}

    def __enter__(self) -> Staged:
        check_free(self.out)
        self._clear(self.folder)
        try:
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise TerritoryError("write_failed", folder=self.out.parent, detail=error) from error
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._clear(self.folder)

    def put(self, path: str, content: bytes) -> None:
        """Write a file of the site, named from its root."""
        where = self.folder / path
        try:
            where.parent.mkdir(parents=True, exist_ok=True)
            write_new(where, content)
        except OSError as error:
            raise TerritoryError("write_failed", folder=where.parent, detail=error) from error
        self._note(path, content)

    def put_all(self, files: Iterable[tuple[str, bytes]], under: str = "") -> None:
        """Write files of the site, named from one of its folders."""
        for path, content in files:
            self.put(f"{under}{path}", content)

    def adopt(self, under: str) -> None:
        """Count the files that another wrote in a folder of the site."""
        for path in sorted((self.folder / under).rglob("*")):
            if path.is_file():
                self._note(path.relative_to(self.folder).as_posix(), path.read_bytes())

    def _note(self, path: str, content: bytes) -> None:
        self.bytes_of[path] = len(content)
        self._seals[path] = sha256(content).hexdigest()

    def finish(self, told: dict[str, Any]) -> None:
        """Write what the site is made of, then put it in the place of the one before.

        Raises
        ------
        TerritoryError
            If the disk refuses: the site that stood there before stands there again.
        """
        files = {path: self._seals[path] for path in sorted(self._seals)}
        self.put(MANIFEST, json_bytes({"made_by": MAKER, **told, "files": files}) + b"\n")
        former = self.out.with_name(f".{self.out.name}.former")
        try:
            self._clear(former)
            if self.out.exists():
                self.out.rename(former)
            self.folder.rename(self.out)
        except OSError as error:
            if former.exists() and not self.out.exists():
                former.rename(self.out)
            raise TerritoryError("write_failed", folder=self.out.parent, detail=error) from error
        self._clear(former)

    @staticmethod
    def _clear(folder: Path) -> None:
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)

    def sizes(self) -> dict[str, int]:
        """Return the bytes of each part of the site: its first folder, or the root."""
        found: dict[str, int] = {}
        for path, size in self.bytes_of.items():
            pieces = path.split("/")
            part = "/".join(pieces[:2]) if pieces[0] == "map" and len(pieces) > 2 else pieces[0]
            part = part if len(pieces) > 1 else "/"
            found[part] = found.get(part, 0) + size
        return dict(sorted(found.items()))
