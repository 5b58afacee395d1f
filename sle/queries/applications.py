"""Reading applications: summary, tracker, the record for staff, lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from alliance.diary.states import AttendanceState
from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.people.models import Person
from alliance.post.models import Letter
from alliance.schools.vocabulary import said
from alliance.stages import Stage
from alliance.times import in_words
from alliance.workflow.models import Note
from alliance.workflow.notes import notes_about
from sle.models import AdjustmentRequest, Appeal, Application, Interview, Reference, Round
from sle.queries.interviews import place_of
from sle.rules import applications as rules
from sle.rules import eligibility as eligibility_rules
from sle.rules import references as reference_rules
from sle.rules.deadlines import hand_over_by, references_by
from sle.rules.interviews import may_choose_slot
from sle.rules.parts import living_reference, missing_parts
from sle.states import ApplicationState, InterviewState, ReferenceKind, ReferenceState, RoundState

EVIDENCE, SCAN = "evidence", "scan"


def applications_of(person: Person) -> QuerySet[Application]:
    """The person's applications in the alliance in scope, newest first."""
    return Application.objects.filter(applicant=person).select_related("round__alliance").order_by("-id")


def applications_in(round: Round) -> QuerySet[Application]:
    """A round's applications with what a list shows."""
    return round.applications.select_related("applicant", "school").prefetch_related("areas__area").order_by("pk")


def evidence_of(application: Application) -> QuerySet[Document]:
    """The files that the applicant attached; the scan of a paper application is not among them."""
    return documents_of(application, EVIDENCE)


def scan_of(application: Application) -> QuerySet[Document]:
    """The scan of the paper on which the application came, in one file or several."""
    return documents_of(application, SCAN)


def sent_back_reason(application: Application) -> str:
    """What the head asked to change, if the application is back with the applicant."""
    if application.state != ApplicationState.DRAFT:
        return ""
    note = notes_about(application, "send_back").last()
    return note.text if note else ""


def summary(application: Application) -> dict[str, Any]:
    """Everything that the applicant wrote, in the order of the form, as (part, label, value)."""
    a = application
    prefetch_related_objects([a], "areas__area")
    rows = [
        ("you", "Name", a.name),
        ("you", "Post", a.post),
        ("you", "Telephone", a.telephone),
        ("school", "School", str(a.school) if a.school else ""),
        ("trn", "Teacher reference number", a.trn or (f"None: {a.no_trn_reason}" if a.no_trn_reason else "")),
        ("leadership", "Leadership role", a.leadership_role),
        ("leadership", "Years in a leadership role", "" if a.leadership_years is None else str(a.leadership_years)),
        ("leadership", said("{Headteacher}"), _yes_no(a.is_head)),
        ("leadership", "Higher level teaching assistant", _yes_no(a.is_hlta)),
        ("areas", "Areas", ", ".join(chosen.area.name for chosen in a.areas.all())),
    ]
    answers = {answer.question_id: answer for answer in a.answers.all()}
    head = living_reference(a, ReferenceKind.HEAD)
    second = living_reference(a, ReferenceKind.SECOND)
    return {
        "application": a,
        "round": a.round,
        "rows": rows,
        "answers": [
            (question, answers[question.pk].text if question.pk in answers else "")
            for question in a.round.questions.all()
        ],
        "head": head,
        "second": second,
    }


def tracker(application: Application, today: date) -> dict[str, Any]:
    """Where the application stands today: handed over, head, submitted, second reference, scoring, outcome."""
    a, round = application, application.round
    head = living_reference(a, ReferenceKind.HEAD)
    second = living_reference(a, ReferenceKind.SECOND)
    stages = [Stage("Handed over", "", "done" if a.handed_over_at else "to come", a.handed_over_at)]
    stages.append(_head_stage(a, head))
    if round.second_reference:
        stages.append(_second_stage(a, second))
    cancelled = round.state == RoundState.CANCELLED
    if cancelled:
        stages = [stage for stage in stages if stage.state == "done"]
    ended = cancelled or a.state in (
        ApplicationState.WITHDRAWN,
        ApplicationState.NOT_CONSIDERED,
        ApplicationState.INELIGIBLE,
    )
    if not ended:
        scoring = "done" if round.state in ("deciding", "released", "finished") else "to come"
        scoring = "current" if round.state == "scoring" else scoring
        stages.append(Stage("Read and scored by the panel", "", scoring))
        if round.interviews:
            stages += _interview_stage(a)
        outcome = _expected(round.outcomes_on, today)
        known = a.state == ApplicationState.DECIDED
        stages.append(Stage("Outcome letter", "" if known else outcome, "done" if known else "to come"))
    return {
        "stages": stages,
        "ended": ended,
        "may_withdraw": rules.may_withdraw(a.applicant, a) is None,
        "may_choose_slot": _may_choose_slot(a),
        "may_replace_second": round.second_reference
        and reference_rules.may_change_referee(a, ReferenceKind.SECOND) is None,
        "second_reference": second if second and second.state == ReferenceState.RETURNED else None,
        "letters": Letter.objects.filter(about_type="sle.application", about_id=a.pk, person=a.applicant).exclude(
            kind__in=("sle.outcome", "sle.place", "sle.again")
        ),
        "appeal": Appeal.objects.filter(application=a).exists(),
        "awaited": [r for r in (head, second) if r and reference_rules.may_send_again(a.applicant, r) is None],
    }


def _expected(day: date | None, today: date) -> str:
    """When the outcome is to come; a day that has passed is no promise any more."""
    if day is None:
        return ""
    if day >= today:
        return f"Expected on {in_words(day)}"
    return f"Was expected on {in_words(day)}. You will get an e-mail when it is there."


def _head_stage(a: Application, head: Reference | None) -> Stage:
    """The head's part, which is the submission."""
    until = in_words(references_by(a))
    name = head.name if head else said("Your {headteacher}")
    if a.submitted_at:
        return Stage(said("Returned by your {headteacher}: submitted"), f"By {name}", "done", a.submitted_at)
    if head and head.state == ReferenceState.CHECKING:
        detail = f"We are checking {name}’s address with your school. Then they are asked; they have until {until}."
    elif head and head.state == ReferenceState.DECLINED:
        detail = f"{name} has declined. Speak to them and to the alliance: without this your application cannot count."
    elif head and head.asked_at:
        detail = f"{name} was asked on {in_words(head.asked_at)} and has until {until}."
    else:
        detail = f"Needed by {until}."
    return Stage(said("Completed by your {headteacher}"), detail, "current" if a.state == "handed_over" else "to come")


def _second_stage(a: Application, second: Reference | None) -> Stage:
    """The second reference, which never blocks."""
    if second and second.state == ReferenceState.RETURNED:
        return Stage("Second reference", f"From {second.name}", "done", second.returned_at)
    if second is None:
        return Stage("Second reference", "Nobody is named. You can name a referee.", "to come")
    if second.state == ReferenceState.DECLINED:
        return Stage("Second reference", f"{second.name} has declined. You can name somebody else.", "current")
    if reference_rules.no_longer_wanted(second):
        return Stage("Second reference", f"None came from {second.name}.", "to come")
    until = in_words(references_by(a))
    detail = f"{second.name} was asked and has until {until}. If it does not come, your application still counts."
    return Stage("Second reference", detail, "current" if second.asked_at else "to come")


def record_of(application: Application, person: Person) -> dict[str, Any]:
    """The application's page for staff: what was written, references, eligibility, times, what happened."""
    a = application
    findings = {finding.rule_id: finding for finding in a.findings.select_related("found_by")}
    eligibility = [(rule, findings.get(rule.pk)) for rule in a.round.eligibility_rules.all()]
    references = list(a.references.all())
    return summary(a) | {
        "unread": rules.may_read_answers(person, a),
        "missing": missing_parts(a) if a.state == ApplicationState.DRAFT else (),
        "eligibility": eligibility,
        "reasons": {note.subject_id: note for note in _reasons([f.pk for f in findings.values()])},
        "references": [
            {
                "reference": r,
                "calls": list(notes_about(r, "call")),
                "declined": notes_about(r, "decline").last(),
                "may_redirect": reference_rules.may_redirect(person, r) is None,
                "may_replace": reference_rules.may_replace_referee(person, r) is None,
                "may_confirm": reference_rules.may_confirm_address(person, r) is None,
                "may_chase": reference_rules.may_chase(person, r) is None,
                "may_send_again": reference_rules.may_send_again(person, r) is None,
            }
            for r in references
        ],
        "documents": documents_of(a),
        "may_settle": eligibility_rules.may_settle_eligibility(person, a) is None,
        "may_find_ineligible": eligibility_rules.may_find_ineligible(person, a) is None,
        "may_extend": rules.may_extend_application(person, a) is None,
        "has_adjustment": AdjustmentRequest.objects.filter(application=a).exists(),
        "extensions": a.extensions.select_related("granted_by"),
        "hand_over_by": hand_over_by(a),
        "references_by": references_by(a),
    }


def _reasons(finding_ids: list[int]) -> QuerySet[Note]:
    """The reasons that staff gave for findings."""
    return Note.objects.filter(
        subject_type="sle.eligibilityfinding", subject_id__in=finding_ids, about="settle"
    ).select_related("person")


def _may_choose_slot(a: Application) -> bool:
    interview = Interview.objects.select_related("plan").filter(application=a).first()
    if interview is None:
        return False
    interview.application = a
    return may_choose_slot(a.applicant, interview, timezone.now()) is None


def _interview_stage(a: Application) -> list[Stage]:
    """The interview of somebody who is shortlisted; nothing for whoever is not, or did not come."""
    interview = Interview.objects.select_related("plan").filter(application=a).first()
    if interview is None:
        return []
    if interview.state == InterviewState.CALLED_OFF:
        return [Stage("Interview", "Called off. If there is to be another, you get an e-mail.", "to come")]
    place = place_of(interview)
    if place is None:
        return [Stage("Interview", f"Choose a time by {in_words(interview.plan.choose_by)}.", "current")]
    if place.state == AttendanceState.ABSENT:
        return []
    occasion = place.occasion
    if a.round.state == RoundState.DECIDING and occasion.ends_at > timezone.now():
        detail = "\n".join(filter(None, (occasion.where, occasion.details)))
        return [Stage("Interview", detail, "current", occasion.starts_at)]
    return [Stage("Interview", "", "done", occasion.starts_at)]


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "Yes" if value else "No"
