"""What the browser fetches: gzipped, the same content always the same bytes."""

from __future__ import annotations

import gzip
from typing import Any

from territory.maps.files import json_bytes


def packed(content: Any) -> bytes:
    """Return content as gzipped JSON without a date."""
    return gzipped(json_bytes(content))


def gzipped(content: bytes) -> bytes:
    """Return bytes gzipped without a date."""
    return gzip.compress(content, 9, mtime=0)
