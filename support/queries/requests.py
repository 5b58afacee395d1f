"""Reading requests: lists, and what each side sees on the page of one."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from alliance.library.models import Document
from alliance.library.queries import documents_of
from alliance.members.queries import current_roles, urns_spoken_for
from alliance.members.states import STAFF_ROLES, Role
from alliance.people.models import Person
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from alliance.stages import Stage
from alliance.times import in_words
from alliance.workflow.models import Event, Note
from alliance.workflow.notes import notes_about
from support.models import Context, Request
from support.queries.clocks import CONTACT, MATCH, clocks_of, promises_of
from support.rules import requests as rules
from support.rules.contexts import settings_of
from support.rules.evaluations import may_see_outcomes
from support.rules.sides import Side, commissions_for, runs_support
from support.states import RequestState

PAPERS = "papers"  # what whoever asks attaches

# Moves of a request in the words of its page; what else happened to it is told on the pages of its parts.
MOVE_WORDS = {
    "ask": "Asked for",
    "ask_back": "The alliance asked a question",
    "answer": "Answered",
    "accept": "Accepted: what is needed is agreed with the school",
    "decline": "Declined",
    "diagnose": "Needs agreed: leaders are being looked for",
    "diagnose_again": "Needs are agreed again",
    "want_none": "The school wants none of the leaders proposed",
    "choose": "The school has chosen",
    "match_again": "Leaders are being looked for again",
    "begin": "Everybody has signed: support begins",
    "finish": "Support has ended, and is being evaluated",
    "close": "Closed",
    "withdraw": "Withdrawn",
    "cancel": "Cancelled",
}
ENDED_EARLY = (RequestState.DECLINED, RequestState.WITHDRAWN, RequestState.CANCELLED)


@dataclass(frozen=True)
class Happening:
    """One line of what has happened: when, what in words, who (staff only), and the reason or question as typed."""

    at: datetime
    what: str
    who: str = ""
    text: str = ""


@dataclass(frozen=True)
class NextStep:
    """Who does what next, and by when if that is known."""

    who: str
    what: str
    by: datetime | None = None
    late: bool = False


def all_requests() -> QuerySet[Request]:
    """Requests of the alliance in scope with what their pages and lists read, the latest first."""
    related = ("alliance", "school", "commissioner", "asked_by", "handled_by", "wanted__person")
    return Request.objects.select_related(*related).prefetch_related("needs__area", "waits").order_by("-pk")


def requests_of(person: Person, alliance: Alliance) -> QuerySet[Request]:
    """The requests that the person sees in a list: all that were asked for staff, else their school's and those that
    they commissioned. The list agrees with `rules.sides.sides_of`, but for leaders and home schools, who see theirs
    by their deployments."""
    unasked = Q(asked_at=None)
    own = Q(school__urn__in=urns_spoken_for(person, alliance)) & ~(unasked & ~Q(source="school"))
    if partners := commissions_for(person, alliance):
        own |= Q(commissioner__in=partners)
    if runs_support(person, alliance):
        own |= ~unasked | Q(source="staff")
    return all_requests().filter(own)


def papers_of(request: Request) -> QuerySet[Document]:
    """The files that were attached when it was asked for, or with an answer."""
    return documents_of(request, PAPERS)


def asked_part(person: Person | None, sides: Set[Side], request: Request) -> Mapping[str, Any] | None:
    """What was asked, as far as the side reads it: the home school sees the school, areas and days only."""
    full = bool(sides & {Side.STAFF, Side.SCHOOL, Side.COMMISSIONER, Side.LEADER})
    return {
        "request": request,
        "full": full,
        "contact": bool(sides & {Side.STAFF, Side.SCHOOL, Side.LEADER, rules.asking_side(request)}),
        "money": bool(sides & {Side.STAFF, Side.SCHOOL, rules.asking_side(request)}),
        "papers": papers_of(request) if rules.may_read_documents(sides, request) is None else None,
    }


def needs_part(person: Person | None, sides: Set[Side], request: Request) -> Mapping[str, Any] | None:
    """Needs with their measures, and where the school stood; that is for the school, leaders and staff."""
    full = bool(sides & {Side.STAFF, Side.SCHOOL, Side.LEADER})
    needs = request.needs.select_related("area").prefetch_related("measures")
    return {
        "request": request,
        "needs": needs,
        "measures": may_see_outcomes(sides, request) is None,
        "context": getattr(request, "context", None) if full else None,
        "may_diagnose": rules.may_diagnose(sides, request) is None,
    }


def history_part(person: Person | None, sides: Set[Side], request: Request) -> Mapping[str, Any] | None:
    """What has happened with dates; who did it is for staff, reasons and questions for those who ask and answer."""
    staff, reads = Side.STAFF in sides, bool(sides & {Side.STAFF, Side.SCHOOL, Side.COMMISSIONER})
    events = Event.objects.filter(subject_type=Request._meta.label_lower, subject_id=request.pk, move__in=MOVE_WORDS)
    notes: list[Note] = list(notes_about(request).filter(about__in=MOVE_WORDS).order_by("pk")) if reads else []
    found = []
    for event in events.select_related("person").order_by("pk"):
        note = next((one for one in notes if one.about == event.move), None)
        if note is not None:
            notes.remove(note)
        who = event.person.name if staff and event.person else ""
        found.append(Happening(event.at, MOVE_WORDS[event.move], who, note.text if note else ""))
    return {"history": found} if found else None


def question_to(request: Request) -> str:
    """The question that waits for an answer; empty if none does."""
    if request.state != RequestState.ASKED_BACK:
        return ""
    note = notes_about(request, "ask_back").last()
    return note.text if note else ""


def staff_of_support(alliance: Alliance) -> QuerySet[Person]:
    """Everybody who can handle requests: directors, administrators, and leads of support."""
    roles = current_roles(alliance).filter(role__in=STAFF_ROLES)
    leads_elsewhere = Q(role=Role.LEAD) & ~Q(responsibility=Responsibility.SUPPORT)
    return Person.objects.filter(pk__in=roles.exclude(leads_elsewhere).values("person")).order_by(
        "surname", "first_name", "pk"
    )


def proposed_context(request: Request) -> dict[str, Any]:
    """What is kept of the school already; else what the national register says of it today, as a form shows it."""
    kept: Context | None = getattr(request, "context", None)
    names = ("phase", "pupils", "fsm_tenths")
    known = {name: getattr(kept or request.school, name) for name in names}
    share = known.pop("fsm_tenths")
    known["fsm"] = None if share is None else Decimal(share) / 10
    if kept is not None:
        return known | {name: getattr(kept, name) for name in ("ofsted", "ofsted_on", "results", "settings", "in_need")}
    return known | {"settings": settings_of(request.school) if request.school else []}


def stages_of(request: Request) -> list[Stage]:
    """Where a request stands on its way from asking to evaluation."""
    state = RequestState(request.state)
    way = [
        ("Asked for", request.asked_at, (RequestState.ASKED, RequestState.ASKED_BACK)),
        ("Needs agreed with the school", request.diagnosed_at, (RequestState.DIAGNOSING,)),
        ("Leaders proposed", request.matched_at, (RequestState.MATCHING,)),
        ("Agreement signed by all", request.begins_on, (RequestState.AGREEING,)),
        ("Support under way", None, (RequestState.ACTIVE,)),
        ("Evaluated and closed", request.ended_at, (RequestState.EVALUATING,)),
    ]
    at_now = next((place for place, (_, _, states) in enumerate(way) if state in states), len(way))
    if state in ENDED_EARLY:
        done = [
            Stage(title, "", "done", at) for title, at, _ in way if isinstance(at, datetime) and title != way[-1][0]
        ]
        return [*done, Stage(str(state.label), "", "done", request.ended_at)]
    found = []
    for place, (title, at, _) in enumerate(way):
        said = "done" if place < at_now or (place == 0 and request.accepted_at) else "current"
        moment = at if isinstance(at, datetime) else None
        detail = f"Begins on {in_words(at)}" if at is not None and moment is None else ""
        found.append(Stage(title, detail, said if place <= at_now else "to come", moment))
    return found


def next_step(request: Request, now: datetime) -> NextStep | None:
    """Who does what next, by when; None when nothing is to be done any more."""
    step = _step(request, now)
    return replace(step, late=step.by is not None and step.by < now) if step is not None else None


def _step(request: Request, now: datetime) -> NextStep | None:
    due = {clock.key: clock.due for clock in clocks_of(request, promises_of(request.alliance), now)}
    school = str(request.school)
    handler = request.handled_by.name if request.handled_by else request.alliance.name
    steps = {
        RequestState.ASKED: NextStep(handler, "reads the request, and accepts it or asks back", due.get(MATCH)),
        RequestState.ASKED_BACK: NextStep(school, "answers the alliance’s question"),
        RequestState.DIAGNOSING: NextStep(handler, "agrees with the school what is needed", due.get(MATCH)),
        RequestState.MATCHING: NextStep(handler, "finds leaders and proposes them to the school", due.get(MATCH)),
        RequestState.AGREEING: NextStep(handler, "draws up the agreement for all to sign", due.get(CONTACT)),
        RequestState.ACTIVE: NextStep("The leaders", "come to the school and write down each visit"),
        RequestState.EVALUATING: NextStep(school, "says what the support has changed"),
    }
    if request.state == RequestState.MATCHING and request.matched_at is not None:
        return NextStep(school, "chooses among the leaders proposed", due.get(CONTACT))
    return steps.get(RequestState(request.state))
