"""What a server says of the version of a file, kept from one fetch to the next.

It is sent back to the server, so it must be what a header may hold: an ETag with a line break in
it, received or found in a file of ours, would be a header of somebody else's choosing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_HEADER = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]{0,998}[\x21-\x7e\x80-\xff])?")
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")


def header_value(said: str) -> str:
    """Return a value that can be sent as a header, or ``""`` for one that cannot.

    Examples
    --------
    >>> header_value('"v1"'), header_value('"v1' + chr(13) + chr(10) + 'Host: b"')
    ('"v1"', '')
    """
    return said if _HEADER.fullmatch(said) else ""


def etag_of(headers: Mapping[str, str]) -> str:
    """Return an answer's ETag, or ``""``."""
    return header_value(headers.get("ETag", ""))


def date_of(headers: Mapping[str, str]) -> str:
    """Return an answer's ``Last-Modified``, or ``""``."""
    return header_value(headers.get("Last-Modified", ""))


def validator_of(headers: Mapping[str, str]) -> str:
    """Return what ``If-Range`` may be given: a strong ETag, else the date, else nothing."""
    etag = etag_of(headers)
    return etag if etag and not etag.startswith("W/") else date_of(headers)


def resume_headers(start: int, validator: str) -> dict[str, str]:
    """Return the headers that ask for the rest of a file, if it is still the same one."""
    return {"Range": f"bytes={start}-", "If-Range": validator}


def condition_headers(etag: str, last_modified: str) -> dict[str, str]:
    """Return the headers that ask for a file only if it is no longer the one known."""
    headers = {
        "If-None-Match": header_value(etag),
        "If-Modified-Since": header_value(last_modified),
    }
    return {name: value for name, value in headers.items() if value}


def range_of(headers: Mapping[str, str]) -> tuple[int, int, int | None] | None:
    """Return what part of a file a 206 says it is: first byte, last byte, size of the whole.

    Returns
    -------
    tuple or None
        The size is None if unsaid; None if the header is absent or makes no sense.
    """
    said = _RANGE.fullmatch(headers.get("Content-Range", "").strip())
    if said is None:
        return None
    first, last = int(said[1]), int(said[2])
    total = None if said[3] == "*" else int(said[3])
    if last < first or (total is not None and last >= total):
        return None
    return first, last, total


def goes_on(
    headers: Mapping[str, str], start: int, validator: str, total: int | None, length: int | None
) -> bool:
    """Whether a 206 is the rest of the very version whose beginning we have.

    Parameters
    ----------
    headers : mapping
        Of the answer.
    start : int
        How many bytes we have.
    validator : str
        The version they are of.
    total : int, optional
        The size the whole had when we began.
    length : int, optional
        Bytes that the answer announces.
    """
    said = range_of(headers)
    if said is None or said[0] != start:
        return False
    if length is not None and length != said[1] - said[0] + 1:
        return False
    if total is not None and said[2] is not None and total != said[2]:
        return False
    # If-Range was sent: a server may leave out what it only confirms.
    return validator_of(headers) in ("", validator)
