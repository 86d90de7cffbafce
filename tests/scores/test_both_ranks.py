"""Two ranks, each by its name: in the territory, and among all communes of the tables."""

from __future__ import annotations

import csv
import io

from openpyxl import load_workbook

from territory.exports import FORMATS, write_csv, write_list
from territory.lists import make_list, read_request
from territory.lists.about import about
from territory.messages import Words
from territory.portrait.cells import priority_cells, priority_rows
from territory.scores import DEFAULT_METHOD
from territory.sheet import make_sheet
from territory.territories import read_territory

EPCI = "200069151"
ENGLISH = Words("en")


def listed(country):
    return make_list(country, read_request({"epci": EPCI}, sort="exposure_rank", words=ENGLISH))


def test_a_part_of_the_list_is_ranked_among_its_own_and_keeps_its_national_rank(country):
    made, every = listed(country), country.ranked(DEFAULT_METHOD)
    # Communes of too few adults have a score and no rank.
    scores = every["exposure_score"][every["exposure_rank"].notna()]
    inside = scores[scores.index.isin(made.rows.index)]
    for code, row in made.rows.loc[inside.index].iterrows():
        assert row["exposure_rank"] == 1 + (inside > inside[code]).sum()
        assert row["national_rank"] == 1 + (scores > scores[code]).sum()
    assert (made.rows["national_rank"] > made.rows["exposure_rank"]).any()


def test_how_many_are_ranked_is_counted_inside_and_in_all(country):
    made, scores = listed(country), country.ranked(DEFAULT_METHOD)["exposure_rank"]
    assert made.ranked_inside_count == scores.loc[made.rows.index].notna().sum()
    assert made.ranked_count == scores.notna().sum()


def test_list_file_workbook_sheet_and_portrait_give_the_same_two_ranks(
    country, maker, sample, in_use, tmp_path
):
    made = listed(country)
    first = made.rows.index[0]
    ranks = [int(made.rows.at[first, one]) for one in ("exposure_rank", "national_rank")]
    written = next(
        csv.DictReader(io.StringIO(write_csv(made.rows, words=ENGLISH).decode("utf-8-sig")))
    )
    assert [int(written[one]) for one in ("exposure_rank", "national_rank")] == ranks
    told = about(made, sample, in_use, "xlsx", "list.xlsx")
    book = load_workbook(io.BytesIO(write_list(made.rows, sample.communes, told, FORMATS["xlsx"])))
    heads, row = list(book.worksheets[0].iter_rows(max_row=2, values_only=True))
    names = ("Rank in the territory", "Rank among all communes")
    assert [row[heads.index(name)] for name in names] == ranks
    territory = read_territory(f"epci:{EPCI}")
    sheet = make_sheet(
        country, first, territory, DEFAULT_METHOD, link=str, sources=(), words=ENGLISH
    )
    assert [sheet.row["exposure_rank"], sheet.national_rank] == ranks
    place, national, *_ = priority_cells(priority_rows(maker, territory), ENGLISH)[0]
    assert place.startswith(f"{ranks[0]}. ")
    assert national == str(ranks[1])


def test_the_words_of_a_list_name_both_ranks():
    for language, names in (
        ("fr", ("Rang ici", "Rang parmi toutes")),
        ("en", ("Rank here", "Rank among all")),
    ):
        said = Words(language).text("list.ranked", territory="A", inside=1, count=2)
        for name, column in zip(names, ("exposure_rank", "national_rank"), strict=True):
            assert name in said
            assert Words(language).text(f"columns.{column}.short") == name
