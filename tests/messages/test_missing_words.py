"""What is declared without words says which file to edit and which key to add."""

import pickle

import pandas as pd
import pytest

from territory.exports.about import dictionary
from territory.messages import Words, WordsMissingError


@pytest.mark.parametrize(("language", "name"), [("fr", "French"), ("en", "English")])
def test_a_missing_message_names_its_language_its_file_and_its_key(language, name):
    with pytest.raises(WordsMissingError) as caught:
        Words(language).text("cli.bakeries.help")
    assert str(caught.value) == (
        f"No words for 'cli.bakeries.help' in {name}: "
        f"add bakeries.help to territory/messages/{language}/cli.toml."
    )


def test_a_column_without_words_is_refused_by_the_dictionary_of_the_files():
    with pytest.raises(WordsMissingError) as caught:
        dictionary(pd.Index(["bakeries_count"]), Words("fr"))
    assert str(caught.value) == (
        "No words for 'columns.bakeries_count.label' in French: "
        "add bakeries_count.label to territory/messages/fr/columns.toml."
    )


def test_the_sentence_survives_a_change_of_process():
    before = WordsMissingError("columns.bakeries_count.label", "en")
    assert str(pickle.loads(pickle.dumps(before))) == str(before)


def test_a_language_nobody_speaks_is_no_missing_message():
    with pytest.raises(KeyError) as caught:
        Words("de").text("app.name")
    assert not isinstance(caught.value, WordsMissingError)
