"""Who plans and records visits, when they may begin, and how many half days are left."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Sum
from django.utils import timezone

from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.times import in_words
from support.models import Deployment, Visit
from support.rules.days import in_days
from support.rules.deployments import may_handle_deployment, may_see_deployment, may_sign_in_to_answer, sides_at
from support.rules.sides import Side
from support.states import AT_WORK, DeploymentState, Entry, VisitState

SCHOOL_BEGINS = time(9)  # of a visit that does not stand in the diary
ASSURANCE = "assurance"  # the home school's letter that DBS and other checks are in place


def may_file_assurance(person: Person | None, deployment: Deployment) -> Refusal | None:
    """The home school, whoever was asked as its head, or staff put the letter of assurance on file."""
    if not {Side.HOME, Side.STAFF} & sides_at(person, deployment) and may_sign_in_to_answer(person, deployment):
        return Refusal("The home school or the alliance puts the letter of assurance on file.")
    return may_assure(deployment)


def may_assure(deployment: Deployment) -> Refusal | None:
    """Is there something to be assured of? From the day on which the school has chosen."""
    if deployment.state == DeploymentState.DROPPED:
        return Refusal("This is no longer asked of you, so you need not do anything. Thank you.")
    if deployment.state not in (DeploymentState.CHOSEN, *AT_WORK):
        return Refusal("A letter of assurance is needed once the school has chosen the leader.")
    return None


def may_assure_as(person: Person | None, deployment: Deployment) -> Refusal | None:
    """As may_assure, for whoever follows the link: never the leader."""
    if person is not None and person.pk == deployment.supporter.person_id:
        return Refusal("This link is for the head of the school. Nobody can vouch for themselves.")
    return may_assure(deployment)


def may_chase_assurance(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Staff send the home head the link again while the letter is missing."""
    if refused := first_refusal(may_handle_deployment(person, deployment), may_assure(deployment)):
        return refused
    if not deployment.head_email:
        return Refusal("The leader is the head of the home school: nobody is written to.")
    return Refusal("The letter of assurance is on file.") if has_assurance(deployment) else None


def may_open_document(person: Person, document: Document) -> Refusal | None:
    """The letter of assurance is read by the home school, whoever was asked as its head, the supported school and
    staff."""
    deployment = Deployment.objects.filter(pk=document.subject_id).select_related("request", "alliance").first()
    if deployment is not None and (
        sides_at(person, deployment) & {Side.HOME, Side.SCHOOL, Side.STAFF}
        or may_sign_in_to_answer(person, deployment) is None
    ):
        return None
    return Refusal("This letter is for the two schools and the alliance.")


def has_assurance(deployment: Deployment) -> bool:
    """Is the home school's letter of assurance on file?"""
    return documents_of(deployment, ASSURANCE).exists()


def may_plan_visit(person: Person | None, deployment: Deployment) -> Refusal | None:
    """The leader, or staff for them, once everybody has signed and the letter of assurance is on file."""
    if not {Side.LEADER, Side.STAFF} & sides_at(person, deployment):
        return Refusal("The leader plans visits and writes their records, or the alliance for them.")
    if deployment.state != DeploymentState.ACTIVE:
        return Refusal(
            f"Visits are planned while support is under way. It is: {deployment.get_state_display().lower()}."
        )
    if not has_assurance(deployment):
        return Refusal(
            f"The letter of assurance of {deployment.home_school} is not on file yet: it confirms that DBS and other "
            "checks are in place. Visits begin once it is."
        )
    return None


def may_see_visits(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Everybody whom the deployment concerns sees days and half days."""
    return may_see_deployment(person, deployment)


def may_read_record(person: Person | None, visit: Visit) -> Refusal | None:
    """Records are read by the supported school, the leader and the alliance; the home school sees days only."""
    sides = sides_at(person, visit.deployment)
    writes = sides & {Side.LEADER, Side.STAFF}
    if writes or (Side.SCHOOL in sides and visit.state != VisitState.PLANNED):
        return None
    if Side.SCHOOL in sides:
        return Refusal("The record of this visit is not written yet.")
    return Refusal("The record of a visit is for the supported school, the leader and the alliance.")


def may_record_visit(person: Person | None, visit: Visit) -> Refusal | None:
    """The leader writes the record, or staff for them, until it is handed in."""
    if not {Side.LEADER, Side.STAFF} & sides_at(person, visit.deployment):
        return Refusal("The leader writes the record of a visit, or the alliance for them.")
    if visit.state != VisitState.PLANNED:
        return Refusal(f"This visit is {visit.get_state_display().lower()}, so its record stays as it is.")
    return None


def may_visit_on(deployment: Deployment, on: date) -> Refusal | None:
    """No visit counts before the day on which support begins by the agreement."""
    begins = deployment.begins_on
    if begins is not None and on < begins:
        return Refusal(f"By the agreement support begins on {in_words(begins)}: no visit counts before that day.")
    return None


def may_note_visit_on(deployment: Deployment, on: date, today: date) -> Refusal | None:
    """What is written down has taken place."""
    if on > today:
        return Refusal("This day is still to come. Plan the visit instead: then it stands in the calendars.")
    return may_visit_on(deployment, on)


def missing_in_record(visit: Visit, today: date) -> list[str]:
    """What a record lacks, in words."""
    lacking = [] if visit.on <= today else ["The visit has not taken place yet"]
    wanted = {"The focus": visit.focus, "What you did": visit.activity, "The next steps": visit.next_steps}
    return [*lacking, *(words for words, value in wanted.items() if not value.strip())]


def may_submit_record(person: Person | None, visit: Visit, today: date) -> Refusal | None:
    """Once nothing is missing, and support is under way with the letter of assurance on file."""
    deployment = visit.deployment
    refused = first_refusal(
        may_record_visit(person, visit), may_plan_visit(person, deployment), may_visit_on(deployment, visit.on)
    )
    if refused is None and (lacking := missing_in_record(visit, today)):
        return Refusal(f"Not handed in yet: {'; '.join(lacking)}.")
    return refused


def may_call_off(person: Person | None, visit: Visit) -> Refusal | None:
    """The leader, the school or staff, before there is a record."""
    if not {Side.LEADER, Side.STAFF, Side.SCHOOL} & sides_at(person, visit.deployment):
        return Refusal("A visit is called off by the leader, the school or the alliance.")
    if visit.state != VisitState.PLANNED:
        return Refusal(f"This visit is {visit.get_state_display().lower()} already.")
    return None


def begins_at(visit: Visit) -> datetime:
    """When a visit begins: as in the diary, else at 9am of its day."""
    if visit.occasion is not None:
        return visit.occasion.starts_at
    return timezone.make_aware(datetime.combine(visit.on, SCHOOL_BEGINS))


def is_late(visit: Visit, late_hours: int, now: datetime) -> bool:
    """Would the school call it off too late: less than so many hours before it begins (0: never)?"""
    return late_hours > 0 and now > begins_at(visit) - timedelta(hours=late_hours)


def is_the_schools(sides: set[Side], said: bool) -> bool:
    """Is it the school that calls a visit off? Staff say so (`said`); a leader never speaks for the school."""
    return said if Side.STAFF in sides else Side.SCHOOL in sides and Side.LEADER not in sides


def may_decide_otherwise(person: Person | None, deployment: Deployment, why: str) -> Refusal | None:
    """Staff decide otherwise than is agreed whether a visit that was called off counts, and say why."""
    refused = may_handle_deployment(person, deployment)
    if refused is None and not why.strip():
        return Refusal("Say why you decide otherwise than is agreed.")
    return refused


def may_let_off(person: Person | None, visit: Visit) -> Refusal | None:
    """Staff let a visit not count that was called off late."""
    if refused := may_handle_deployment(person, visit.deployment):
        return refused
    if not visit.ledger.filter(entry=Entry.LATE).exists() or not counted_of(visit):
        return Refusal("Nothing counts for this visit that could be let off.")
    return None


def counted_of(visit: Visit) -> int:
    """Half days that count for a visit by now, with all corrections."""
    return int(visit.ledger.aggregate(sum=Sum("half_days"))["sum"] or 0)


def may_correct_ledger(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Staff correct the ledger, by another line with the reason."""
    if refused := may_handle_deployment(person, deployment):
        return refused
    if deployment.state not in AT_WORK:
        return Refusal("There is nothing in the ledger before support is under way.")
    return None


def within_agreed(half_days: int, used: int, agreed: int) -> Refusal | None:
    """Half days to be used more, and those used up to now, against what is agreed: never more, never less than none."""
    if used + half_days > agreed:
        return Refusal(
            f"Agreed: {in_days(agreed)}. Used: {in_days(used)}. This would be more than is agreed. Agree on an "
            "extension first: another version of the agreement, which all sign."
        )
    if used + half_days < 0:
        return Refusal(f"No more can be given back than is used: {in_days(used)}.")
    return None
