"""The command, the sheet and the portrait say the same figures of the past."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from territory.country import Country
from territory.history import shown, told
from territory.history.commune import commune_since
from territory.history.curve import curve_of
from territory.history.moments import list_day
from territory.messages import Words
from territory.portrait import portrait_bytes
from territory.portrait.model import Figure, Paragraph, Table
from territory.scores import DEFAULT_METHOD
from territory.sheet import make_sheet
from territory.sheet.html import sheet_html
from territory.tables import DataInUse
from territory.territories import Territory
from tests.command import territory

# Mende is brought near by a counter of its own late in 2022; Peyre en Aubrac has had its own since the start.
LATE, EARLY = "48095", "48009"


def section_of(portrait, name: str = "since"):
    """The section of a portrait."""
    (found,) = [one for one in portrait.sections if one.name == name]
    return found


def said_in(section) -> str:
    """Its sentences."""
    return " ".join(
        one.words
        for block in section.blocks
        if isinstance(block, Paragraph)
        for one in block.sentences
    )


def test_the_steps_of_a_commune_by_hand(country: Country, in_use: DataInUse):
    """The nearest of Mende is labelled in November 2022; before, it is the first of 2020."""
    since = commune_since(country, LATE, list_day(in_use))
    assert since.since == date(2022, 11, 15)
    assert [(one.name, round(minutes, 1)) for one, minutes in since.steps] == [
        ("2020-01-01", 24.6),
        ("2022Q4", 2.7),
    ]
    assert since.minutes[-1] == pytest.approx(
        country.indicators.at[LATE, "nearest_counter_minutes"]
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_command_sheet_and_portrait_of_a_commune(
    country: Country, in_use: DataInUse, portrait_of, tmp_path, language: str
):
    words = Words(language)
    since = commune_since(country, LATE, list_day(in_use))
    lines = shown.since_lines(since, words)
    html = sheet_html(
        make_sheet(
            country,
            LATE,
            Territory("departement", "48"),
            DEFAULT_METHOD,
            link=lambda code: f"?commune={code}",
            sources=[],
            list_day=list_day(in_use),
            words=words,
        ),
        words,
    )
    in_portrait = said_in(section_of(portrait_of(f"commune:{LATE}", language)))
    plain = re.sub(r"\s+", " ", html)
    for line in lines:
        assert re.sub(r"\s+", " ", line) in plain
        assert line in in_portrait
    assert words.text("since.survivors") in in_portrait
    assert 'class="territory-quarters"' in html
    out = tmp_path / "commune.json"
    done = territory("history", "--communes", LATE, "--out", out)
    assert done.returncode == 0, done.said
    rows = json.loads(out.read_text("utf-8"))["rows"]
    written = [row["nearest_counter_minutes"] for row in rows]
    # A file's minutes are rounded to a tenth.
    assert written == pytest.approx(list(since.minutes), abs=0.05)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_command_and_portrait_of_a_departement(
    country: Country, in_use: DataInUse, portrait_of, language: str
):
    words = Words(language)
    curve = curve_of(country, Territory("departement", "48"), in_use)
    done = territory("history", "--departement", "48", "--lang", language)
    section = section_of(portrait_of("departement:48", language))
    for line in (told.summary(curve, words), *told.limits_lines(words)):
        assert line in done.stdout.decode()
        assert line in said_in(section)
    (figure,) = [one for one in section.blocks if isinstance(one, Figure)]
    assert "<polygon" in figure.svg
    assert figure.alt.endswith(f". {told.summary(curve, words)}")
    (table,) = [one for one in section.blocks if isinstance(one, Table)]
    assert table.rows[-1][3] == words.percent(curve.share(20).iloc[-1], digits=1)
    assert len(table.rows) == 1 + 4 + 1


def test_a_commune_whose_minutes_never_changed_has_no_curve(country: Country, in_use: DataInUse):
    since = commune_since(country, EARLY, list_day(in_use))
    assert len(since.steps) == 1
    said = " ".join(shown.since_lines(since, Words("en")))
    assert "already, and has been ever since" in said


@pytest.mark.parametrize("name", ["pdf", "docx", "html"])
def test_all_files_of_a_portrait_hold_the_section(portrait_of, name: str):
    portrait = portrait_of("departement:48", "fr")
    assert section_of(portrait).blocks
    assert len(portrait_bytes(portrait, name)) > 10_000
