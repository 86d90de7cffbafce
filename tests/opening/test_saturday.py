"""A Saturday of some weeks only, or by appointment: its share, its words, and who can deny it."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from pipelines.build import build_tables
from pipelines.report.markdown import markdown_lines
from pipelines.sources import france_services
from pipelines.steps.counters_hours import hours_notes
from territory.contract import WEEKDAYS
from territory.indicators import counters as counters_
from territory.lists.reasons import reason_codes_text, reasons_text
from territory.maps.door_card import counter_card
from territory.messages import Words
from territory.opening import hours_of
from territory.portrait.sentences import counters as counter_sentences
from territory.scores.ranking import COUNTER_COLUMNS, add_nearest_counter
from territory.tables import Tables
from territory.tables.corrected import apply_overrides
from territory.tables.overrides import COLUMNS
from tests.notes import note_of
from tests.portrait.test_rules import one_commune

DAY = "09:00 - 12:00 / 14:00 - 17:00"
MORNING = "09:00 - 12:00"
COMMENTS = {
    "every": None,
    "monthly": "Ouvert le 1er samedi du mois",
    "fortnightly": "Ouvert un samedi sur deux",
    "booked": "Sur rendez-vous le samedi",
    "left": "Itinérance sur rendez-vous le samedi",
}


@pytest.fixture(scope="module")
def counters() -> gpd.GeoDataFrame:
    """Five counters of 30 hours from Monday to Friday and 3 on Saturday, and their comments."""
    index = pd.Index(COMMENTS, name="counter_code", dtype="str")
    texts = {f"opening_{day}_text": DAY for day in WEEKDAYS[:5]}
    frame = gpd.GeoDataFrame(
        {
            "counter_name": list(COMMENTS),
            "zone": "metropole",
            "commune_code": [f"4800{rank}" for rank in range(1, 6)],
            "is_itinerant": False,
            "counter_kind_name": "principal",
            "has_appointments": pd.array([True] * 5, dtype="boolean"),
            "address_text": None,
            "phone_text": None,
            "mail_text": None,
            "postal_code": None,
            "correction_text": None,
            "double_of_code": pd.Series(None, index=index, dtype="str"),
            **texts,
            "opening_saturday_text": MORNING,
            "comment_text": pd.Series(list(COMMENTS.values()), index=index, dtype="str"),
        },
        index=index,
        geometry=[Point(3 + rank / 10, 44.5) for rank in range(5)],
        crs=4326,
    )
    return frame.join(hours_of(frame, frame["comment_text"]))


def test_hours_count_for_their_share_and_those_by_appointment_in_full(counters):
    expected = {"every": 33, "monthly": 30 + 3 * 12 / 52, "fortnightly": 31.5, "booked": 33}
    assert counters["weekly_hours"].drop("left").to_dict() == pytest.approx(expected)
    assert (counters["published_weekly_hours"] == 33).all()
    assert counters["appointment_weekly_hours"].tolist() == [0, 0, 0, 3, 0]


def test_only_a_door_open_to_all_each_week_is_open_on_saturday(counters):
    assert counters["is_open_saturday"].tolist() == [True, False, False, False, True]
    assert counters["saturday_share"].tolist() == pytest.approx([1, 12 / 52, 0.5, 1, 1])
    condition = counters["saturday_condition_name"]
    assert condition.dropna().to_dict() == {
        "monthly": "some_weeks",
        "fortnightly": "some_weeks",
        "booked": "by_appointment",
    }
    assert condition.equals(counters["hours_condition_name"])
    assert counters_.opens_saturday(counters).tolist() == [True, False, False, False, True]


def test_minutes_to_a_counter_open_on_saturday_leave_conditional_ones_out(counters):
    codes = pd.Index(counters["commune_code"], name="commune_code")
    communes = gpd.GeoDataFrame(
        {"zone": "metropole", "population_people": 100.0}, index=codes,
        geometry=counters.geometry.to_numpy(), crs=4326,
    )  # fmt: skip
    communes["town_hall_point"] = communes.geometry
    tables = Tables(communes, counters)
    minutes = counters_.nearest_saturday_counter_minutes(tables)
    # The third commune's own counter opens one Saturday in two: the nearest is two places away.
    away = counters_.nearest_saturday_counter_minutes(
        Tables(communes, counters.drop(index=["monthly", "fortnightly", "booked"]))
    )
    assert minutes.equals(away)
    assert minutes["48001"] < minutes["48002"] < minutes["48003"]


def test_the_list_the_card_and_the_reasons_say_it(counters, sample):
    saturdays = {
        "every": ("dont le samedi", "ouvert le samedi", ""),
        "monthly": (
            "dont environ 12 samedis par an", "ouvert environ 12 samedis par an", "counter_some_saturdays",
        ),
        "booked": ("le samedi sur rendez-vous", "le samedi sur rendez-vous", "counter_some_saturdays"),
    }  # fmt: skip
    for name, (on_card, reason, code) in saturdays.items():
        row = counters.loc[name]
        lines = dict(counter_card(name, row, "", Words("fr"))["lines"])
        assert lines["Par semaine"].endswith(on_card)
        assert ("Sous condition" in lines) == (name != "every")
        nearest = pd.Series(
            {
                "nearest_counter_minutes": 5.0,
                **{
                    one: row[one.removeprefix("nearest_counter_")]
                    for one in COUNTER_COLUMNS[1:]
                    if one.startswith("nearest_counter_")
                },
            }
        )
        assert reason in reasons_text(nearest, Words("fr"))
        assert code in reason_codes_text(nearest)
        assert "counter_closed_saturday" not in reason_codes_text(nearest)
    listed = add_nearest_counter(pd.DataFrame(index=sample.communes.index[:3]), sample)
    assert list(listed) == list(COUNTER_COLUMNS)


@pytest.mark.parametrize(
    ("figures", "inside", "partly"),
    [
        ({"fixed_counters_count": 1, "partly_saturday_counters_count": 1}, None, "certaines semaines"),
        (
            {"fixed_counters_count": 3, "saturday_counters_count": 1, "partly_saturday_counters_count": 1},
            "Un seul guichet fixe ouvre", "Un guichet fixe de plus n’ouvre que certains samedis",
        ),
        ({"fixed_counters_count": 3, "partly_saturday_counters_count": 2}, None, "2 guichets fixes"),
        ({"fixed_counters_count": 3}, "Aucun guichet fixe", None),
    ],
)  # fmt: skip
def test_the_portrait_never_calls_such_a_counter_closed_nor_open(figures, inside, partly):
    fixed = float(figures["fixed_counters_count"])
    told = one_commune(
        saturday_known_counters_count=fixed,
        **{name: float(value) for name, value in figures.items()},
    )
    for rule, words in (
        (counter_sentences.saturday_inside, inside),
        (counter_sentences.saturday_partly, partly),
    ):
        said = rule(told, Words("fr"))
        assert (said is None) if words is None else (said is not None and words in said.words)


def test_hours_changed_by_hand_deny_the_comment(counters, sample):
    own = sample.counters.iloc[[0]].copy()
    code = own.index[0]
    own["comment_text"] = pd.Series(["Ouvert un samedi sur deux"], index=own.index, dtype="str")
    own["opening_saturday_text"] = pd.Series([MORNING], index=own.index, dtype="str")
    own = own.drop(columns=list(hours_of(own))).join(hours_of(own, own["comment_text"]))
    assert own.loc[code, "saturday_share"] == 0.5
    row = dict.fromkeys(COLUMNS, "") | {
        "action": "change_hours", "counter_code": code, "opening_saturday_text": MORNING,
        "reason": "vérifié sur place", "author": "CD48",
    }  # fmt: skip
    corrections = pd.DataFrame([row], index=pd.Index([2], name="line"), dtype="str")
    after = apply_overrides(own, corrections, sample.communes).counters.loc[code]
    assert after["is_open_saturday"]
    assert after["saturday_share"] == 1
    assert pd.isna(after["saturday_condition_name"])


def test_the_report_names_each_with_its_words_and_those_left(counters):
    told = hours_notes(counters)
    conditional = told.find("hours_conditional")
    found = {row.values["counter_code"]: row.values for row in conditional.rows}
    assert set(found) == {"monthly", "fortnightly", "booked"}
    assert conditional.values == {"saturdays_count": 3}
    assert found["fortnightly"]["saturday"].key == "hours_saturday.some_weeks"
    assert found["fortnightly"]["words"] == COMMENTS["fortnightly"]
    assert found["fortnightly"]["said_hours"] == 33
    assert found["fortnightly"]["weekly_hours"] == 31.5
    (left,) = told.find("hours_comments_left").rows
    assert left.values["counter_code"] == "left"


def test_a_text_that_cannot_be_read_is_listed_alone(counters):
    odd = counters.copy()
    odd.loc["every", "opening_tuesday_text"] = "voir affichage"
    texts = odd[[f"opening_{day}_text" for day in WEEKDAYS]]
    odd[list(hours_of(texts))] = hours_of(texts)
    (flagged,) = [note for note in hours_notes(odd) if note.key == "hours_flagged"]
    assert flagged.values["published"] == "voir affichage"


def test_a_build_writes_conditions_in_its_report_in_both_languages(sample_raw, tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for file in sample_raw.iterdir():
        (folder / file.name).symlink_to(file)
    path = next(folder.glob("liste-fs-*.csv"))
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    changed = rows["h_lundi"].ne("") & rows["commentaire"].eq("")
    code = rows.loc[changed, "id_fs"].iloc[0]
    rows.loc[rows["id_fs"] == code, ["h_samedi", "commentaire"]] = [
        MORNING,
        "Ouvert un samedi sur deux",
    ]
    path.unlink()
    rows.to_csv(path, index=False)
    report = build_tables(folder).report
    rows = note_of(report["counters"], "hours_conditional")["rows"]
    (told,) = [row["values"] for row in rows if row["values"]["counter_code"] == code]
    assert told["saturday"]["values"] == {"saturdays_count": 26}
    for language, words in (
        ("fr", "environ 26 samedis par an"),
        ("en", "about 26 Saturdays a year"),
    ):
        line = next(one for one in markdown_lines(report, Words(language)) if f" {code} " in one)
        assert words in line
        assert "Ouvert un samedi sur deux" in line


@pytest.mark.national
def test_saturdays_of_the_national_list_that_hang_on_a_comment_are_found(national):
    counters = france_services.read(national / "liste-fs-20240801.csv")
    plain, read = hours_of(counters), hours_of(counters, counters["comment_text"])
    # Read by eye, all comments that speak of Saturdays: first of the month, one in two, booked.
    monthly = ["11", "606", "2253", "2314", "2849"]
    assert read.loc[monthly, "saturday_share"].tolist() == pytest.approx([12 / 52] * 5)
    assert read.loc[["2173", "2221", "2770", "3152"], "saturday_share"].tolist() == [0.5] * 4
    assert (
        read.loc[["308", "911", "1562", "1661"], "saturday_condition_name"] == "by_appointment"
    ).all()
    lost = plain["is_open_saturday"].fillna(False) & ~read["is_open_saturday"].fillna(False)
    assert lost.sum() == 23
    # Nothing else moves: the same weeks are known, and hours only ever fall.
    assert read["hours_status"].equals(plain["hours_status"])
    assert (read["weekly_hours"].dropna() <= plain["weekly_hours"].dropna() + 1e-9).all()
