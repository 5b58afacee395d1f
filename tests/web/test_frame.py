"""The frame of every page: who I am, where I am, where I can go."""

from __future__ import annotations

import pytest
from django.test import Client

from alliance.schools.models import Alliance
from alliance.web import branding


def test_every_front_door_opens_without_signing_in(cast, sign_in):
    for path in ("/", "/boldmere/", f"/boldmere/look/{branding.version(cast.alliance)}.css"):
        assert sign_in(None).get(path).status_code == 200


@pytest.mark.slow
def test_the_header_names_the_alliance_and_the_person(cast, sign_in):
    page = sign_in(cast.director).get("/boldmere/inbox/").content.decode()
    assert "Boldmere Teaching School Alliance" in page
    assert "Dora Director" in page
    assert "Sign out" in page
    assert 'href="/boldmere/inbox/" aria-current="true"' in page


def test_an_outsider_has_no_navigation(cast, sign_in):
    page = sign_in(cast.outsider).get("/boldmere/inbox/").content.decode()
    assert 'id="navigation"' not in page


def test_an_unknown_alliance_is_not_found(cast, sign_in):
    answer = sign_in(cast.director).get("/nowhere/inbox/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


def test_what_was_typed_about_something_that_is_gone_is_given_back(cast, sign_in):
    client = sign_in(cast.administrator)
    here = {"headers": {"Origin": "http://testserver"}}
    gone = client.post("/boldmere/people/contacts/9999/", {"name": "Jo <b>Ward</b>", "revision": "3"}, **here)
    page = gone.content.decode()
    assert gone.status_code == 404
    assert "This is no longer there" in page
    assert "Jo &lt;b&gt;Ward&lt;/b&gt;" in page
    assert "Revision" not in page
    refused = sign_in(cast.outsider).post("/boldmere/settings/facts/", {"name": "Mine now"}, **here)
    assert refused.status_code == 403
    assert "Mine now" in refused.content.decode()
    elsewhere = client.post(
        "/boldmere/people/contacts/9999/", {"name": "Planted"}, headers={"Origin": "https://x.example"}
    )
    assert "Planted" not in elsewhere.content.decode()


def test_an_address_that_only_a_button_posts_to_has_a_page_with_the_way_back(cast, sign_in):
    answer = sign_in(cast.administrator).get("/boldmere/post/outbox/try-again/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "It belongs to a button" in answer.content.decode()
    assert 'href="/boldmere/inbox/"' in answer.content.decode()


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ffdd00", "#d4351c", "#777777", "#00ff00", "#1d5f8a"])
def test_whatever_its_colour_an_alliance_can_be_read(colour):
    assert branding.contrast(colour, branding.text_on(colour)) >= 4.5
    assert branding.contrast(branding.ink_of(colour), "#ffffff") >= 4.5
    assert branding.contrast(branding.ink_of(colour), "#f4f6f8") >= 4.5
    assert branding.contrast(branding.wash_of(colour), "#0b0c0c") >= 7


def test_another_colour_has_another_address():
    assert branding.version(Alliance(colour="#112233")) != branding.version(Alliance(colour="#112234"))


def test_a_stale_form_gives_back_what_was_typed(cast):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
    answer = client.post("/boldmere/inbox/", {"answer": "My <b>long</b> text", "password": "secret"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert page.count("My &lt;b&gt;long&lt;/b&gt; text") == 2  # in the form to be sent again, and to be read
    assert "secret" not in page
    assert "csrfmiddlewaretoken" in page


def test_a_form_of_another_site_is_not_given_a_token(cast):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://elsewhere.example"})
    page = client.post("/boldmere/inbox/", {"answer": "Planted"}).content.decode()
    assert "Planted" not in page
    assert "This was not sent from the portal" in page
