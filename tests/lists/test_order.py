"""The order of a list: of all its rows, missing last, of equals the most people first."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.errors import UnknownNameError
from territory.lists.order import ORDER_COLUMNS, Order, first_order, read_order
from territory.scores.ranking import LIST_COLUMNS, ROBUSTNESS_COLUMNS


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "weighed_people": [5.0, float("nan"), 12.0, 5.0],
            "exposure_rank": pd.array([1, 2, 3, None], dtype="Int64"),
            "commune_name": ["Zoufftgen", "Éze", "Eygalières", "Le Havre"],
            "illectronism_people": [10.0, float("nan"), 30.0, 10.0],
        },
        index=pd.Index(["57764", "06059", "13034", "76351"], name="commune_code"),
    )


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        # Equals: as many people for both, then the code.
        ("", ["13034", "57764", "76351", "06059"]),
        ("exposure_rank", ["57764", "06059", "13034", "76351"]),
        ("-exposure_rank", ["13034", "06059", "57764", "76351"]),
        ("-illectronism_people", ["13034", "57764", "76351", "06059"]),
        ("illectronism_people", ["57764", "76351", "13034", "06059"]),
        # Accents are no letter of their own: Eygalières, Éze, Le Havre, Zoufftgen.
        ("commune_name", ["13034", "06059", "76351", "57764"]),
        ("commune_code", ["06059", "13034", "57764", "76351"]),
    ],
)
def test_all_rows_are_put_in_order(rows, words, codes):
    assert read_order(words).apply(rows).index.tolist() == codes


def test_an_order_that_is_none_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="commune_name"):
        read_order("commune_names")


def test_figures_are_first_shown_from_the_largest_names_and_ranks_from_the_first():
    assert first_order("illectronism_people").words == "-illectronism_people"
    assert first_order("departement_name").words == "departement_name"
    assert first_order("low_rank").words == "low_rank"
    assert Order("low_rank", is_descending=False).reversed.words == "-low_rank"


def test_every_column_of_an_order_is_one_of_the_list():
    assert set(ORDER_COLUMNS) <= {"commune_code", *LIST_COLUMNS, *ROBUSTNESS_COLUMNS}
