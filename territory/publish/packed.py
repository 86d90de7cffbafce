"""What the browser fetches: compact JSON, gzipped, the same content always the same bytes."""

from __future__ import annotations

import gzip
from typing import Any

from territory.maps.files import json_bytes


def packed(content: Any) -> bytes:
    """Return content as gzipped JSON without a date."""
    return gzip.compress(json_bytes(content), 9, mtime=0)
