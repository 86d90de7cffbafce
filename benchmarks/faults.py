"""Damage each source's published lines in every way known, and count what comes of it.

Run from the top of a checkout: ``python benchmarks/faults.py [--places N] [--seed S] [--builds]
[--source NAME]``. Prints, by source and kind of fault, how many were read the same, refused in
words, said in the report, silent, or ended in a traceback, with an example of each that is wrong.
Exit code 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.faults.builds import build_cases
from tests.faults.campaign import cases, drawn
from tests.faults.verdict import RIGHT, Verdict

WIDTH = 26


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=20, help="places drawn for each fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--builds", action="store_true", help="whole builds too, three places at most"
    )
    parser.add_argument("--source", default="", help="only the sources whose name holds this")
    asked = parser.parse_args()
    warnings.simplefilter("error")  # a warning on a person's screen is as bad as a traceback
    counts: dict[tuple[str, str], Counter[Verdict]] = defaultdict(Counter)
    wrong: dict[tuple[str, str], str] = {}
    start = time.perf_counter()
    tries = [(case, asked.places) for case in cases()]
    tries += [(case, min(asked.places, 3)) for case in build_cases() if asked.builds]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as sample:
        for case, places in tries:
            if asked.source not in case.subject:
                continue
            for place in range(places):
                where = Path(folder if hasattr(case, "source_id") else sample)
                seed = asked.seed * 1_000_000 + place
                judged = case.attempt(drawn(seed, case.subject, case.fault), where)
                if judged is None:
                    continue
                counts[case.subject, case.kind][judged.verdict] += 1
                if judged.verdict not in RIGHT:
                    wrong.setdefault(
                        (case.subject, case.fault), f"{judged.verdict}: {judged.detail}"
                    )
    _print(counts, wrong)
    print(f"\n{time.perf_counter() - start:.0f} s")
    return 1 if wrong else 0


def _print(
    counts: dict[tuple[str, str], Counter[Verdict]], wrong: dict[tuple[str, str], str]
) -> None:
    print(f"{'source':{WIDTH}}{'kind':12}" + "".join(f"{one:>11}" for one in Verdict))
    for (subject, kind), found in sorted(counts.items()):
        row = "".join(f"{found[one] or '·':>11}" for one in Verdict)
        print(f"{subject:{WIDTH}}{kind:12}{row}")
    total = sum(counts.values(), Counter())
    print(f"{'all':{WIDTH}}{'':12}" + "".join(f"{total[one]:>11}" for one in Verdict))
    print(f"\n{sum(total.values())} faults tried")
    for (subject, fault), detail in sorted(wrong.items()):
        print(f"{subject} | {fault} | {detail[:300]!r}")


if __name__ == "__main__":
    sys.exit(main())
