"""Notes: what steps say, told by their key in both languages and kept whole in the report."""

from __future__ import annotations

import json

import pytest

from pipelines.notes import Note, Notes
from pipelines.report.notes import notes_lines, sentence
from territory.messages import Words


def told(note: Note, language: str = "en") -> str:
    return sentence(note.plain(), Words(language))


def test_codes_are_counted_and_a_dozen_of_them_named():
    codes = tuple(f"{rank:05d}" for rank in range(1, 1_201))
    assert told(Note("places.unknown_shapes", codes[:2])) == (
        "- Shapes of unknown code, left out: 2 — 00001, 00002."
    )
    said = told(Note("places.unknown_shapes", codes))
    assert said.startswith("- Shapes of unknown code, left out: 1,200 — 00001, ")
    assert said.endswith("00012, ….")


def test_no_code_is_a_count_of_none_and_no_dash():
    assert told(Note("places.unknown_shapes")) == "- Shapes of unknown code, left out: 0."


def test_numbers_are_written_by_the_suffix_of_their_name():
    spread = Note("hours_spread", values={"median_hours": 28.46, "p5_hours": None})
    assert told(spread) == "- Hours a week: median 28.5, 5th percentile no data."
    read = Note("hours_read", values={"read": 1_000, "published": 1_600, "read_share": 0.625})
    assert told(read) == (
        "- Weeks read whole: 1,000 of the 1,600 counters that publish hours (62.5%)."
    )
    assert "1 January 2026" in told(Note("codes.year_rule", values={"year": 2026}))


def test_a_note_within_another_is_told_in_place():
    near = Note("gap", values={"km": 1_234.4})
    places = [
        Note("counters.far_row", values={"counter_code": code, "declared": "48095", "gap": gap})
        for code, gap in (("7", near), ("8", Note("not_degrees")))
    ]
    said = told(Note("counters.far", tuple(places), values={"limit_km": 5.0}))
    assert said == (
        "- Points more than 5 km from the declared commune, put at its town hall (imputed): "
        "2 — 7 (48095, 1,234 km), 8 (48095, not degrees)."
    )


def test_rows_follow_their_sentence_a_line_each_and_titles_stand_apart():
    notes = Notes()
    notes.add("hours_title")
    row = {"counter_code": "7", "counter_name": "Mende", "words": "sur rendez-vous"}
    notes.add("hours_comments_left", rows=[Note("hours_comments_left_row", values=row)] * 2)
    notes.add_words(["The reader's own words."])
    blank, title, after, summary, *rows, words = notes_lines(notes.plain(), Words("en"))
    assert (blank, title, after) == ("", "### Opening hours of counters", "")
    assert summary.endswith("not wholly: 2 counters.")
    assert rows == ["- Not applied, 7 Mende: “sur rendez-vous”"] * 2
    assert words == "- The reader's own words."


def test_what_json_keeps_is_told_alike_and_names_all_codes():
    notes = Notes()
    codes = [str(rank) for rank in range(100)]
    notes.append(Note("codes.unknown", tuple(codes), values={"year": 2025}, most_shown=40))
    kept = json.loads(json.dumps(notes.plain()))
    assert kept[0]["codes"] == codes
    assert list(notes_lines(kept, Words("fr"))) == list(notes_lines(notes.plain(), Words("fr")))
    assert "39, …)" in sentence(kept[0], Words("fr"))


def test_a_note_is_found_by_its_key_and_one_that_is_absent_is_an_error():
    notes = Notes()
    notes.add("mobile.finer", count=3)
    assert notes.find("mobile.finer").values == {"count": 3}
    with pytest.raises(KeyError, match="absent"):
        notes.find("absent")


def test_a_note_without_words_is_an_error_that_names_its_key():
    with pytest.raises(KeyError, match=r"build\.nobody_wrote_this"):
        told(Note("nobody_wrote_this"))
