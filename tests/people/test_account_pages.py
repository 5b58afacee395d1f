"""The pages of one's own account are pages of the portal: one heading, errors beside the field and in the summary."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from alliance.post.models import Mail

PASSWORD = "correct horse battery"
FOR_VISITORS = [
    "/account/login/",
    "/account/signup/",
    "/account/login/code/",
    "/account/password/reset/",
    "/account/inactive/",
]
FOR_OWNERS = [
    "/account/email/",
    "/account/profile/",
    "/account/password/change/",
    "/account/logout/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
]
WITH_AN_APP = [
    "/account/2fa/",
    "/account/2fa/totp/deactivate/",
    "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/",
]


@pytest.fixture
def owner(cast):
    cache.clear()
    cast.teacher.set_password(PASSWORD)
    cast.teacher.save()
    EmailAddress.objects.create(user=cast.teacher, email=cast.teacher.email, verified=True, primary=True)
    EmailAddress.objects.create(user=cast.teacher, email="tara@home.example", verified=True)
    EmailAddress.objects.create(user=cast.teacher, email="tara@new.example", verified=False)
    client = Client(raise_request_exception=True)
    client.post("/account/login/", {"login": cast.teacher.email, "password": PASSWORD})
    return client


def looks_right(answer, status=200):
    page = answer.content.decode()
    assert answer.status_code == status
    assert page.count("<h1") == 1
    assert 'class="govuk-heading-l"' in page
    assert "portal-header" in page
    for target in re.findall(r'<div class="govuk-error-summary.*?</ul>', page, re.DOTALL):
        for link in re.findall(r'href="#([^"]+)"', target):
            assert f'id="{link}"' in page
    return page


@pytest.mark.parametrize("path", FOR_VISITORS)
def test_pages_of_visitors(db, path):
    looks_right(Client().get(path))


@pytest.mark.parametrize("path", FOR_OWNERS)
def test_pages_of_owners(owner, path):
    looks_right(owner.get(path))


@pytest.mark.parametrize("path", WITH_AN_APP)
def test_pages_of_owners_with_an_app(owner, cast, path):
    TOTP.activate(cast.teacher, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(cast.teacher)
    looks_right(owner.get(path))


def test_a_password_is_set_by_those_who_have_none(cast, sign_in):
    cast.teacher.set_unusable_password()
    cast.teacher.save()
    assert "Set the password" in looks_right(sign_in(cast.teacher).get("/account/password/set/"))


@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        ("/account/login/", {"login": "x@example.org", "password": "y"}, "The e-mail address or the password is not"),
        ("/account/signup/", {"email": "x@example.org", "password1": "short"}, "This password is too short."),
        ("/account/signup/", {"email": "x@example.org"}, "Enter your first name."),
        (
            "/account/login/code/",
            {"email": "nonsense"},
            "E-mail address: enter an e-mail address in the right form, like name@example.com.",
        ),
    ],
)
def test_what_is_wrong_stands_in_the_summary_and_what_was_typed_is_kept(db, path, data, sentence):
    cache.clear()
    page = looks_right(Client().post(path, data), 422)
    assert sentence in re.search(r"govuk-error-summary.*?</ul>", page, re.DOTALL)[0]
    assert f'value="{data.get("login") or data["email"]}"' in page


def test_the_code_page_says_where_the_code_went_and_can_send_a_new_one(db, cast):
    cache.clear()
    client = Client()
    answer = client.post("/account/login/code/", {"email": cast.head.email})
    page = looks_right(client.get(answer["Location"]))
    assert cast.head.email in page
    assert "Send a new code" in page
    wrong = looks_right(client.post(answer["Location"], {"code": "ZZZZ-ZZZZ"}), 422)
    assert "This is not the right code." in re.search(r"govuk-error-summary.*?</ul>", wrong, re.DOTALL)[0]


def test_each_address_says_what_it_is_and_what_can_be_done(owner):
    page = " ".join(owner.get("/account/email/").content.decode().split())
    assert "E-mails go here" in page
    assert "Not confirmed yet" in page
    assert page.count('name="action_remove"') == 2
    owner.post("/account/email/", {"action_remove": "", "email": "tara@home.example"})
    assert not EmailAddress.objects.filter(email="tara@home.example").exists()


def test_too_many_codes_for_one_address_are_not_sent(db):
    cache.clear()
    for _ in range(5):
        Client().post("/account/login/code/", {"email": "x@example.org"})
    page = looks_right(Client().post("/account/login/code/", {"email": "x@example.org"}), 422)
    assert "This was tried too often. Wait ten minutes, then try again." in page
    assert Mail._base_manager.count() == 5


@pytest.mark.slow
def test_too_many_requests_of_another_kind_get_a_page_that_says_so(owner):
    for _ in range(10):
        owner.post("/account/email/", {"action_primary": "", "email": "tara@home.example"})
    answer = owner.post("/account/email/", {"action_primary": "", "email": "tara@home.example"})
    assert answer.status_code == 429
    assert "Please wait a little" in answer.content.decode()


@pytest.mark.parametrize("page", ["login/", "signup/", "login/code/", "password/reset/"])
def test_fields_are_called_as_everywhere_else(db, client, page):
    shown = client.get(f"/account/{page}").content.decode()
    assert "E-mail address" in shown
    assert "placeholder=" not in shown
    refused = client.post(f"/account/{page}", {}).content.decode()
    assert refused.count("E-mail address is missing.") == 2
