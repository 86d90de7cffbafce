"""Reading sentences back: the numbers they say, held against the figures they were made from."""

from __future__ import annotations

import math
import re

from territory.portrait.maker import Figures
from territory.portrait.sentences.words import Said

# Numbers that sentences say of themselves: ages, limits, scales.
CONSTANTS = {1.0, 4.0, 10.0, 15.0, 20.0, 30.0, 75.0, 95.0, 100.0, 1000.0}
# Those of one sentence alone: under 50 adults nothing is ranked; Insee's figure for Corse, 25 % in 2019.
OF_A_SENTENCE = {"rests_on": {25.0, 50.0, 2019.0}, "exposure": {50.0}}
# Never "1 650 9": thousands are groups of three.
NUMBERS = {
    "fr": re.compile(r"\d{1,3}(?:\u202f\d{3})+(?:,\d+)?|\d+(?:,\d+)?"),
    "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"),
}
SMALL = {"fr": ("moins de", "plus de"), "en": ("less than", "more than")}
PEOPLE_BETWEEN = {"people", "low", "high", "old", "alone", "no_diploma"}


def numbers_in(words: str, language: str) -> list[tuple[float, int]]:
    """Return the numbers of a sentence, each with its count of decimals."""
    found = []
    # The catalogue may part thousands with any of three blanks.
    for one in NUMBERS[language].findall(
        words.replace("1 000", "1\u202f000").replace("\u00a0", "\u202f")
    ):
        plain = one.replace("\u202f", "").replace(",", "." if language == "fr" else "")
        found.append((float(plain), len(plain.partition(".")[2])))
    return found


def unexplained(said: Said, language: str) -> list[float]:
    """Return the numbers of a sentence that none of its figures gives."""
    values = dict(said.values)
    width = values.get("high", math.nan) - values.get("low", math.nan)
    return [
        number
        for number, decimals in numbers_in(said.words, language)
        if number not in CONSTANTS
        and not any(_gives(name, value, number, decimals, width) for name, value in values.items())
        and not _is_a_bound(said.words, number, values, language)
    ]


def _gives(name: str, value: float, number: float, decimals: int, width: float) -> bool:
    half = 0.5 * 10**-decimals + 1e-9
    if any(abs(number - abs(one)) <= half for one in (value, 100 * value)):
        return True
    if name not in PEOPLE_BETWEEN:
        return False
    if math.isnan(width):  # people within minutes of a counter: three figures, two under 1,000
        figures = 3 if value >= 1000 else 2
        return abs(number - value) <= 0.5 * 10 ** max(0, len(str(round(value))) - figures)
    # People with an interval keep two figures of its width.
    return width > 1 and abs(number - value) <= 0.05 * width + 0.5


def _is_a_bound(words: str, number: float, values: dict[str, float], language: str) -> bool:
    less, more = SMALL[language]
    return (less in words and any(0 < 100 * one < number for one in values.values())) or (
        more in words and any(number < 100 * one < 100 for one in values.values())
    )


# What no sentence may hold, in each language: a figure cut from its unit, a plural of one, a number
# of nobody, a hiatus.
ILL_WRITTEN = {
    "fr": re.compile(
        r"\{|\}|\bnan\b|pas de donnée|  |\.\.|[ ][:;?!%»]"
        r"|(?<![\d,\u202f])1[ \u00a0](?:habitants|communes|minutes|heures|personnes|guichets|locaux)\b"
        r"|(?:environ|près de) 0\b|\b(?:de|que|ne|se|le|la) [aeéèêiou]"
    ),
    "en": re.compile(
        r"\{|\}|\bnan\b|no data|  |\.\.|[ ][:;?!%]"
        r"|(?<![\d.,])1 (?:inhabitants|communes|minutes|hours|people|counters|premises)\b"
        r"|(?:about|nearly) 0\b"
    ),
}
MORE = {"fr": "plus que la moyenne", "en": "more than the mean"}
LESS = {"fr": "moins que la moyenne", "en": "less than the mean"}
CLOSE = {"fr": "proche de la moyenne", "en": "close to the mean"}


def faults(figures: Figures, said: dict[str, Said], language: str) -> list[str]:
    """Return what is wrong with the sentences of a territory, read together; nothing when all holds."""
    found = [
        f"ill written: {one.words}"
        for one in said.values()
        if ILL_WRITTEN[language].search(one.words)
        or not one.words.endswith(".")
        or not (one.words[0].isupper() or one.words[0].isdigit())
    ]
    found += [
        f"no source: {one.words}" for one in said.values() if one.values and not one.source_ids
    ]
    found += [
        f"not of the tables: {number} in {one.words}"
        for name, one in said.items()
        for number in unexplained(one, language)
        if number not in OF_A_SENTENCE.get(name, ())
    ]
    checks = {
        "the need is said once": ("need" in said) != ("need_unknown" in said),
        "trips are said when known": ("far" in said) == figures.known("nearest_counter_minutes"),
        "a road leads there or not": not ("far" in said and "cut_off" in said),
        "no road, no warning of distance": not ("cut_off" in said and "far_though_inside" in said),
        "fibre is said when known": ("fibre" in said) == figures.known(_access(figures)),
        "hours are of counters that exist": "hours_inside" not in said
        or figures["fixed_counters_count"] > 0,
        "Saturday is of counters that exist": "saturday_inside" not in said
        or figures["fixed_counters_count"] > 0,
        "no hour, no minutes": "minutes_per_person" not in said or "hours_per_person" in said,
        "slow premises are among those without fibre": _slow_after_fibre(figures, said),
        "adults are inhabitants": _in_order(said, "population", "adults", "people"),
        "Saturday is no nearer": _saturday_is_no_nearer(said, language),
        "groups are among them": _groups_are_among_them(figures, said, language),
        "a rank is where it is said": _rank_is_where_it_is_said(figures, said),
        "outside the worst decile is not in it": _outside_is_not_in(figures, said),
        "robust communes are among the worst": _in_order_of(
            figures, "robust_communes_count", "worst_decile_communes_count", "scored_communes_count"
        ),
        "communes of both are classed": _in_order_of(
            figures, "both_communes_count", "classed_communes_count", "communes_count"
        ),
    }
    found += [name for name, holds in checks.items() if not holds]
    for name in ("need_share", "fibre", "slow", "mobile"):
        if name in said and not _beside_the_mean(said[name], language):
            found.append(f"more or less than the mean: {said[name].words}")
    return found


def _beside_the_mean(one: Said, language: str) -> bool:
    """Tell whether more, less or close is true of the figures and of how they are written."""
    values, written = dict(one.values), [number for number, _ in numbers_in(one.words, language)]
    if MORE[language] not in one.words and LESS[language] not in one.words:
        gap = values.get("share", 0.0) - values.get("nation", 0.0)
        return CLOSE[language] not in one.words or abs(gap) < 0.01
    sign = 1 if MORE[language] in one.words else -1
    bounds = [written[-2]] if "low" not in values else written[-4:-1]
    return sign * (values["share"] - values["nation"]) > 0 and all(
        sign * (bound - written[-1]) > 0 for bound in bounds
    )


def _slow_after_fibre(figures: Figures, said: dict[str, Said]) -> bool:
    if "slow" not in said or said["slow"].values:
        return True
    return "fibre" in said and figures[_access(figures)] > 0


def _access(figures: Figures) -> str:
    """Return which of the two indicators these tables tell."""
    first = "without_fibre_share"
    return first if first in figures.values else "without_1_gbps_share"


def _in_order(said: dict[str, Said], rule: str, less: str, more: str) -> bool:
    values = dict(said[rule].values) if rule in said else {}
    return less not in values or round(values[less]) <= round(values[more])


def _in_order_of(figures: Figures, *names: str) -> bool:
    values = [figures.values.get(name, math.nan) for name in names]
    return any(map(math.isnan, values)) or values == sorted(values)


def _saturday_is_no_nearer(said: dict[str, Said], language: str) -> bool:
    if not {"far", "saturday_far"} <= set(said):
        return True
    (near, _), (far, _) = (
        numbers_in(said[rule].words, language)[0] for rule in ("far", "saturday_far")
    )
    return near <= far


def _groups_are_among_them(figures: Figures, said: dict[str, Said], language: str) -> bool:
    if "who" not in said:
        return True
    total = max(number for number, _ in numbers_in(said["need"].words.split("(")[0], language))
    constants = {15.0, 75.0}
    groups = [one for one, _ in numbers_in(said["who"].words, language) if one not in constants]
    return all(one <= max(total, 15.0) for one in groups)


def _rank_is_where_it_is_said(figures: Figures, said: dict[str, Said]) -> bool:
    if "rank_interval" not in said:
        return True
    values = dict(said["rank_interval"].values)
    rank = round(figures["exposure_rank"])
    is_inside = round(values["low"]) <= rank <= round(values["high"])
    return is_inside == ("rank" not in values)


def _outside_is_not_in(figures: Figures, said: dict[str, Said]) -> bool:
    if "robustness" not in said or figures.robustness != "outside":
        return True
    return figures["exposure_rank"] > round(0.1 * figures.nation["scored_communes_count"])
