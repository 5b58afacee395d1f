"""Signing in: by any proven address, by password or mailed code; mails are posted and keep no secret."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from alliance.people.models import Person
from alliance.people.services import person_for
from alliance.post.models import Mail
from tests.factories.people import PersonFactory

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def no_limits_used(db):
    cache.clear()


@pytest.fixture
def client():
    return Client(raise_request_exception=True)


@pytest.fixture
def person(cast):
    cast.teacher.set_password(PASSWORD)
    cast.teacher.save()
    EmailAddress.objects.create(user=cast.teacher, email=cast.teacher.email, verified=True, primary=True)
    return cast.teacher


def code_in(mail):
    return re.search(r"^([A-Z0-9]+(?:-[A-Z0-9]+)*)$", mail.body, re.MULTILINE)[1]


def ask_for_code(client, email):
    return client.post("/account/login/code/", {"email": email})


def signed_in(client):
    return client.session.get("_auth_user_id")


def sign_in_by_code(client, email):
    ask_for_code(client, email)
    return client.post("/account/login/code/confirm/", {"code": code_in(Mail._base_manager.order_by("id").last())})


def sign_in_by_password(client, email, password=PASSWORD):
    return client.post("/account/login/", {"login": email, "password": password})


def test_any_proven_address_signs_in_however_it_is_written(client, person):
    EmailAddress.objects.create(user=person, email="tara@home.example", verified=True)
    EmailAddress.objects.create(user=person, email="tara@unproven.example", verified=False)
    sign_in_by_password(client, "Tara@Home.example")
    assert signed_in(client) == str(person.pk)
    client.logout()
    sign_in_by_password(client, person.email.upper())
    assert signed_in(client) == str(person.pk)
    client.logout()
    sign_in_by_password(client, "tara@unproven.example")
    assert signed_in(client) is None


def test_a_code_is_posted_as_a_secret_mail_of_no_alliance(client, person):
    ask_for_code(client, person.email)
    mail = Mail._base_manager.get()
    assert (mail.kind, mail.email, mail.secret, mail.alliance) == (
        "members.sign_in_code",
        person.email,
        True,
        None,
    )
    assert code_in(mail) not in mail.subject
    client.post("/account/login/code/confirm/", {"code": code_in(mail)})
    assert signed_in(client) == str(person.pk)


def test_whoever_was_met_without_a_password_signs_in_by_one_code(client, cast):
    person = person_for(email="Nora@Example.org", first_name="Nora", surname="New")
    sign_in_by_code(client, "nora@example.org")
    assert signed_in(client) == str(person.pk)
    assert EmailAddress.objects.get(user=person).verified
    assert Mail._base_manager.count() == 1


def test_a_wrong_code_does_not_sign_in_and_three_end_it(client, person):
    ask_for_code(client, person.email)
    for _ in range(3):
        client.post("/account/login/code/confirm/", {"code": "ZZZZ-ZZZZ"})
    client.post("/account/login/code/confirm/", {"code": code_in(Mail._base_manager.get())})
    assert signed_in(client) is None


def test_signing_up_keeps_the_address_in_lower_case_and_the_name_findable(client, db):
    client.post(
        "/account/signup/",
        {"email": "Ann.Bell@Example.ORG", "first_name": "Ann", "surname": "Bell", "password1": PASSWORD},
    )
    person = Person.objects.get()
    assert (person.email, person.name, person.search_name) == (
        "ann.bell@example.org",
        "Ann Bell",
        "ann bell ann bell example org",
    )
    assert signed_in(client) is None
    mail = Mail._base_manager.get()
    assert (mail.kind, mail.email) == ("members.confirm_address", "ann.bell@example.org")
    client.post("/account/confirm-email/", {"code": code_in(mail)})
    assert signed_in(client) == str(person.pk)
    assert Person.objects.get().check_password(PASSWORD)


def test_signing_up_with_a_known_address_looks_the_same_and_tells_its_holder(client, person):
    unknown = Client().post(
        "/account/signup/", {"email": "x@example.org", "first_name": "A", "surname": "B", "password1": PASSWORD}
    )
    known = client.post(
        "/account/signup/", {"email": person.email, "first_name": "A", "surname": "B", "password1": PASSWORD}
    )
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Person.objects.filter(email=person.email).count() == 1
    assert Person.objects.get(pk=person.pk).name == "Tara Teacher"
    assert Mail._base_manager.get(email=person.email).kind == "members.address_known"


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_asking_for_a_code_does_not_tell_whether_an_address_is_known(client, person, path):
    known = client.post(path, {"email": person.email})
    unknown = Client().post(path, {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, person):
    sentence = "The e-mail address or the password is not right."
    for email in (person.email, "nobody@example.org"):
        assert sentence in sign_in_by_password(client, email, "wrong").content.decode()


def test_five_wrong_passwords_close_the_account_for_a_while_but_not_the_school(client, person):
    other = PersonFactory(email="colleague@example.sch.uk")
    other.set_password(PASSWORD)
    other.save()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    for _ in range(5):
        sign_in_by_password(client, person.email, "wrong")
    assert "This was tried too often." in sign_in_by_password(client, person.email).content.decode()
    assert signed_in(client) is None
    sign_in_by_password(client, other.email)
    assert signed_in(client) == str(other.pk)


def test_a_new_password_by_code(client, person):
    client.post("/account/password/reset/", {"email": person.email})
    mail = Mail._base_manager.get()
    assert (mail.kind, mail.secret) == ("members.reset_password", True)
    client.post("/account/password/reset/confirm/", {"code": code_in(mail)})
    client.post(
        "/account/password/reset/complete/", {"password1": "another long phrase", "password2": "another long phrase"}
    )
    person.refresh_from_db()
    assert person.check_password("another long phrase")
    told = Mail._base_manager.exclude(pk=mail.pk).get()
    assert "your password was set anew" in told.body


def test_a_stranger_who_registers_an_address_keeps_no_key_to_it(client, db):
    """The account is opened by a code that its rightful holder got: the stranger's password dies."""
    Client().post(
        "/account/signup/",
        {"email": "head@penns.sch.uk", "first_name": "Mal", "surname": "Lory", "password1": PASSWORD},
    )
    cache.clear()
    sign_in_by_code(client, "head@penns.sch.uk")
    person = Person.objects.get()
    assert signed_in(client) == str(person.pk)
    assert not person.has_usable_password()


def test_a_stranger_who_registers_an_address_does_not_name_its_holder(client, db):
    client.post(
        "/account/signup/",
        {"email": "head@penns.sch.uk", "first_name": "Mal", "surname": "Lory", "password1": PASSWORD},
    )
    assert person_for(email="head@penns.sch.uk", first_name="Hana", surname="Head").name == "Hana Head"


def test_signing_in_makes_a_new_session_and_leads_only_to_the_portal_itself(client, person):
    client.get("/account/login/")
    client.session["x"] = 1
    before = client.session.session_key
    answer = client.post(
        "/account/login/", {"login": person.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/boldmere/inbox/"
    assert client.session.session_key != before


def test_a_code_is_asked_for_on_the_way_to_where_one_was_going(client, db):
    page = client.get("/account/login/?next=/boldmere/sle/apply/1/start/").content.decode()
    assert 'href="/account/login/code/?next=%2Fboldmere%2Fsle%2Fapply%2F1%2Fstart%2F"' in page


def test_another_primary_address_is_what_a_person_is_found_by(client, person):
    sign_in_by_password(client, person.email)
    EmailAddress.objects.create(user=person, email="tara@academy.example", verified=True)
    client.post("/account/email/", {"action_primary": "", "email": "tara@academy.example"})
    person.refresh_from_db()
    assert (person.email, person.search_name) == ("tara@academy.example", "tara teacher tara academy example")
    assert "was changed" in Mail._base_manager.get(email="tara.teacher@example.sch.uk").body


def test_addresses_and_second_factor_are_changed_only_shortly_after_signing_in(client, person, time_machine):
    time_machine.move_to(timezone.now())
    sign_in_by_password(client, person.email)
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    time_machine.shift(timedelta(minutes=16))
    for path in ("/account/email/", "/account/2fa/totp/activate/"):
        answer = client.post(path, {"action_add": "", "email": "thief@example.org"})
        assert answer["Location"].startswith("/account/reauthenticate/")
    assert not Mail._base_manager.filter(email="thief@example.org").exists()


def test_a_person_changes_their_own_name_and_telephone_and_nothing_else(client, person):
    sign_in_by_password(client, person.email)
    client.post(
        "/account/profile/",
        {
            "first_name": "Tamara",
            "surname": "Teach",
            "telephone": "0121 1",
            "is_operator": "on",
            "email": "x@example.org",
        },
    )
    person.refresh_from_db()
    assert (person.name, person.telephone, person.search_name) == (
        "Tamara Teach",
        "0121 1",
        "tamara teach tara teacher example sch uk",
    )
    assert (person.is_operator, person.email) == (False, "tara.teacher@example.sch.uk")
    missing = client.post("/account/profile/", {"first_name": "", "surname": "Teach"})
    assert missing.content.decode().count("Enter your first name.") == 2


def test_nobody_inactive_signs_in(client, person):
    Person.objects.filter(pk=person.pk).update(is_active=False, last_login=timezone.now())
    sign_in_by_password(client, person.email)
    assert signed_in(client) is None
    ask_for_code(client, person.email)
    assert not Mail._base_manager.filter(kind="members.sign_in_code").exists()
