"""34. Every control works by keyboard: an applicant who never touches a mouse, from signing in to handing over."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Locator

from sle.models import Application
from tests.factories import sle as made
from tests.factories.schools import SchoolFactory
from tests.journeys.story import Journey

PASSWORD = "correct horse battery"
FAR = 150  # more controls than a page has


def reach(window: Journey, control: Locator) -> None:
    """Press Tab until `control` has the focus; the first focus of it must be visible."""
    for _ in range(FAR):
        if control.evaluate("it => it === document.activeElement"):
            break
        window.page.keyboard.press("Tab")
    else:
        raise AssertionError(f"{control} is not reached by the keyboard on {window.page.url}")
    look = "it => { const s = getComputedStyle(it); return s.outlineStyle + s.boxShadow + s.backgroundColor }"
    focused = control.evaluate(look)
    radio = control.evaluate("it => ['radio', 'checkbox'].includes(it.type)")  # these show it on their label
    unfocused = control.evaluate("it => { it.blur(); return 0 }") or control.evaluate(look)
    control.focus()
    assert radio or focused != unfocused, f"{control} does not show that it has the focus"


def enter(window: Journey) -> None:
    """Press Enter, which leads to another page."""
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
    window.look()


def press(window: Journey, name: str) -> None:
    """Go to the button or link called `name` and press Enter."""
    found = window.page.get_by_role("button", name=name, exact=True)
    found = found.or_(window.page.get_by_role("link", name=name, exact=True))
    reach(window, found.first)
    enter(window)


def write(window: Journey, label: str, text: str) -> None:
    """Go to the field and type over what it holds."""
    reach(window, window.page.get_by_label(label, exact=True))
    window.page.keyboard.press("Control+A")
    window.page.keyboard.type(text)


def tick(window: Journey, label: str) -> None:
    """Go to the box whose label begins so and press space."""
    reach(window, window.page.get_by_role("checkbox", name=re.compile(f"^{label}")))
    window.page.keyboard.press("Space")


def choose(window: Journey, group: Locator, down: int) -> None:
    """Go to a group of radios and choose the one so many below the first."""
    reach(window, group.get_by_role("radio").first)
    window.page.keyboard.press("Space")
    for _ in range(down):
        window.page.keyboard.press("ArrowDown")


@pytest.fixture
def applicant(cast: Any) -> Any:
    """Somebody with a password, a round to apply in, and a head who is known."""
    school = SchoolFactory(urn=103356, name="Penns Primary School")
    made.know_head(cast.administrator, school, cast.alliance)
    made.make_round(cast.lead, cast.alliance)
    cast.outsider.set_password(PASSWORD)
    cast.outsider.save()
    EmailAddress.objects.create(user=cast.outsider, email=cast.outsider.email, verified=True, primary=True)
    return cast.outsider, school


def test_an_application_without_a_mouse(journey, applicant):
    person, school = applicant
    journey.visit("/boldmere/")
    journey.page.keyboard.press("Tab")
    assert journey.page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    journey.page.keyboard.press("Enter")
    press(journey, "Apply to be a specialist leader of education")
    press(journey, "Start now")
    write(journey, "E-mail address", person.email)
    write(journey, "Password", PASSWORD)
    enter(journey)
    press(journey, "Start your application")
    press(journey, "Your name and post")
    write(journey, "First name", "Otis")
    write(journey, "Surname", " ")
    write(journey, "Your post", "Assistant headteacher")
    write(journey, "Telephone number", "0121 496 0000")
    press(journey, "Save and continue")
    summary = journey.page.locator(".govuk-error-summary")
    assert summary.evaluate("it => it === document.activeElement"), "the summary of errors does not take the focus"
    link = summary.get_by_role("link").first
    reach(journey, link)
    journey.page.keyboard.press("Enter")
    surname = journey.page.get_by_label("Surname", exact=True)
    assert surname.evaluate("it => it === document.activeElement"), "the summary does not lead to the field"
    assert link.inner_text() in journey.page.locator(f"#{surname.get_attribute('id')}-error").inner_text()
    assert f"{surname.get_attribute('id')}-error" in (surname.get_attribute("aria-describedby") or "")
    journey.page.keyboard.type("Outsider")
    press(journey, "Save and continue")
    assert journey.heading == "Your school"
    application = Application.objects.get()
    assert (application.first_name, application.surname) == ("Otis", "Outsider")

    made.fill(application, school, leadership_role="", leadership_years=None, is_head=None, is_hlta=None)
    journey.visit(f"/boldmere/sle/applications/{application.code}/")
    press(journey, "Your leadership role")
    write(journey, "Your leadership role", "Head of maths")
    write(journey, "For how many full years have you held a leadership role?", "4")
    groups = journey.page.get_by_role("radiogroup")
    for number in (0, 1):
        choose(journey, groups.nth(number), 1)
    press(journey, "Save and continue")
    tick(journey, "Phonics")
    press(journey, "Save and continue")
    application.refresh_from_db()
    assert (application.leadership_years, application.is_head, application.is_hlta) == (4, False, False)
    assert sorted(line.area.name for line in application.areas.all()) == ["Maths", "Phonics"]

    journey.visit(f"/boldmere/sle/applications/{application.code}/hand-over/")
    tick(journey, "What I have written is true")
    press(journey, "Hand over to Jo Ward")
    assert journey.heading == "Your application"
    application.refresh_from_db()
    assert application.state == "handed_over"
