"""The communes of the sample, and two that were: what the tests of rounds read comments with."""

from __future__ import annotations

import pandas as pd

from pipelines.steps.rounds.gazetteer import Area, Gazetteer
from pipelines.steps.rounds.reading import Round, read_round
from pipelines.steps.rounds.timetable import Visit
from territory.tables import Tables

DAYS = "LMmJVS"
HALVES = {None: "", "morning": " am", "afternoon": " pm", "day": " all"}
# Le Bleymard and Bagnols-les-Bains became one commune in 2017.
FORMER = pd.DataFrame(
    {
        "former_names_text": ["Le Bleymard", "Bagnols-les-Bains", "Deux en Une"],
        "commune_codes_text": ["48027", "48027", "48095 48092"],
    },
    index=["48027", "48014", "48999"],
)


def gazetteer(sample: Tables) -> Gazetteer:
    return Gazetteer(sample.communes, FORMER)


def read(sample: Tables, comment: str, home: str = "48095", name: str = "") -> Round:
    """Read a comment as that of a counter of Mende."""
    return read_round(comment, Area(gazetteer(sample), home, name))


def stops(sample: Tables, comment: str, home: str = "48095", name: str = "") -> dict[str, str]:
    """Return the names of the communes read, each with its days: "L am, V"."""
    names = sample.communes["commune_name"]
    found = read(sample, comment, home, name).stops
    return {names[stop.commune_code]: ", ".join(map(shown, stop.visits)) for stop in found}


def shown(visit: Visit) -> str:
    day = "" if visit.weekday is None else DAYS[visit.weekday]
    weeks = f" {visit.rhythm}" if visit.rhythm else ""
    return (day + HALVES[visit.half] + weeks).strip()
