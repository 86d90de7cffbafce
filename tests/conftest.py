"""What tests share, made once: the sample's tables and what is computed of them, and folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from pipelines.build import build_and_write
from territory import paths
from territory.country import Country
from territory.messages import Words
from territory.portrait import PortraitMaker, make_portrait
from territory.portrait.model import Portrait
from territory.tables import DataInUse, Tables, open_data_in_use, open_tables
from territory.territories import read_territory
from tests.builds.folders import Built, build_into, with_optional, with_sources
from tests.clock import Clock
from tests.drawn import keep_draws
from tests.once import BuiltOnce, made_once

# No test is timed: a slow machine is not a fault.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLE_RAW = REPOSITORY / "data" / "sample" / "raw"
TESTS_OF_DRAWS = REPOSITORY / "tests" / "illectronism"
FIRST_FILE = REPOSITORY / "tests" / "builds" / "test_national.py"
NATIONAL = Path(os.environ.get("TERRITORY_NATIONAL", REPOSITORY.parent / "shared" / "national"))


def pytest_configure(config: pytest.Config) -> None:
    """Keep the order below where several processes share the files: theirs is by number of tests."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, so that no process is left alone with one at the end.

    France is built for all by the file that looks at it whole; other national files come after
    those of the browser, when it stands.
    """

    def turn(item: pytest.Item) -> int:
        if item.path == FIRST_FILE:
            return 0
        if item.get_closest_marker("browser"):
            return 1
        return 2 if item.path in national else 3

    national = {item.path for item in items if item.get_closest_marker("national")}
    items.sort(key=turn)


@pytest.fixture(scope="session")
def sample() -> Tables:
    """The embedded sample: Lozère."""
    return open_tables(paths.sample_folder())


@pytest.fixture(scope="session")
def in_use() -> DataInUse:
    """What the embedded sample says of itself."""
    return open_data_in_use(paths.sample_folder())


@pytest.fixture(scope="session")
def country(sample: Tables) -> Country:
    """The sample and all that is computed of it; nothing is computed twice."""
    return Country(sample)


@pytest.fixture(scope="session")
def maker(country: Country) -> PortraitMaker:
    """What portraits of the sample are made with."""
    return PortraitMaker(country)


@pytest.fixture(scope="session")
def portrait_of(maker: PortraitMaker, in_use: DataInUse) -> Callable[[str, str], Portrait]:
    """Portraits of the sample by the words of a territory and a language, each made once."""
    return cache(
        lambda words, language: make_portrait(maker, read_territory(words), in_use, Words(language))
    )


@pytest.fixture(scope="session")
def sample_raw() -> Path:
    """The sample's published files."""
    return SAMPLE_RAW


@pytest.fixture(scope="session")
def built_sample(sample_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample built from its files; not to be changed."""
    return build_into(sample_raw, tmp_path_factory.mktemp("sample") / "tables")


@pytest.fixture(scope="session")
def built_with_optional(sample_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample built with the optional sources too; not to be changed."""
    made = tmp_path_factory.mktemp("optional")
    return build_into(with_optional(sample_raw, made / "raw"), made / "tables")


@pytest.fixture(scope="session")
def built_beside(sample_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample built with the places beside France Services; not to be changed."""
    made = tmp_path_factory.mktemp("beside")
    raw = with_sources(sample_raw, made / "raw", "mediation_places", "public_directory")
    return build_into(raw, made / "tables")


@pytest.fixture(scope="session")
def national() -> Path:
    """The folder of national files; the test is skipped where there is none."""
    if not NATIONAL.is_dir():
        pytest.skip(
            f"no national files in {NATIONAL}: set TERRITORY_NATIONAL to the folder that holds them"
        )
    return NATIONAL


@pytest.fixture(scope="session")
def france(national: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltOnce:
    """All of France, built once for all processes; not to be changed."""
    return BuiltOnce(
        made_once(tmp_path_factory, "france", lambda folder: build_and_write(national, folder))
    )


@pytest.fixture(autouse=True)
def draws_kept(request: pytest.FixtureRequest) -> Iterator[None]:
    """People are drawn once for the same communes, but by the tests of drawing themselves."""
    with pytest.MonkeyPatch.context() as patch:
        if TESTS_OF_DRAWS not in request.path.parents:
            keep_draws(patch)
        yield


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that only the waits of the test move."""
    return Clock().stop(monkeypatch)
