"""Which rows of the list are one door, which counters travel whatever their format, who may deny it."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from pipelines.steps.doubles import find_doubles, plain_address
from pipelines.steps.travels import comment_travels, name_travels, speaks_of_rounds
from territory import doors
from territory.country import Country
from territory.errors import ContractError
from territory.messages import Words
from territory.portrait import PortraitMaker
from territory.portrait.cells import counters_inside
from territory.tables.corrected import apply_overrides
from territory.tables.overrides import read_overrides
from territory.territories import read_territory

NAMES = pd.Series({"10140": "Ervy-le-Châtel", "48095": "Mende"})
# 0.0001 degree of latitude is 11 m.
NEAR = 0.0001


def listed(*rows: tuple[str, str, str, float, float | None, bool | None]) -> gpd.GeoDataFrame:
    """Return counters of Ervy: code, kind, address, metres north / 111 195, hours, travels."""
    codes, kinds, addresses, north, hours, travels = zip(*rows, strict=True)
    return gpd.GeoDataFrame(
        {
            "counter_name": [f"France services {code}" for code in codes],
            "commune_code": "10140",
            "address_text": list(addresses),
            "counter_kind_name": list(kinds),
            "weekly_hours": pd.array(hours, dtype="Float64").to_numpy(
                "float64", na_value=float("nan")
            ),
            "is_itinerant": pd.array(travels, dtype="boolean"),
        },
        index=pd.Index(codes, name="counter_code"),
        geometry=[Point(3.9, 48.0 + one) for one in north],
        crs=4326,
    )


def pairs(counters: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    return [(one["counter_code"], one["double_of_code"]) for one in find_doubles(counters, NAMES)]


def test_one_address_under_two_codes_is_one_door_its_own_counter_before_the_antenna():
    counters = listed(
        ("2561", "antenna", "5 Boulevard des Grands Fossés", 0, 30.0, False),
        ("3142", "principal", "5 boulevard des grands fossés", NEAR, 25.0, False),
    )
    assert pairs(counters) == [("2561", "3142")]
    (one,) = find_doubles(counters, NAMES)
    assert one["metres"] == 11
    assert one["address"] == "5 boulevard grands fosses"


def test_of_two_counters_the_one_open_longest_stands_and_unknown_hours_stand_last():
    short, long, unknown = (
        (code, "principal", "24 rue du Rocher", 0.0, hours, False)
        for code, hours in (("1", 9.5), ("2", 25.0), ("0", None))
    )
    assert pairs(listed(short, long, unknown)) == [("1", "2"), ("0", "2")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("a", "principal", "21 rue Saint-Michel", 0, 25.0, False), "57 rue Saint-Michel"),
        (("a", "principal", "269 rue du Maréchal Juin", 0, 25.0, False), "16 rue Saint Liesne"),
        (("a", "principal", "Place du 8 mai 1945", 0, 25.0, False), "Rue du 8 mai 1945"),
        (("a", "principal", "Mairie", 0, 25.0, False), "Mairie"),
        (("a", "bus", "5 rue de la Gare", 0, 25.0, True), "5 rue de la Gare"),
        (("a", "unknown", "5 rue de la Gare", 0, 25.0, None), "5 rue de la Gare"),
        (("a", "principal", "Col de la Quillane", 0.02, 25.0, False), "Col de la Quillane"),
    ],
    ids=["number", "street", "kind of street", "no street", "bus", "unknown", "2 km"],
)
def test_neighbours_are_not_doubles(first, second):
    assert pairs(listed(first, ("b", "principal", second, 0.0, 25.0, False))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("24 Rue du Rocher Mortain", "24 rue du Rocher"),
        ("16 bis Route d'Aumale", "16bis Rte d’Aumale"),
        ("Le Quadri - 47 avenue des Pays-Bas", "47 av. des Pays-Bas"),
        ("1 rond-point du Cahot", "1 rond point du Cahot"),
        ("14 rue de la Goutte d’Or 50140 Mortain", "14 rue de la Goutte d'Or"),
    ],
)
def test_an_address_is_the_same_however_it_is_written(one, other):
    assert plain_address(one, "Mortain-Bocage") == plain_address(other, "Mortain-Bocage")


@pytest.mark.parametrize(
    "name",
    [
        "France services itinérante Hérault Méditerranée - Pézenas",
        "France services Espace Numérique Mobile de Normandie - Antenne de Lillebonne",
        "France services Cèze Cévennes - Antenne itinérante (bus)",
        "BUS FRANCE SERVICES",
        "Le camion itinérant",
    ],
)
def test_a_name_that_says_it_travels_is_believed(name):
    assert name_travels(name, "Pézenas")


@pytest.mark.parametrize(
    ("name", "commune"),
    [
        ("France services de Bus-la-Mésière", "Bus-la-Mésière"),
        ("France services de Bus", "Bus"),
        ("France services Busset", "Busset"),
        ("France services Cité de l'automobile", "Mulhouse"),
        ("France services Maison de la mobilité", "Mende"),
        ("France services Pôle immobilier", "Mende"),
        ("France services de Montbard et itinerance MSA", "Montbard"),
        ("France services non itinérante", "Mende"),
        ("France services - Gare des bus", "Mende"),
        ("France services fixe et itinérante", "Mende"),
    ],
)
def test_false_friends_do_not_travel(name, commune):
    assert not name_travels(name, commune)


@pytest.mark.parametrize(
    ("comment", "travels"),
    [
        ("Itinérant, les lieux changent tous les jours !", True),
        ("Structure itinérante sur les communes", True),
        ("Structure NON itinérante", False),
        ("Itinérance à Harol les 2e et 4e jeudis", False),
        ("Point d'accueil fixe + permanence itinérante", False),
        ("Mobile : 06 00 00 00 00", False),
        ("Accessible en bus, ligne G", False),
    ],
)
def test_a_comment_counts_when_it_begins_by_speaking_of_the_counter(comment, travels):
    assert comment_travels(comment) == travels


def test_rounds_besides_are_told_apart_from_their_denial():
    comments = pd.Series(["Itinérance à Harol", "Structure NON itinérante", None])
    assert speaks_of_rounds(comments).tolist() == [True, False, False]


@pytest.fixture
def doubled(sample):
    """The counters of the sample, Marvejols' listed again by another row, one of no known format."""
    counters = sample.counters.copy()
    other = next(code for code in counters.index if code not in ("271", "3255"))
    counters.loc[other, "double_of_code"] = "271"
    unknown = next(code for code in counters.index if code not in ("271", "3255", other))
    counters.loc[unknown, ["is_itinerant", "counter_kind_name"]] = [pd.NA, "unknown"]
    return counters, other, unknown


def corrected(sample, tmp_path, counters, *lines: str):
    path = tmp_path / "counters_overrides.csv"
    path.write_text(
        "action;counter_code;reason;author\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    return apply_overrides(counters, read_overrides(path), sample.communes).counters


def test_a_door_is_fixed_once_and_what_is_unknown_is_not_relied_on(doubled):
    counters, other, unknown = doubled
    fixed = doors.is_fixed(counters)
    assert not fixed[[other, unknown, "3255"]].any()
    assert fixed.sum() == 17
    assert len(doors.doors(counters)) == 19
    counts = doors.counts_by_commune(counters, pd.Index(counters["commune_code"].unique())).sum()
    assert [int(counts[name]) for name in doors.COUNT_COLUMNS] == [17, 1, 1]


def test_a_rule_of_the_build_can_be_denied(sample, tmp_path, doubled):
    counters, other, unknown = doubled
    changed = corrected(
        sample,
        tmp_path,
        counters,
        f"confirm_apart;{other};deux portes;CD48",
        f"confirm_fixed;{unknown};vu sur place;CD48",
        "confirm_fixed;3255;ne bouge plus;CD48",
        "confirm_itinerant;271;bus depuis mai;CD48",
    )
    fixed = doors.is_fixed(changed)
    assert fixed[[other, unknown, "3255"]].all()
    assert not fixed["271"]
    assert changed.loc["3255", "counter_kind_name"] == "principal"
    assert changed.loc["271", "counter_kind_name"] == "itinerant"
    assert changed.loc[other, "correction_name"] == "confirm_apart"
    for action in ("confirm_apart", "confirm_fixed", "confirm_itinerant"):
        assert Words("fr").text(f"map.correction.{action}")


def test_the_other_row_stands_for_a_door_that_is_closed(sample, tmp_path, doubled):
    counters, other, _ = doubled
    left = corrected(sample, tmp_path, counters, "close;271;erreur;CD48")
    assert doors.is_fixed(left)[other]


def test_a_denial_without_object_is_refused(sample, tmp_path):
    with pytest.raises(ContractError) as refusal:
        corrected(sample, tmp_path, sample.counters, "confirm_apart;271;deux portes;CD48")
    assert "Line 2: the counter '271' is not the same door" in refusal.value.say(Words("en"))


def test_a_portrait_counts_a_door_once_and_says_what_it_does_not_know(sample):
    inside = sample.counters[sample.counters["commune_code"] == "48092"]
    assert list(inside.index) == ["271"]
    again = inside.assign(double_of_code="271").set_axis(["again"])
    unknown = inside.assign(
        is_itinerant=pd.array([pd.NA], dtype="boolean"), counter_kind_name="unknown"
    ).set_axis(["unknown"])
    counters = pd.concat([sample.counters, again, unknown]).rename_axis("counter_code")
    maker = PortraitMaker(Country(replace(sample, counters=counters)))
    territory = read_territory("48092")
    assert list(counters_inside(maker, territory).index) == ["271", "unknown"]
    figures = maker.figures(territory)
    assert figures["fixed_counters_count"] == 1
    assert figures["itinerant_counters_count"] == 0
    assert figures["unknown_kind_counters_count"] == 1
