"""What the home pages show, gathered from every app that plugs something in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from alliance.people.models import Person
from alliance.portal import InboxItem, PublicAction, PublicDate, portals
from alliance.schools.models import Alliance, Partner, ResponsibilityLead, School
from alliance.schools.queries import current_partners
from alliance.schools.states import PartnerKind, Responsibility

LATELY_SHOWN = 10


@dataclass(frozen=True)
class Owed:
    """Something that a person has to do, with how soon in words."""

    item: InboxItem
    late: bool
    soon: str
    by: str


@dataclass(frozen=True)
class Inbox:
    """What a person owes (sorted by when), what they wait for, and what happened lately."""

    owed: list[Owed]
    waiting: list[InboxItem]
    lately: list[InboxItem]
    late: int
    this_week: int

    @property
    def counted(self) -> str:
        """How much is pressing, in words: "3 late · 5 this week"; empty where nothing is."""
        parts = [f"{self.late} late"] if self.late else []
        parts += [f"{self.this_week} this week"] if self.this_week else []
        return " · ".join(parts)


def _when_sorted(item: InboxItem) -> tuple[bool, datetime, str]:
    return item.due is None, item.due or datetime.max.replace(tzinfo=timezone.get_current_timezone()), item.title


def inbox_of(person: Person, alliance: Alliance, now: datetime) -> Inbox:
    """The inbox of `person` in `alliance` at `now`, from every app. This week ends with Sunday."""
    items = [item for portal in portals() if portal.inbox for item in portal.inbox(person, alliance)]
    today = timezone.localdate(now)
    week_ends = today + timedelta(days=6 - today.weekday())
    owed = [
        Owed(item=item, late=bool(item.due and item.due < now), soon=_soon(item.due, now), by=_by(item.due, now))
        for item in sorted((item for item in items if item.section == "owed"), key=_when_sorted)
    ]
    return Inbox(
        owed=owed,
        waiting=sorted((item for item in items if item.section == "waiting"), key=_when_sorted),
        lately=sorted(
            (item for item in items if item.section == "news"),
            key=lambda item: item.due or datetime.min.replace(tzinfo=timezone.get_current_timezone()),
            reverse=True,
        )[:LATELY_SHOWN],
        late=sum(one.late for one in owed),
        this_week=sum(
            not one.late and one.item.due is not None and timezone.localdate(one.item.due) <= week_ends for one in owed
        ),
    )


def _soon(due: datetime | None, now: datetime) -> str:
    """When something is due in one word for the edge of a list: Late, Today, Tomorrow, Fri, 12 Jan."""
    if due is None:
        return ""
    if due < now:
        return "Late"
    day, today = timezone.localdate(due), timezone.localdate(now)
    if (day - today).days <= 1:
        return ("Today", "Tomorrow")[(day - today).days]
    return f"{day:%a}" if (day - today).days < 7 else f"{day.day} {day:%b}"


def _by(due: datetime | None, now: datetime) -> str:
    """The same in a few words: "was due Tuesday 12 January", "4 days left", "closes 3pm today"."""
    if due is None:
        return ""
    local = timezone.localtime(due)
    days = (local.date() - timezone.localdate(now)).days
    if due < now:
        return f"was due {local:%A} {local.day} {local:%B}" if days else f"was due today at {local:%H:%M}"
    if days == 0:
        return f"by {local:%H:%M} today"
    return "1 day left" if days == 1 else f"{days} days left"


@dataclass(frozen=True)
class PublicResponsibility:
    """One of the six on an alliance's public home."""

    title: str
    text: str
    school: School | None
    actions: list[PublicAction]


def public_responsibilities(alliance: Alliance) -> list[PublicResponsibility]:
    """The six responsibilities: the alliance's own words, the lead school, what anyone can do there first."""
    leads = {
        lead.responsibility: lead
        for lead in ResponsibilityLead.objects.filter(alliance=alliance).select_related("school")
    }
    found = []
    for responsibility in Responsibility:
        lead = leads.get(responsibility.value)
        actions = [
            action
            for portal in portals()
            if portal.responsibility == responsibility and portal.public_actions
            for action in portal.public_actions(alliance)
        ]
        found.append(
            PublicResponsibility(
                title=(lead and lead.title) or str(responsibility.label),
                text=lead.text if lead else "",
                school=lead.school if lead else None,
                actions=actions,
            )
        )
    return found


def public_dates(alliance: Alliance, now: datetime) -> list[PublicDate]:
    """The next dates that anyone may know, soonest first, six at most."""
    dates = [date for portal in portals() if portal.public_dates for date in portal.public_dates(alliance)]
    return sorted((date for date in dates if date.at >= now), key=lambda date: (date.at, date.title))[:6]


def partners_by_kind(alliance: Alliance) -> list[tuple[str, list[Partner]]]:
    """Current partners, grouped by what they are, schools first."""
    grouped: dict[str, list[Partner]] = {}
    for partner in current_partners(alliance):
        grouped.setdefault(partner.kind, []).append(partner)
    return [
        (str(kind.label) if len(grouped[kind.value]) == 1 else kind.plural, grouped[kind.value])
        for kind in PartnerKind
        if kind.value in grouped
    ]
