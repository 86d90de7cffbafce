"""The density grid: ANCT's labels, Insee's workbook."""

from __future__ import annotations

import pytest

from pipelines.sources import density_grid

from .published import raw, workbook_bytes


def test_labels_become_the_seven_levels():
    levels = density_grid.read(raw("density_grid", "densite.csv"))
    assert levels["density_class"].to_dict() == {"01001": 6, "01004": 2, "2A004": 1, "48020": 7}
    assert str(levels["density_class"].dtype) == "Int64"


def test_the_seven_labels_are_ordered_as_insee_orders_them():
    # Insee, "La grille communale de densité": from 1, the densest, to 7.
    assert density_grid.LEVELS == {
        "Grands centres urbains": 1,
        "Centres urbains intermédiaires": 2,
        "Petites villes": 3,
        "Ceintures urbaines": 4,
        "Bourgs ruraux": 5,
        "Rural à habitat dispersé": 6,
        "Rural à habitat très dispersé": 7,
    }


def test_the_official_workbook_gives_the_levels_as_numbers(tmp_path):
    path = tmp_path / "grille_densite_7_niveaux_2024.xlsx"
    path.write_bytes(
        workbook_bytes(
            {
                "Grille_Densite": [
                    ["Grille communale de densité à 7 niveaux"],
                    [],
                    ["Code géographique", "Libellé", "Degré", "Libellé du degré"],
                    [],
                    ["CODGEO", "LIBGEO", "DENS", "LIBDENS"],
                    ["01001", "L'Abergement-Clémenciat", 6, "Rural à habitat dispersé"],
                    ["2A004", "Ajaccio", "1", "Grands centres urbains"],
                    ["Source : Insee"],
                ]
            }
        )
    )
    assert density_grid.read(path)["density_class"].to_dict() == {"01001": 6, "2A004": 1}


def test_a_blank_level_is_missing(tmp_path):
    path = tmp_path / "densite.csv"
    path.write_text("insee_com,niveau_densite\n01001,\n01002,Bourgs ruraux\n", encoding="utf-8")
    assert density_grid.read(path)["density_class"].isna().tolist() == [True, False]


def test_the_sample_has_a_level_for_each_commune(sample_raw):
    levels = density_grid.read(sample_raw / "densite.csv")["density_class"]
    assert len(levels) == 152
    assert levels["48013"] == 5  # Badaroux: bourg rural


@pytest.mark.national
def test_the_national_grid_counts_its_levels(national):
    levels = density_grid.read(national / "densite.csv")["density_class"]
    # Counted with grep -c on each label.
    assert levels.value_counts().sort_index().to_dict() == {
        1: 699,
        2: 637,
        3: 947,
        4: 1996,
        5: 5072,
        6: 18288,
        7: 7236,
    }
