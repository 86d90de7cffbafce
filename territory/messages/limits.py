"""What the figures must not be used for, wherever they are shown or written."""

from __future__ import annotations

from territory.messages import Words

LIMITS = ("people", "target", "funding", "time", "ecological", "need", "network", "minutes")


def limits(words: Words) -> tuple[str, ...]:
    """Return the sentences under ``limits.title``, one a use to avoid."""
    return tuple(words.text(f"limits.{name}") for name in LIMITS)
