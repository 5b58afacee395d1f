"""Reminders of what the alliance promises and asks: questions of what is due now, each posted once by its key."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from alliance.times import in_words
from alliance.workflow.models import Note
from support.models import Request
from support.queries.clocks import TO_CONTACT, TO_MATCH, Light, clocks_of, service_times
from support.services.telling import asker_of, staff_of, tell
from support.states import RequestState

# Whoever was asked a question is reminded after so many working days, once.
QUESTION_WAITS = 2


def remind_of_promises(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: staff hear of a promise once before it is due and once when it is late; whoever was
    asked a question is reminded once. A promise that was changed brings its own reminder."""
    times, calendar, today = service_times(alliance), Calendar(alliance), timezone.localdate(now)
    related = ("alliance", "school", "asked_by", "handled_by", "commissioner")
    waiting = Request.objects.filter(state__in={*TO_MATCH, *TO_CONTACT}).select_related(*related).order_by("pk")
    asked_back = [request.pk for request in waiting if request.state == RequestState.ASKED_BACK]
    label = Request._meta.label_lower
    notes = Note.objects.filter(subject_type=label, subject_id__in=asked_back, about="ask_back").order_by("pk")
    questions = {note.subject_id: note for note in notes}
    with transaction.atomic():
        for request in waiting:
            for clock in clocks_of(request, times, now):
                if clock.light == Light.GREEN:
                    continue
                verb = "request_late" if clock.light == Light.RED else "request_due"
                key = f"{clock.key}:{clock.due.isoformat()}"
                tell(request, staff_of(request), verb, dedupe=key, promise=clock.title, due=in_words(clock.due))
            question = questions.get(request.pk)
            if question and calendar.between(timezone.localdate(question.at), today) >= QUESTION_WAITS:
                tell(request, [asker_of(request)], "request_question_reminder", dedupe=str(question.pk))
