"""Pages say what the code does."""

from pathlib import Path

from territory import messages
from territory.indicators import INDICATORS

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_method_tells_every_indicator_with_its_goalposts_and_their_reason():
    method = (DOCS / "METHOD.md").read_text(encoding="utf-8")
    for indicator in INDICATORS:
        (row,) = [line for line in method.splitlines() if line.startswith(f"| `{indicator.name}`")]
        unit = 100 if indicator.name.endswith("_share") else 1
        best, worst = (f"{value * unit:g}" for value in (indicator.best, indicator.worst))
        cells = [cell.strip() for cell in row.split("|")]
        assert cells[2] == indicator.dimension
        assert cells[3].split()[0] == best
        assert cells[4].split()[0] == worst


def test_both_languages_say_the_same_things():
    french, english = (messages.catalogue(one) for one in messages.LANGUAGES)
    assert set(french) == set(english)


def test_a_message_asks_for_the_same_values_in_both_languages():
    import string

    def asked(message: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(message) if name}

    french, english = (messages.catalogue(one) for one in messages.LANGUAGES)
    assert {key: asked(text) for key, text in french.items()} == {
        key: asked(text) for key, text in english.items()
    }


def test_every_source_has_a_caveat_in_every_language_or_none():
    from pipelines.sources.catalogue import read_catalogue

    for source in read_catalogue().values():
        assert set(source.caveat) in ({*messages.LANGUAGES}, set())
