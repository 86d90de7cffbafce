"""Read an HTTP answer: its body to its real end, and what it says that body is.

What surprised us: HTTP libraries stop at the announced length, so that a file longer than its
server says would be cut without a word.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import suppress

import requests
import urllib3.exceptions

CHUNK_BYTES = 1 << 16


def pieces_of(response: requests.Response, length: int | None) -> Iterator[bytes]:
    """Yield a body as it comes, and one byte more if it goes on past its announced length.

    `http.client` stops at the announced length and drops the rest. Where the server closes the
    connection after its answer, `http.client` is made to forget that length, and reads to the end.
    """
    raw = response.raw
    if length is None:
        yield from raw.stream(CHUNK_BYTES, decode_content=False)
        return
    beneath, shows_end = getattr(raw, "_fp", None), False
    if isinstance(beneath, http.client.HTTPResponse) and beneath.will_close:
        beneath.length = raw.length_remaining = None
        shows_end = True
    while length and (piece := raw.read(min(CHUNK_BYTES, length), decode_content=False)):
        length -= len(piece)
        yield piece
    if shows_end and not length:
        with suppress(urllib3.exceptions.HTTPError):  # closed late or roughly: it is whole
            if surplus := raw.read(1, decode_content=False):
                yield surplus


def is_labelled_page(response: requests.Response) -> bool:
    """Whether an answer says that it is a web page."""
    label = response.headers.get("Content-Type", "").lower()
    return label.startswith(("text/html", "application/xhtml"))


def is_page(beginning: bytes) -> bool:
    """Whether a body begins like a web page."""
    return beginning.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def encoding_of(response: requests.Response) -> str:
    """Return how an answer says that it is compressed on the way, ``""`` if it is not."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    return "" if encoding == "identity" else encoding
