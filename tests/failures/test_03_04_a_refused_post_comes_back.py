"""What was typed when a session had expired comes back after signing in (failures 3 and 4)."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.addresses import path_to
from alliance.members.models import SchoolContact
from tests.factories import files

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def password(cast):
    cache.clear()
    for person in (cast.administrator, cast.director):
        person.set_password(PASSWORD)
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


@pytest.fixture
def browser():
    """A browser that keeps its cookies and is checked for forged posts like any other."""
    return Client(enforce_csrf_checks=True)


def token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]


def come_in(browser, person, **more):
    page = browser.get("/account/login/")
    return browser.post(
        "/account/login/",
        {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": token(page), **more},
    )


def expire(browser):
    Session.objects.filter(session_key=browser.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )


def typed(cast):
    return {
        "school": "103341",
        "name": "Jo “Ward”\r\n</textarea><script>alert(1)</script>",
        "email": "jo@penns.sch.uk",
        "password": "not to be kept",
    }


def post_expired(cast, browser):
    address = path_to("members:contact_add", cast.alliance)
    come_in(browser, cast.administrator)
    form = browser.get(address)
    expire(browser)
    data = {**typed(cast), "file": files.upload(files.pdf()), "csrfmiddlewaretoken": token(form)}
    return browser.post(address + "?from=list", data)


@pytest.mark.slow
def test_what_was_typed_is_offered_again_after_signing_in_and_can_be_sent(cast, browser):
    led = post_expired(cast, browser)
    again = re.match(r"/account/login/\?next=(.+)$", led["Location"])[1].replace("%2F", "/")
    assert browser.get(again)["Location"].startswith("/account/login/")
    assert come_in(browser, cast.administrator, next=again)["Location"] == again
    page = browser.get(again)
    shown = page.content.decode()
    assert "jo@penns.sch.uk" in shown
    assert "<script>alert(1)" not in shown
    assert "not to be kept" not in shown
    assert "Files cannot be kept this way." in shown
    assert f'action="{path_to("members:contact_add", cast.alliance)}?from=list"' in shown
    browser.post(
        path_to("members:contact_add", cast.alliance) + "?from=list",
        {**typed(cast), "name": "Jo Ward", "csrfmiddlewaretoken": token(page)},
    )
    assert SchoolContact.objects.get().email == "jo@penns.sch.uk"


def test_somebody_else_at_the_same_computer_does_not_see_it(cast, browser):
    led = post_expired(cast, browser)
    again = led["Location"].partition("next=")[2].replace("%2F", "/")
    come_in(browser, cast.director)
    assert browser.get(again).status_code == 404


def test_another_browser_and_a_later_day_do_not_see_it(cast, browser, time_machine):
    time_machine.move_to(timezone.now())
    led = post_expired(cast, browser)
    again = led["Location"].partition("next=")[2].replace("%2F", "/")
    stranger = Client()
    stranger.force_login(cast.administrator)
    assert stranger.get(again).status_code == 404
    time_machine.shift(timedelta(hours=3))
    come_in(browser, cast.administrator)
    assert browser.get(again).status_code == 404


def test_only_the_latest_three_are_kept(cast, browser):
    address = path_to("members:contact_add", cast.alliance)
    page = browser.get("/account/login/")
    for _ in range(5):
        browser.post(address, {"name": "x", "csrfmiddlewaretoken": token(page)})
    assert len(browser.session["typed"]) == 3


def test_a_script_that_saves_in_the_background_is_told_that_nothing_was_saved(cast, browser):
    page = browser.get("/account/login/")
    answer = browser.post(
        path_to("members:contact_add", cast.alliance),
        {"name": "x", "csrfmiddlewaretoken": token(page)},
        headers={"Sec-Fetch-Mode": "cors"},
    )
    assert answer.status_code == 401
    assert answer.json()["problem"].startswith("You have been signed out, so this was not saved.")


def test_a_form_from_another_site_is_refused_and_not_kept(cast, browser):
    with scopes_disabled():
        answer = browser.post(
            path_to("members:contact_add", cast.alliance),
            {"name": "x", "csrfmiddlewaretoken": "a" * 64},
            headers={"Origin": "https://evil.example"},
        )
    assert answer.status_code == 403
    assert "This was not sent from the portal" in answer.content.decode()
    assert "typed" not in browser.session
