"""Reading rounds: lists, numbers, the public timetable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import word_for
from alliance.times import in_words
from alliance.workflow.models import Event
from sle.models import Application, ApplicationArea, Round
from sle.queries.reserve import taken_places
from sle.states import ApplicationState, RoundState


def rounds_with_numbers(alliance: Alliance) -> QuerySet[Round]:
    """Every round, newest first, with how many applications are in progress, with the head, and submitted."""
    return (
        Round.objects.filter(alliance=alliance)
        .annotate(
            in_progress=Count("applications", filter=Q(applications__state=ApplicationState.DRAFT)),
            with_head=Count("applications", filter=Q(applications__state=ApplicationState.HANDED_OVER)),
            submitted=Count(
                "applications",
                filter=Q(applications__state__in=(ApplicationState.SUBMITTED, ApplicationState.DECIDED)),
            ),
        )
        .order_by("-id")
    )


@dataclass(frozen=True)
class Number:
    """How many applications stand in a state."""

    state: str
    label: str
    count: int


def numbers_by_state(round: Round) -> list[Number]:
    """The round's applications by state, in the order of their life; states that nobody is in are left out, but for
    the first three."""
    counted = dict(round.applications.order_by().values_list("state").annotate(Count("pk")))
    always = (ApplicationState.DRAFT, ApplicationState.HANDED_OVER, ApplicationState.SUBMITTED)
    return [
        Number(state.value, str(state.label), counted.get(state.value, 0))
        for state in ApplicationState
        if state in always or counted.get(state.value)
    ]


@dataclass(frozen=True)
class AreaNumber:
    """An area of the round: its target, how many apply for it, and once it is released how many are designated."""

    name: str
    target: int | None
    applied: int
    designated: int


def areas_with_numbers(round: Round) -> list[AreaNumber]:
    """The round's areas with target, living applications, and designations offered or taken up since the release."""
    living = Q(application__round=round) & ~Q(application__state=ApplicationState.WITHDRAWN)
    applied = dict(ApplicationArea.objects.filter(living).order_by().values_list("area_id").annotate(Count("pk")))
    taken = taken_places(round)
    return [
        AreaNumber(chosen.area.name, chosen.target, applied.get(chosen.area_id, 0), taken[chosen.area_id])
        for chosen in round.areas.select_related("area")
    ]


def timetable(round: Round) -> list[tuple[str, str]]:
    """What happens when, in words, for the public page; what is not planned is left out."""
    head = word_for(round.alliance, "headteacher")
    heads = word_for(round.alliance, "Headteacher", plural=True)
    lines: list[tuple[str, datetime | date | str | None]] = [
        ("Applications open", round.opens_at),
        (f"Hand over to your {head} by", round.hand_over_by),
        (f"{heads} and referees return their part by", round.references_by),
        ("Interviews", round.interviews_on if round.interviews else None),
        ("Outcome letters", round.outcomes_on),
        ("Reply by", round.reply_by),
        ("Core training", round.training_on),
    ]
    return [(title, value if isinstance(value, str) else in_words(value)) for title, value in lines if value]


def application_of(round: Round, person: Person | None) -> Application | None:
    """The person's living application in the round."""
    if person is None:
        return None
    return Application.objects.filter(round=round, applicant=person).exclude(state=ApplicationState.WITHDRAWN).first()


def published_rounds(alliance: Alliance, now: datetime) -> list[Round]:
    """Rounds that are open, for the public home."""
    return list(Round.objects.filter(alliance=alliance, state=RoundState.OPEN).order_by("hand_over_by", "pk"))


def story(round: Round, most: int = 20) -> list[Event]:
    """The latest events of a round, newest first."""
    return list(
        Event.objects.filter(root_type="sle.round", root_id=round.pk).select_related("person").order_by("-id")[:most]
    )
