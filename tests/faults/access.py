"""Faults of Insee's minutes by road: a Parquet file of a region.

Bytes turned inside the file are left out: Parquet keeps no sum of its pages unless its writer asks
for it, and turned bytes of its footer can end the process inside the library that reads it.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from ..sources.access_files import write_access
from .packs import ANY_BYTES, Pack

NAME = "donnees-2024-reg76.parquet"
_ROWS = [
    ("N1", "48095", "A128", 4.0, 30.0),
    ("N2", "48095", "A128", 16.0, 10.0),
    ("N3", "48092", "A128", 26.0, 15.0),
    ("N1", "48095", "A206", 9.0, 30.0),
]
_TURNED = ("a byte turned", "twenty bytes turned", "bytes put in")
ACCESS_FAULTS = tuple(fault for fault in ANY_BYTES if fault.name not in _TURNED)


@cache
def access() -> Pack:
    """The published file."""
    with tempfile.TemporaryDirectory() as folder:
        content = write_access(Path(folder) / NAME, _ROWS).read_bytes()
    return Pack("insee_access", "insee_access", NAME, content)
