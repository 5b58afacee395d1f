"""Invitations: posted with a personal link, accepted by whoever holds it, withdrawn by staff."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from alliance.addresses import full, path_to
from alliance.members import links, rules
from alliance.members.models import INVITATION, Invitation, Membership, PersonalLink
from alliance.members.queries import accounts_of_address, current_roles
from alliance.members.services.roles import check_role, give_role
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.people.services import change_name, person_for
from alliance.post.models import Mail
from alliance.post.services import Addressee, send
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance, Partner, School
from alliance.schools.states import Responsibility

PURPOSE = "invitation"
DAYS = 30


def words_for_role(offered: Invitation) -> str:
    """A role as it is read in a sentence: "lead of Specialist leaders of education", "headteacher … at Penns"."""
    label = Role(offered.role).label
    words = label[0].lower() + label[1:]
    if offered.role == Role.LEAD:
        return f"lead of {Responsibility(offered.responsibility).label}"
    if offered.role == Role.COMMISSIONER:
        return f"{words} for {offered.partner}"
    return f"{words} at {offered.school}" if offered.school else words


@transaction.atomic
def invite(
    *,
    alliance: Alliance,
    email: str,
    role: str,
    by: Person,
    first_name: str = "",
    surname: str = "",
    school: School | None = None,
    responsibility: str = "",
    partner: Partner | None = None,
) -> Invitation:
    """Invite whoever reads `email` to take a role; the mail carries a personal link for 30 days.

    Raises Refused where `by` may not give the role, where the same invitation is open, or where the address's holder
    has the role already.
    """
    allow(rules.may_give_role(by, alliance, role))
    check_role(role=role, school=school, responsibility=responsibility, partner=partner)
    email = email.strip().lower()
    responsibility = responsibility if role == Role.LEAD else ""
    Alliance.objects.select_for_update().get(pk=alliance.pk)
    same = {"role": role, "school": school, "responsibility": responsibility, "partner": partner}
    if Invitation.objects.filter(alliance=alliance, email=email, state="sent", **same).exists():
        raise Refused(Refusal(f"{email} has been invited to this role already. You can send that invitation again."))
    if current_roles(alliance).filter(person__in=accounts_of_address(email), **same).exists():
        raise Refused(Refusal(f"The holder of {email} has this role already."))
    invitation = Invitation.objects.create(
        alliance=alliance,
        email=email,
        first_name=first_name,
        surname=surname,
        invited_by=by,
        sent_at=timezone.now(),
        **same,
    )
    _post(invitation, by)
    return invitation


@transaction.atomic
def send_invitation_again(*, invitation: Invitation, by: Person) -> None:
    """Post the invitation anew; the new mail's link replaces the older one. Raises Refused unless it is open."""
    allow(rules.may_change_invitation(by, invitation))
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
    invitation.refresh_from_db()
    _post(invitation, by)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Person) -> None:
    """Take an invitation back; its link says so from now on. Raises Refused, MoveRefused."""
    allow(rules.may_change_invitation(by, invitation))
    INVITATION.apply(invitation, "withdraw", by=by)
    links.revoke(subject=invitation, purpose=PURPOSE)


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, link: PersonalLink | None, person: Person, now: datetime
) -> Membership:
    """`person`, who holds the link, takes the role; the invited address is theirs from now on.

    The link is used up. Raises Refused where the link is dead or the address is another account's.
    """
    allow(links.may_use(link, now))
    allow(rules.may_accept_invitation(person, invitation))
    if link is None or link.subject_id != invitation.pk or not links.use(link, now=now):
        raise Refused(Refusal("This link has been used: what you sent has been received. You need not do anything."))
    INVITATION.apply(invitation, "accept", by=person, at=now)
    _own_address(person, invitation.email)
    return give_role(
        alliance=invitation.alliance,
        person=person,
        role=invitation.role,
        school=invitation.school,
        responsibility=invitation.responsibility,
        partner=invitation.partner,
        by=invitation.invited_by,
    )


@transaction.atomic
def set_up_account(
    *,
    invitation: Invitation,
    link: PersonalLink | None,
    first_name: str,
    surname: str,
    password: str,
    now: datetime,
) -> Person:
    """An account for the invited address, whose holder accepts the invitation with it.

    Without a `password` they sign in by a code that is mailed to them. Raises Refused where the link is dead, and
    where somebody signs in with the address already: then the link alone must not open their account.
    """
    allow(links.may_use(link, now))
    person = person_for(email=invitation.email, first_name=first_name, surname=surname)
    allow(may_be_set_up(person))
    change_name(person=person, first_name=first_name, surname=surname, telephone=person.telephone)
    if password:
        person.set_password(password)
        person.save(update_fields=["password"])
    accept_invitation(invitation=invitation, link=link, person=person, now=now)
    return person


def may_be_set_up(person: Person) -> Refusal | None:
    """An account is set up by link only as long as nobody has signed in to it."""
    if not person.is_active or person.last_login is not None or person.has_usable_password():
        return Refusal("Somebody signs in with this address already. Sign in to accept the invitation.")
    return None


def invitation_link(mail: Mail) -> str:
    """The address that replaces {link} when an invitation's mail goes out."""
    # The link opens the invited person's account: it goes to nobody else, whatever happened to the mail.
    invitation = Invitation.objects.select_related("alliance").get(pk=mail.about_id or 0, email=mail.email)
    token = links.mint(subject=invitation, purpose=PURPOSE, email=invitation.email, mail=mail, days=DAYS)
    return full(path_to("members:invitation_accept", invitation.alliance, token=token))


def _own_address(person: Person, email: str) -> None:
    """The link has shown that the person reads `email`: they may sign in with it."""
    address, _ = EmailAddress.objects.get_or_create(
        user=person, email=email, defaults={"primary": email == person.email, "verified": True}
    )
    if not address.verified:
        address.verified = True
        address.save(update_fields=["verified"])


def _post(invitation: Invitation, by: Person) -> None:
    send(
        "members.invite",
        to=Addressee(invitation.email, f"{invitation.first_name} {invitation.surname}".strip()),
        alliance=invitation.alliance,
        about=invitation,
        values={
            "first_name": invitation.first_name or "colleague",
            "alliance": invitation.alliance.name,
            "role": words_for_role(invitation),
            "invited_by": by.name,
            "days": str(DAYS),
        },
        dedupe=f"members.invite:{invitation.pk}:{invitation.sent_at.isoformat()}",
    )
