"""What the search field proposes on the sample: names, slips, codes, names of yesterday."""

from __future__ import annotations

import shutil

import pytest

from territory import paths
from territory.messages import Words
from territory.tables import open_tables
from territory.territories import Territory
from territory.territories.proposals import Proposals, as_named, propose
from territory.territories.search import build_index
from tests.territories.test_former_codes import country, former_codes


@pytest.fixture(scope="module")
def index(sample):
    return build_index(sample)


def test_an_exact_name_opens_without_doubt(index):
    proposed = propose(index, "mende", Words("fr"))
    assert proposed.only is not None
    assert proposed.only.territory == Territory("commune", "48095")
    assert [one.name for one in proposed.exact] == ["Mende"]
    assert proposed.said == []


def test_a_slip_is_proposed_and_not_opened(index):
    proposed = propose(index, "Marvejol", Words("fr"))
    assert proposed.only is None
    assert proposed.exact[0].territory.code == "48092"


def test_the_short_name_of_an_epci_finds_it(index):
    proposed = propose(index, "coeur de lozere", Words("fr"))
    assert proposed.exact[0].territory.level == "epci"


def test_five_digits_that_may_be_a_postcode_are_not_opened_and_it_is_said(index):
    proposed = propose(index, "48140", Words("en"))
    assert proposed.only is None
    assert [one.territory.code for one in proposed.exact] == ["48140"]
    assert "Postcodes are not known in these tables" in " ".join(proposed.said)


@pytest.fixture(scope="module")
def index_with_former(tmp_path_factory):
    """The sample beside a table of codes of yesterday."""
    folder = tmp_path_factory.mktemp("former") / "tables"
    shutil.copytree(paths.sample_folder(), folder)
    former_codes(country()).to_parquet(folder / paths.FORMER_FILE)
    return build_index(open_tables(folder))


def test_a_name_of_yesterday_leads_to_today_s_commune_under_its_old_code(index_with_former):
    index = index_with_former
    proposed = propose(index, "Servières", Words("fr"))
    assert proposed.only is not None
    assert "a rejoint 48127" in " ".join(proposed.said)
    assert as_named(proposed.only.territory, proposed.former).code == "48189"


def test_a_commune_that_was_shared_out_gives_its_parts(index_with_former):
    proposed = propose(index_with_former, "48903", Words("fr"))
    assert "a été partagée" in " ".join(proposed.said)
    assert len(proposed.exact) == 2


def test_what_resembles_nothing_is_said(index):
    proposed = propose(index, "zzzzzz", Words("fr"))
    assert list(proposed.exact) == []
    assert "zzzzzz" in " ".join(proposed.said)


def test_nothing_typed_proposes_nothing(index):
    assert propose(index, "  ", Words("fr")) == Proposals()
