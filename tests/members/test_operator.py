"""The people who run the installation: they found alliances, invite first directors, and see nothing inside."""

import re

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scope, scopes_disabled

from alliance.members import services
from alliance.members.models import Invitation, Membership
from alliance.members.services.operators import found_alliance, invite_director
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import Alliance
from alliance.schools.rules import RESERVED, may_be_address
from alliance.urls import urlpatterns
from alliance.web.urls import urlpatterns as web_urlpatterns
from alliance.workflow.models import Event
from tests.queries import costs_the_same, queries_of

DETAILS = {
    "name": "South Downs Teaching School Alliance",
    "short_name": "SDTSA",
    "slug": "south-downs",
    "first_name": "Dilys",
    "surname": "Down",
    "email": "Dilys@Downs.example",
}


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_an_alliance_is_founded_and_its_first_director_comes_in(cast, sign_in):
    answer = sign_in(cast.operator).post("/operator/alliances/new/", DETAILS)
    assert answer["Location"] == "/operator/"
    founded = Alliance.objects.get(slug="south-downs")
    assert (founded.name, founded.short_name) == (DETAILS["name"], "SDTSA")
    assert Event._base_manager.get(move="found_alliance").person == cast.operator
    mail = Mail._base_manager.get()
    assert (mail.email, mail.alliance) == ("dilys@downs.example", founded)
    assert "as director." in mail.body
    with scope(alliance=founded):
        address = services.invitation_link(mail).removeprefix("http://testserver")
    visitor = sign_in(None)
    visitor.post(address, {"first_name": "Dilys", "surname": "Down"})
    with scopes_disabled():
        membership = Membership.objects.get(alliance=founded)
    assert (membership.role, membership.person.email) == (Role.DIRECTOR, "dilys@downs.example")
    assert visitor.get("/south-downs/people/").status_code == 200


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("operator", "is kept for the portal itself"),
        ("health", "is kept for the portal itself"),
        ("boldmere", "There is an alliance at “boldmere” already."),
        ("West Herts", "Use 3 to 40 lower-case letters"),
        ("a", "Use 3 to 40 lower-case letters"),
        ("double--hyphen", "Use 3 to 40 lower-case letters"),
        ("9lives", "beginning with a letter"),
        ("ends-", "Use 3 to 40 lower-case letters"),
        ("../etc", "Use 3 to 40 lower-case letters"),
        ("naïve", "Use 3 to 40 lower-case letters"),
    ],
)
def test_an_address_that_cannot_be_had_says_why(cast, sign_in, slug, words):
    answer = sign_in(cast.operator).post("/operator/alliances/new/", {**DETAILS, "slug": slug})
    assert text(answer).count(words) == 2
    assert 'value="Dilys"' in text(answer)
    assert Alliance.objects.count() == 2
    with pytest.raises(Refused):
        found_alliance(**{**DETAILS, "slug": slug}, by=cast.operator)


def test_every_first_part_of_an_address_of_the_portal_is_reserved(db):
    firsts = {str(entry.pattern).split("/")[0] for entry in (*urlpatterns, *web_urlpatterns)}
    own = {first for first in firsts if first and not first.startswith("<")}
    assert {"account", "operator", "health"} <= own <= RESERVED
    assert may_be_address("south-downs") is None


@pytest.mark.slow
@pytest.mark.parametrize("who", ["director", "administrator", "lead", "head", "outsider", "other_director"])
def test_nobody_else_opens_the_pages(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    for path in ("/operator/", "/operator/alliances/new/", f"/operator/alliances/{cast.other.pk}/director/"):
        for answer in (client.get(path), client.post(path, DETAILS)):
            assert answer.status_code in (403, 405)
    assert client.post(f"/operator/alliances/{cast.other.pk}/director/1/again/").status_code == 403
    assert Alliance.objects.count() == 2
    with pytest.raises(Refused):
        found_alliance(**DETAILS, by=getattr(cast, who))


def test_nobody_signed_in_is_asked_to_sign_in(cast, sign_in):
    assert sign_in(None).get("/operator/")["Location"] == "/account/login/?next=/operator/"


def test_an_alliance_with_a_director_looks_after_itself(cast, sign_in):
    path = f"/operator/alliances/{cast.alliance.pk}/director/"
    director = {name: DETAILS[name] for name in ("first_name", "surname", "email")}
    answer = sign_in(cast.operator).post(path, director)
    assert text(answer).count("Only a director can make somebody a director, or an operator where there is none.") == 2
    with pytest.raises(Refused):
        invite_director(alliance=cast.alliance, by=cast.operator, **director)
    assert not Mail._base_manager.exists()


def test_the_invitation_of_a_first_director_is_sent_again_and_replaced(cast, sign_in):
    founded = found_alliance(**DETAILS, by=cast.operator)
    invitation = Invitation._base_manager.get()
    client = sign_in(cast.operator)
    assert "dilys@downs.example, invited" in text(client.get("/operator/"))
    client.post(f"/operator/alliances/{founded.pk}/director/{invitation.pk}/again/")
    assert Mail._base_manager.count() == 2
    client.post(
        f"/operator/alliances/{founded.pk}/director/",
        {"first_name": "A", "surname": "B", "email": "other@downs.example"},
    )
    assert Invitation._base_manager.count() == 2
    assert client.post(f"/operator/alliances/{cast.alliance.pk}/director/{invitation.pk}/again/").status_code == 404


def test_operators_see_who_runs_what_and_nothing_inside(cast, sign_in):
    client = sign_in(cast.operator)
    shown = text(client.get("/operator/"))
    assert "Dora Director, since 1 Sep 2020" in shown
    assert "Adam Admin" in shown
    assert "Hana Head" not in shown
    assert client.get("/boldmere/people/").status_code == 403


@pytest.mark.slow
def test_32_the_list_costs_the_same_for_any_number_of_alliances(cast, sign_in):
    client = sign_in(cast.operator)

    def found(numbers: range) -> None:
        for n in numbers:
            found_alliance(**{**DETAILS, "slug": f"alliance-no-{n}", "email": f"d{n}@example.org"}, by=cast.operator)

    costs_the_same(lambda: queries_of(client, "/operator/"), found, (1, 3, 60))


def test_a_command_makes_an_operator(db, capsys):
    call_command("make_operator", "Olga@Example.org")
    assert Person.objects.get(email="olga@example.org").is_operator
    assert "olga@example.org is an operator." in capsys.readouterr().out
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("make_operator", "olga")


def test_the_portal_says_that_it_is_well(client, db):
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok")
