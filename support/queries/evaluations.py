"""Evaluations: whose turn it is, what they say of a leader, what the measures say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from alliance.addresses import path_to
from alliance.charts import Bar, bar_chart
from alliance.people.models import Person
from alliance.portal import Evidence
from alliance.schools.models import Alliance
from support.models import Evaluation, Measure, Reading, Request
from support.rules.evaluations import may_see_outcomes
from support.rules.sides import Side
from support.states import GOOD_OR_BETTER, EvaluationState, Way

FORTNIGHT = timedelta(days=14)
WITH = (
    "alliance",
    "deployment__alliance",
    "deployment__request__alliance",
    "deployment__request__school",
    "deployment__request__handled_by",
    "deployment__supporter__person",
    "deployment__home_school",
)


@dataclass(frozen=True)
class Progress:
    """A measure, with its later readings; `latest` is None before there is one."""

    measure: Measure
    readings: Sequence[Reading]

    @property
    def latest(self) -> Reading | None:
        """The last reading."""
        return self.readings[-1] if self.readings else None

    @property
    def chart(self) -> SafeString:
        """Where it stood before, stands now, and was hoped to stand; nothing before there is a reading."""
        if self.latest is None:
            return SafeString("")
        values = (("Before", self.measure.baseline), ("Now", self.latest.value), ("Hoped for", self.measure.target))
        unit = self.measure.unit
        bars = [
            Bar(name, max(0, round(100 * value)), said=f"{value.normalize():f} {unit}".strip())
            for name, value in values
            if value is not None
        ]
        return bar_chart(f"{self.measure.name}: the table has the same numbers", bars)

    @property
    def way(self) -> Way | None:
        """Whether that is better or worse."""
        return None if self.latest is None else self.measure.way(self.latest.value)


def all_evaluations() -> QuerySet[Evaluation]:
    """Evaluations of the alliance in scope with what their pages read."""
    return Evaluation.objects.select_related(*WITH)


def due_evaluations(alliance: Alliance, now: datetime) -> QuerySet[Evaluation]:
    """Those that a school has not given a fortnight after it was asked."""
    return all_evaluations().filter(alliance=alliance, state=EvaluationState.ASKED, asked_at__lte=now - FORTNIGHT)


def due_follow_ups(alliance: Alliance, today: date) -> QuerySet[Evaluation]:
    """Those of which the school has not said yet what has lasted, though a term has passed."""
    return all_evaluations().filter(alliance=alliance, follow_up_on__lte=today, followed_up_at=None)


def to_write(urns: set[int], today: date) -> QuerySet[Evaluation]:
    """What schools with these URNs owe: evaluations, and what has lasted."""
    owed = Q(state=EvaluationState.ASKED) | Q(follow_up_on__lte=today, followed_up_at=None)
    return all_evaluations().filter(owed, deployment__request__school__urn__in=urns).order_by("asked_at", "pk")


def progress_of(request: Request) -> list[Progress]:
    """Every measure of a request with its readings, by need; two queries."""
    rows = Measure.objects.filter(need__request=request).select_related("need__area", "need__request__alliance")
    return [Progress(one, list(one.readings.all())) for one in rows.prefetch_related("readings")]


def outcomes_part(person: Person | None, sides: Set[Side], request: Request) -> dict[str, Any] | None:
    """What came of a request, for its page: whether there are measures, and what the school said of each leader; to
    whoever commissions it, what the school said has changed, and not of whom."""
    if request.begins_on is None or may_see_outcomes(sides, request) is not None:
        return None
    reads, pays = sides & {Side.SCHOOL, Side.STAFF}, Side.COMMISSIONER in sides
    rows = all_evaluations().filter(deployment__request=request).prefetch_related("needs__need__area").order_by("pk")
    said = list(rows) if reads or pays else []
    return {
        "request": request,
        "writes": Side.SCHOOL in sides,
        "measures": Measure.objects.filter(need__request=request).exists(),
        "evaluations": [one for one in said if reads and one.state != EvaluationState.ASKED],
        "awaited": [one for one in said if reads and one.state == EvaluationState.ASKED],
        "judged": [one for one in said if not reads and one.state != EvaluationState.ASKED],
    }


def share_good(alliance: Alliance, first: date, last: date) -> tuple[int, int]:
    """How many evaluations say good or better over all, of how many were given from the first to the last day."""
    given = Evaluation.objects.filter(alliance=alliance, given_at__date__range=(first, last))
    return given.filter(overall__in=GOOD_OR_BETTER).count(), given.count()


def evidence_of(person: Person, alliance: Alliance) -> Iterator[Evidence]:
    """What supported schools said of a leader's work, for the review of a designation."""
    rows = all_evaluations().filter(alliance=alliance, deployment__supporter__person=person)
    for one in rows.exclude(state=EvaluationState.ASKED).order_by("-given_at", "pk"):
        yield Evidence(
            title=f"{one.deployment.request.school}: {one.get_overall_display().lower()}",
            on=timezone.localdate(one.given_at) if one.given_at else None,
            detail=f"“{one.deployment.request.title}”, effectiveness: {one.get_effectiveness_display().lower()}",
            url=path_to("support:evaluation", alliance, pk=one.pk),
        )
