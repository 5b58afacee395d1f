"""A second factor is asked of whoever works for an alliance or sits on a panel, and of nobody else."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from alliance.addresses import path_to
from tests.factories.panels import make_panel

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def asked_for(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    cache.clear()


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def come_in(cast):
    """A function that signs a person in by password, as far as that goes."""

    def client_of(person):
        if not person.check_password(PASSWORD):
            person.set_password(PASSWORD)
            person.save()
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        client = Client()
        client.post("/account/login/", {"login": person.email, "password": PASSWORD})
        return client

    return client_of


def set_up(client):
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    return client.post("/account/2fa/totp/activate/", {"code": code_for(secret)})


def inbox(cast):
    return path_to("web:inbox", cast.alliance)


@pytest.mark.slow
def test_staff_are_led_to_setting_one_up_and_go_on_afterwards(cast, come_in):
    client = come_in(cast.administrator)
    led = client.get(inbox(cast))
    assert led["Location"] == "/account/2fa/totp/activate/?next=%2Fboldmere%2Finbox%2F"
    set_up(client)
    assert client.get(inbox(cast)).status_code == 200
    assert Authenticator.objects.filter(user=cast.administrator, type="recovery_codes").exists()


def test_nothing_is_done_before_it_is_set_up(cast, sign_in):
    answer = sign_in(cast.administrator).post(path_to("members:contact_add", cast.alliance), {"name": "X"})
    assert answer["Location"].startswith("/account/2fa/totp/activate/")


@pytest.mark.parametrize("who", ["teacher", "head", "outsider"])
def test_others_are_not_asked(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(inbox(cast)).status_code == 200


def test_public_pages_stay_open(cast, sign_in):
    assert sign_in(cast.director).get(path_to("web:public", cast.alliance)).status_code == 200


def test_a_session_from_before_signs_in_again(cast, come_in):
    old, new = come_in(cast.director), come_in(cast.director)
    set_up(new)
    led = old.get(inbox(cast))
    assert led["Location"] == "/account/login/?next=%2Fboldmere%2Finbox%2F"
    assert "_auth_user_id" not in old.session


@pytest.mark.slow
def test_signing_in_asks_for_the_code_of_the_app(cast, come_in):
    set_up(come_in(cast.director))
    client = come_in(cast.director)
    assert "_auth_user_id" not in client.session
    secret = get_adapter().decrypt(Authenticator.objects.get(user=cast.director, type="totp").data["secret"])
    cache.clear()
    client.post("/account/2fa/authenticate/", {"code": code_for(secret)})
    assert client.get(inbox(cast)).status_code == 200


def test_a_seat_on_a_panel_asks_for_it_too(cast, sign_in):
    scorer = make_panel(cast.alliance, cast.lead, {}).sit("Carol Chair", "chair", declared=False).person
    assert sign_in(scorer).get(inbox(cast))["Location"].startswith("/account/2fa/totp/activate/")


def test_secrets_of_apps_are_not_stored_in_clear(cast):
    TOTP.activate(cast.director, "JBSWY3DPEHPK3PXP")
    stored = Authenticator.objects.get(user=cast.director)
    assert "JBSWY3DPEHPK3PXP" not in str(stored.data)
    assert get_adapter().decrypt(stored.data["secret"]) == "JBSWY3DPEHPK3PXP"
