"""People drawn once for the same communes: most tests read the draws, few are about drawing."""

from __future__ import annotations

import dataclasses
import pickle
from hashlib import sha256

from territory import illectronism
from territory.illectronism.draws import Draws, draw_people
from territory.illectronism.model import Fitted, stated_model

# Tens of megabytes are drawn for all of France, and by few tests.
MOST_COMMUNES = 1000
_kept: dict[tuple[str, int, int], Draws] = {}


def drawn_once(fitted: Fitted, count: int, seed: int) -> Draws:
    """Return the people drawn, or a copy of what the very same margins gave before."""
    margins = fitted.margins
    if fitted.model is not stated_model() or len(margins.codes) > MOST_COMMUNES:
        return draw_people(fitted, count, seed)
    content = pickle.dumps([getattr(margins, one.name) for one in dataclasses.fields(margins)])
    key = (sha256(content).hexdigest(), count, seed)
    if key not in _kept:
        _kept[key] = draw_people(fitted, count, seed)
    return Draws(fitted, _kept[key].people.copy())


def keep_draws(monkeypatch) -> None:
    """Have the estimate keep its draws until the end of a test, for the next."""
    monkeypatch.setattr(illectronism, "_draw_people", drawn_once)
