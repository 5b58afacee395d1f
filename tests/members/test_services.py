"""Roles, invitations and contacts: rows, posted mails, who may not."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from django_scopes import scope

from alliance.members import links, rules, services
from alliance.members.models import Invitation, Membership, PersonalLink, SchoolContact
from alliance.members.queries import holds, is_staff, known_head
from alliance.members.services.invitations import words_for_role
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import Partner, SchoolLink
from alliance.workflow.models import Event
from alliance.workflow.notes import notes_about
from tests.factories.people import MembershipFactory, PersonFactory, SchoolContactFactory
from tests.factories.schools import SchoolFactory

NOW = timezone.now


def invited(cast, **more):
    values = {"email": "New.Head@Example.org", "role": Role.HEADTEACHER, "school": cast.school, "first_name": "Nora"}
    return services.invite(alliance=cast.alliance, by=cast.administrator, **{**values, **more})


def link_of(invitation):
    token = links.mint(subject=invitation, purpose="invitation", email=invitation.email, days=30)
    return links.find(token, "invitation")


def test_a_role_is_given_once_and_counts_at_once(cast):
    given = {"alliance": cast.alliance, "person": cast.outsider, "role": Role.COORDINATOR, "school": cast.school}
    assert not holds(cast.outsider, cast.alliance)
    first = services.give_role(**given, by=cast.administrator)
    assert services.give_role(**given, by=cast.director) == first
    assert holds(cast.outsider, cast.alliance, Role.COORDINATOR)
    assert (first.given_by, first.since) == (cast.administrator, timezone.localdate())
    assert Event.objects.get(move="give_role").person == cast.administrator


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.LEAD, "Say which responsibility the person leads."),
        (Role.HEADTEACHER, "Say at which school the person has this role."),
    ],
)
def test_a_role_that_says_too_little_is_refused(cast, role, sentence):
    with pytest.raises(Refused) as refused:
        services.give_role(alliance=cast.alliance, person=cast.outsider, role=role, by=cast.director)
    assert refused.value.refusal.sentence == sentence


def test_an_ended_role_counts_no_more_and_stays_in_the_history(cast):
    membership = Membership.objects.get(person=cast.coordinator)
    services.end_role(membership=membership, by=cast.administrator)
    assert not holds(PersonFactory._meta.model.objects.get(pk=cast.coordinator.pk), cast.alliance)
    assert Membership.objects.get(pk=membership.pk).until == timezone.localdate()
    with pytest.raises(Refused, match="This role has ended already"):
        services.end_role(membership=membership, by=cast.administrator)


def test_an_alliance_keeps_a_director(cast):
    membership = Membership.objects.get(person=cast.director)
    with pytest.raises(Refused) as refused:
        services.end_role(membership=membership, by=cast.director)
    assert refused.value.refusal.sentence == "An alliance needs a director. Make somebody else a director first."
    MembershipFactory(alliance=cast.alliance, person=cast.outsider, role=Role.DIRECTOR)
    services.end_role(membership=membership, by=cast.director)
    assert not holds(cast.director, cast.alliance)


def test_only_a_director_makes_or_ends_a_director(cast):
    assert rules.may_give_role(cast.director, cast.alliance, Role.DIRECTOR) is None
    for person in (cast.administrator, cast.lead, cast.head, cast.other_director, cast.operator, None):
        refusal = rules.may_give_role(person, cast.alliance, Role.DIRECTOR)
        assert str(refusal) == "Only a director can make somebody a director, or an operator where there is none."
    membership = Membership.objects.get(person=cast.director)
    assert str(rules.may_end_role(cast.administrator, membership)) == "Only a director can end a director’s role."


def test_a_lead_invites_people_at_schools_and_no_staff(cast):
    assert rules.may_give_role(cast.lead, cast.alliance, Role.HEADTEACHER) is None
    refusal = rules.may_give_role(cast.lead, cast.alliance, Role.ADMINISTRATOR)
    assert "Only a director or an administrator" in refusal.sentence
    for person in (cast.head, cast.teacher, cast.coordinator, cast.outsider, cast.other_administrator):
        assert rules.may_invite(person, cast.alliance).sentence == "Only the alliance’s staff can invite people."


def test_an_invitation_is_posted_with_a_link_that_is_minted_later(cast):
    invitation = invited(cast)
    mail = Mail.objects.get()
    assert (mail.kind, mail.email, mail.name) == ("members.invite", "new.head@example.org", "Nora")
    assert mail.subject == "Boldmere Teaching School Alliance invites you to its portal"
    assert "as headteacher or principal at Boldmere Junior School." in mail.body
    assert "[personal link]" in mail.body
    assert not PersonalLink.objects.exists()
    address = services.invitation_link(mail)
    assert address.startswith("http://testserver/boldmere/people/invitation/")
    link = links.find(address.rstrip("/").rsplit("/", 1)[-1], "invitation")
    assert (link.subject_id, link.email, link.alliance) == (invitation.pk, "new.head@example.org", cast.alliance)


def test_the_same_invitation_twice_is_refused_and_so_is_one_for_a_role_already_held(cast):
    invited(cast)
    with pytest.raises(Refused, match="has been invited to this role already"):
        invited(cast, email="new.head@example.org")
    with pytest.raises(Refused, match=r"The holder of hana\.head@example\.sch\.uk has this role already"):
        invited(cast, email="Hana.Head@example.sch.uk")
    assert Mail.objects.count() == 1


def test_sent_again_the_older_link_dies(cast):
    invitation = invited(cast)
    old = services.invitation_link(Mail.objects.get()).rstrip("/").rsplit("/", 1)[-1]
    services.send_invitation_again(invitation=invitation, by=cast.director)
    again = Mail.objects.order_by("-id").first()
    services.invitation_link(again)
    assert Mail.objects.count() == 2
    assert "A newer e-mail has replaced this link" in links.may_use(links.find(old, "invitation"), NOW()).sentence


def test_accepting_gives_the_role_and_the_address_once(cast):
    invitation = invited(cast)
    link = link_of(invitation)
    services.accept_invitation(invitation=invitation, link=link, person=cast.outsider, now=NOW())
    membership = Membership.objects.get(person=cast.outsider)
    assert (membership.role, membership.school, membership.given_by) == (
        Role.HEADTEACHER,
        cast.school,
        cast.administrator,
    )
    address = EmailAddress.objects.get(user=cast.outsider)
    assert (address.email, address.verified, address.primary) == ("new.head@example.org", True, False)
    link.refresh_from_db()
    with pytest.raises(Refused, match="This link has been used"):
        services.accept_invitation(invitation=invitation, link=link, person=cast.teacher, now=NOW())


def test_an_address_of_another_account_is_not_taken_over(cast):
    invitation = invited(cast, email=cast.teacher.email)
    with pytest.raises(Refused, match="which belongs to another account"):
        services.accept_invitation(invitation=invitation, link=link_of(invitation), person=cast.outsider, now=NOW())
    assert not Membership.objects.filter(person=cast.outsider).exists()
    assert Invitation.objects.get().state == "sent"


def test_setting_up_an_account_by_link(cast):
    invitation = invited(cast)
    person = services.set_up_account(
        invitation=invitation,
        link=link_of(invitation),
        first_name="Nora",
        surname="Newhead",
        password="a-long-pass-phrase",
        now=NOW(),
    )
    assert (person.email, person.name, person.search_name) == (
        "new.head@example.org",
        "Nora Newhead",
        "nora newhead new head example org",
    )
    assert person.check_password("a-long-pass-phrase")
    assert EmailAddress.objects.get(user=person).primary
    assert holds(person, cast.alliance, Role.HEADTEACHER, school=cast.school)


def test_a_link_alone_never_opens_an_account_in_use(cast):
    cast.teacher.last_login = NOW()
    cast.teacher.save()
    invitation = invited(cast, email=cast.teacher.email)
    with pytest.raises(Refused, match="Somebody signs in with this address already"):
        services.set_up_account(
            invitation=invitation, link=link_of(invitation), first_name="X", surname="Y", password="", now=NOW()
        )
    assert Person.objects.get(pk=cast.teacher.pk).surname == "Teacher"


def test_a_withdrawn_or_expired_invitation_cannot_be_accepted(cast):
    invitation = invited(cast)
    link = link_of(invitation)
    with pytest.raises(Refused, match="This link has expired"):
        services.accept_invitation(
            invitation=invitation, link=link, person=cast.outsider, now=NOW() + timedelta(days=31)
        )
    services.withdraw_invitation(invitation=invitation, by=cast.administrator)
    link.refresh_from_db()
    with pytest.raises(Refused):
        services.accept_invitation(invitation=invitation, link=link, person=cast.outsider, now=NOW())
    with pytest.raises(Refused, match="This invitation is withdrawn by now"):
        services.send_invitation_again(invitation=invitation, by=cast.administrator)
    assert not Membership.objects.filter(person=cast.outsider).exists()


def test_a_heads_address_counts_once_staff_have_asked_the_school(cast):
    contact = services.add_contact(
        alliance=cast.alliance,
        school=cast.school,
        name="Ms Ward",
        email="Ward@Penns.sch.uk",
        is_head=True,
        by=cast.lead,
    )
    assert not known_head(cast.alliance, cast.school, "ward@penns.sch.uk")
    services.confirm_contact(contact=contact, by=cast.lead, how="Telephoned the office, spoke to Jo.", now=NOW())
    assert known_head(cast.alliance, cast.school, " WARD@penns.sch.uk")
    assert not known_head(cast.other, cast.school, "ward@penns.sch.uk")
    assert [(note.text, note.person) for note in notes_about(contact)] == [
        ("Telephoned the office, spoke to Jo.", cast.lead)
    ]
    assert Event.objects.get(move="confirm_contact").person == cast.lead
    with pytest.raises(Refused, match="has been confirmed already"):
        services.confirm_contact(contact=contact, by=cast.director, how="Again", now=NOW())


def test_nobody_confirms_their_own_address(cast):
    EmailAddress.objects.create(user=cast.lead, email="lena@penns.sch.uk", verified=True)
    contact = SchoolContactFactory(
        alliance=cast.alliance, school=cast.school, name="L", email="lena@penns.sch.uk", is_head=True
    )
    with pytest.raises(Refused, match="This is your own address"):
        services.confirm_contact(contact=contact, by=cast.lead, how="I know myself", now=NOW())
    assert not known_head(cast.alliance, cast.school, "lena@penns.sch.uk")


def test_a_new_address_has_to_be_confirmed_again(cast):
    contact = SchoolContactFactory(
        alliance=cast.alliance,
        school=cast.school,
        name="W",
        email="w@penns.sch.uk",
        is_head=True,
        confirmed_at=NOW(),
        confirmed_by=cast.director,
    )
    same = {"school": cast.school, "name": "Ms Ward", "telephone": "", "post": "", "is_head": True}
    services.change_contact(contact=contact, email="w@penns.sch.uk", by=cast.lead, **same)
    assert known_head(cast.alliance, cast.school, "w@penns.sch.uk")
    services.change_contact(contact=contact, email="ward@gmail.example", by=cast.lead, **same)
    assert not known_head(cast.alliance, cast.school, "ward@gmail.example")
    services.end_contact(contact=contact, by=cast.lead)
    assert SchoolContact.objects.get().until == timezone.localdate()


def test_the_holder_of_the_role_is_the_known_head_also_of_what_the_school_has_become(cast):
    academy = SchoolFactory(urn=140001, name="Boldmere Junior Academy")
    SchoolLink.objects.create(urn=academy.urn, link_urn=cast.school.urn, link_type="Predecessor")
    assert known_head(cast.alliance, academy, cast.head.email)
    assert not known_head(cast.alliance, academy, cast.coordinator.email)
    Membership.objects.filter(person=cast.head).update(until=date(2026, 1, 1))
    assert not known_head(cast.alliance, academy, cast.head.email)


def test_what_another_alliance_confirmed_does_not_count_here(cast):
    with scope(alliance=cast.other):
        SchoolContactFactory(
            alliance=cast.other, school=cast.school, name="W", email="w@x.org", is_head=True, confirmed_at=NOW()
        )
    assert not known_head(cast.alliance, cast.school, "w@x.org")


def test_a_commissioner_speaks_for_a_partner_and_nobody_else_does(cast):
    city = Partner.objects.get(name="Birmingham City Council")
    with pytest.raises(Refused, match="for which organisation"):
        services.give_role(alliance=cast.alliance, person=cast.outsider, role=Role.COMMISSIONER, by=cast.director)
    with pytest.raises(Refused, match="for which organisation"):
        services.give_role(
            alliance=cast.alliance, person=cast.outsider, role=Role.BOARD, partner=city, by=cast.director
        )
    invitation = invited(cast, role=Role.COMMISSIONER, school=None, partner=city)
    assert words_for_role(invitation) == "commissioner for Birmingham City Council"
    held = services.accept_invitation(
        invitation=invitation, link=link_of(invitation), person=cast.outsider, now=timezone.now()
    )
    assert (held.role, held.partner) == (Role.COMMISSIONER, city)
    assert not is_staff(cast.outsider, cast.alliance)
