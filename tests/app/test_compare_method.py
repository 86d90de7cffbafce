"""The pages Comparer and Méthode: what a link asks for, said in words when it cannot be."""

from __future__ import annotations

from tests.pages import app_page


def open_page(monkeypatch, page, **parameters):
    monkeypatch.setenv("TERRITORY_DATA", "/nonexistent")
    monkeypatch.setenv("TERRITORY_LANG", "en")
    app = app_page().run()
    app = app.switch_page(f"territory/views/{page}_page.py")
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def html_of(app) -> str:
    return " ".join(str(one.proto.body) for one in app.get("html"))


def test_the_commune_of_a_link_is_compared(monkeypatch):
    app = open_page(monkeypatch, "compare", commune="48095")
    assert not app.exception
    assert app.title[0].value == "Compare: Mende (48095)"
    assert "Similar communes" in html_of(app)


def test_a_territory_is_added_by_its_name_and_taken_away(monkeypatch):
    app = open_page(monkeypatch, "compare", commune="48095")
    app.text_input(key="add territory").set_value("Le Rozier").run()
    assert app.query_params["compare"] in (
        "commune:48095;commune:48131",
        ["commune:48095;commune:48131"],
    )
    assert app.title[0].value == "Compare: Mende (48095), Le Rozier (48131)"
    app.button(key="remove commune:48095").click().run()
    assert app.title[0].value == "Compare: Le Rozier (48131)"


def test_the_commune_compared_may_be_seen_on_the_map_of_its_departement(monkeypatch):
    app = open_page(monkeypatch, "compare", compare="commune:48131")
    links = [one.proto.query_string for one in app.get("page_link")]
    assert any("commune=48131" in one and "departement" in one for one in links)


def test_a_wrong_territory_in_a_link_is_said_and_the_others_compared(monkeypatch):
    app = open_page(monkeypatch, "compare", compare="commune:99999;commune:48131")
    assert not app.exception
    assert len(app.warning) == 1
    assert app.title[0].value == "Compare: Le Rozier (48131)"


def test_a_link_with_five_territories_says_that_four_are_the_most(monkeypatch):
    codes = ("48095", "48131", "48001", "48002", "48003")
    words = ";".join(f"commune:{code}" for code in codes)
    app = open_page(monkeypatch, "compare", compare=words)
    assert "4 territories" in app.warning[0].value
    assert app.title[0].value.count("(") == 4


def test_the_method_opens_without_effect_and_says_so(monkeypatch):
    app = open_page(monkeypatch, "method")
    assert not app.exception
    assert "is that of the default method" in html_of(app)
    assert not app.dataframe


def test_a_slider_changes_the_sentence_the_tables_and_the_address(monkeypatch):
    app = open_page(monkeypatch, "method")
    app.slider(key="method counters").set_value(0).run()
    assert not app.exception
    assert "weights" in app.query_params
    assert "counters 0%" in html_of(app)
    assert app.dataframe[0].value["before_rank"].min() > 15
    assert app.dataframe[0].value["after_rank"].max() <= 15
    app.button(key="default method").click().run()
    assert "weights" not in app.query_params


def test_what_cannot_be_validated_on_a_part_of_france_is_said(monkeypatch):
    app = open_page(monkeypatch, "method", lang="fr")
    assert len(app.info) == 1
    assert not app.exception
