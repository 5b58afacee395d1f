"""A person at a real browser, who looks at every page they pass: accessible, well linked, not wider than a phone."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, Response

from alliance.people.models import Person

AXE = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text()
# The page without its words and numbers: what axe judges by.
SHAPE = """
document.documentElement.outerHTML.replace(/>[^<]*</g, between => between.trim() === '><' ? '><' : '>x<')
  .replace(/ (value|content)="[^"]*"/g, ' $1=""').replace(/[0-9]+/g, '0')
"""
DESKTOP, PHONE, NARROWEST = 1280, 390, 320
HEIGHT = 900


class Journey:
    """One browser. Every step that may lead to another page ends with `look()`, which raises for a bad one."""

    fit: set[tuple[str, int, bool]] = set()  # the shapes that axe has found well, at a window's width, by all journeys

    def __init__(self, context: BrowserContext, address: str, *, javascript: bool, width: int = DESKTOP) -> None:
        self.context, self.address, self.javascript, self.width = context, address, javascript, width
        self.troubles: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("console", lambda message: self.hear(message.type, message.text))
        self.page.on("response", self.note)

    def hear(self, kind: str, text: str) -> None:
        """Keep what the console says of the content security policy, and every error; what was not found is noted."""
        if "Content Security Policy" in text or "Refused to" in text:
            self.troubles.append(f"policy: {text}")
        elif kind == "error" and not text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {text}")

    def note(self, response: Response) -> None:
        """Keep which parts of a page could not be had, and what a page tried to fetch from elsewhere."""
        if response.request.resource_type != "document" and response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")
        if not response.url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"from elsewhere: {response.url}")

    # --- steps

    def sign_in(self, person: Person) -> None:
        """Sign `person` in without the pages of sign-in (which have journeys of their own)."""
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.address}])

    def sign_out(self) -> None:
        """Forget who is signed in at this browser."""
        self.context.clear_cookies()

    def visit(self, path: str, status: int = 200) -> None:
        """Open `path` (of this portal, or a whole address of it); the server must answer with `status`."""
        response = self.page.goto(path if path.startswith("http") else self.address + path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        self.look()

    def click(self, name: str, **more: Any) -> None:
        """Press the button or follow the link that is called `name`; the first if there are several."""
        found = self.page.get_by_role("button", name=name, exact=True, **more)
        found = found.or_(self.page.get_by_role("link", name=name, exact=True, **more))
        found.first.click()
        self.look()

    def fill(self, label: str, text: str) -> None:
        """Type `text` into the field labelled `label`."""
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str) -> None:
        """Choose the radio button, or tick the box, labelled `label`."""
        self.page.get_by_label(label, exact=True).check()

    def select(self, label: str, option: str) -> None:
        """Choose `option` in the drop-down list labelled `label`."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def attach(self, label: str, *files: Path) -> None:
        """Give `files` to the file field labelled `label`."""
        self.page.get_by_label(label, exact=True).set_input_files([str(file) for file in files])

    # --- what is seen

    @property
    def heading(self) -> str:
        """The words of the page's one h1."""
        return self.page.locator("h1").inner_text()

    @property
    def words(self) -> str:
        """All that the page says, white space squeezed."""
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    def says(self, sentence: str) -> None:
        """The page must say `sentence`, visibly."""
        assert sentence in self.words, f"{self.page.url} does not say {sentence!r}, but: {self.words}"

    def does_not_say(self, sentence: str) -> None:
        """The page must hold `sentence` nowhere, not even hidden."""
        assert sentence not in self.page.content(), f"{self.page.url} says {sentence!r}"

    def row(self, text: str) -> Locator:
        """The table row that holds `text`."""
        return self.page.get_by_role("row").filter(has_text=text).first

    # --- looking

    def look(self) -> None:
        """Check the page as it stands: one h1, axe, links of the error summary, width, scripts and policy."""
        self.page.wait_for_load_state()
        if not self.page.url.startswith("http"):
            return
        where = self.page.url.removeprefix(self.address)
        assert self.page.locator("h1").count() == 1, f"{where} has {self.page.locator('h1').count()} h1"
        if (shape := (self.page.evaluate(SHAPE), self.width, self.javascript)) not in self.fit:
            # Axe waits for timers, which never come where the browser runs no scripts.
            assert not (found := self.javascript and self.axe()), f"axe on {where}:\n{found}"
            self.fit.add(shape)
        assert not (lost := self.summary_links_that_lead_nowhere()), f"error summary of {where}: {lost} not found"
        assert (wide := self.width_at(NARROWEST)) <= NARROWEST, f"{where} is {wide} px wide at {NARROWEST} px"
        assert not self.troubles, f"{where}: {self.troubles}"

    def axe(self) -> str:
        """What axe finds on the page, one line each."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(AXE)
        violations = self.page.evaluate("axe.run().then(found => found.violations)")
        return "\n".join(
            f"{violation['id']}: {violation['help']}: {[node['html'][:200] for node in violation['nodes'][:3]]}"
            for violation in violations
        )

    def summary_links_that_lead_nowhere(self) -> list[str]:
        """Links of the error summary whose field is not there; axe does not see them."""
        links = self.page.locator(".govuk-error-summary a[href]").all()
        targets = [link.get_attribute("href") or "" for link in links]
        return [target for target in targets if not target.startswith("#") or not self.page.locator(target).count()]

    def width_at(self, width: int) -> int:
        """How wide the page is when its window is `width` px wide: more means that it scrolls sideways."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})
        return wide

    def shot(self, name: str) -> None:
        """Keep pictures of the whole page, desktop and phone, in the folder PORTAL_SHOTS; nothing if none is named."""
        folder = os.environ.get("PORTAL_SHOTS")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        for width in (DESKTOP, PHONE):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})
