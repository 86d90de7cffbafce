"""What a published figure can be: each column's legal range, and its usual median in the country.

A value out of its range is not one: it is set missing, or refused when there are many. A median of
the country out of its usual band says that the whole file is in another unit. Both belong to the
contract of the tables, and are declared here alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

# The whole of France has 68 million people, its largest commune 2.1: no count of people, households
# or premises of a commune is over this.
MOST_OF_A_COMMUNE = 3_000_000.0
# Medians of parts of people or households are given this room either side of those of 2022: enough
# for any census, too little for thousands or hundredths.
PART_ROOM = 5.0
# The medians of départements lie within this factor of the country's usual band; those of amounts,
# which are as large as one likes in a city or over it.
DEPARTEMENT_ROOM = 4.0
# The largest has 2.6 million people and 1.8 million premises: in thousands, the smallest (76,500
# people) has more.
MOST_OF_A_DEPARTEMENT = 3_000_000.0


@dataclass(frozen=True)
class Range:
    """What a column may hold.

    Parameters
    ----------
    least, most : float
        Bounds of any single value, both legal.
    usual : tuple of float or None
        Band of the median over the communes of the country; None where it says nothing.
    is_amount : bool
        Whether it grows with the size of the commune: a département's median has then no upper bound,
        and its sum has one (`MOST_OF_A_DEPARTEMENT`).
    """

    least: float
    most: float
    usual: tuple[float, float] | None = None
    is_amount: bool = True

    def band(self, *, is_national: bool) -> tuple[float, float] | None:
        """Return the band of the median of a file; None where none holds.

        Examples
        --------
        >>> RANGES["median_income_eur"].band(is_national=False)
        (3750.0, 160000.0)
        >>> RANGES["population_people"].band(is_national=False)
        (57.25, 3000000.0)
        """
        if is_national or self.usual is None:
            return self.usual
        most = self.most if self.is_amount else self.usual[1] * DEPARTEMENT_ROOM
        return self.usual[0] / DEPARTEMENT_ROOM, most


def _count(median: float | None = None, room: float = PART_ROOM) -> Range:
    usual = None if median is None else (median / room, median * room)
    return Range(0.0, MOST_OF_A_COMMUNE, usual)


# Medians over communes: census of 2022, Filosofi 2021, Arcep 2026.
RANGES = MappingProxyType(
    {
        "population_people": _count(458, room=2),
        "age_0_14_people": _count(77),
        "age_15_29_people": _count(67),
        "age_30_44_people": _count(82),
        "age_45_59_people": _count(90),
        "age_60_74_people": _count(92),
        "age_75_89_people": _count(37),
        "age_90_plus_people": _count(4.8),
        "out_of_school_people": _count(341, room=2),
        "no_diploma_people": _count(72),
        "brevet_people": _count(19),
        "cap_bep_people": _count(90),
        "bac_people": _count(63),
        "bac_plus_2_people": _count(42),
        "bac_plus_3_4_people": _count(27),
        "bac_plus_5_people": _count(19),
        # Those of occupations are of a sample of one in four.
        "farmers_people": _count(5.2),
        "craftspeople_people": _count(16),
        "executives_people": _count(21),
        "intermediate_people": _count(51),
        "employees_people": _count(55),
        "workers_people": _count(54),
        "retired_people": _count(117),
        "other_inactive_people": _count(40),
        "all_households": _count(199, room=2),
        "living_alone_households": _count(57),
        "couple_without_children_households": _count(66),
        "couple_with_children_households": _count(56),
        "lone_parent_households": _count(15),
        "living_alone_people": _count(57),
        "housed_households": _count(199, room=2),
        # No base with these columns was opened: their medians are not known.
        **{
            name: _count()
            for name in (
                "age_15_17_people",
                "age_18_24_people",
                "aged_80_alone_people",
                "without_car_households",
                *(
                    f"{one}_{households}"
                    for one in ("rsa", "prime_activite", "aah", "aeeh")
                    for households in ("households", "low_households")
                ),
            )
        },
        "qpv_count": Range(0.0, 100.0),
        "frr_class": Range(1.0, 6.0),
        # The poorest commune measured lives on 3,000 € a year, the richest on 55,000.
        "median_income_eur": Range(1_000.0, 200_000.0, (15_000.0, 40_000.0), is_amount=False),
        "median_income_used_eur": Range(1_000.0, 200_000.0, (15_000.0, 40_000.0), is_amount=False),
        # 5 to 54 % in communes that have a rate; three people out of four on Mayotte.
        "poverty_share": Range(0.01, 0.95, (0.06, 0.30), is_amount=False),
        "density_class": Range(1.0, 7.0, (4.0, 7.0), is_amount=False),
        "premises_count": _count(250, room=3),
        "technology_premises_count": _count(250, room=3),
        **{
            name: _count()
            for name in (
                "without_wired_premises_count",
                "at_least_512_kbps_premises_count",
                "at_least_3_mbps_premises_count",
                "at_least_8_mbps_premises_count",
                "at_least_30_mbps_premises_count",
                "at_least_100_mbps_premises_count",
                "at_least_1_gbps_premises_count",
                "fibre_premises_count",
                "cable_premises_count",
                "copper_premises_count",
                "fixed_radio_premises_count",
            )
        },
        # Paris has some 2,000 places with a 4G mast; four operators in the mainland, five elsewhere.
        "site_4g_count": Range(0.0, 10_000.0),
        "site_4g_operators_count": Range(0.0, 10.0),
        "good_4g_best_operator_share": Range(0.0, 1.0),
        "good_4g_all_operators_share": Range(0.0, 1.0),
        "official_counter_minutes": Range(0.0, 600.0),
        "official_square_people": _count(),
        "official_known_people": _count(),
        **{f"official_within_{limit}_minutes_share": Range(0.0, 1.0) for limit in (10, 15, 20, 30)},
        # Simplified at a hundred metres the smallest commune keeps 0.4 hectare; Maripasoula has
        # 18,660 km².
        "area_km2": Range(0.0001, 25_000.0, (6.0, 20.0)),
    }
)
