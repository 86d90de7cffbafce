"""The tables' columns, declared once: name, unit, range, source, status.

The suffix of a column's name gives its unit, type and range (`UNITS`; finer ranges are in
`territory.ranges`); a declaration adds its source and its status column. Labels and meanings are in
the message catalogue (``columns.<name>.label``). `territory.contract_check` holds a table to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

COMMUNE_CODE = r"^([0-9]{2}|2[AB])[0-9]{3}$"
DEPARTEMENT_CODE = r"^([0-9]{2}|2[AB]|97[0-9])$"


class Status(StrEnum):
    """What is known of a value. Only the first four come with a figure."""

    OBSERVED = "observed"
    MODELLED = "modelled"
    IMPUTED = "imputed"
    ROUNDED = "rounded"
    SUPPRESSED = "suppressed"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


WITHOUT_VALUE = (Status.SUPPRESSED, Status.MISSING, Status.NOT_APPLICABLE)


@dataclass(frozen=True)
class Unit:
    """What a suffix promises: type and legal range."""

    suffix: str
    dtype: str
    minimum: float | None = None
    maximum: float | None = None


UNITS = (
    Unit("_code", "str"),
    Unit("_name", "str"),
    Unit("_text", "str"),
    Unit("_class", "Int64", 1),
    Unit("_count", "Int64", 0),
    Unit("_people", "float64", 0),
    Unit("_households", "float64", 0),
    Unit("_share", "float64", 0, 1),
    Unit("_per_1k", "float64", 0),
    Unit("_km2", "float64", 0),
    Unit("_km", "float64", 0),
    Unit("_minutes", "float64", 0),
    Unit("_hours", "float64", 0, 168),
    Unit("_eur", "float64", 0),
    Unit("_degrees", "float64", -180, 180),
    Unit("_score", "float64", 0, 100),
    Unit("_rank", "Int64", 1),
    Unit("_date", "datetime64[ns]"),
    Unit("_status", "status"),
    Unit("_point", "geometry"),
)
_GEOMETRY = Unit("geometry", "geometry")
_FLAG = Unit("is_", "bool")
_ZONE = Unit("zone", "str")


def unit_of(name: str) -> Unit:
    """Return the unit a column's name promises.

    Raises
    ------
    KeyError
        If the name ends with no known suffix: such a name is not part of the vocabulary.

    Examples
    --------
    >>> unit_of("without_fibre_share").maximum
    1
    """
    if name == "geometry":
        return _GEOMETRY
    if name == "zone":
        return _ZONE
    if name.startswith(("is_", "has_")) or "_is_" in name:
        return _FLAG
    for unit in UNITS:
        if name.endswith(unit.suffix):
            return unit
    raise KeyError(f"{name!r} ends with no suffix of UNITS in territory/contract.py: rename it.")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        Its name; the suffix is its unit.
    source_id : str
        The source it comes from; ``"build"`` when the build derives it.
    is_required : bool
        Whether every row must hold a value.
    status : str
        Name of the column that says what is known of it; empty when always observed.
    pattern : str
        Regular expression every text value must match; empty for any text.
    """

    name: str
    source_id: str
    is_required: bool = False
    status: str = ""
    pattern: str = ""

    @property
    def unit(self) -> Unit:
        """The unit its name promises."""
        return unit_of(self.name)


def _measures(source_id: str, status: str, *names: str) -> tuple[Column, ...]:
    return (
        *(Column(name, source_id, status=status) for name in names),
        Column(status, source_id, is_required=True),
    )


AGE_BANDS = (
    "age_0_14_people",
    "age_15_29_people",
    "age_30_44_people",
    "age_45_59_people",
    "age_60_74_people",
    "age_75_89_people",
    "age_90_plus_people",
)
AGED_60_PLUS = AGE_BANDS[4:]
DIPLOMAS = (
    "no_diploma_people",
    "brevet_people",
    "cap_bep_people",
    "bac_people",
    "bac_plus_2_people",
    "bac_plus_3_4_people",
    "bac_plus_5_people",
)
HOUSEHOLDS = (
    "living_alone_households",
    "couple_without_children_households",
    "couple_with_children_households",
    "lone_parent_households",
)
# Own occupation of those at work or looking for work, then the retired and the other inactive.
POSITIONS = (
    "farmers_people",
    "craftspeople_people",
    "executives_people",
    "intermediate_people",
    "employees_people",
    "workers_people",
    "retired_people",
    "other_inactive_people",
)

WIRED_SPEEDS = (
    "at_least_512_kbps_premises_count",
    "at_least_3_mbps_premises_count",
    "at_least_8_mbps_premises_count",
    "at_least_30_mbps_premises_count",
    "at_least_100_mbps_premises_count",
    "at_least_1_gbps_premises_count",
)
TECHNOLOGIES = (
    "fibre_premises_count",
    "cable_premises_count",
    "copper_premises_count",
    "fixed_radio_premises_count",
)
MOBILE_SITES = ("site_4g_count", "site_4g_operators_count")
MOBILE_SHARES = ("good_4g_best_operator_share", "good_4g_all_operators_share")
# Minutes by car by Insee's own roads and list of France Services; people of its squares.
OFFICIAL_MINUTES = (
    "official_counter_minutes",
    "official_square_people",
    "official_known_people",
    "official_within_10_minutes_share",
    "official_within_15_minutes_share",
    "official_within_20_minutes_share",
    "official_within_30_minutes_share",
)

# Where the income used comes from, when the commune publishes none: the medians of its parts, the
# communes around, those of its EPCI, those of its density in its zone.
INCOME_RULES = ("parts", "neighbours", "epci", "density")

# What the place of a commune (`town_hall_point`) is, which minutes start from: its town hall, a fixed
# counter of its own or a geometric centre where the town hall is not known.
PLACE_KINDS = ("town_hall", "own_counter", "centre")

# Benefits paid by the Caf, each with its own status: the count published, and the least it allows.
BENEFITS = ("rsa", "prime_activite", "aah", "aeeh")
# The classes of `frr_class`, from 1: out of the zoning, what keeps its effects, in a part, in it.
FRR_CLASSES = ("none", "beneficiary_part", "beneficiary", "part", "core", "plus")

# What a commune is the chef-lieu of: classes 1, 2 and 3 of `chef_lieu_class`, the highest that holds.
CHEF_LIEU_OF = ("region", "departement", "arrondissement")
# The class of a commune that is known to be the chef-lieu of none.
NO_CHEF_LIEU_CLASS = 4

COMMUNES = (
    Column("commune_code", "insee_cog", is_required=True, pattern=COMMUNE_CODE),
    Column("commune_name", "insee_cog", is_required=True),
    Column("departement_code", "insee_cog", is_required=True, pattern=DEPARTEMENT_CODE),
    Column("departement_name", "insee_cog", is_required=True),
    Column("region_code", "insee_cog", is_required=True),
    Column("region_name", "insee_cog", is_required=True),
    Column("chef_lieu_class", "insee_cog"),
    Column("zone", "build", is_required=True),
    Column("epci_code", "epci_members", status="epci_status"),
    Column("epci_name", "epci_members", status="epci_status"),
    Column("epci_status", "epci_members", is_required=True),
    *_measures("density_grid", "density_status", "density_class"),
    *_measures("insee_population", "population_status", "population_people"),
    *_measures("insee_population", "age_status", *AGE_BANDS),
    *_measures("insee_population", "positions_status", *POSITIONS),
    *_measures("insee_diplomas", "diplomas_status", "out_of_school_people", *DIPLOMAS),
    *_measures(
        "insee_households",
        "households_status",
        "all_households",
        *HOUSEHOLDS,
        "living_alone_people",
    ),
    *_measures("insee_diplomas", "youth_status", "age_15_17_people", "age_18_24_people"),
    *_measures("insee_households", "aged_80_alone_status", "aged_80_alone_people"),
    *_measures("insee_housing", "housing_status", "housed_households", "without_car_households"),
    *(
        column
        for benefit in BENEFITS
        for column in _measures(
            "caf_benefits",
            f"{benefit}_status",
            f"{benefit}_households",
            f"{benefit}_low_households",
        )
    ),
    *_measures("qpv_list", "qpv_status", "qpv_count"),
    *_measures("frr_zoning", "frr_status", "frr_class"),
    *_measures("insee_income", "median_income_status", "median_income_eur"),
    *_measures("insee_income", "poverty_status", "poverty_share"),
    *_measures("build", "median_income_used_status", "median_income_used_eur"),
    Column("median_income_used_rule_name", "build", pattern="|".join(INCOME_RULES)),
    *_measures(
        "arcep_fixed",
        "fixed_network_status",
        "premises_count",
        "without_wired_premises_count",
        *WIRED_SPEEDS,
    ),
    *_measures(
        "arcep_fixed_technology",
        "fixed_technology_status",
        "technology_premises_count",
        *TECHNOLOGIES,
    ),
    *_measures("arcep_mobile_sites", "mobile_sites_status", *MOBILE_SITES),
    *_measures("postal_codes", "postal_codes_status", "postal_codes_text"),
    *_measures("arcep_mobile", "mobile_status", *MOBILE_SHARES),
    *_measures("insee_access", "official_minutes_status", *OFFICIAL_MINUTES),
    *_measures("town_halls", "town_hall_status", "town_hall_point"),
    Column("place_kind_name", "build", pattern="|".join(PLACE_KINDS)),
    *_measures("commune_boundaries", "boundary_status", "geometry", "area_km2"),
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")

# What a counter is: a labelled place, its antenna, one of its several sites, a bus, another one
# that travels, one the list does not tell travels or stays.
COUNTER_KINDS = ("principal", "antenna", "multisite", "bus", "itinerant", "unknown")
# What says that a counter travels when its published format does not.
ITINERANT_REASONS = ("name", "comment")

COUNTERS = (
    Column("counter_code", "france_services", is_required=True),
    Column("counter_name", "france_services", is_required=True),
    Column("address_text", "france_services"),
    Column("postal_code", "france_services"),
    Column("declared_commune_code", "france_services", pattern=COMMUNE_CODE),
    Column("commune_code", "build", pattern=COMMUNE_CODE),
    Column("located_commune_code", "build", pattern=COMMUNE_CODE),
    Column("zone", "build"),
    Column("kind_name", "france_services"),
    Column("format_name", "france_services"),
    Column("is_declared_itinerant", "france_services"),
    Column("is_itinerant", "build"),
    Column("itinerant_reason_name", "build", pattern="|".join(ITINERANT_REASONS)),
    Column("double_of_code", "build"),
    Column("has_appointments", "france_services"),
    Column("phone_text", "france_services"),
    Column("mail_text", "france_services"),
    Column("counter_kind_name", "build", is_required=True, pattern="|".join(COUNTER_KINDS)),
    *(Column(f"opening_{day}_text", "france_services") for day in WEEKDAYS),
    Column("weekly_hours", "build", status="hours_status"),
    Column("published_weekly_hours", "build"),
    Column("appointment_weekly_hours", "build", status="hours_status"),
    Column("open_days_count", "build", status="hours_status"),
    Column("is_open_saturday", "build", status="hours_status"),
    Column("saturday_share", "build", status="hours_status"),
    Column("saturday_condition_name", "build"),
    Column("is_open_evening", "build", status="hours_status"),
    Column("hours_condition_name", "build"),
    Column("hours_flag_name", "build"),
    Column("hours_status", "build", is_required=True),
    Column("comment_text", "france_services"),
    Column("label_text", "france_services"),
    Column("label_date", "france_services"),
    Column("geometry", "france_services", status="place_status"),
    Column("place_status", "build", is_required=True),
    Column("place_gap_km", "build"),
)

# What was made of the published hours of a place: read, not understood and kept as text, or none given.
HOURS_READINGS = ("read", "unread", "none")

MEDIATION_PLACES = (
    Column("place_code", "mediation_places", is_required=True),
    Column("place_name", "mediation_places", is_required=True),
    Column("typology_text", "mediation_places"),
    Column("programmes_text", "mediation_places"),
    Column("address_text", "mediation_places"),
    Column("postal_code", "mediation_places"),
    Column("declared_commune_code", "mediation_places"),
    Column("commune_code", "build", pattern=COMMUNE_CODE),
    Column("located_commune_code", "build", pattern=COMMUNE_CODE),
    Column("zone", "build"),
    Column("hours_text", "mediation_places"),
    Column("hours_reading_name", "build", is_required=True, pattern="|".join(HOURS_READINGS)),
    Column("week_code", "build"),
    Column("weekly_hours", "build", status="hours_status"),
    Column("open_days_count", "build", status="hours_status"),
    Column("is_open_saturday", "build", status="hours_status"),
    Column("saturday_share", "build", status="hours_status"),
    Column("saturday_condition_name", "build"),
    Column("hours_condition_name", "build"),
    Column("hours_status", "build", is_required=True),
    Column("is_itinerant", "mediation_places"),
    Column("is_digital_counsellor", "mediation_places"),
    Column("updated_date", "mediation_places"),
    Column("geometry", "mediation_places", status="place_status"),
    Column("place_status", "build", is_required=True),
    Column("place_gap_km", "build"),
)

# The public counters beside France Services, as the directory of the administration gives them.
AGENCY_KINDS = (
    "caf",
    "cpam",
    "france_travail",
    "msa",
    "carsat",
    "sip",
    "prefecture",
    "sous_prefecture",
    "mairie",
)

PUBLIC_COUNTERS = (
    Column("agency_code", "public_directory", is_required=True),
    Column("agency_name", "public_directory", is_required=True),
    Column(
        "agency_kind_name", "public_directory", is_required=True, pattern="|".join(AGENCY_KINDS)
    ),
    Column("address_text", "public_directory"),
    Column("postal_code", "public_directory"),
    Column("town_text", "public_directory"),
    Column("phone_text", "public_directory"),
    Column("declared_commune_code", "build", pattern=COMMUNE_CODE),
    Column("commune_code", "build", pattern=COMMUNE_CODE),
    Column("located_commune_code", "build", pattern=COMMUNE_CODE),
    Column("zone", "build"),
    Column("updated_date", "public_directory"),
    Column("geometry", "public_directory", status="place_status"),
    Column("place_status", "build", is_required=True),
    Column("place_gap_km", "build"),
)

# What was made of a comment on the round of an itinerant counter: a stop, a commune it denies, a name in
# doubt, a group of communes that is not known, nothing; or there is no comment.
STOP_READINGS = ("stop", "denied", "doubtful", "group", "unread", "no_comment")
HALF_DAYS = ("morning", "afternoon", "day")
RHYTHMS = ("every_week", "even_weeks", "odd_weeks", "some_weeks")

ITINERANT_STOPS = (
    Column("stop_code", "build", is_required=True),
    Column("counter_code", "france_services", is_required=True),
    Column("reading_name", "build", is_required=True, pattern="|".join(STOP_READINGS)),
    Column("commune_code", "build", status="stop_status", pattern=COMMUNE_CODE),
    Column("zone", "build"),
    Column("weekday_name", "build", pattern="|".join(WEEKDAYS)),
    Column("half_day_name", "build", pattern="|".join(HALF_DAYS)),
    Column("rhythm_name", "build", pattern="|".join(RHYTHMS)),
    Column("weeks_share", "build"),
    Column("sign_name", "build"),
    Column("said_text", "france_services"),
    Column("comment_text", "france_services"),
    Column("stop_status", "build", is_required=True),
    Column("geometry", "town_halls"),
)

# What a code of yesterday became: it joined a commune (which stands today, or joined another since),
# took another code, was split, became nothing; or is a part of a commune; or only bore another name.
FORMER_KINDS = (
    "merged",
    "merged_since",
    "recoded",
    "split",
    "ceased",
    "arrondissement",
    "delegated",
    "associated",
    "renamed",
)

FORMER_CODES = (
    Column("former_code", "insee_cog", is_required=True, pattern=COMMUNE_CODE),
    Column("former_names_text", "insee_cog"),
    Column("became_name", "build", is_required=True, pattern="|".join(FORMER_KINDS)),
    Column("since_date", "insee_cog"),
    Column("commune_codes_text", "build"),
)

TABLES = {
    "communes": COMMUNES,
    "counters": COUNTERS,
    "mediation_places": MEDIATION_PLACES,
    "public_counters": PUBLIC_COUNTERS,
    "former_codes": FORMER_CODES,
    "itinerant_stops": ITINERANT_STOPS,
}
