"""How far a file is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

# Is told the part done, from 0 to 1.
Tell = Callable[[float], None]


def say_nothing(_done: float) -> None:
    """Tell nobody."""


def parts_of(tell: Tell, *weights: float) -> list[Tell]:
    """Return what tells of each of several steps, as parts of the whole.

    Parameters
    ----------
    tell : callable
        Is told the part done of the whole.
    *weights : float
        What each step weighs, relative to the others.

    Examples
    --------
    >>> first, second = parts_of(print, 1, 3)
    >>> first(1.0), second(0.5)
    0.25
    0.625
    (None, None)
    """
    whole = sum(weights)

    def told(before: float, weight: float) -> Tell:
        return lambda done: tell((before + weight * min(1.0, done)) / whole)

    return [told(sum(weights[:place]), weight) for place, weight in enumerate(weights)]
