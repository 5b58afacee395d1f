"""An application in the applicant's hands: start, save, hand over, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from alliance.drafts import Stale
from alliance.expertise.models import Area
from alliance.members.queries import known_head
from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.models import (
    APPLICATION,
    REFERENCE,
    AdjustmentRequest,
    Answer,
    Application,
    ApplicationArea,
    Question,
    Reference,
    Round,
)
from sle.rules import applications as rules
from sle.rules.parts import living_reference
from sle.rules.references import may_be_referee, may_change_referee, may_replace_referee
from sle.rules.words import over_limit
from sle.services.counting import forget_answers
from sle.services.eligibility import settle_automatically
from sle.services.notices import tell_applicant, tell_referee
from sle.services.panel import withdraw_from_panel
from sle.services.references import ask, drop
from sle.states import ApplicationState, DecidedBy, ReferenceKind, ReferenceState


@transaction.atomic
def start_application(*, round: Round, person: Person, now: datetime) -> Application:
    """The person's application in `round`: a new draft, or the one they have already (two clicks make one)."""
    existing = _living(round, person)
    if existing:
        return existing
    try:
        with transaction.atomic():
            application = Application.objects.create(
                alliance=round.alliance,
                round=round,
                applicant=person,
                first_name=person.first_name,
                surname=person.surname,
                telephone=person.telephone,
            )
    except IntegrityError:
        existing = _living(round, person)
        if existing is None:
            raise
        return existing
    record(application, "start", by=person, at=now)
    tell_applicant(application, "application_started")
    return application


@transaction.atomic
def save_details(*, application: Application, revision: int, values: Mapping[str, Any], by: Person) -> None:
    """Write the fields `values` of a draft, if nobody saved since `revision`; the new revision stands on it.

    Saving the same again is no change. Raises Stale, and Refused when the application is no longer a draft.
    """
    locked = _locked(application, by)
    if all(getattr(locked, name) == value for name, value in values.items()):
        return
    _stand_on(locked, revision)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*values])
    record(locked, "save", by=by, fields=sorted(values))
    application.refresh_from_db()


@transaction.atomic
def save_areas(*, application: Application, revision: int, areas: list[Area], by: Person) -> None:
    """Apply for exactly these `areas`, which must be among those sought in the round.

    Saving the same again is no change. Raises Stale where somebody saved since `revision`, and Refused when the
    application is no longer a draft.
    """
    locked = _locked(application, by)
    sought = set(locked.round.areas.values_list("area_id", flat=True))
    wanted = {area.pk for area in areas} & sought
    had = set(locked.areas.values_list("area_id", flat=True))
    if wanted == had:
        return
    _stand_on(locked, revision)
    locked.areas.filter(area_id__in=had - wanted).delete()
    ApplicationArea.objects.bulk_create(
        ApplicationArea(alliance_id=locked.alliance_id, application=locked, area_id=pk) for pk in sorted(wanted - had)
    )
    record(locked, "save", by=by, fields=["areas"])
    application.revision = locked.revision


@transaction.atomic
def save_answer(
    *, application: Application, question: Question, text: str, revision: int, finished: bool, by: Person, now: datetime
) -> Answer:
    """Keep the answer to `question` as it is typed; `revision` is the one it was typed over.

    A text over the limit is kept too, but does not count as finished. Saving the same text again is no change (a
    repeated request). Raises Stale where another tab saved something else meanwhile.
    """
    locked = _locked(application, by)
    text = text.replace("\r\n", "\n")
    answer, _ = Answer.objects.get_or_create(
        application=locked, question=question, defaults={"alliance_id": locked.alliance_id}
    )
    if answer.revision != revision and answer.text != text:
        raise Stale(answer.text, answer.revision)
    if answer.text != text:
        answer.text, answer.revision, answer.saved_at = text, answer.revision + 1, now
        answer.complete = False
    answer.complete = (finished or answer.complete) and bool(text.strip()) and not over_limit(text, question.word_limit)
    answer.save()
    return answer


@transaction.atomic
def save_adjustments(*, application: Application, revision: int, request: str, by: Person) -> None:
    """Keep what the applicant asks for privately, if nobody saved since `revision`; an empty text takes it back.

    Saving the same again is no change. Raises Stale, and Refused when the application is no longer a draft.
    """
    locked = _locked(application, by)
    request = request.replace("\r\n", "\n").strip()
    asked = AdjustmentRequest.objects.filter(application=locked)
    stored = asked.values_list("request", flat=True).first() or ""
    if request == stored:
        return
    _stand_on(locked, revision, stored)
    if request:
        AdjustmentRequest.objects.update_or_create(
            application=locked, defaults={"alliance_id": locked.alliance_id, "request": request}
        )
    else:
        asked.delete()
    record(locked, "ask_adjustment" if request else "take_back_adjustment", by=by)


@transaction.atomic
def name_referee(
    *,
    application: Application,
    kind: str,
    revision: int,
    name: str,
    email: str,
    telephone: str,
    post: str,
    by: Person,
    now: datetime,
) -> Reference:
    """Name the head or the second referee, or somebody else in their place.

    Before they are asked the row is corrected; afterwards (a second referee) the old one is told that nothing is
    needed any more, and the new one is asked. Naming the same again is no change. Raises Refused where the rule says
    no, and Stale where somebody saved since `revision`.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    allow(may_change_referee(locked, kind))
    allow(may_be_referee(locked, kind, email, by=by))
    facts = {"name": name.strip(), "email": email.strip().lower(), "telephone": telephone, "post": post}
    facts_of_school = {"school": locked.school} if kind == ReferenceKind.HEAD else {}
    living = living_reference(locked, kind)
    if living is not None and all(getattr(living, field) == value for field, value in facts.items()):
        return living
    if living is not None and living.email == facts["email"] and living.state == ReferenceState.ASKED:
        return living
    _stand_on(locked, revision)
    application.revision = locked.revision
    if living is not None and living.state == ReferenceState.NAMED:
        for field, value in {**facts, **facts_of_school}.items():
            setattr(living, field, value)
        living.save(update_fields=[*facts, *facts_of_school])
        record(living, "name", by=by, fields=sorted(facts))
        return living
    if living is not None:
        was_asked = living.state == ReferenceState.ASKED
        REFERENCE.apply(living, "replace", by=by, at=now)
        drop(living)
        if was_asked:
            tell_referee(living, "reference_not_needed")
    new = Reference.objects.create(
        alliance_id=locked.alliance_id, application=locked, kind=kind, **facts, **facts_of_school
    )
    record(new, "name", by=by, at=now)
    if locked.state != ApplicationState.DRAFT:
        ask(reference=new, by=by, now=now)
    return new


@transaction.atomic
def replace_referee(
    *, reference: Reference, name: str, email: str, telephone: str, post: str, reason: str, by: Person, now: datetime
) -> Reference:
    """Staff name another second referee for an applicant who has asked them to, and the applicant is told.

    `reason` (how the applicant asked, and why) is kept as a note. Raises Refused.
    """
    application = reference.application
    allow(may_replace_referee(by, reference))
    facts = {"name": name, "email": email, "telephone": telephone, "post": post}
    revision = application.revision  # of the page that shows `reference`: the rule refuses one that was replaced
    new = name_referee(application=application, kind=ReferenceKind.SECOND, revision=revision, by=by, now=now, **facts)
    if new.pk == reference.pk:
        raise Refused(Refusal("This person has been asked already. Their link can be sent again."))
    write_note(new, "replace_referee", reason.strip(), by=by)
    tell_applicant(application, "referee_replaced", referee=new.name, instead_of=reference.name, dedupe=str(new.pk))
    return new


@transaction.atomic
def hand_over(*, application: Application, by: Person, received: datetime, now: datetime) -> None:
    """Hand the application over to the head: its text is frozen, the head and the second referee are asked.

    `received` is when the server received the request (for paper: when the alliance received it); the deadline is
    exact to the second. A head whose address is not known for that school is asked once staff have confirmed it.
    Raises Refused (too late, not complete) and MoveRefused (handed over already): then nothing is changed.
    """
    locked = (
        Application.objects.select_for_update(of=("self",))  # the school may be empty: PostgreSQL locks no such join
        .select_related("round__alliance", "school")
        .get(pk=application.pk)
    )
    if locked.state != ApplicationState.DRAFT:
        raise APPLICATION.refused(locked)
    allow(rules.may_hand_over(by, locked, received))
    APPLICATION.apply(locked, "hand_over", by=by, at=now, handed_over_at=received, declared_at=received)
    settle_automatically(application=locked, who=DecidedBy.ANSWERS, now=now)
    for reference in locked.references.filter(state=ReferenceState.NAMED):
        reference.application = locked
        if reference.kind == ReferenceKind.HEAD:
            reference.school = locked.school
            reference.save(update_fields=["school"])
            if locked.school is None or not known_head(locked.round.alliance, locked.school, reference.email):
                REFERENCE.apply(reference, "check_address", by=None, at=now)
                continue
        ask(reference=reference, by=by, now=now)
    tell_applicant(locked, "application_handed_over", dedupe=received.isoformat())
    application.refresh_from_db()


@transaction.atomic
def withdraw(*, application: Application, by: Person, now: datetime) -> None:
    """Withdraw, at any time before the outcome: links die, and whoever was asked for a reference is told."""
    APPLICATION.apply(application, "withdraw", by=by, at=now)
    forget_answers(application=application)
    withdraw_from_panel(application=application, now=now)
    cancel_waiting(about=application)
    for reference in application.references.all():
        drop(reference)
        if reference.state == ReferenceState.ASKED:
            reference.application = application
            tell_referee(reference, "reference_not_needed")
    tell_applicant(application, "application_withdrawn")


def _living(round: Round, person: Person) -> Application | None:
    """The person's application in the round that is not withdrawn."""
    return Application.objects.filter(round=round, applicant=person).exclude(state=ApplicationState.WITHDRAWN).first()


def _locked(application: Application, by: Person) -> Application:
    """The application, locked for writing; Refused if `by` may not change it any more."""
    locked = Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=application.pk)
    allow(rules.may_change_application(by, locked))
    return locked


def _stand_on(locked: Application, revision: int, stored: str = "") -> None:
    """Count one more save upon `revision`; raises Stale, with what is `stored`, where another came between."""
    if locked.revision != revision:
        raise Stale(stored, locked.revision)
    locked.revision += 1
    locked.save(update_fields=["revision"])


@transaction.atomic
def note_reading(*, application: Application, by: Person) -> None:
    """Write down that `by` has read what somebody else wrote in their application."""
    record(application, "read", by=by)
