"""Who plans core training, books a place, writes down who came, and sees what schools owe."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from alliance.diary.models import Attendance, Occasion
from alliance.diary.rules import may_come, may_write_down
from alliance.diary.states import AttendanceState, OccasionState
from alliance.members.queries import urns_spoken_for
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance, School
from alliance.schools.vocabulary import said
from alliance.times import in_words
from sle.leader_kinds import kind_of
from sle.models import Designation, Planned, Training
from sle.rules.register import may_run_register, may_see_designation, may_see_register
from sle.states import DesignationState


def may_plan_training(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Staff plan days, invite, and see who comes."""
    return may_see_register(person, alliance)


def may_change_fee(planned: Planned, fee_pence: int) -> Refusal | None:
    """What schools have been charged stays."""
    if planned.day.fee_pence != fee_pence and planned.day.trainings.exists():
        return Refusal("Certificates have been written, and with them the fee, so the fee stays as it is.")
    return None


def may_see_training(person: Person | None, designation: Designation) -> Refusal | None:
    """The leader and staff, for kinds that the alliance designates itself."""
    if refusal := may_see_designation(person, designation):
        return refusal
    if kind_of(designation.alliance, designation.kind).is_national:
        return Refusal("National leaders are not asked to the alliance’s core training.")
    return None


def may_invite_to_training(person: Person | None, planned: Planned, now: datetime) -> Refusal | None:
    """Staff, to a day that is still to come."""
    return may_plan_training(person, planned.day.alliance) or may_come(planned.occasion, now)


def may_train(person: Person | None, designation: Designation) -> Refusal | None:
    """The leader books, or staff whom they have told; once."""
    if refusal := may_see_training(person, designation):
        return refusal
    if designation.state != DesignationState.CURRENT:
        return Refusal(f"This designation is {designation.get_state_display().lower()}: core training is not needed.")
    if done := training_of(designation):
        return Refusal(f"Core training was done on {in_words(done.done_on)}.")
    return None


def may_book_training(person: Person | None, designation: Designation, planned: Planned) -> Refusal | None:
    """Whoever may train at all, on a day meant for leaders of their kind."""
    if refusal := may_train(person, designation):
        return refusal
    if designation.kind not in planned.day.kinds:
        return Refusal(f"“{planned.occasion.title}” is not meant for leaders of this kind.")
    return None


def may_answer_training(
    person: Person | None, designation: Designation, attendance: Attendance | None
) -> Refusal | None:
    """Who is invited says that they cannot come; who has a place gives it up."""
    if refusal := may_see_training(person, designation):
        return refusal
    if attendance is None or attendance.state not in (AttendanceState.INVITED, AttendanceState.BOOKED):
        return Refusal("There is no invitation to answer and no place to give up.")
    return None


def may_write_attendance(person: Person | None, planned: Planned, now: datetime) -> Refusal | None:
    """Staff, once the day has begun."""
    if refusal := may_plan_training(person, planned.day.alliance):
        return refusal
    return may_write_down(Attendance(occasion=planned.occasion), now)


def may_correct_attendance(designation: Designation) -> Refusal | None:
    """Who has a certificate has attended: it cannot be called back."""
    if Training.objects.filter(designation=designation, day__isnull=False).exists():
        return Refusal(f"{designation.person.name} has the certificate already, so this stays as it is.")
    return None


def may_certify(person: Person | None, planned: Planned) -> Refusal | None:
    """Staff, once somebody who attended has no certificate."""
    if refusal := may_plan_training(person, planned.day.alliance):
        return refusal
    if planned.occasion.state == OccasionState.CALLED_OFF or not to_certify(planned.occasion).exists():
        return Refusal("Nobody who attended waits for a certificate.")
    return None


def may_record_training(
    person: Person | None, designation: Designation, done_on: date | None, today: date
) -> Refusal | None:
    """Staff write down that a leader did it elsewhere, or before the portal; nobody of themselves."""
    if refusal := may_run_register(person, designation) or may_see_training(person, designation):
        return refusal
    if designation.state != DesignationState.CURRENT:
        return Refusal(f"This designation is {designation.get_state_display().lower()}: nothing is written down.")
    if done := training_of(designation):
        return Refusal(f"Core training was done on {in_words(done.done_on)} already.")
    if done_on is not None and done_on > today:
        return Refusal("That day is still to come.")
    return None


def schools_answered_for(person: Person, alliance: Alliance) -> set[int] | None:
    """URNs of the schools whose fees the person may see, what each was before included; None for all of them."""
    if may_see_register(person, alliance) is None:
        return None
    return urns_spoken_for(person, alliance)


def may_see_fees(person: Person | None, alliance: Alliance, school: School | None = None) -> Refusal | None:
    """Staff see what all schools owe, heads and coordinators what their own does; and give its order number."""
    urns = schools_answered_for(person, alliance) if person is not None else set()
    if urns is None or (urns if school is None else school.urn in urns):
        return None
    return Refusal(said("Only the alliance’s staff, and a school’s {headteacher} or coordinator, see what it owes."))


def training_of(designation: Designation) -> Training | None:
    """The core training that the holder has done for this kind."""
    done = Training.objects.filter(designation__person=designation.person_id, designation__kind=designation.kind)
    return done.select_related("day", "certificate", "school").first()


def to_certify(occasion: Occasion) -> QuerySet[Attendance]:
    """Those who attended and have no certificate yet."""
    done = Training.objects.filter(designation=OuterRef("about_id"))
    return occasion.attendances.filter(~Exists(done), state=AttendanceState.ATTENDED).select_related("person")
