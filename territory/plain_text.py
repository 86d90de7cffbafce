"""Text that every file, page and terminal can carry; values quoted in a message cut and visible.

A name, an address or a comment is written by thousands of hands: pasted from a word processor, from
a web page, from another alphabet. `plain` keeps what is read and drops what is not; tables are
cleaned by it when they are read and opened, and writers by it again, for names also come from
local corrections and from tables built elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

# A value quoted in a message, and one of several in a list.
MOST_QUOTED = 400
MOST_IN_LIST = 80
MARK = "\ufffd"  # what stands for half a character, or for a code that is none

# What ends a line or moves the carriage: a blank to the eye.
_BREAKS = "\t\n\x0b\x0c\r\x1c-\x1f\u2028\u2029"
# Signs without ink: joiners, direction marks and overrides, byte-order mark, fillers, variants.
_WITHOUT_INK = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x9f"
# Halves of a pair, and the codes that Unicode keeps for no character; XML forbids some.
_NO_CHARACTER = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNCARRIED = re.compile(
    f"(?P<breaks>[{_BREAKS}]+)|(?P<broken>[{_NO_CHARACTER}])|[{_CONTROLS}{_WITHOUT_INK}]"
)
_CORSICAN = re.compile(r"2[ab](?:[0-9]{3})?")
_T = TypeVar("_T")


def plain(words: str, *, keep_lines: bool = False) -> str:
    r"""Return words that every file can carry, composed (NFC) and on one line.

    Parameters
    ----------
    words : str
        Any text.
    keep_lines : bool
        Whether line feeds stay: in a comment they part its sentences.

    Returns
    -------
    str
        Breaks and tabs as a blank, signs without ink (controls, zero-width characters, direction
        overrides, byte-order marks) left out, what is no character as ``U+FFFD``. A control of
        80 to 9F is the Windows-1252 letter it was before it was misread.

    Examples
    --------
    >>> plain("France services\x0bde Men\u200bde"), plain("E\u0301ze"), plain("c\x9cur")
    ('France services de Mende', 'Éze', 'cœur')
    """
    if words.isprintable() and words.isascii():
        return words
    lines = words.replace("\r\n", "\n").split("\n") if keep_lines else [words]
    return unicodedata.normalize("NFC", "\n".join(_UNCARRIED.sub(_carried, one) for one in lines))


def _carried(found: re.Match[str]) -> str:
    if found["breaks"]:
        return " "
    if found["broken"]:
        return MARK
    sign = found[0]
    # A Windows-1252 letter read as Latin-1; five of these codes are no letter.
    return bytes([ord(sign)]).decode("cp1252", errors="ignore") if "\x80" <= sign <= "\x9f" else ""


def identifier(written: str) -> str:
    r"""Return an identifier in its one form.

    Full-width and other compatibility forms become plain ones (NFKC), digits of any script are
    those of ASCII, blanks are no part of it, and Corsica's letter is a capital.

    Examples
    --------
    >>> identifier("４８０９５"), identifier("٤٨٠٩٥"), identifier(" 48 095\n"), identifier("2a004")
    ('48095', '48095', '48095', '2A004')
    """
    code = unicodedata.normalize("NFKC", plain(written))
    code = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in code)
    code = "".join(code.split())
    return code.upper() if _CORSICAN.fullmatch(code) else code


def plain_all(value: _T, say: Callable[[str], str] = plain) -> _T:
    """Return a value with all its texts plain: those of a list, a dict, a dataclass.

    Parameters
    ----------
    value : object
        Any value; what is neither text nor holds some comes back as it is.
    say : callable
        From a text to the one written.
    """
    made: Any = value
    if isinstance(value, str):
        made = say(value)
    elif isinstance(value, Mapping):
        made = {plain_all(key, say): plain_all(one, say) for key, one in value.items()}
    elif isinstance(value, list | tuple):
        made = type(value)(plain_all(one, say) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: plain_all(getattr(value, one.name), say) for one in fields(value)}
        made = replace(value, **changed)
    return made  # type: ignore[no-any-return]  # the same type as came in


def cut(words: str, most: int = MOST_QUOTED) -> str:
    """Return words of a given length at most, the middle left out.

    Examples
    --------
    >>> cut("a" * 5 + "b" * 5, most=7)
    'aaaa…bb'
    """
    if len(words) <= most:
        return words
    head = (2 * most) // 3
    return f"{words[:head]}…{words[len(words) - (most - head - 1) :]}"


def quoted(value: object, most: int = MOST_QUOTED) -> str:
    r"""Return a value as a message shows it: cut, and nothing in it hidden or obeyed.

    A control is written as its escape, so that a terminal is not driven by it.

    Examples
    --------
    >>> quoted("\x1b[31mMende\n"), len(quoted("x" * 8000))
    ('\\x1b[31mMende\\n', 400)
    """
    seen = _UNCARRIED.sub(
        lambda found: found[0].encode("unicode_escape").decode(), cut(str(value), most)
    )
    return cut(seen, most)


def quoted_all(values: Mapping[str, object]) -> dict[str, Any]:
    """Return what fills a message, each word as `quoted` shows it; numbers stay numbers."""
    return {
        name: value if isinstance(value, int | float) else quoted(value)
        for name, value in values.items()
    }


def some(values: Iterable[object], most: int = 5) -> str:
    """Write the first values of a list, each as `quoted` shows it.

    Examples
    --------
    >>> some(["01001", "01002", "01004"], most=2)
    '01001, 01002, …'
    """
    shown = list(values)
    first = ", ".join(quoted(value, MOST_IN_LIST) for value in shown[:most])
    return first + (", …" if len(shown) > most else "")
