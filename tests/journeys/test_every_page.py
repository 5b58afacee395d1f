"""Every page of the role matrix in the browser: accessible, well-formed, not wider than a phone, no console errors.

The records of a page exist only inside the test's transaction, so the browser is answered by the test itself and not
by a server in another thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http.response import HttpResponseBase
from django.test import Client
from django_scopes import scopes_disabled
from playwright.sync_api import Browser, Page, Route

from tests.architecture.conftest import shared_cast
from tests.architecture.pages import PAGES, standing, visitor
from tests.journeys.markup import PagesServed
from tests.journeys.story import DESKTOP, HEIGHT, Journey

__all__ = ["shared_cast"]
ADDRESS = "http://testserver"
# Answered with a file, or a word for a machine.
NO_PAGES = {
    *("health", "web:brand", "schools:school_search"),
    *("post:letter_pdf", "post:print_pdf", "sle:return_download"),
}


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


# What somebody may press, type in or choose; of the radios of a group only one takes the focus.
CONTROLS = """
Array.from(document.querySelectorAll('a[href], button, input, select, textarea, summary'))
  .filter(it => it.checkVisibility() && !it.disabled && it.type !== 'hidden' && it.tabIndex >= 0)
  .map((it, n) => (it.dataset.number = it.type === 'radio' ? it.name : String(n)))
"""
# Something that answers the mouse and cannot take the focus.
DEAF = """
Array.from(document.querySelectorAll('[role=button], [onclick], [tabindex]'))
  .filter(it => it.tabIndex < 0 && !it.closest('.govuk-error-summary, main, [role=alert]') || it.tabIndex > 0)
  .map(it => it.outerHTML.slice(0, 120))
"""


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Journey]:
    """One window for all pages."""
    context = browser.new_context(viewport={"width": DESKTOP, "height": HEIGHT}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield Journey(context, ADDRESS, javascript=True)
    context.close()


def answered_by(window: Journey, client: Client) -> None:
    """Whatever the window asks for, `client` asks the portal."""

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.path.startswith(settings.STATIC_URL):
            route.fulfill(path=finders.find(asked.path.removeprefix(settings.STATIC_URL)))
            return
        with scopes_disabled():
            response = client.get(asked.path + (f"?{asked.query}" if asked.query else ""))
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        route.fulfill(status=response.status_code, headers=headers, body=body(response))

    window.context.unroute_all()
    window.context.route("**/*", answer)


def not_reached_by_keyboard(page: Page) -> set[str]:
    """The controls that Tab does not come to, as they stand in the page."""
    page.evaluate("document.activeElement.blur()")
    missing = set(page.evaluate(CONTROLS))
    for _ in range(2 * len(missing) + 5):
        if not missing:
            break
        page.keyboard.press("Tab")
        missing.discard(page.evaluate("document.activeElement.dataset.number"))
    find = 'number => document.querySelector(`[data-number="${number}"]`).outerHTML.slice(0, 120)'
    return {page.evaluate(find, number) for number in missing}


@pytest.mark.django_db
@pytest.mark.parametrize("line", [line for line in PAGES if line not in NO_PAGES])
def test_every_page_is_fit_to_be_seen(
    window: Journey, pages_served: Any, shared_cast: Any, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    with standing(line, shared_cast) as path:
        if person := visitor(line, shared_cast):
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        monkeypatch.setattr(PagesServed, "folder", pages_served)
        answered_by(window, client)
        window.troubles.clear()
        window.visit(path)
        assert not (lost := not_reached_by_keyboard(window.page)), f"34: by keyboard nobody comes to {lost}"
        assert not (deaf := window.page.evaluate(DEAF)), f"34: these cannot take the focus in their turn: {deaf}"
