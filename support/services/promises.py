"""Reminders of what the alliance promises and asks: questions of what is due now, each posted once by its key."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.schools.models import Alliance
from alliance.times import in_words
from support.models import Request
from support.queries.clocks import TO_CONTACT, TO_MATCH, Light, clocks_of, promises_of
from support.services.telling import asker_of, staff_of, tell
from support.states import Waited

# Whoever was asked a question is reminded after so many working days, once.
QUESTION_WAITS = 2


def remind_of_promises(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: staff hear of a promise once before it is due and once when it is late; whoever was
    asked a question is reminded once. A promise that was changed brings its own reminder."""
    promises, today = promises_of(alliance), timezone.localdate(now)
    related = ("alliance", "school", "asked_by", "handled_by", "commissioner")
    waiting = Request.objects.filter(state__in={*TO_MATCH, *TO_CONTACT}).select_related(*related).order_by("pk")
    with transaction.atomic():
        for request in waiting.prefetch_related("waits"):
            for clock in clocks_of(request, promises, now):
                if clock.due is None or clock.light == Light.GREEN:
                    continue
                verb = "request_late" if clock.light == Light.RED else "request_due"
                key = f"{clock.key}:{clock.due.isoformat()}"
                tell(request, staff_of(request), verb, dedupe=key, promise=clock.title, due=in_words(clock.due))
            for wait in request.waits.all():
                days = promises.calendar.between(timezone.localdate(wait.since), today)
                if wait.until is None and wait.what == Waited.QUESTION and days >= QUESTION_WAITS:
                    tell(request, [asker_of(request)], "request_question_reminder", dedupe=str(wait.pk))
