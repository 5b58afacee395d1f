"""Reminders by working days: each is a question of what is due now, and posted once by its key."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.deadlines import in_time, is_near, reminder_due
from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from sle.models import Application, Reference, Round
from sle.rules.deadlines import hand_over_by, references_by
from sle.rules.parts import missing_parts
from sle.services.notices import as_list, tell_applicant, tell_referee
from sle.services.rounds import awaited_references, in_progress
from sle.states import ApplicationState, ReferenceKind, RoundState


def remind(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: remind applicants who are not finished or have not confirmed, and heads and referees
    who have not answered.

    A day on which nothing ran makes no difference: what is due is read from dates, and a deadline that was moved
    brings its own reminder.
    """
    calendar = Calendar(alliance)
    if not calendar.is_working(timezone.localdate(now)):
        return
    for round in Round.objects.filter(state__in=(RoundState.OPEN, RoundState.CLOSED)).select_related("alliance"):
        with transaction.atomic():
            for application in in_progress(round, ApplicationState.DRAFT):
                if application.paper_received_at:
                    _remind_to_confirm(application, calendar, now)
                else:
                    _remind_applicant(application, calendar, now)
            for reference in awaited_references(round):
                _remind_referee(reference, calendar, now)


def _remind_applicant(application: Application, calendar: Calendar, now: datetime) -> None:
    """Once, a set number of working days before the applicant's own time is over."""
    until = hand_over_by(application)
    if until is None or not in_time(now, until):
        return
    if not is_near(calendar, now, until, application.round.remind_before):
        return
    missing = missing_parts(application) or ["Only the last step: hand it over"]
    tell_applicant(application, "application_reminder", missing=as_list(missing), dedupe=until.isoformat())


def _remind_to_confirm(application: Application, calendar: Calendar, now: datetime) -> None:
    """An applicant who was asked to confirm what was typed from their paper is reminded as a head is, who waits too."""
    key = _key(application, application.confirm_asked_at, calendar, now)
    if key:
        tell_applicant(application, "paper_reminder", dedupe=key)


def _remind_referee(reference: Reference, calendar: Calendar, now: datetime) -> None:
    """Every so many working days after the asking, and shortly before references close."""
    application = reference.application
    verb = "head_reminder" if reference.kind == ReferenceKind.HEAD else "referee_reminder"
    key = _key(application, reference.asked_at, calendar, now)
    if key and tell_referee(reference, verb, dedupe=key):
        Reference.objects.filter(pk=reference.pk).update(last_sent_at=now)


def _key(application: Application, asked_at: datetime | None, calendar: Calendar, now: datetime) -> str:
    """The key of the reminder that is due to somebody who was asked for their part then; empty if none is."""
    every, before = application.round.remind_every, application.round.remind_before
    return reminder_due(calendar, asked_at, references_by(application), now, every=every, before=before)
