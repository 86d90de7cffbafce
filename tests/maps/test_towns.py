"""Names on a map: which towns, in which order, and what else one finds one's way by."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from territory.maps import towns
from territory.maps.atlas import Atlas
from territory.maps.layers import DEFAULT_LAYER
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.territories import WHOLE, read_territory
from tests.maps.test_atlas import Pile

LOZERE = read_territory("48")


class OneAtATime(Pile):
    """A shelf that, as the app's, takes no file while it makes another."""

    is_making = False

    def put(self, name, make):
        """Make a file once, alone."""
        assert not self.is_making, f"{name} is put while another file is made"

        def alone():
            self.is_making = True
            try:
                return make()
            finally:
                self.is_making = False

        return super().put(name, alone)


def view_of(atlas, territory, **options):
    return atlas.view(territory, DEFAULT_LAYER, DEFAULT_METHOD, words=Words("fr"), **options)


@pytest.fixture
def atlas(country):
    return Atlas(country, OneAtATime())


@pytest.fixture
def communes():
    """Six communes a degree apart from west to east; the third has no town hall."""
    halls = [Point(x + 0.5, 45.5) for x in range(6)]
    return gpd.GeoDataFrame(
        {
            "commune_name": ["Capitale", "Préfecture", "Bourg", "Ville", "Hameau", "Loin"],
            "chef_lieu_class": pd.array([1, 2, None, 4, 4, 4], dtype="Int64"),
            "population_people": [500.0, 90_000.0, 3_000.0, 20_000.0, 40.0, 9_000.0],
            "town_hall_point": gpd.GeoSeries([*halls[:2], None, *halls[3:]], crs=4326),
        },
        geometry=[box(x, 45, x + 1, 46) for x in range(6)],
        index=[f"0000{rank}" for rank in range(6)],
        crs=4326,
    )


def test_chief_towns_come_first_then_the_largest_of_the_territory_then_its_neighbours(communes):
    inside = communes.index[:3]
    found = towns.towns_of(communes, inside, (0, 45, 5, 46))
    # The neighbour of 20,000 people comes after the territory's of 3,000; the hamlet beside is not
    # named; the last commune is not seen.
    assert found["commune_name"].tolist() == ["Capitale", "Préfecture", "Bourg", "Ville"]
    assert found["is_inside"].tolist() == [True, True, True, False]
    assert found["chef_lieu_class"].tolist() == [1, 2, 4, 4]


def test_a_town_without_a_town_hall_is_named_at_a_point_inside(communes):
    found = towns.towns_of(communes, communes.index, (0, 45, 6, 46)).set_index("commune_name")
    assert box(2, 45, 3, 46).contains(Point(found.loc["Bourg", "longitude"], 45.5))


def test_no_more_towns_are_sent_than_a_browser_wants(communes, monkeypatch):
    monkeypatch.setattr(towns, "MOST_TOWNS", 2)
    found = towns.towns_of(communes, communes.index, (0, 45, 6, 46))
    assert found["commune_name"].tolist() == ["Capitale", "Préfecture"]


def test_what_is_around_is_half_the_longer_side_wider(communes):
    assert towns.around(communes.iloc[:2]) == (-1, 44, 3, 47)


def test_neighbours_are_the_communes_seen_that_are_not_looked_at(communes):
    found = towns.neighbours(communes, communes.index[:2], (0.0, 45.0, 2.5, 46.0))
    assert found.index.tolist() == ["00002"]


def test_a_departement_names_its_prefecture_first_and_has_the_limits_of_its_epci(atlas, sample):
    view = view_of(atlas, LOZERE)
    names = atlas.shelf.read(view.names)
    assert names["towns"][0][0] == "Mende"
    assert names["codes"] == []
    limits = [one["id"] for one in atlas.shelf.read(view.limits)["features"]]
    assert limits == sorted(sample.communes["epci_code"].unique())
    # The sample has no commune but its own: nobody is around.
    assert view.around == ""


def test_an_epci_has_no_second_lines_and_its_neighbours_are_named(atlas):
    territory = read_territory("244800405")
    view = view_of(atlas, territory)
    assert view.limits == ""
    around = atlas.shelf.read(view.around)["features"]
    inside = {one["id"] for one in atlas.shelf.read(view.shapes.url)["features"]}
    assert not inside & {one["id"] for one in around}
    assert {one["properties"]["card"]["title"] for one in around} >= {
        "Châteauneuf-de-Randon (48043)"
    }


def test_a_country_has_the_codes_of_its_departements_inside_them(atlas, sample):
    view = view_of(atlas, WHOLE)
    ((code, latitude, longitude),) = atlas.shelf.read(view.names)["codes"]
    assert code == "48"
    whole = sample.communes.geometry.union_all()
    assert whole.contains(Point(longitude, latitude))


def test_names_from_sources_stay_text(sample, communes):
    hostile = '</script><img src=x onerror="alert(1)">'
    communes.loc["00000", "commune_name"] = hostile
    found = towns.towns_of(communes, communes.index, (0, 45, 6, 46))
    assert json.loads(json.dumps(found["commune_name"].iloc[0])) == hostile
