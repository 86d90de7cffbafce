"""French names with their articles, of every département and region; the joining word is Insee's own code.

What is expected stands here as a reader says it, not as the catalogue stores it.
"""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from territory.messages import Words
from territory.messages.articles import of_name, with_article

# Insee's TNCC of the edition of 2025, département by département and region by region: how a name joins
# "département" (0 de, 1 d’, 2 du, 3 de la, 4 des, 5 de l’).
DEPARTEMENTS = (
    "01 5 Ain|02 5 Aisne|03 5 Allier|04 4 Alpes-de-Haute-Provence|05 4 Hautes-Alpes|06 4 Alpes-Maritimes|"
    "07 5 Ardèche|08 4 Ardennes|09 5 Ariège|10 5 Aube|11 5 Aude|12 5 Aveyron|13 4 Bouches-du-Rhône|"
    "14 2 Calvados|15 2 Cantal|16 3 Charente|17 3 Charente-Maritime|18 2 Cher|19 3 Corrèze|21 3 Côte-d'Or|"
    "22 4 Côtes-d'Armor|23 3 Creuse|24 3 Dordogne|25 2 Doubs|26 3 Drôme|27 5 Eure|28 1 Eure-et-Loir|"
    "29 2 Finistère|2A 3 Corse-du-Sud|2B 3 Haute-Corse|30 2 Gard|31 3 Haute-Garonne|32 2 Gers|33 3 Gironde|"
    "34 5 Hérault|35 1 Ille-et-Vilaine|36 5 Indre|37 1 Indre-et-Loire|38 5 Isère|39 2 Jura|40 4 Landes|"
    "41 2 Loir-et-Cher|42 3 Loire|43 3 Haute-Loire|44 3 Loire-Atlantique|45 2 Loiret|46 2 Lot|"
    "47 2 Lot-et-Garonne|48 3 Lozère|49 0 Maine-et-Loire|50 3 Manche|51 3 Marne|52 3 Haute-Marne|"
    "53 3 Mayenne|54 0 Meurthe-et-Moselle|55 3 Meuse|56 2 Morbihan|57 3 Moselle|58 3 Nièvre|59 2 Nord|"
    "60 5 Oise|61 5 Orne|62 2 Pas-de-Calais|63 2 Puy-de-Dôme|64 4 Pyrénées-Atlantiques|65 4 Hautes-Pyrénées|"
    "66 4 Pyrénées-Orientales|67 2 Bas-Rhin|68 2 Haut-Rhin|69 2 Rhône|70 3 Haute-Saône|71 0 Saône-et-Loire|"
    "72 3 Sarthe|73 3 Savoie|74 3 Haute-Savoie|75 0 Paris|76 3 Seine-Maritime|77 0 Seine-et-Marne|"
    "78 4 Yvelines|79 4 Deux-Sèvres|80 3 Somme|81 2 Tarn|82 2 Tarn-et-Garonne|83 2 Var|84 2 Vaucluse|"
    "85 3 Vendée|86 3 Vienne|87 3 Haute-Vienne|88 4 Vosges|89 5 Yonne|90 2 Territoire de Belfort|"
    "91 5 Essonne|92 4 Hauts-de-Seine|93 3 Seine-Saint-Denis|94 2 Val-de-Marne|95 2 Val-d'Oise|"
    "971 3 Guadeloupe|972 3 Martinique|973 3 Guyane|974 0 La Réunion|976 0 Mayotte"
)
REGIONS = (
    "01 3 Guadeloupe|02 3 Martinique|03 3 Guyane|04 0 La Réunion|06 0 Mayotte|11 1 Île-de-France|"
    "24 2 Centre-Val de Loire|27 0 Bourgogne-Franche-Comté|28 0 Normandie|32 4 Hauts-de-France|44 2 Grand Est|"
    "52 4 Pays de la Loire|53 0 Bretagne|75 3 Nouvelle-Aquitaine|76 1 Occitanie|84 1 Auvergne-Rhône-Alpes|"
    "93 0 Provence-Alpes-Côte d'Azur|94 0 Corse"
)
JOINS = {"0": "de ", "1": "d’", "2": "du ", "3": "de la ", "4": "des ", "5": "de l’"}
ARTICLES = {"2": "le ", "3": "la ", "4": "les ", "5": "l’"}
# Where the joining word does not tell the article: what one says.
SAID = {
    "28": "l’",
    "35": "l’",
    "37": "l’",
    "49": "le ",
    "54": "la ",
    "71": "la ",
    "77": "la ",
    "75": "",
    "974": "",
    "976": "",
}
SAID_OF_REGIONS = {
    "04": "",
    "06": "",
    "11": "l’",
    "27": "la ",
    "28": "la ",
    "53": "la ",
    "76": "l’",
    "84": "l’",
    "93": "la ",
    "94": "la ",
}


def rows(table: str) -> list[tuple[str, str, str]]:
    return [
        (code, kind, name) for code, kind, name in (one.split(" ", 2) for one in table.split("|"))
    ]


EVERY = [
    *(("departement", *one, SAID) for one in rows(DEPARTEMENTS)),
    *(("region", *one, SAID_OF_REGIONS) for one in rows(REGIONS)),
]


def test_there_are_101_departements_and_18_regions():
    assert (len(rows(DEPARTEMENTS)), len(rows(REGIONS))) == (101, 18)


@pytest.mark.parametrize(("level", "code", "kind", "name", "said"), EVERY)
def test_a_name_joins_another_word_as_insee_says_and_takes_its_article(
    level, code, kind, name, said
):
    french = Words("fr")
    assert of_name(french, level, code, name) == f"{JOINS[kind]}{name}"
    article = said[code] if code in said else ARTICLES[kind]
    assert with_article(french, level, code, name) == f"{article}{name}"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Alès", "d’Alès"), ("Mende", "de Mende"), ("Évry", "d’Évry"), ("Œting", "d’Œting")],
)
def test_a_commune_is_joined_by_its_first_letter(name, said):
    assert of_name(Words("fr"), "commune", "", name) == said


def test_english_says_the_bare_name():
    assert with_article(Words("en"), "departement", "40", "Landes") == "Landes"
    assert of_name(Words("en"), "departement", "40", "Landes") == "of Landes"


@pytest.mark.national
@pytest.mark.parametrize(("level", "table"), [("departement", DEPARTEMENTS), ("region", REGIONS)])
def test_the_table_of_joining_words_is_insee_s(national, level, table):
    with zipfile.ZipFile(national / "cog_ensemble_2025_csv.zip") as archive:
        content = archive.read(f"v_{level}_2025.csv").decode()
    column = {"departement": "DEP", "region": "REG"}[level]
    published = [
        (one[column], one["TNCC"], one["LIBELLE"]) for one in csv.DictReader(io.StringIO(content))
    ]
    assert sorted(published) == sorted(rows(table))
