"""The last things made, by their key: an app that runs for months keeps no more than so many."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Recent(Generic[Made]):
    """The last values made.

    Parameters
    ----------
    most : int
        How many are kept; those asked for longest ago go first.

    Examples
    --------
    >>> squares = Recent[int](2)
    >>> squares.get(3, lambda: 9), squares.get(3, lambda: 0)
    (9, 9)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Hashable, Made] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made under a key; made if it is not kept.

        Two threads may make the same value twice; both are right and one is kept.
        """
        with self._lock:
            found = self._made.get(key)
        if found is None:
            found = make()
        with self._lock:
            self._made.pop(key, None)
            while len(self._made) >= self._most:
                self._made.pop(next(iter(self._made)))
            self._made[key] = found
        return found
