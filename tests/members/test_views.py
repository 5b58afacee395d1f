"""The pages about people: what they show, what they write, and to whom they are closed."""

import re
from datetime import date

import pytest
from django.utils import timezone
from django_scopes import scope

from alliance.addresses import path_to
from alliance.members import links, services
from alliance.members.models import Invitation, Membership, SchoolContact
from alliance.members.portal import inbox
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.post.models import Mail
from tests.factories.people import MembershipFactory, PersonFactory, SchoolContactFactory
from tests.queries import costs_the_same, queries_of


def page(cast, name, **kwargs):
    return path_to(f"members:{name}", cast.alliance, **kwargs)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def invitation(cast):
    return services.invite(
        alliance=cast.alliance,
        email="nora@example.org",
        first_name="Nora",
        surname="New",
        role=Role.HEADTEACHER,
        school=cast.school,
        by=cast.administrator,
    )


@pytest.fixture
def token(invitation):
    return links.mint(subject=invitation, purpose="invitation", email=invitation.email, days=30)


@pytest.fixture
def contact(cast):
    return SchoolContactFactory(
        alliance=cast.alliance, school=cast.school, name="Ms Ward", email="ward@penns.sch.uk", is_head=True
    )


@pytest.fixture
def pages(cast, invitation, contact):
    """Every page for staff, with records of the alliance in them."""
    membership = Membership.objects.get(person=cast.teacher)
    return {
        "member_list": {},
        "person": {"pk": cast.teacher.pk},
        "role_give": {"pk": cast.teacher.pk},
        "role_end": {"pk": membership.pk},
        "person_invite": {},
        "invitation_list": {},
        "invitation": {"pk": invitation.pk},
        "contact_list": {},
        "contact_add": {},
        "contact_change": {"pk": contact.pk},
        "contact_confirm": {"pk": contact.pk},
        "contact_end": {"pk": contact.pk},
    }


@pytest.mark.slow
def test_staff_open_every_page(cast, pages, sign_in):
    client = sign_in(cast.administrator)
    for name, kwargs in pages.items():
        assert client.get(page(cast, name, **kwargs)).status_code == 200, name


@pytest.mark.slow
@pytest.mark.parametrize("who", ["coordinator", "head", "outsider", "operator", "other_director"])
def test_everybody_else_reads_why_not(cast, pages, sign_in, who):
    client = sign_in(getattr(cast, who))
    for name, kwargs in pages.items():
        for response in (client.get(page(cast, name, **kwargs)), client.post(page(cast, name, **kwargs))):
            assert response.status_code in (403, 405), name
            if response.status_code == 403:
                assert re.search(r"Only (the alliance’s staff|a director or an administrator) can", text(response)), (
                    name
                )


@pytest.mark.slow
def test_records_of_another_alliance_are_not_found(cast, pages, sign_in):
    client = sign_in(cast.other_director)
    for name, kwargs in pages.items():
        if kwargs:
            there = path_to(f"members:{name}", cast.other, **kwargs)
            assert client.get(there).status_code == 404, name
            assert client.post(there).status_code in (404, 405), name


def test_the_list_says_who_holds_which_role_since_when(cast, sign_in):
    shown = text(sign_in(cast.lead).get(page(cast, "member_list")))
    assert "Hana Head</a>" in shown
    assert "Headteacher or principal" in shown
    assert "Lead of a responsibility: Specialist leaders of education" in shown
    assert "1 Sep 2020" in shown
    assert "Oscar Other" not in shown


@pytest.mark.slow
def test_the_list_is_filtered_by_name_role_school_and_end(cast, sign_in):
    Membership.objects.filter(person=cast.coordinator).update(until=timezone.localdate())
    client = sign_in(cast.director)

    def names(query):
        return set(re.findall(r"(\w+ \w+)</a></td>", text(client.get(page(cast, "member_list") + query))))

    assert "Colin Coordinator" not in names("")
    assert names("?ended=yes") == {"Colin Coordinator"}
    assert names("?name=hana+he") == {"Hana Head"}
    assert names("?role=school_staff") == {"Tara Teacher"}
    assert names("?school=boldmere") == {"Hana Head", "Tara Teacher"}


@pytest.mark.slow
def test_32_the_list_costs_the_same_number_of_queries_for_any_number_of_rows(cast, sign_in):
    client = sign_in(cast.director)

    def join(numbers: range) -> None:
        for _ in numbers:
            MembershipFactory(alliance=cast.alliance, person=PersonFactory(), school=cast.school)

    costs_the_same(lambda: queries_of(client, page(cast, "member_list")), join, (1, 3, 60))


def test_the_csv_holds_everybody(cast, sign_in):
    lines = sign_in(cast.director).get(page(cast, "member_list") + "?format=csv").content.decode().splitlines()
    assert len(lines) == 10
    assert any("Cora Commissioner,Commissioner: Birmingham City Council" in line for line in lines)
    assert any("Hana Head" in line and "hana.head@example.sch.uk" in line for line in lines)


def test_inviting_posts_a_mail(cast, sign_in):
    response = sign_in(cast.administrator).post(
        page(cast, "person_invite"),
        {
            "first_name": "Nora",
            "surname": "New",
            "email": "Nora@Example.org",
            "role": "headteacher",
            "school": str(cast.school.urn),
        },
    )
    assert response["Location"] == page(cast, "member_list")
    assert Invitation.objects.get().email == "nora@example.org"
    assert Mail.objects.get().email == "nora@example.org"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"school": ""}, "Enter the school at which the person has this role."),
        ({"role": "lead", "responsibility": ""}, "Choose the responsibility that the person leads."),
        ({"email": "nora"}, "Enter an e-mail address in the right form, like name@example.com."),
        ({"role": "director"}, "Role: choose one that is offered here."),
        ({"email": "hana.head@example.sch.uk"}, "The holder of hana.head@example.sch.uk has this role already."),
    ],
)
def test_an_invitation_that_cannot_be_sent_says_why_and_keeps_what_was_typed(cast, sign_in, change, sentence):
    typed = {"first_name": "Nora", "surname": "New", "email": "n@example.org", "role": "headteacher"}
    response = sign_in(cast.administrator).post(
        page(cast, "person_invite"), {**typed, "school": str(cast.school.urn), **change}
    )
    assert text(response).count(sentence) == 2
    assert 'value="Nora"' in text(response)
    assert not Invitation.objects.exists()


def test_sending_again_and_withdrawing_need_a_post(cast, invitation, sign_in):
    client = sign_in(cast.director)
    assert client.get(page(cast, "invitation_send_again", pk=invitation.pk)).status_code == 405
    client.post(page(cast, "invitation_send_again", pk=invitation.pk))
    assert Mail.objects.count() == 2
    client.post(page(cast, "invitation_withdraw", pk=invitation.pk))
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    refused = client.post(page(cast, "invitation_send_again", pk=invitation.pk))
    assert refused.status_code == 403
    assert "This invitation is withdrawn by now." in text(refused)


def test_somebody_new_sets_up_an_account_and_is_signed_in(cast, invitation, token, sign_in):
    client = sign_in(None)
    shown = text(client.get(page(cast, "invitation_accept", token=token)))
    assert "Set up your account for nora@example.org." in shown
    assert 'value="Nora"' in shown
    answer = client.post(page(cast, "invitation_accept", token=token), {"first_name": "Nora", "surname": "Newman"})
    assert answer["Location"] == "/boldmere/inbox/"
    person = Person.objects.get(email="nora@example.org")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert (person.name, person.has_usable_password()) == ("Nora Newman", False)
    assert Membership.objects.get(person=person).role == Role.HEADTEACHER
    assert "This invitation has been accepted" in text(sign_in(None).get(page(cast, "invitation_accept", token=token)))


def test_a_weak_password_is_refused_and_nothing_is_set_up(cast, token, sign_in):
    answer = sign_in(None).post(
        page(cast, "invitation_accept", token=token), {"first_name": "N", "surname": "N", "password": "password12"}
    )
    assert "This password is too common." in text(answer)
    assert not Person.objects.filter(email="nora@example.org").exists()


def test_whoever_has_an_account_signs_in_first(cast, sign_in):
    cast.teacher.set_password("a-long-pass-phrase")
    cast.teacher.save()
    invitation = services.invite(
        alliance=cast.alliance, email=cast.teacher.email, role=Role.ADMINISTRATOR, by=cast.director
    )
    token = links.mint(subject=invitation, purpose="invitation", email=invitation.email)
    address = page(cast, "invitation_accept", token=token)
    shown = text(sign_in(None).get(address))
    assert f"/account/login/?next={address}" in shown
    sign_in(None).post(address, {"first_name": "Mallory", "surname": "M"})
    assert not Membership.objects.filter(person=cast.teacher, role=Role.ADMINISTRATOR).exists()
    sign_in(cast.teacher).post(address)
    assert Membership.objects.filter(person=cast.teacher, role=Role.ADMINISTRATOR, until=None).exists()


def test_the_link_does_not_work_at_another_alliance_or_when_it_is_wrong(cast, token, sign_in):
    assert sign_in(None).get(path_to("members:invitation_accept", cast.other, token=token)).status_code == 404
    wrong = sign_in(None).get(page(cast, "invitation_accept", token="nonsense"))
    assert wrong.status_code == 404
    assert "This link is not complete." in text(wrong)


def test_a_role_is_ended_on_a_page_of_its_own(cast, sign_in):
    membership = Membership.objects.get(person=cast.teacher)
    client = sign_in(cast.administrator)
    assert membership.until is None
    client.get(page(cast, "role_end", pk=membership.pk))
    client.post(page(cast, "role_end", pk=membership.pk))
    membership.refresh_from_db()
    assert membership.until == timezone.localdate()
    shown = text(client.get(page(cast, "person", pk=cast.teacher.pk)))
    assert "Tara Teacher does not have this role any more." in shown


def test_everybody_may_lay_down_their_own_role(cast, sign_in):
    membership = Membership.objects.get(person=cast.teacher)
    assert sign_in(cast.teacher).post(page(cast, "role_end", pk=membership.pk))["Location"] == "/"
    membership.refresh_from_db()
    assert membership.until == timezone.localdate()


def test_another_role_is_given_at_once_within_what_one_may_give(cast, sign_in):
    client = sign_in(cast.lead)
    address = page(cast, "role_give", pk=cast.teacher.pk)
    assert 'value="administrator"' not in text(client.get(address))
    client.post(address, {"role": "administrator"})
    client.post(address, {"role": "coordinator", "school": str(cast.school.urn)})
    Membership.objects.filter(person=cast.teacher, role="coordinator").update(since=date(2024, 9, 1))
    again = client.post(address, {"role": "coordinator", "school": str(cast.school.urn)}, follow=True)
    assert "has the role “School coordinator” since Sunday 1 September 2024." in text(again)
    assert set(Membership.objects.filter(person=cast.teacher).values_list("role", flat=True)) == {
        "school_staff",
        "coordinator",
    }


def test_confirming_asks_how_and_keeps_it(cast, contact, sign_in):
    client = sign_in(cast.lead)
    missing = client.post(page(cast, "contact_confirm", pk=contact.pk), {"how": ""})
    assert text(missing).count("Say how you confirmed the address with the school.") == 2
    client.post(page(cast, "contact_confirm", pk=contact.pk), {"how": "Telephoned the office"})
    contact.refresh_from_db()
    assert contact.confirmed_by == cast.lead
    assert "Telephoned the office" in text(client.get(page(cast, "contact_change", pk=contact.pk)))


def test_a_contact_is_added_changed_and_ended(cast, sign_in):
    client = sign_in(cast.administrator)
    details = {"school": "103341", "name": "Jo Ward", "email": "JO@penns.sch.uk", "telephone": "0121 000 0000"}
    client.post(page(cast, "contact_add"), details)
    contact = SchoolContact.objects.get()
    assert (contact.email, contact.school, contact.is_head) == ("jo@penns.sch.uk", cast.school, False)
    client.post(page(cast, "contact_change", pk=contact.pk), {**details, "is_head": "on"})
    contact.refresh_from_db()
    assert contact.is_head
    client.post(page(cast, "contact_end", pk=contact.pk))
    assert client.get(page(cast, "contact_change", pk=contact.pk)).status_code == 404


def test_the_inbox_tells_staff_what_waits(cast, contact, invitation):
    items = [(item.title, item.section) for item in inbox(cast.administrator, cast.alliance)]
    assert items == [
        ("Confirm the address of the headteacher or principal with Boldmere Junior School", "owed"),
        ("nora@example.org to accept your invitation", "waiting"),
    ]
    assert [item.section for item in inbox(cast.director, cast.alliance)] == ["owed"]
    assert not list(inbox(cast.head, cast.alliance))


def test_an_invitation_and_contact_elsewhere_do_not_show_here(cast, sign_in):
    with scope(alliance=cast.other):
        services.invite(
            alliance=cast.other, email="x@y.org", role=Role.ADMINISTRATOR, by=cast.other_director, first_name="Xenia"
        )
        SchoolContactFactory(alliance=cast.other, school=cast.school, name="Elsewhere", email="e@y.org")
    client = sign_in(cast.director)
    for name in ("invitation_list", "contact_list", "member_list"):
        shown = text(client.get(page(cast, name)))
        assert "x@y.org" not in shown
        assert "e@y.org" not in shown
