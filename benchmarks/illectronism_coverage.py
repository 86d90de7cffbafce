"""How often the interval holds the truth, over made-up countries; and when the world is rougher.

    python benchmarks/illectronism_coverage.py [COUNTRIES]

The second half makes countries whose communes and regions differ twice as much as is assumed: what
the interval is worth when the method is too sure of itself.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from territory.illectronism.draws import draw_people
from territory.illectronism.model import fit
from territory.illectronism.sums import interval, sum_draws
from tests.illectronism.country import SIZES, make_country

PER_SIZE, DRAWS = 50, 200


def main(countries: int) -> None:
    for roughness in (1.0, 2.0):
        inside, regions, nations, widths = [], [], [], []
        for number in range(countries):
            country = make_country(np.random.default_rng(5000 + number), PER_SIZE, roughness)
            fitted = fit(country.communes, country.model)
            drawn = draw_people(fitted, DRAWS, number)
            truth = pd.Series(country.concerned, country.communes.index)
            for groups, held in (
                (country.communes["region_code"], regions),
                (pd.Series("nation", truth.index), nations),
            ):
                found, true = sum_draws(drawn, groups), truth.groupby(groups).sum()
                low, high = found["illectronism_low_people"], found["illectronism_high_people"]
                held.append(true.between(low, high).mean())
            low, high = interval(drawn.people, 0.9)
            holds = (low <= country.concerned) & (country.concerned <= high)
            inside.append(holds.reshape(len(SIZES), PER_SIZE).mean(axis=1))
            width = (high - low) / 2 / fitted.people
            widths.append(np.median(width.reshape(len(SIZES), PER_SIZE), axis=1))
        print(
            f"differences between places {roughness:g} times those assumed, {countries} countries"
        )
        for rank, size in enumerate(SIZES):
            held, width = np.mean([one[rank] for one in inside]), np.mean([w[rank] for w in widths])
            print(f"  communes of about {size:>6,} adults: {held:.1%} (half-width {width:.0%})")
        print(f"  regions: {np.mean(regions):.1%}   nation: {np.mean(nations):.1%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
