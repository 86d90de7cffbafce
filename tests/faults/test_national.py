"""What only a file of the whole of France shows: its magnitudes, its length, where its places are.

Each source is read once, and the fault is made in what its reader gave.
"""

from __future__ import annotations

import geopandas as gpd
import pytest

from pipelines.sources import insee_cog
from pipelines.sources.catalogue import SourceFile, read_catalogue, reader_of
from pipelines.sources.folder import Folder
from pipelines.sources.locate import locate
from pipelines.steps.positions import judge_points
from pipelines.steps.ranges import hold_to_ranges
from pipelines.steps.reach import Reaches
from territory import messages
from territory.errors import SourceChangedError
from territory.geography import WGS84
from territory.messages import Words

pytestmark = pytest.mark.national

# Amounts, shares and euros; a table with a row a commune, and a register of what exists.
MEASURES = ("insee_population", "insee_income", "arcep_fixed")
LISTS = ("arcep_fixed", "density_grid", "epci_members")


@pytest.fixture(scope="module")
def files(national):
    return locate(read_catalogue(), national)


@pytest.fixture(scope="module")
def read(files):
    kept = {}

    def read_once(source_id: str):
        if source_id not in kept:
            file = files[source_id]
            kept[source_id] = reader_of(file.source)(file.path)
        return kept[source_id]

    return read_once


@pytest.fixture(scope="module")
def cog(files):
    return insee_cog.read(files["insee_cog"].path)


@pytest.fixture(scope="module")
def reaches(files, cog):
    return Reaches(files["insee_cog"], cog, Folder())


def refused_in_words(caught, file: SourceFile) -> None:
    for language in messages.LANGUAGES:
        assert file.path.name in caught.value.say(Words(language))


@pytest.mark.parametrize("source_id", MEASURES)
@pytest.mark.parametrize("factor", [1000, 0.001])
def test_a_file_of_france_in_another_unit_is_refused(source_id, factor, read, files):
    measures = read(source_id)
    assert hold_to_ranges(measures, files[source_id].path.name) is not None
    numbers = measures.select_dtypes("number").astype("float64") * factor
    with pytest.raises(SourceChangedError) as caught:
        hold_to_ranges(numbers, files[source_id].path.name)
    assert caught.value.key in ("magnitude_thousands", "magnitude_thousandths")
    refused_in_words(caught, files[source_id])


@pytest.mark.parametrize("source_id", LISTS)
def test_half_of_the_rows_of_france_are_refused(source_id, read, files, reaches):
    codes = read(source_id).index
    reaches.add(files[source_id], codes, len(codes))
    half = codes[: len(codes) // 2]
    with pytest.raises(SourceChangedError) as caught:
        reaches.add(files[source_id], half, len(half))
    refused_in_words(caught, files[source_id])


def test_counters_of_france_with_latitude_and_longitude_swapped_are_refused(read, files, cog):
    # Held against the town halls alone: shapes take longer to read than all the rest.
    halls = read("town_halls")["town_hall_point"]
    halls = halls[~halls.index.duplicated()].reindex(cog.communes.index)
    communes = gpd.GeoDataFrame(
        {"town_hall_point": halls}, geometry=gpd.GeoSeries(None, index=halls.index, crs=WGS84)
    )
    counters = read("france_services")
    declared = counters["declared_commune_code"].where(
        counters["declared_commune_code"].isin(halls.index)
    )
    points = gpd.GeoSeries(counters.geometry)
    name = files["france_services"].path.name
    assert judge_points(points, declared, communes, name).points.notna().mean() > 0.99
    swapped = gpd.GeoSeries.from_xy(points.y, points.x, index=points.index, crs=WGS84)
    with pytest.raises(SourceChangedError) as caught:
        judge_points(swapped, declared, communes, name)
    refused_in_words(caught, files["france_services"])
    assert Words("en").text("errors.points_cause.swapped") in caught.value.say(Words("en"))
