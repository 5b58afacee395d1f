"""Who asks for a leader's release, and who answers."""

from __future__ import annotations

from alliance.members.queries import addresses_of, emails_of
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.vocabulary import said
from sle.models import Designation, Release
from sle.rules.register import may_run_register
from sle.states import ReleaseState


def may_answer(release: Release) -> Refusal | None:
    """Is the answer still wanted?"""
    if release.state == ReleaseState.DROPPED:
        return Refusal("This is no longer asked of you, so you need not do anything. Thank you.")
    if release.state != ReleaseState.ASKED:
        return Refusal("Your answer has been received. You need not do anything.")
    return None


def may_answer_as(person: Person | None, release: Release) -> Refusal | None:
    """As may_answer, for whoever follows the link: never the leader."""
    if person is not None and person.pk == release.designation.person_id:
        return Refusal("This link is for the head of the school. Nobody can give their own release.")
    return may_answer(release)


def may_sign_in_to_release(person: Person | None, release: Release) -> Refusal | None:
    """Somebody with an account answers what was asked of one of their confirmed addresses."""
    if person is not None and release.email.lower() in addresses_of(person):
        return None
    return Refusal("This was asked of somebody else.")


def may_be_asked(designation: Designation, email: str) -> Refusal | None:
    """Nobody releases themselves, by whatever address."""
    if email in emails_of(designation.person):
        return Refusal(said("This is an address of the leader. Give the address of the {headteacher}."))
    return None


def may_name_head(person: Person | None, release: Release) -> Refusal | None:
    """Staff name the head who is asked, also another one in place of somebody who does not answer."""
    if refusal := may_run_register(person, release.designation):
        return refusal
    if release.state not in (ReleaseState.WANTED, ReleaseState.ASKED):
        return Refusal(f"This is not asked of anybody now: {release.get_state_display().lower()}.")
    return None


def may_chase(person: Person | None, release: Release) -> Refusal | None:
    """Staff send the link again while the answer is awaited."""
    if refusal := may_run_register(person, release.designation):
        return refusal
    if release.state != ReleaseState.ASKED:
        return Refusal(f"No answer is awaited: {release.get_state_display().lower()}.")
    return None


def may_settle(person: Person | None, release: Release) -> Refusal | None:
    """Staff write down what became of a refusal."""
    if refusal := may_run_register(person, release.designation):
        return refusal
    if release.state != ReleaseState.REFUSED:
        return Refusal(f"There is no refusal to settle: {release.get_state_display().lower()}.")
    return None
