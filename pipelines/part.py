"""A file being received: its bytes so far, and which version they are the beginning of.

Both stand beside the target under temporary names, so that a cut download goes on where it
stopped, even days later, and so that the real name is only ever given to a whole file.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


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

    def resume_from(self, url: str) -> tuple[int, str]:
        """Return how many bytes can be kept and the validator to send, or ``(0, "")``.

        Parameters
        ----------
        url : str
            The address about to be asked; bytes that came from another one are not kept.
        """
        try:
            version = json.loads(self._version.read_text(encoding="utf-8"))
            size = self.path.stat().st_size
        except (FileNotFoundError, ValueError):
            return 0, ""
        if not size or not isinstance(version, dict) or version.get("url") != url:
            return 0, ""
        return size, str(version.get("validator", ""))

    def remember(self, url: str, validator: str) -> None:
        """Write down which version the bytes are of; without a validator, forget it."""
        if validator:
            version = json.dumps({"url": url, "validator": validator})
            self._version.write_text(version, encoding="utf-8")
        else:
            self._version.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove whatever there is, as far as the disk allows."""
        for path in (self.path, self.staged, self._version):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def discard_unless_resumable(self) -> None:
        """Remove bytes that no later request could complete."""
        if not self._version.exists():
            self.discard()
