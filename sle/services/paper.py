"""Applications that came on paper: typed in by staff, with their scan, confirmed by the applicant."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.deadlines import in_time
from alliance.people.models import Person
from alliance.people.services import person_for
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from sle.models import Application, Round
from sle.queries.applications import scan_of
from sle.rules import applications as rules
from sle.rules.closed import sits_on_panel
from sle.services.applications import hand_over
from sle.services.notices import minute, tell_applicant
from sle.states import ApplicationState


class WrongPerson(Refused):
    """The person whose paper it is cannot apply by it: it is not about when the paper came."""


@transaction.atomic
def enter_paper(
    *,
    round: Round,
    email: str,
    first_name: str,
    surname: str,
    received_at: datetime,
    by: Person,
    now: datetime,
) -> Application:
    """A draft for the person of `email`, with when the alliance received the paper; its scan is stored next.

    Raises Refused for paper that came too late or from the future, and where the person has an application already.
    """
    allow(rules.may_enter_paper(by, round))
    if received_at > now:
        raise Refused(Refusal("The paper cannot have been received in the future."))
    if not in_time(received_at, round.hand_over_by):
        raise Refused(Refusal("This paper came after the round had closed, so it cannot be considered."))
    person = person_for(email=email, first_name=first_name, surname=surname)
    if person.pk == by.pk:
        raise WrongPerson(Refusal("You cannot type in your own application: apply on the round’s public page."))
    if sits_on_panel(person, round):
        raise WrongPerson(Refusal("This person sits on the panel of this round, so they cannot apply in it."))
    if Application.objects.filter(round=round, applicant=person).exclude(state=ApplicationState.WITHDRAWN).exists():
        raise WrongPerson(Refusal("This person has an application in this round already."))
    application = Application.objects.create(
        alliance=round.alliance,
        round=round,
        applicant=person,
        first_name=first_name,
        surname=surname,
        paper_received_at=received_at,
        paper_entered_by=by,
    )
    record(application, "enter_paper", by=by, at=now)
    return application


@transaction.atomic
def ask_to_confirm(*, application: Application, by: Person, now: datetime) -> None:
    """Ask the applicant by mail to read and confirm what was typed. Raises Refused where the scan is not stored."""
    allow(rules.may_type_in(by, application))
    if not scan_of(application).exists():
        raise Refused(Refusal("Store the scan of the paper first: it shows what the applicant wrote."))
    tell_applicant(application, "paper_typed", dedupe=minute(now))
    Application.objects.filter(pk=application.pk).update(confirm_asked_at=now)
    record(application, "ask_to_confirm", by=by, at=now)


@transaction.atomic
def confirm_paper(*, application: Application, by: Person, now: datetime) -> None:
    """The applicant confirms what was typed, and it goes to the head. The time when the alliance received the paper
    counts for the deadline. Raises Refused where something is missing."""
    locked = Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=application.pk)
    allow(rules.may_confirm_paper(by, locked))
    received = locked.paper_received_at
    assert received is not None  # noqa: S101  # may_confirm_paper refuses others; for the type checker
    Application.objects.filter(pk=locked.pk).update(paper_confirmed_at=now)
    record(locked, "confirm_paper", by=by, at=now)
    hand_over(application=locked, by=by, received=received, now=now)
    application.refresh_from_db()
