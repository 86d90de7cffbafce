r"""Undo the escapes a text was published with: ``\x20``, ``\u2019``, ``&amp;``, ``_x000D_``."""

from __future__ import annotations

import re
from html.entities import html5

_ESCAPED = re.compile(
    r"(?P<kept>\\\\)"
    r"|\\x(?P<two>[0-9A-Fa-f]{2})|\\u(?P<four>[0-9A-Fa-f]{4})|\\u\{(?P<braced>[0-9A-Fa-f]{1,6})\}"
    r"|\\U(?P<eight>[0-9A-Fa-f]{8})|\\(?P<line>[nrt])(?P<lower>(?=[a-zà-ÿœ]))?"
    r"|&(?:#(?P<decimal>[0-9]{1,7})|#[xX](?P<hexadecimal>[0-9A-Fa-f]{1,6})|(?P<name>[A-Za-z0-9]+));"
    r"|_x(?P<sheet>00[0-9A-Fa-f]{2})_"
)
# A Windows path is no escape, whatever follows its backslashes.
_PATH = re.compile(r"(?:^|[\s\"'(])(?:[A-Za-z]:)?\\(?!x[0-9A-Fa-f]{2}|u[0-9A-Fa-f{]|U0|[nrt]\b)\w")
# Escapes that no hand writes: beside one of them, ``\n`` before a small letter is one too.
_PLAINLY = re.compile(r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}")


def decoded(words: str) -> str:
    r"""Return words without the escapes they were published with, undone once.

    Parameters
    ----------
    words : str
        A cell as published.

    Returns
    -------
    str
        The same where nothing is unmistakably an escape: a path, a lone ``&``, ``\n`` before a
        small letter in a text without other escapes.

    Examples
    --------
    >>> decoded(r"Lundi\xA0\x3A\x20Quillan\x2D\x20Mardi") == "Lundi\xa0: Quillan- Mardi"
    True
    >>> decoded("Maison &amp; Services"), decoded("R&D"), decoded(r"C:\new\x20")
    ('Maison & Services', 'R&D', 'C:\\new\\x20')
    """
    is_path = _PATH.search(words) is not None
    is_plainly = _PLAINLY.search(words) is not None

    def undo(found: re.Match[str]) -> str:
        said = found.groupdict()
        if found[0].startswith("\\") and (is_path or said["kept"]):
            return found[0]
        if said["line"]:
            is_word = said["lower"] is not None and not is_plainly
            return found[0] if is_word else {"n": "\n", "r": "\r", "t": "\t"}[said["line"]]
        if said["name"]:
            return html5.get(f"{said['name']};", found[0])
        if said["decimal"]:
            return _sign(int(said["decimal"]), found[0])
        digits = next(
            said[form]
            for form in ("two", "four", "braced", "eight", "hexadecimal", "sheet")
            if said[form]
        )
        return _sign(int(digits, 16), found[0])

    made = _ESCAPED.sub(undo, words)
    # Two halves published apart are one sign; half a sign alone stays what it is.
    return made.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _sign(code: int, written: str) -> str:
    return chr(code) if code <= 0x10FFFF else written
