"""Text that files, pages and terminals can carry; what messages quote."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.errors import ContractError, TerritoryError, UnknownNameError
from territory.messages import LANGUAGES, Words
from territory.plain_columns import plain_columns
from territory.plain_text import cut, identifier, plain, plain_all, quoted, some

# One of each kind, and what a reader is left with.
KINDS = {
    "vertical tab": ("France services\x0bde Mende", "France services de Mende"),
    "nul": ("Men\0de", "Mende"),
    "delete": ("Men\x7fde", "Mende"),
    "terminal escape": ("\x1b[31mMende", "[31mMende"),
    "windows letter": ("c\x9cur de l\x92Aubrac", "cœur de l’Aubrac"),
    "control of no letter": ("Men\x81de", "Mende"),
    "zero width": ("Men\u200b\u200c\u200d\u2060de", "Mende"),
    "mark inside": ("Men\ufeffde", "Mende"),
    "soft hyphen": ("Men\u00adde", "Mende"),
    "override": ("\u202eedneM\u202c", "edneM"),
    "isolate": ("\u2066Mende\u2069", "Mende"),
    "line separator": ("Mende\u2028Lozère\u2029", "Mende Lozère "),
    "half a sign": ("Men\ud800de", "Men\ufffdde"),
    "no character": ("Men\uffff\ufdd0de\U0001fffe", "Men\ufffd\ufffdde\ufffd"),
    "parted accent": ("E\u0301ze", "Éze"),
    "french blanks": ("12\u202f000\u00a0€", "12\u202f000\u00a0€"),
    "other alphabets": ("日本 العربية 😀", "日本 العربية 😀"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_sign_becomes_what_is_read(kind):
    written, read = KINDS[kind]
    assert plain(written) == read


def test_every_control_and_invisible_sign_of_unicode_is_known():
    # Signs of format that have ink, in Arabic, Syriac, Kaithi and hieroglyphs, stay.
    with_ink = {
        *range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD,
        *range(0x13430, 0x13440),
    }  # fmt: skip
    left = [
        hex(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and code not in with_ink
        and chr(code) in plain(f"a{chr(code)}b")
    ]
    assert left == []


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_becomes_one_that_xml_holds_and_stays_so(words):
    made = plain(words)
    assert ElementTree.fromstring(f"<a>{made.translate({38: None, 60: None})}</a>") is not None
    assert plain(made) == made
    assert made.encode().decode() == made


def test_lines_stay_where_they_part_sentences():
    assert plain("Lundi\r\nMardi\x0b!", keep_lines=True) == "Lundi\nMardi !"
    assert plain("Lundi\nMardi") == "Lundi Mardi"


def test_a_table_keeps_its_missing_values_its_types_and_its_index_name():
    rows = pd.DataFrame(
        {
            "commune_name": ["Men\x0bde", None],
            "comment_text": ["a\nb\0", "c"],
            "area_km2": [1.5, 2],
        },
        index=pd.Index(["480\u200b95", "48001"], name="commune_code"),
    )
    made = plain_columns(rows)
    assert made.index.name == "commune_code"
    assert list(made.index) == ["48095", "48001"]
    assert made["commune_name"].iloc[0] == "Men de"
    assert made["commune_name"].isna().tolist() == [False, True]
    assert list(made["comment_text"]) == ["a\nb", "c"]
    assert made.dtypes.equals(rows.dtypes)


def test_texts_inside_lists_and_dataclasses_are_reached():
    @dataclass(frozen=True)
    class Page:
        title: str
        lines: tuple[str, ...]
        count: int

    assert plain_all(Page("a\0", ("b\x0bc",), 2)) == Page("a", ("b c",), 2)
    assert plain_all({"k\0": ["v\0", None, 1.5]}) == {"k": ["v", None, 1.5]}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("４８０９５", "48095"),
        ("٤٨٠٩٥", "48095"),
        ("48095\n", "48095"),
        ("48\u00a0095", "48095"),
        ("2a004", "2A004"),
        ("local-2a", "local-2a"),
        ("Coop-numérique_7", "Coop-numérique_7"),
    ],
)
def test_an_identifier_has_one_form(written, read):
    assert identifier(written) == read


def test_a_value_quoted_is_cut_and_hides_nothing():
    said = TerritoryError("territory_unreadable", territory="x" * 8000).say(Words("fr"))
    assert len(said) < 800
    assert "xxx…xxx" in said
    assert quoted("\x1b]0;title\x07\u202eabc\r") == r"\x1b]0;title\x07\u202eabc\r"
    assert len(quoted("\x1b" * 10_000)) == 400
    assert cut("short") == "short"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_longer_than_a_screen(language):
    many = [TerritoryError("overrides_counter", line=one, code="y" * 9000) for one in range(5000)]
    said = ContractError("counters_overrides.csv", many).say(Words(language))
    assert said.count("\n") == 21
    assert "4980" in said
    assert len(said) < 12_000
    typed = UnknownNameError("commune", "z" * 10_000, ["Mende"])
    assert len(typed.say(Words(language))) < 300


def test_a_list_in_a_message_cuts_each_value():
    assert some(["a" * 1000, "b\x00"], most=1) == f"{'a' * 53}…{'a' * 26}, …"
