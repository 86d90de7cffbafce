"""What is damaged: each source's real-shaped lines, and what its columns hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipelines.sources.catalogue import find_source, reader_of

from ..sources.published import raw, zip_bytes
from .table import Table

CODE, COUNT, NUMBER, TEXT, WORD = "code", "count", "number", "text", "word"
DAY, LATITUDE, LONGITUDE, SIREN, POSTAL = "day", "latitude", "longitude", "siren", "postal"
IDENTIFIER = "identifier"

_PREMISES = ("nbr", "inel_hd", "elig_hd05", "elig_hd3", "elig_thd30", "elig_thd100", "elig_thd1g")
_LONG_INCOME = {
    "GEO": CODE,
    "CONF_STATUS": WORD,
    "OBS_VALUE": NUMBER,
}
_FRANCE_SERVICES = {
    "id_fs": IDENTIFIER,
    "lib_fs": TEXT,
    "adresse": TEXT,
    "code_postal": POSTAL,
    "insee_com": CODE,
    "type_fs": WORD,
    "format_fs": WORD,
    "prise_rdv": WORD,
    "telephone": TEXT,
    "mail": TEXT,
    "commentaire": TEXT,
    "labellisation_fs": DAY,
    "latitude": LATITUDE,
    "longitude": LONGITUDE,
}


@dataclass(frozen=True)
class Subject:
    """A file of a source, and what its columns hold.

    Parameters
    ----------
    name : str
        For the tables and the tests.
    source_id : str
        Whose reader reads it.
    lines : str
        File of ``tests/raw/<source_id>``.
    key : str
        Column that names a row.
    roles : dict
        Column → what it holds; a column without a role is not read.
    archive : str
        Name of the ZIP it stands in; blank for none.
    beside : tuple of str
        Other members of the archive.
    given : dict
        Name → content of the lines and of the other members, where they are not those of
        ``tests/raw``.
    """

    name: str
    source_id: str
    lines: str
    key: str
    roles: dict[str, str] = field(default_factory=dict)
    archive: str = ""
    beside: tuple[str, ...] = ()
    given: dict[str, bytes] = field(default_factory=dict)

    def lines_of(self, name: str) -> bytes:
        """Return the lines, or another member of the archive."""
        return self.given[name] if self.given else raw(self.source_id, name).read_bytes()

    @cached_property
    def table(self) -> Table:
        """The lines, as cells."""
        return Table.parse(self.lines_of(self.lines), self.key)

    @property
    def file(self) -> str:
        """Name of the published file."""
        return self.archive or self.lines

    @property
    def read(self) -> Callable[[Path], object]:
        """The source's reader."""
        return reader_of(find_source(self.source_id))

    def columns(self, *roles: str) -> list[str]:
        """Return the columns that hold something of a kind."""
        return [name for name, role in self.roles.items() if role in roles]

    def pack(self, content: bytes) -> bytes:
        """Return the published file that holds some lines."""
        if not self.archive:
            return content
        members = {self.lines: content}
        members |= {name: self.lines_of(name) for name in self.beside}
        return zip_bytes(members)


def _census(source_id: str, stem: str) -> Subject:
    numbers = [name for name in find_source(source_id).columns if name != "CODGEO"]
    return Subject(
        source_id,
        source_id,
        f"{stem}-2022.CSV",
        "CODGEO",
        {"CODGEO": CODE, **dict.fromkeys(numbers, NUMBER)},
        archive=f"{stem}-2022_csv.zip",
    )


_COG = tuple(f"v_{name}_2025.csv" for name in ("commune", "departement", "region", "mvt_commune"))


def _cog(name: str, key: str, roles: dict[str, str]) -> Subject:
    lines = f"v_{name}_2025.csv"
    return Subject(
        f"insee_cog {name}",
        "insee_cog",
        lines,
        key,
        roles,
        archive="cog_ensemble_2025_csv.zip",
        beside=tuple(other for other in _COG if other != lines),
    )


SUBJECTS = (
    Subject(
        "arcep_fixed",
        "arcep_fixed",
        "commune_debit_filaire.csv",
        "code_insee",
        {"code_insee": CODE, "date": DAY, **dict.fromkeys((*_PREMISES, "elig_bhd8"), COUNT)},
    ),
    Subject(
        "arcep_fixed 2019",
        "arcep_fixed",
        "commune-debit-beta_2019-09-30.csv",
        "code_insee",
        {"code_insee": CODE, "date": DAY, **dict.fromkeys((*_PREMISES, "elig_hd8"), COUNT)},
    ),
    Subject(
        "arcep_fixed_technology",
        "arcep_fixed_technology",
        "commune_techno.csv",
        "code_insee",
        {"code_insee": CODE, **dict.fromkeys(("nbr", "elig_ftth", "elig_coax", "elig_cu"), COUNT)},
    ),
    Subject(
        "arcep_mobile_sites",
        "arcep_mobile_sites",
        "2026_T2_sites_Metropole.csv",
        "insee_com",
        {"insee_com": CODE, "site_4g": WORD},
    ),
    Subject(
        "caf_benefits",
        "caf_benefits",
        "s_ben_com_f.csv",
        "numcomdo",
        {"numcomdo": CODE, "dtreffre": WORD, **dict.fromkeys(("indfoy_rsa", "indfoy_ppa"), NUMBER)},
    ),
    Subject(
        "density_grid",
        "density_grid",
        "densite.csv",
        "insee_com",
        {"insee_com": CODE, "niveau_densite": WORD},
    ),
    Subject(
        "epci_members",
        "epci_members",
        "epci_communes_2025.csv",
        "CODGEO",
        {"CODGEO": CODE, "EPCI": SIREN, "LIBEPCI": TEXT},
    ),
    *(
        Subject(f"france_services {name[9:13]}", "france_services", name, "id_fs", _FRANCE_SERVICES)
        for name in ("liste-fs-20240801.csv", "liste-fs-20260601.csv")
    ),
    Subject(
        "frr_zoning",
        "frr_zoning",
        "liste-communes-FRR-juillet2025.csv",
        "Code_insee",
        {"Code_insee": CODE, "Classement FRR et FRR+ au 10 juillet 2025": WORD},
    ),
    _cog("commune", "COM", {"COM": CODE, "TYPECOM": WORD, "LIBELLE": TEXT, "DEP": WORD}),
    _cog("departement", "DEP", {"LIBELLE": TEXT, "DEP": WORD, "CHEFLIEU": CODE}),
    _cog("mvt_commune", "COM_AV", {"COM_AP": CODE, "DATE_EFF": DAY}),
    _census("insee_diplomas", "base-cc-diplomes-formation"),
    _census("insee_households", "base-cc-coupl-fam-men"),
    _census("insee_housing", "base-cc-logement"),
    _census("insee_population", "base-cc-evol-struct-pop"),
    Subject(
        "insee_income 2021",
        "insee_income",
        "cc_filosofi_2021_COM.csv",
        "CODGEO",
        {"CODGEO": CODE, "MED21": NUMBER, "TP6021": NUMBER},
    ),
    Subject(
        "insee_income 2023",
        "insee_income",
        "DS_FILOSOFI_CC_2023_data.csv",
        "GEO",
        _LONG_INCOME,
        archive="DS_FILOSOFI_CC_2023_CSV_FR.zip",
    ),
    Subject(
        "mediation_places",
        "mediation_places",
        "mediation-numerique-20260629.csv",
        "id",
        {
            "id": IDENTIFIER,
            "nom": TEXT,
            "code_insee": CODE,
            "latitude": LATITUDE,
            "longitude": LONGITUDE,
            "itinerance": WORD,
            "date_maj": DAY,
        },
    ),
    Subject(
        "qpv_list",
        "qpv_list",
        "liste-qpv-2024.csv",
        "code_qp",
        {"code_qp": IDENTIFIER, "insee_com": TEXT},
    ),
    Subject(
        "postal_codes",
        "postal_codes",
        "019HexaSmal.csv",
        "#Code_commune_INSEE",
        {"#Code_commune_INSEE": CODE, "Code_postal": POSTAL},
    ),
)
