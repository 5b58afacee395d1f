"""A real browser at a live server, for stories."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django_scopes import scope
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import Cast, make_cast
from tests.journeys.markup import PagesServed, mistakes_in
from tests.journeys.story import DESKTOP, HEIGHT, Journey

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all stories: the system's (PORTAL_CHROMIUM names another)."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = os.environ.get("PORTAL_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert program, "There is no Chromium here: `make setup-tests` installs it or says what to install."
    # Playwright runs an event loop in this thread, which makes Django suspect async code where there is none.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # While that loop runs, Django keeps other connections for this thread than before and after it. One that stayed
    # open on the other side would be shared with processes that tests fork, and keep the database from being dropped.
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture(scope="session")
def pages_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of every page served to the stories; at the end the Nu checker must find nothing in them."""
    folder = tmp_path_factory.mktemp("pages")
    yield folder
    found = mistakes_in(folder)
    assert not found, f"The Nu checker says:\n{found}"


@pytest.fixture
def cast(transactional_db: None) -> Iterator[Cast]:
    """The cast of every test, here for a server in another thread to see."""
    made = make_cast()
    with scope(alliance=made.alliance):
        yield made


@pytest.fixture
def new_journey(
    browser: Browser, live_server: Any, settings: Any, pages_served: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Journey]]:
    """A function that gives a new browser window: `new_journey()`, `new_journey(javascript=False)`, `(width=PHONE)`."""
    settings.PUBLIC_URL = live_server.url
    monkeypatch.setattr(PagesServed, "folder", pages_served)
    contexts = []

    def new(javascript: bool = True, width: int = DESKTOP) -> Journey:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            locale="en-GB",
            timezone_id="Europe/London",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Journey(context, live_server.url, javascript=javascript, width=width)

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def journey(new_journey: Callable[..., Journey]) -> Journey:
    """A window with JavaScript."""
    return new_journey()


@pytest.fixture
def plain_journey(new_journey: Callable[..., Journey]) -> Journey:
    """A window without JavaScript."""
    return new_journey(javascript=False)
