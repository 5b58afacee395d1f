"""Who replies to an offer, and who may read and change the register."""

from __future__ import annotations

from datetime import date

from alliance.members.queries import is_staff
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from alliance.times import in_words
from sle.leader_kinds import kinds_of
from sle.models import DESIGNATION, Application, Designation
from sle.rules.applications import NOT_YOURS, may_see_applications
from sle.rules.closed import closed_designation
from sle.rules.rounds import STAFF_ONLY
from sle.states import ApplicationState, DesignationState


def may_see_register(person: Person | None, alliance: Alliance) -> Refusal | None:
    """The alliance's staff and its SLE lead."""
    return None if is_staff(person, alliance, Responsibility.SLE) else STAFF_ONLY


def may_see_designation(person: Person | None, designation: Designation) -> Refusal | None:
    """Its holder and the alliance's staff."""
    if person is not None and designation.person_id == person.pk:
        return None
    return may_see_register(person, designation.alliance) or closed_designation(person, designation)


def may_see_outcome(person: Person | None, application: Application) -> Refusal | None:
    """The applicant once the letter is released, and staff who may see the application. Before that, nobody here."""
    if person is None or application.applicant_id != person.pk:
        refusal = may_see_applications(person, application.round)
        if refusal is not None:
            return NOT_YOURS if refusal is STAFF_ONLY else refusal
    if application.state != ApplicationState.DECIDED:
        return Refusal("There is no outcome yet. You will get an e-mail when there is.")
    return None


def may_reply(person: Person | None, designation: Designation) -> Refusal | None:
    """Only the person to whom it is offered, while the offer stands: a late reply counts until staff let it lapse."""
    if person is None or designation.person_id != person.pk:
        return Refusal("This offer is made to somebody else.")
    if designation.state != DesignationState.OFFERED:
        return Refusal(f"This offer is {designation.get_state_display().lower()}: you have replied, or it has lapsed.")
    return None


def may_lapse(person: Person | None, designation: Designation, today: date) -> Refusal | None:
    """Staff, once the last day for a reply has passed."""
    if refusal := may_see_register(person, designation.alliance):
        return refusal
    if "lapse" not in DESIGNATION.available(designation):
        return Refusal(f"This designation is {designation.get_state_display().lower()}: there is no open offer.")
    if designation.reply_by and designation.reply_by >= today:
        return Refusal(f"The applicant can reply until {in_words(designation.reply_by)}.")
    return None


def may_end(person: Person | None, designation: Designation) -> Refusal | None:
    """The holder resigns; staff may write down a resignation that reached them."""
    if refusal := may_see_designation(person, designation):
        return refusal
    if "resign" not in DESIGNATION.available(designation):
        return Refusal(f"This designation is {designation.get_state_display().lower()}, so it cannot be resigned.")
    return None


def may_withdraw(person: Person | None, designation: Designation) -> Refusal | None:
    """Staff, for others' designations: whoever wants to give up their own resigns it."""
    if refusal := may_run_register(person, designation):
        return refusal
    if "withdraw" not in DESIGNATION.available(designation):
        return Refusal(f"This designation is {designation.get_state_display().lower()}, so it cannot be withdrawn.")
    return None


def may_change_home_school(person: Person | None, designation: Designation) -> Refusal | None:
    """Staff, while the designation stands."""
    if refusal := may_run_register(person, designation):
        return refusal
    if designation.state != DesignationState.CURRENT:
        return Refusal(f"This designation is {designation.get_state_display().lower()}: its school stays as it was.")
    return None


def may_run_register(person: Person | None, designation: Designation) -> Refusal | None:
    """Staff decide about designations, nobody about their own."""
    if refusal := may_see_register(person, designation.alliance):
        return refusal
    if person is not None and designation.person_id == person.pk:
        return Refusal("This is your own designation, so another of the alliance’s staff does this.")
    return closed_designation(person, designation)


def may_record_national(
    person: Person | None, alliance: Alliance, code: str, since: date, today: date
) -> Refusal | None:
    """Staff write down who is designated nationally; since a day that has come."""
    if refusal := may_see_register(person, alliance):
        return refusal
    kind = kinds_of(alliance).get(code)
    if kind is None or not kind.is_national:
        return Refusal("Leaders of this kind are not designated nationally: the alliance designates them itself.")
    if since > today:
        return Refusal("That day is still to come.")
    return None
