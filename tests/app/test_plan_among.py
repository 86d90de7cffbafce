"""From communes chosen in the list to a plan among them."""

from __future__ import annotations

import io
from urllib.parse import parse_qs

import pandas as pd

from territory.messages import Words
from tests.app.plan_pages import open_page, record_files, shown
from tests.app.test_list import open_list
from tests.command import territory

CHOSEN = "48095,48001,48104"


def plan_links(app):
    links = [parse_qs(one.proto.query_string) for one in app.get("page_link")]
    return [one for one in links if "keep" in one]


def test_communes_chosen_in_the_list_lead_to_a_plan_among_them(monkeypatch):
    (link,) = plan_links(open_list(monkeypatch, chosen=CHOSEN))
    # People of the whole département count: the link says so, the communes are where one may open.
    assert link["territory"] == ["departement:48"]
    assert link["keep"] == [CHOSEN]


def test_the_page_plans_among_them_as_the_command_does(monkeypatch):
    offered = record_files(monkeypatch)
    app = open_page(monkeypatch, "en", keep=CHOSEN, within="15", places="3")
    assert not app.exception
    done = territory(
        *("plan", "sites", "--departement", "48", "--within", "15", "--count", "3"),
        *("--keep", CHOSEN, "--lang", "en"),
    )
    assert done.returncode == 0, done.said
    rows = pd.read_csv(io.BytesIO(offered["where.csv"]()), dtype={"commune_code": str})
    assert set(rows["commune_code"]) <= set(CHOSEN.split(","))
    assert [
        line.split(".")[0] for line in done.stdout.decode().splitlines()[1 : len(rows) + 1]
    ] == [str(rank) for rank in rows["site_rank"]]
    for code in rows["commune_code"]:
        assert f"({code})" in shown(app)
        assert f"({code})" in done.stdout.decode()
    restricted = "Possible places: 3 communes of the 152"
    assert restricted in shown(app)
    assert restricted in done.said
    proved = Words("en").text("plan.proved_among")
    assert proved in shown(app)
    assert proved in done.stdout.decode()
    app.button(key="plan-all-communes").click().run()
    assert "keep" not in app.query_params
    assert restricted not in shown(app)


def test_a_commune_of_elsewhere_cannot_be_kept_to_and_it_is_said(monkeypatch):
    app = open_page(monkeypatch, "en", keep="48095,75056", within="15")
    assert not app.exception
    assert len(app.warning) == 1
    assert "75056" in app.warning[0].value
