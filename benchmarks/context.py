"""Make files of context in their layouts, for all of France, and measure a build without them and with them.

What is in these files is drawn at random: it is not facts, and is for plumbing, speed and memory alone.

    python benchmarks/context.py FOLDER_OF_SOURCES NEW_FOLDER

`NEW_FOLDER` is given links to the files of the first, and the made-up ones beside them; the tables are
then built from each, in a process of its own, whose time and peak memory are printed.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

BASES = {
    "base-cc-coupl-fam-men-2022": ("P22_POP80P_PSEUL",),
    "base-cc-diplomes-formation-2022": ("P22_POP1517", "P22_POP1824"),
}
POPULATION = "base-cc-evol-struct-pop-2022"
FRR = ("Non classée", "FRR bénéficiaire", "Classée FRR partiellement", "FRR socle", "FRR+")
LARGEST_CITIES = ("75056", "69123", "13055")
ARRONDISSEMENTS = (
    *(str(code) for code in range(75101, 75121)),
    *(str(code) for code in range(69381, 69390)),
    *(str(code) for code in range(13201, 13217)),
)


def main(sources: Path, target: Path) -> None:
    """Make the files, then build without and with them."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sources.iterdir():
        if not (target / path.name).exists():
            (target / path.name).symlink_to(path.resolve())
    make_files(sources, target, np.random.default_rng(20))
    for name, folder in (("without", sources), ("with", target)):
        seconds, cpu, megabytes = measure_build(folder, target.parent / f"tables-{name}")
        print(f"{name}: {seconds:.1f} s, {cpu:.1f} s of processor, {megabytes:.0f} MB at most")


def make_files(sources: Path, target: Path, draw: np.random.Generator) -> None:
    """Write the made-up files of all of France beside links to the others."""
    people = _read_base(sources, POPULATION).set_index("CODGEO")["P22_POP"].astype(float)
    for base, names in BASES.items():
        rows = _read_base(sources, base)
        # Made-up figures: where nobody is known to live, nobody is made up.
        lived = rows["CODGEO"].map(people).fillna(0)
        for name in names:
            rows[name] = (lived * draw.uniform(0.01, 0.08, len(rows))).round(3)
        _write_base(target, base, rows)
    homes = (people * draw.uniform(0.4, 0.5, len(people))).round(3)
    cars = (homes * draw.uniform(0.6, 0.99, len(people))).round(3)
    housing = pd.DataFrame({"P22_RP": homes, "P22_RP_VOIT1P": cars}).reset_index()
    _write_base(target, "base-cc-logement-2022", housing)
    _write_caf(target, people, draw)
    classes = draw.choice(FRR, len(people))
    frr = pd.DataFrame({"Code_insee": people.index, "Departement": people.index.str[:2]})
    frr["Commune"], frr["Classement FRR et FRR+ au 10 juillet 2025"] = "Nom", classes
    path = target / "liste-communes-FRR-juillet2025.csv"
    frr.to_csv(path, sep=";", index=False, encoding="utf-8-sig")
    large = people.nlargest(1200).index
    codes = [f'="{code}"' for code in draw.choice(large, 1600)]
    codes += [f'="{code}"' for code in large]
    districts = {"code_qp": [f"QN{rank:05d}M" for rank in range(len(codes))], "insee_com": codes}
    pd.DataFrame(districts).to_csv(target / "liste-qpv-2024.csv", sep=";", index=False)


def _write_caf(target: Path, people: pd.Series, draw: np.random.Generator) -> None:
    cities = people.drop([code for code in LARGEST_CITIES if code in people])
    parts = pd.Series(people[people.index.isin(LARGEST_CITIES)].mean(), index=[*ARRONDISSEMENTS])
    every = pd.concat([cities, parts / 10])
    years = []
    for year in range(2020, 2025):
        rows = pd.DataFrame({"dtreffre": f"{year}-12", "numcomdo": every.index, "nomcom": "NOM"})
        for name, share in (("ndur", 0.2), ("rsa", 0.03), ("ppa", 0.07)):
            exact = every.to_numpy() * share * draw.uniform(0.3, 1.7, len(every))
            rows[f"indfoy_{name}"] = (5 * np.round(exact / 5)).astype(int)
        years.append(rows)
    pd.concat(years).to_csv(target / "s_ben_com_f.csv", sep=";", index=False)


def _read_base(sources: Path, base: str) -> pd.DataFrame:
    with zipfile.ZipFile(sources / f"{base}_csv.zip") as archive:
        return pd.read_csv(
            io.BytesIO(archive.read(f"{base}.CSV")), sep=";", dtype={"CODGEO": "str"}
        )


def _write_base(target: Path, base: str, rows: pd.DataFrame) -> None:
    path = target / f"{base}_csv.zip"
    path.unlink(missing_ok=True)  # a link to the real one must not be written through
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{base}.CSV", rows.to_csv(sep=";", index=False))


def measure_build(folder: Path, tables: Path) -> tuple[float, float, float]:
    """Return the seconds of a build, those of the processor, and the peak of its memory in megabytes."""
    start, before = time.perf_counter(), _of_children()
    command = [sys.executable, "-m", "territory", "build", "--from", str(folder)]
    subprocess.run([*command, "--out", str(tables)], check=True, stdout=subprocess.DEVNULL)
    seconds, after = time.perf_counter() - start, _of_children()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # Of the largest child so far: the build without comes first, and is the smaller of the two.
    return seconds, cpu, after.ru_maxrss / 1024


def _of_children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
