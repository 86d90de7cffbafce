"""The page of the data: every file with what it is, its rows and its size."""

from __future__ import annotations

from collections.abc import Sequence

from territory.look import parts
from territory.publish.open_data import Written
from territory.publish.pages import Pages
from territory.publish.texts import size_in_words

PAGE = "data.html"
FOLDER = "data/"


def data_page(pages: Pages, files: Sequence[Written]) -> bytes:
    """Return the page that leads to the files of the folder of data."""
    site, words = pages.site, pages.words
    heading = words.text("publish.data_heading", territory=site.name(words))
    folder = f"{pages.options.root_of(words)}{FOLDER}"
    body = parts.render(
        "publish/data.html",
        lead=words.text("publish.data_lead"),
        heads=[words.text(f"publish.data_{name}") for name in ("file", "what", "rows", "size")],
        files=[
            (
                f"{folder}{one.name}",
                one.name,
                one.titles[words.language],
                "" if one.rows_count is None else words.number(one.rows_count),
                size_in_words(one.bytes_count, words),
            )
            for one in files
        ],
        caption=heading,
    )
    return pages.page(PAGE, title=heading, heading=heading, description=heading, body=body)
