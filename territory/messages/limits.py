"""What the figures must not be used for, wherever they are shown or written."""

from __future__ import annotations

from territory.messages import text

LIMITS = ("people", "target", "funding", "time", "ecological", "need", "network")


def limits(language: str | None = None) -> tuple[str, ...]:
    """Return the sentences under ``limits.title``, one a use to avoid."""
    return tuple(text(f"limits.{name}", language) for name in LIMITS)
