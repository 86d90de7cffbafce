"""A file being received: its bytes so far, and which version they are the beginning of.

Both stand beside the target under temporary names, so that a cut download goes on where it
stopped, even days later, and so that the real name is only ever given to a whole file.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipelines.fetch.validators import header_value
from territory.files import is_plain, write_new


@dataclass(frozen=True)
class Part:
    """The temporary files of one source in a folder."""

    folder: Path
    source_id: str

    @property
    def path(self) -> Path:
        """The bytes received so far."""
        return self.folder / f".{self.source_id}.part"

    @property
    def staged(self) -> Path:
        """A second name, for what is unpacked on arrival."""
        return self.folder / f".{self.source_id}.unpacked"

    @property
    def _version(self) -> Path:
        return self.folder / f".{self.source_id}.part.json"

    def resume_from(self, url: str) -> tuple[int, str, int | None]:
        """Return how many bytes can be kept, the validator to send and the size of the whole.

        Parameters
        ----------
        url : str
            The address about to be asked; bytes that came from another one are not kept.

        Returns
        -------
        tuple
            ``(0, "", None)`` if nothing can be kept: links, folders and whatever else is not a
            file of ours under these names are never read nor written through.
        """
        nothing = (0, "", None)
        if not (is_plain(self.path) and is_plain(self._version)):
            return nothing
        try:
            version = json.loads(self._version.read_text(encoding="utf-8"))
            size = self.path.stat().st_size
        except (OSError, ValueError, RecursionError):
            return nothing
        if not size or not isinstance(version, dict) or version.get("url") != url:
            return nothing
        validator, total = version.get("validator"), version.get("total")
        if not isinstance(validator, str) or not header_value(validator):
            return nothing
        return size, validator, total if type(total) is int else None

    def remember(self, url: str, validator: str, total: int | None = None) -> None:
        """Write down which version the bytes are of; without a validator, forget it."""
        if validator:
            version = json.dumps({"url": url, "validator": validator, "total": total})
            write_new(self._version, version.encode())
        else:
            self._version.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove whatever there is, as far as the disk allows."""
        for path in (self.path, self.staged, self._version):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def discard_unless_resumable(self) -> None:
        """Remove bytes that no later request could complete."""
        if not is_plain(self._version):
            self.discard()
