"""For all tests: nobody's own library, state or language is touched, and a busy machine fails nothing."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from kmfacilitate import language
from kmfacilitate.session import local_words

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def nobodys_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A library and a state folder that are thrown away, for what does not name its own."""
    folder = tmp_path_factory.mktemp("nobodys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KMFACILITATE_LIBRARY", str(folder / "library"))
        patch.setenv("KMFACILITATE_STATE", str(folder / "state"))
        for name in (
            "LANGUAGE",
            "LC_ALL",
            "LC_MESSAGES",
            "LC_TIME",
            "LANG",
            "TERM_PROGRAM",
            "GNOME_TERMINAL_SCREEN",
        ):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Every test begins in English, days and times too, and what one speaks is forgotten after it."""
    language.use(())
    local_words.use(local_words.ENGLISH)
    yield
    language.use(())
    local_words.use(local_words.ENGLISH)
