"""What protects every page, whatever it shows."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from alliance.people.tasks import forget_sessions

PAGES = ["/", "/account/login/", "/boldmere/", "/boldmere/people/", "/operator/", "/nowhere/at/all/", "/health/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", [None, "director"])
def test_every_answer_carries_the_headers_that_protect_it(cast, sign_in, path, who):
    answer = sign_in(who and getattr(cast, who)).get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(cast):
    cast.teacher.set_password("correct horse battery")
    cast.teacher.save()
    EmailAddress.objects.create(user=cast.teacher, email=cast.teacher.email, verified=True, primary=True)
    client = Client()
    client.get("/account/login/")
    client.post("/account/login/", {"login": cast.teacher.email, "password": "correct horse battery"})
    session = client.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_a_post_without_a_token_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.director, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/boldmere/people/invite/", {"email": "x@example.org"}).status_code == 403


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
@pytest.mark.parametrize("path", ["/account/login/", "/account/login/code/"])
def test_no_address_leads_a_visitor_away_from_the_portal(cast, sign_in, where, path):
    answer = sign_in(cast.teacher).get(path, {"next": where})
    assert answer["Location"] == "/boldmere/inbox/"


def test_signing_out_needs_a_post(cast, sign_in):
    client = sign_in(cast.teacher)
    client.get("/account/logout/")
    assert "_auth_user_id" in client.session
    client.post("/account/logout/", {"next": "https://evil.example/"})
    assert "_auth_user_id" not in client.session


def test_expired_sessions_are_forgotten_and_living_ones_kept(db):
    old, living = SessionStore(), SessionStore()
    for store in (old, living):
        store["typed"] = "words"
        store.save()
    Session.objects.filter(session_key=old.session_key).update(expire_date=timezone.now())
    forget_sessions()
    assert set(Session.objects.values_list("session_key", flat=True)) == {living.session_key}
