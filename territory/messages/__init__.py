"""Every word a person reads, French first, English second.

What is said is asked of `Words`, one object a language, given to each function that speaks.
"""

from __future__ import annotations

from territory.messages.catalogues import LANGUAGES, WordsMissingError, catalogue
from territory.messages.numbers import WHOLE_WITHIN, is_nearly_whole
from territory.messages.words import LANGUAGE_VARIABLE, Words, default_words

__all__ = [
    "LANGUAGES",
    "LANGUAGE_VARIABLE",
    "WHOLE_WITHIN",
    "Words",
    "WordsMissingError",
    "catalogue",
    "default_words",
    "is_nearly_whole",
]
