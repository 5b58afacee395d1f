"""Appeals as the core asks for them: navigation and inbox."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.queries import is_staff
from alliance.panels.models import Exercise
from alliance.panels.states import ExerciseState
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from sle.models import Appeal
from sle.queries.appeals import appeals, heard_by, hears_somewhere
from sle.rules.appeals import arrangers_of
from sle.rules.deadlines import end_of
from sle.states import OPEN_APPEAL, AppealState, ApplicationState, Remedy


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """The appeals that somebody from outside the staff hears; staff find them on the page of a round."""
    if not is_staff(person, alliance, Responsibility.SLE) and hears_somewhere(person, alliance):
        yield NavItem("Appeals", path_to("sle:appeal_list", alliance))


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What waits for this person: as applicant, as one who hears an appeal, and as one who arranges it."""
    yield from _of_applicant(person, alliance)
    yield from _of_hearer(person, alliance)
    if is_staff(person, alliance, Responsibility.SLE):
        yield from _of_arranger(person, alliance)
        yield from _to_put_right(alliance)


def _of_applicant(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    mine = Appeal.objects.filter(appellant=person).exclude(state=AppealState.WITHDRAWN)
    for appeal in mine.select_related("letter").order_by("pk"):
        about, url = appeal.title, path_to("sle:appeal", alliance, code=appeal.code)
        if appeal.state == AppealState.DRAFT:
            if appeal.until >= timezone.localdate():
                yield InboxItem("Lodge your appeal", about, url, "Continue", due=end_of(appeal.until))
        elif appeal.state == AppealState.RELEASED:
            if appeal.letter and (timezone.localdate() - appeal.letter.dated).days < 14:
                yield InboxItem("The decision on your appeal is there", about, url, "Read", section="news")
        else:
            due = end_of(appeal.decide_by)
            detail = "" if due else "the alliance tells you soon by when it is decided"
            yield InboxItem("The decision on your appeal", about, url, due=due, section="waiting", detail=detail)


def _of_hearer(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    owed = heard_by(person).filter(appeal__state=AppealState.HEARING, confirmed_at=None)
    for hearer in owed.select_related("appeal").order_by("pk"):
        appeal = hearer.appeal
        yield InboxItem(
            title="Hear an appeal" if appeal.recorded_at is None else "Read and confirm what is found on an appeal",
            about=appeal.title,
            url=path_to("sle:appeal_case", alliance, pk=appeal.pk),
            action="Read",
            due=end_of(appeal.decide_by),
        )


def _of_arranger(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What the director or administrator who arranges hearings has to do next, or waits for."""
    waiting = list(appeals().filter(state__in=OPEN_APPEAL))
    arrangers = arrangers_of(waiting)
    for appeal in waiting:
        if person.pk not in arrangers[appeal.pk]:
            continue
        name, about = appeal.appellant.name, appeal.title
        url = path_to("sle:appeal_case", alliance, pk=appeal.pk)
        due = end_of(appeal.decide_by)
        if appeal.state == AppealState.LODGED:
            yield InboxItem(f"An appeal waits: name who hears {name}", about, url, "Arrange")
        elif appeal.state == AppealState.DECIDED:
            yield InboxItem(f"Release the decision on the appeal of {name}", about, url, "Read and release")
        elif due and due < timezone.now():
            yield InboxItem(f"The appeal of {name} is not decided in time", about, url, "Chase", due=due)
        else:
            yield InboxItem(f"The appeal of {name} is being heard", about, url, due=due, section="waiting")


def _to_put_right(alliance: Alliance) -> Iterator[InboxItem]:
    """What upheld appeals have opened again: eligibility to settle, and panels to put together."""
    again = Appeal.objects.filter(state=AppealState.RELEASED, remedy=Remedy.ELIGIBILITY)
    open_ones = again.filter(application__state=ApplicationState.SUBMITTED, application__findings__met=False)
    for appeal in open_ones.select_related("application", "appellant").distinct().order_by("pk"):
        code = appeal.application.code if appeal.application else ""
        url = path_to("sle:application", alliance, code=code)
        yield InboxItem(f"Settle again whether {appeal.appellant.name} is eligible", appeal.title, url, "Settle")
    for exercise in Exercise.objects.filter(about_type="sle.appeal", state=ExerciseState.PREPARING).order_by("pk"):
        url = path_to("panels:exercise", alliance, pk=exercise.pk)
        yield InboxItem("Put a new panel together after an appeal", exercise.title, url, "Prepare")


def invariants(alliance: Alliance) -> Iterator[str]:
    """States that should be impossible: a decision that not all have confirmed, or that nobody was told by letter."""
    decided = Appeal.objects.filter(state__in=(AppealState.DECIDED, AppealState.RELEASED))
    for pk in decided.filter(hearers__confirmed_at=None).distinct().values_list("pk", flat=True):
        yield f"Appeal {pk} is decided, but not everybody who heard it has confirmed it."
    for pk in decided.filter(grounds__finding="", grounds__statement__gt="").distinct().values_list("pk", flat=True):
        yield f"Appeal {pk} is decided, but nothing is found on one of its grounds."
    for pk in decided.filter(state=AppealState.RELEASED, letter=None).values_list("pk", flat=True):
        yield f"Appeal {pk} is told, but there is no letter."
