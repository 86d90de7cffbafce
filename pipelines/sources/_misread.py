"""Undo a text that was written in UTF-8, read as Windows-1252 and written again: ``Ã©`` for ``é``."""

from __future__ import annotations

import re

# What a byte of 80 to BF became: its Windows-1252 sign, or the control that Latin-1 gives it.
_SECOND = "".join(
    re.escape(bytes([code]).decode("cp1252", errors="ignore")) for code in range(0x80, 0xC0)
)
_SECOND = f"[{_SECOND}\x80-\x9f]"
# Letters of French and its neighbours (C3, C5), marks and signs (C2), quotes, dashes, euro (E2 80,
# E2 82). Other first bytes stand in words as they are: « É » before a no-break space is one.
_MISREAD = re.compile(f"[ÃÅ]{_SECOND}|Â[\xa0-\xbf]|â[€‚\x80\x82]{_SECOND}")
# Texts that may hold one. (RE2's syntax, for pyarrow.)
MAY_BE_MISREAD = r"[ÂÃÅ][^ -~]|â[^ -~]"


def reread(words: str) -> str:
    r"""Return words as they were before they were misread, however many times.

    Parameters
    ----------
    words : str
        A cell as published.

    Returns
    -------
    str
        The same where nothing in it is a misread sign.

    Examples
    --------
    >>> reread("CommunautÃ© dâ€™Albret"), reread("ÃƒÂ©cole"), reread("Ã‚me"), reread("CAFÉ\xa0: Âge")
    ('Communauté d’Albret', 'école', 'Âme', 'CAFÉ\xa0: Âge')
    """
    made = _MISREAD.sub(_undone, words)
    return made if made == words else reread(made)


def _undone(found: re.Match[str]) -> str:
    return b"".join(map(_byte, found[0])).decode("utf-8", errors="replace")


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")
