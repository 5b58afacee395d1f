"""How school-to-school support does, as the alliance's board reads it: one school year at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from statistics import median

from django.db.models import Min, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.safestring import SafeString

from alliance.charts import Bar, bar_chart
from alliance.schools.models import Alliance
from support.models import BoardTargets, Deployment, LedgerLine, Need, PostingLine, Priority, Request
from support.queries.clocks import counted_for, promises_of
from support.queries.evaluations import share_good
from support.queries.matching import names_of
from support.rules.days import in_days
from support.rules.school_years import FIRST_MONTH
from support.states import AT_WORK, BEFORE_WORK, Account, Payment, Phase, VisitState


@dataclass(frozen=True)
class Share:
    """Half days that went into something: an area, a phase, a school."""

    name: str
    half_days: Fraction

    @property
    def days(self) -> str:
        """In days, to half a day's tenth at most: 4.5."""
        return f"{float(self.half_days / 2):.1f}".removesuffix(".0")


@dataclass
class PriorityRow:
    """A priority with what was done about it: requests of the year, those that still wait for somebody, half days used
    and the schools (ids) in which they were."""

    priority: Priority
    requests: int = 0
    waiting: int = 0
    half_days: Fraction = Fraction(0)
    schools: set[int] = field(default_factory=set)

    def covers(self, need: Need) -> bool:
        """Is the need about this? By the area's own name or the national one that it belongs to, and by phase."""
        phases = (need.phase, Phase.ALL)
        return self.priority.area.name in names_of(need.area) and (
            self.priority.phase in phases or need.phase == Phase.ALL
        )

    @property
    def used(self) -> Share:
        """What was given."""
        return Share(str(self.priority), self.half_days)

    @property
    def wanted(self) -> Share:
        """What is to be given."""
        return Share(str(self.priority), Fraction(self.priority.half_days or 0))

    @property
    def missing(self) -> str:
        """What is short of the targets, in words; empty where nothing is, or nothing was said."""
        priority, short = self.priority, []
        if priority.half_days and (days := priority.half_days - self.half_days) > 0:
            short.append(in_days(ceil(days)))
        if priority.schools and (left := priority.schools - len(self.schools)) > 0:
            short.append("1 school" if left == 1 else f"{left} schools")
        return " and ".join(short)


@dataclass(frozen=True)
class Board:
    """What the board reads of one school year. Times are medians over requests; None where there is none yet."""

    year: int
    asked: int
    by_area: list[Share]
    by_phase: list[Share]
    in_need: list[Share]
    used: Share
    waiting: list[Request]
    hours_to_match: int | None
    days_to_visit: int | None
    good: int
    given: int
    charged_pence: int
    kept_pence: int
    priorities: list[PriorityRow]
    targets: BoardTargets

    @property
    def used_in_need(self) -> Share:
        """Half days in all schools in need together."""
        return Share("Schools in need", sum((one.half_days for one in self.in_need), Fraction(0)))

    @property
    def wanted_in_need(self) -> Share:
        """Half days that they are to get."""
        return Share("Schools in need", Fraction(self.targets.in_need_half_days))

    @property
    def priorities_chart(self) -> SafeString:
        """Half days given of those wanted, for each priority that says how many; the table stands beneath."""
        bars = [
            Bar(
                str(one.priority),
                10 * one.priority.half_days,
                round(10 * one.half_days),
                f"{one.used.days} of {in_days(one.priority.half_days)}",
            )
            for one in self.priorities
            if one.priority.half_days
        ]
        return bar_chart("Days given of those wanted, by priority; the table has the same numbers", bars)

    @property
    def good_share(self) -> int | None:
        """Per cent of evaluations that say good or better."""
        return round(100 * self.good / self.given) if self.given else None

    @property
    def chart(self) -> SafeString:
        """Days by area, as a picture; the table stands beside it."""
        bars = [Bar(one.name, round(10 * one.half_days), said=one.days) for one in self.by_area]
        return bar_chart("Days of support by area; the table has the same numbers", bars)


def board(alliance: Alliance, year: int) -> Board:
    """The figures of the school year that begins in `year`; the same few queries however much there is."""
    first, last = date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH, 1) - timedelta(days=1)
    areas: dict[str, Fraction] = defaultdict(Fraction)
    phases: dict[str, Fraction] = defaultdict(Fraction)
    schools: dict[str, Fraction] = defaultdict(Fraction)
    whole = Fraction(0)
    progress = [PriorityRow(one) for one in priorities_of(alliance, year)]
    for deployment, half_days in _used(alliance, first, last):
        needs = [line.need for line in deployment.needs.all()]
        whole += half_days
        if hasattr(deployment.request, "context") and deployment.request.context.in_need:
            schools[str(deployment.request.school)] += half_days
        for need in needs:  # work in several areas counts in equal parts
            areas[need.area.name] += Fraction(half_days, len(needs))
            phases[str(Phase(need.phase).label)] += Fraction(half_days, len(needs))
            for one in progress:
                if one.covers(need):
                    one.half_days += Fraction(half_days, len(needs))
                    one.schools.add(deployment.request.school_id or 0)
    asked = _in_year(alliance, first, last)
    for one in progress:
        wanted = [request for request in asked if any(one.covers(need) for need in request.needs.all())]
        one.requests, one.waiting = len(wanted), sum(request.state in BEFORE_WORK for request in wanted)
    promises = promises_of(alliance)
    waits = [
        counted_for(request, promises).between(request.asked_at, request.matched_at)
        for request in asked
        if request.matched_at and request.asked_at
    ]
    visits = [(one.first_visit - timezone.localdate(one.asked_at)).days for one in asked if one.first_visit]  # type: ignore[attr-defined]  # annotated
    good, given = share_good(alliance, first, last)
    charges = PostingLine.objects.filter(
        alliance=alliance, posting__payment=Payment.CHARGE, posting__on__range=(first, last)
    )
    sums = dict(charges.order_by().values_list("account").annotate(Sum("pence")))
    return Board(
        year=year,
        asked=len(asked),
        by_area=_ranked(areas),
        by_phase=_ranked(phases),
        in_need=_ranked(schools),
        used=Share("All", whole),
        waiting=_without_help(alliance),
        hours_to_match=round(median(wait.total_seconds() for wait in waits) / 3600) if waits else None,
        days_to_visit=round(median(visits)) if visits else None,
        good=good,
        given=given,
        charged_pence=sums.get(Account.SCHOOL, 0) + sums.get(Account.POT, 0),
        kept_pence=-sums.get(Account.ALLIANCE, 0),
        priorities=progress,
        targets=targets_of(alliance),
    )


def priorities_of(alliance: Alliance, year: int) -> QuerySet[Priority]:
    """The alliance's priorities in the school year that begins in `year`."""
    return Priority.objects.filter(alliance=alliance, year=year).select_related("alliance", "area")


def targets_of(alliance: Alliance) -> BoardTargets:
    """What support is measured against: the alliance's own, or the defaults."""
    return BoardTargets.objects.filter(alliance=alliance).first() or BoardTargets(alliance=alliance)


def _ranked(shares: dict[str, Fraction]) -> list[Share]:
    return [Share(name, half) for name, half in sorted(shares.items(), key=lambda one: (-one[1], one[0]))]


def _used(alliance: Alliance, first: date, last: date) -> list[tuple[Deployment, int]]:
    lines = LedgerLine.objects.filter(alliance=alliance, on__range=(first, last)).order_by()
    sums = dict(lines.values_list("deployment").annotate(Sum("half_days")))
    rows = Deployment.objects.filter(pk__in=sums).select_related("request__school", "request__context")
    return [(one, sums[one.pk]) for one in rows.prefetch_related("needs__need__area__national")]


def _in_year(alliance: Alliance, first: date, last: date) -> list[Request]:
    visits = Min("deployments__visits__on", filter=Q(deployments__visits__state=VisitState.SUBMITTED))
    rows = Request.objects.filter(alliance=alliance, asked_at__date__range=(first, last))
    return list(rows.annotate(first_visit=visits).prefetch_related("waits", "needs__area__national").order_by("pk"))


def _without_help(alliance: Alliance) -> list[Request]:
    """Open requests of schools in need for which nobody works, the longest waiting first."""
    rows: QuerySet[Request] = Request.objects.filter(alliance=alliance, state__in=BEFORE_WORK, context__in_need=True)
    return list(rows.exclude(deployments__state__in=AT_WORK).select_related("school").order_by("asked_at", "pk"))
