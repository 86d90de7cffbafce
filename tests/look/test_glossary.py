"""One glossary: the same words in the portrait, on the method's page and under the pointer."""

from __future__ import annotations

import re

import pytest

from territory.look.glossary import MARKED, TERMS, entries, explained, glossary_html
from territory.messages import Words
from territory.portrait import make_portrait
from territory.territories import read_territory


def marked(said: str, language: str) -> list[str]:
    return re.findall(r"<abbr title=\"[^\"]+\">([^<]+)</abbr>", explained(said, Words(language)))


@pytest.mark.parametrize(
    ("language", "said", "words"),
    [
        (
            "fr",
            "Robuste : dans le pire décile dans 98 % des tirages.",
            ["Robuste", "pire décile", "tirages"],
        ),
        ("fr", "Sensible aux poids : un tirage sur deux.", ["Sensible aux poids", "tirage"]),
        ("fr", "Communes de 2025, empreinte des données 1a2b.", ["empreinte des données"]),
        ("fr", "Tirailleurs, redécile, robustement.", []),
        ("en", "Fragile: in the worst decile in 12% of draws.", ["worst decile", "draws"]),
        ("en", "drawing is not a draw", ["draw"]),
    ],
)
def test_the_jargon_of_a_sentence_is_marked_whole_words_alone(language, said, words):
    assert marked(said, language) == words


def test_a_word_is_explained_once_in_a_sentence():
    assert marked("Des tirages, puis des tirages.", "fr") == ["tirages"]


def test_what_reads_as_html_is_text_and_the_sentence_is_not_changed():
    said = '<script>alert(1)</script> dans 5 % des tirages & "ailleurs"'
    shown = explained(said, Words("fr"))
    assert "<script>" not in shown
    assert shown.unescape().count("tirages") == 1
    assert shown.striptags() == said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_marked_is_one_of_those_printed(language):
    words = Words(language)
    assert set(MARKED) <= set(TERMS)
    printed = glossary_html(words)
    for word, meaning in entries(words):
        assert word in printed.unescape()
        assert meaning in printed.unescape()


def test_the_portrait_prints_the_same_glossary(maker, in_use):
    made = make_portrait(maker, read_territory("48095"), in_use, Words("fr"))
    (section,) = (one for one in made.sections if one.name == "glossary")
    (block,) = section.blocks
    assert block.entries == entries(Words("fr"))
