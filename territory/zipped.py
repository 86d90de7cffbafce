"""The same content, the same bytes: a ZIP without the hour it was written at."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def same_bytes(archive: bytes, day: str) -> bytes:
    """Return an office file whose members all bear the same day.

    Parameters
    ----------
    archive : bytes
        A ZIP (a DOCX, an XLSX).
    day : str
        ISO day to give all members, and the date of modification written inside.
    """
    stamp = (*date.fromisoformat(day).timetuple()[:3], 0, 0, 0)
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as members,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as fixed,
    ):
        for member in members.infolist():
            info = zipfile.ZipInfo(member.filename, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            content = members.read(member)
            if member.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode() + rb"\2", content)
            fixed.writestr(info, content)
    return written.getvalue()
