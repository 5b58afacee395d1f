"""Every page of the role matrix in the browser: accessible, well-formed, not wider than a phone, no console errors.

The records of a page exist only inside the test's transaction, so the browser is answered by the test itself and not
by a server in another thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import Context, copy_context
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django_scopes import scopes_disabled
from playwright.sync_api import Browser, Page, Route

from tests.architecture.conftest import shared_cast
from tests.architecture.pages import PAGES, standing_together, together, visitor
from tests.journeys.markup import PagesServed
from tests.journeys.story import DESKTOP, HEIGHT, Journey

__all__ = ["shared_cast"]
ADDRESS = "http://localhost"  # nothing listens there: see Answered
# Answered with a file, or a word for a machine.
NO_PAGES = {
    *("health", "web:brand", "schools:school_search"),
    *("post:letter_pdf", "post:print_pdf", "sle:return_download", "sle:reference_file", "surveys:answers_download"),
    "support:statement_download",
}


# What somebody may press, type in or choose; of the radios of a group only one takes the focus.
CONTROLS = """
Array.from(document.querySelectorAll('a[href], button, input, select, textarea, summary'))
  .filter(it => it.checkVisibility() && !it.disabled && it.type !== 'hidden' && it.tabIndex >= 0)
  .map((it, n) => (it.dataset.number = it.type === 'radio' ? it.name : String(n)))
"""
# A control that has hidden itself meanwhile (the menu's button, once the window is wide again) is none.
STILL_THERE = """
number => Array.from(document.querySelectorAll(`[data-number="${number}"]`))
  .filter(it => it.checkVisibility()).map(it => it.outerHTML.slice(0, 120))
"""
# Something that answers the mouse and cannot take the focus.
DEAF = """
Array.from(document.querySelectorAll('[role=button], [onclick], [tabindex]'))
  .filter(it => it.tabIndex < 0 && !it.closest('.govuk-error-summary, main, [role=alert]') || it.tabIndex > 0)
  .map(it => it.outerHTML.slice(0, 120))
"""


class Answered(Journey):
    """A window whose requests `client` asks of the portal, in the test's own transaction."""

    client: Client
    within: Context  # of the test, with its connection to the database: Playwright calls back in another

    def answer(self, route: Route) -> None:
        """Answer one request of the browser."""
        asked = urlsplit(route.request.url)
        if asked.path.startswith(settings.STATIC_URL):
            route.fulfill(path=finders.find(asked.path.removeprefix(settings.STATIC_URL)))
            return
        with scopes_disabled():
            response = self.within.run(self.client.get, asked.path + (f"?{asked.query}" if asked.query else ""))
        headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        route.fulfill(status=response.status_code, headers=headers, body=response.getvalue())


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Answered]:
    """One window for all pages."""
    context = browser.new_context(viewport={"width": DESKTOP, "height": HEIGHT}, locale="en-GB")
    context.set_default_timeout(15_000)
    answered = Answered(context, ADDRESS, javascript=True)
    context.route("**/*", answered.answer)
    yield answered
    context.close()


def not_reached_by_keyboard(page: Page) -> set[str]:
    """The controls that Tab does not come to, as they stand in the page."""
    page.evaluate("document.activeElement.blur()")
    missing = set(page.evaluate(CONTROLS))
    for _ in range(2 * len(missing) + 5):
        if not missing:
            break
        page.keyboard.press("Tab")
        missing.discard(page.evaluate("document.activeElement.dataset.number"))
    return {html for number in missing for html in page.evaluate(STILL_THERE, number)}


SEEN = together([line for line in PAGES if line not in NO_PAGES])


@pytest.mark.django_db
@pytest.mark.parametrize("lines", SEEN.values(), ids=SEEN)
def test_every_page_is_fit_to_be_seen(
    window: Answered, pages_served: Any, shared_cast: Any, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PagesServed, "folder", pages_served)
    with standing_together(lines, shared_cast) as paths:
        for line, path in paths.items():
            window.client = Client()
            if person := visitor(line, shared_cast):
                window.client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            window.troubles.clear()
            window.within = copy_context()
            window.visit(path)
            assert not (lost := not_reached_by_keyboard(window.page)), (
                f"34: on {line} nobody comes by keyboard to {lost}"
            )
            assert not (deaf := window.page.evaluate(DEAF)), f"34: on {line} these do not take the focus: {deaf}"
