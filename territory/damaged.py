"""Say that a file kept to go faster is damaged: it is made again, and nobody wonders why it is slow."""

from __future__ import annotations

import sys
from pathlib import Path

from territory.messages import text


def say_damaged(path: Path) -> None:
    """Say on the error stream that a kept file cannot be used and is made again."""
    print(text("cli.cache_damaged", path=path), file=sys.stderr)
