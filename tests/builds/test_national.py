"""The build of all of France: nobody is lost, and figures fall where published ones do."""

import geopandas as gpd
import pytest

from territory.country import Country
from territory.scores import DEFAULT_METHOD
from tests.notes import note_of


@pytest.mark.national
def test_all_of_france_is_built_whole(france):
    communes, report = france.tables.communes, france.report
    assert len(communes) == 34_875
    assert communes["population_people"].sum() == pytest.approx(67.69e6, rel=0.002)
    assert len(france.tables.counters) == 2_845
    assert france.tables.counters["is_declared_itinerant"].sum() == 163
    assert all(total["is_met"] for total in report["totals"])
    assert report["coverage"]["geometry"]["known_share"] == 1


@pytest.mark.national
def test_nobody_is_lost_silently_between_the_files_and_the_tables(france):
    for notes in france.report["joins"].values():
        told = note_of(notes, "join_rows")["values"]
        dropped = sum(len(note["codes"]) for note in notes if note["key"] == "join_dropped")
        assert told["published"] == told["kept"] + dropped
        assert told["with_row"] + told["without_row"] == 34_875


@pytest.mark.national
def test_corsica_the_three_great_cities_and_overseas_are_there_once(france):
    communes = france.tables.communes
    corsica = communes[communes["departement_code"].isin(["2A", "2B"])]
    assert len(corsica) == 360  # COG 2025: 124 in Corse-du-Sud, 236 in Haute-Corse
    assert corsica["population_people"].notna().all()
    assert not communes.index.str.match(r"^(751|6938|132)").any()
    assert communes.loc["75056", "population_people"] == pytest.approx(2_113_697)
    assert (communes["zone"] != "metropole").sum() == 129
    in_paris = france.tables.counters["commune_code"] == "75056"
    assert france.tables.counters.loc[in_paris, "declared_commune_code"].str.startswith("751").all()
    assert in_paris.sum() > 0


@pytest.mark.national
def test_the_six_empty_communes_have_no_figure_per_head(france):
    empty = ["55039", "55050", "55139", "55189", "55239", "55307"]
    scored = Country(france.tables).scores(DEFAULT_METHOD).loc[empty]
    assert (france.tables.communes.loc[empty, "population_people"] == 0).all()
    assert scored["illectronism_share"].isna().all()
    assert scored["need_class"].isna().all()


@pytest.mark.national
def test_areas_are_those_of_the_land(france):
    # Known areas (Insee, km2): Paris 105, Mende 37, Arles 759, Saint-Denis de La Réunion 143. The
    # shapes are simplified, overseas at 1 km: within 5 %.
    areas = france.tables.communes["area_km2"]
    for code, km2 in {"75056": 105.4, "48095": 36.6, "13004": 758.9, "97411": 142.8}.items():
        assert areas[code] == pytest.approx(km2, rel=0.05)


@pytest.mark.national
def test_national_figures_fall_where_published_ones_do(france):
    scored = Country(france.tables).scores(DEFAULT_METHOD)
    people = france.tables.communes["population_people"]
    minutes = scored["nearest_counter_minutes"]
    share = people[minutes <= 20].sum() / people[minutes.notna()].sum()
    assert 0.95 <= share <= 0.997  # METHOD 3: relayed figures; below 93 % or 100 % is a bug
    assert isinstance(france.tables.communes, gpd.GeoDataFrame)
