"""Evaluations as the core asks for them: mails, reminders, the inbox, evidence on a leader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.queries import urns_spoken_for
from alliance.people.models import Person
from alliance.portal import InboxItem
from alliance.schools.models import Alliance
from support.kinds.evaluations import KINDS
from support.models import Evaluation
from support.queries.evaluations import FORTNIGHT, all_evaluations, evidence_of, to_write
from support.rules.sides import runs_support
from support.services.evaluations import remind_of_evaluations
from support.states import EvaluationState


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What schools have to say, what leaders may comment on, what staff have to read."""
    if urns := urns_spoken_for(person, alliance):
        for one in to_write(urns, timezone.localdate()).exclude(deployment__supporter__person=person):
            yield _owed(one)
    if runs_support(person, alliance):
        given = all_evaluations().filter(state=EvaluationState.GIVEN).exclude(deployment__supporter__person=person)
        for one in given.order_by("given_at", "pk"):
            name, about = one.deployment.supporter.person.name, str(one.deployment.request.school)
            yield InboxItem(f"Read the evaluation of {name}: {one.get_overall_display()}", about, _page(one), "Read")


def _owed(one: Evaluation) -> InboxItem:
    name, about = one.deployment.supporter.person.name, one.deployment.request.title
    if one.follow_up_on is None:
        return InboxItem(f"Evaluate the work of {name}", about, _page(one), "Evaluate", due=one.asked_at + FORTNIGHT)
    due = timezone.make_aware(datetime.combine(one.follow_up_on, time(15))) + FORTNIGHT
    page = path_to("support:evaluation_follow_up", one.alliance, pk=one.pk)
    return InboxItem(f"Say what has lasted of the work of {name}", about, page, "Say it", due=due)


def _page(one: Evaluation) -> str:
    return path_to("support:evaluation", one.alliance, pk=one.pk)


def evaluation_page(alliance: Alliance, pk: int) -> str:
    """The page of the evaluation with this primary key."""
    return path_to("support:evaluation", alliance, pk=pk)


REMINDERS = (remind_of_evaluations,)
PAGES = {"support.evaluation": evaluation_page}
evidence = evidence_of

__all__ = ["KINDS", "PAGES", "REMINDERS", "evidence", "inbox"]
