"""Reading the yearly ask: where it stands, who answered, who never does, and the answers themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from alliance.members.queries import current_roles, living_contacts, urns_spoken_for
from alliance.members.states import SPEAK_FOR, Role
from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from alliance.schools.queries import families, partner_schools
from alliance.surveys.models import Ask, Reply
from alliance.surveys.questions import Answers, Section, asked_with
from alliance.surveys.sections import sections_of
from alliance.surveys.states import UNANSWERED, AskState, ReplyState
from alliance.workflow.models import Event


def asks_with_numbers(alliance: Alliance) -> QuerySet[Ask]:
    """Every ask, the latest year first, with how many schools were asked and have answered."""
    answered = Count("replies", filter=Q(replies__state=ReplyState.ANSWERED))
    return Ask.objects.filter(alliance=alliance).annotate(asked=Count("replies"), answered=answered).order_by("-year")


def schools_not_asked(ask: Ask) -> QuerySet[School]:
    """Partner schools that have no part in this ask, because they joined after it had opened."""
    return partner_schools(ask.alliance).exclude(pk__in=ask.replies.values("school"))


def contacts_at(alliance: Alliance, schools: Iterable[School]) -> dict[int, tuple[str, str]]:
    """Name and address of whom to ask at each school, by the school's primary key; none where nobody is known.

    First the head whose address is confirmed, then who holds the role of headteacher, then of coordinator. Where nobody
    is known under a school's URN, whoever is known under one it had before or has now. The same few queries however
    many schools there are.
    """
    pk_of = {school.urn: school.pk for school in schools}
    kin = families(pk_of)
    urns = {urn for several in kin.values() for urn in several}
    roles = current_roles(alliance).filter(school__urn__in=urns, role__in=SPEAK_FOR).order_by("-pk")
    heads = living_contacts(alliance).filter(school__urn__in=urns, is_head=True, confirmed_at__isnull=False)
    known: dict[int, tuple[str, str]] = {}
    by_role = list(roles.values_list("role", "school__urn", "person__first_name", "person__surname", "person__email"))
    for role in (Role.COORDINATOR, Role.HEADTEACHER):
        known |= {
            urn: (f"{first} {last}".strip() or email, email)
            for held, urn, first, last, email in by_role
            if held == role
        }
    known |= {
        urn: (name, email) for urn, name, email in heads.order_by("-pk").values_list("school__urn", "name", "email")
    }
    found = {}
    for urn, pk in pk_of.items():
        nearest = next((one for one in (urn, *sorted(kin[urn], reverse=True)) if one in known), None)
        if nearest is not None:
            found[pk] = known[nearest]
    return found


@dataclass(frozen=True)
class Number:
    """How many schools stand where."""

    label: str
    count: int
    filter: str


def numbers_of(ask: Ask) -> list[Number]:
    """How many schools have answered, begun, not begun, and of how many nobody is known."""
    counted = ask.replies.aggregate(
        answered=Count("pk", filter=Q(state=ReplyState.ANSWERED)),
        begun=Count("pk", filter=Q(state=ReplyState.BEGUN)),
        waiting=Count("pk", filter=Q(state=ReplyState.WAITING) & ~Q(email="")),
        unknown=Count("pk", filter=Q(state=ReplyState.WAITING, email="")),
    )
    return [
        Number("Answered", counted["answered"], "answered"),
        Number("Begun", counted["begun"], "begun"),
        Number("Not begun", counted["waiting"], "waiting"),
        Number("Nobody known to ask", counted["unknown"], "unknown"),
    ]


def replies_of(ask: Ask) -> QuerySet[Reply]:
    """What every school of the ask has done."""
    return (
        Reply.objects.filter(ask=ask).select_related("ask__alliance", "school", "entered_by").order_by("school__name")
    )


def years_silent(ask: Ask) -> dict[int, int]:
    """For how many years in a row, this one included, each school has not answered, by its reply's primary key.

    A school that has become another one is the same school. The number is negative where it has never answered at
    all. The same few queries however many schools there are.
    """
    now = dict(ask.replies.values_list("school__urn", "pk"))
    kin = families(now)
    stood: dict[int, dict[int, bool]] = {}  # URN -> year -> answered
    for urn, year, state in Reply.objects.filter(ask__year__lte=ask.year).values_list(
        "school__urn", "ask__year", "state"
    ):
        stood.setdefault(urn, {})[year] = state == ReplyState.ANSWERED
    found = {}
    for urn, pk in now.items():
        years: dict[int, bool] = {}
        for one in kin[urn]:
            for year, answered in stood.get(one, {}).items():
                years[year] = answered or years.get(year, False)
        latest_first = [years[year] for year in sorted(years, reverse=True)]
        silent = latest_first.index(True) if True in latest_first else -len(latest_first)
        found[pk] = silent
    return found


def history_of(school: School) -> list[Reply]:
    """Every year in which the school, or what it was before, was asked by the alliance in scope; the latest first."""
    return list(
        Reply.objects.filter(school__urn__in=families([school.urn])[school.urn])
        .exclude(ask__state=AskState.DRAFT)
        .select_related("ask__alliance", "school", "entered_by")
        .order_by("-ask__year", "-pk")
    )


def replies_for(person: Person, alliance: Alliance) -> QuerySet[Reply]:
    """What is asked, and was, of the schools for which the person answers."""
    return (
        Reply.objects.filter(ask__alliance=alliance, school__urn__in=urns_spoken_for(person, alliance))
        .exclude(ask__state=AskState.DRAFT)
        .select_related("ask__alliance", "school", "entered_by")
        .order_by("-ask__year", "school__name", "pk")
    )


def open_asks(alliance: Alliance, now: datetime) -> QuerySet[Ask]:
    """Asks that schools can answer now (one, unless years overlap)."""
    return Ask.objects.filter(alliance=alliance, state=AskState.OPEN, opens_at__lte=now)


def unanswered(ask: Ask) -> QuerySet[Reply]:
    """Schools that have not answered, and have somebody to remind."""
    return replies_of(ask).filter(state__in=UNANSWERED).exclude(email="")


def answers_of(reply: Reply) -> dict[str, dict[str, Any]]:
    """What the school has answered so far: section -> question -> answer, as it was typed."""
    return {part.section: part.values for part in reply.parts.all()}


def asked_of(reply: Reply) -> list[Section]:
    """The sections as this school is asked them."""
    return asked_with(sections_of(reply.ask), answers_of(reply))


@dataclass(frozen=True)
class Said:
    """One section as a school has answered it: the question's words with the answer's, in the words of that year."""

    section: Section
    lines: list[tuple[str, str]]
    finished: bool


def said_by(reply: Reply) -> list[Said]:
    """All answers of a school as people read them."""
    return _said(reply, sections_of(reply.ask))


def _said(reply: Reply, sections: Sequence[Section]) -> list[Said]:
    parts = {part.section: part for part in reply.parts.all()}
    found = []
    for section in asked_with(sections, answers_of(reply)):
        part = parts.get(section.key)
        values = section.kept(part.values if part else {})
        lines = [(question.text, question.said(values.get(question.key))) for question in section.questions]
        found.append(Said(section, lines, part is not None and part.finished))
    return found


def said_by_all(ask: Ask) -> Iterator[tuple[Reply, Said]]:
    """Every section of every school that has answered, as people read it; two queries, however many there are."""
    sections = sections_of(ask)
    for reply in replies_of(ask).filter(state=ReplyState.ANSWERED).prefetch_related("parts"):
        for said in _said(reply, sections):
            yield reply, said


@dataclass(frozen=True)
class Answered:
    """What one school has handed in: section -> question -> answer."""

    school: School
    answers: Answers

    def ticked(self, section: str) -> set[str]:
        """Everything that was ticked in this section's questions with several choices."""
        values = self.answers.get(section, {}).values()
        return {one for several in values if isinstance(several, list) for one in several}


def answers_by_school(asks: Sequence[Ask], sections: Iterable[str]) -> dict[int, list[Answered]]:
    """What the schools that have answered said in the sections with these keys, by the ask's primary key; two queries,
    whatever the number of asks and schools.

    Only what each was offered counts: a tick under an earlier section that was taken back since is none.
    """
    wanted, asked = set(sections), {ask.pk: sections_of(ask) for ask in asks}
    found: dict[int, list[Answered]] = {ask.pk: [] for ask in asks}
    handed_in = Reply.objects.filter(ask__in=list(asked), state=ReplyState.ANSWERED)
    for reply in handed_in.select_related("school").prefetch_related("parts").order_by("pk"):
        answers = answers_of(reply)
        kept = {
            section.key: section.kept(answers.get(section.key, {}))
            for section in asked_with(asked[reply.ask_id], answers)
            if section.key in wanted
        }
        found[reply.ask_id].append(Answered(reply.school, kept))
    return found


def story(ask: Ask, most: int = 20) -> list[Event]:
    """The latest events of an ask, newest first."""
    events = Event.objects.filter(root_type="surveys.ask", root_id=ask.pk)
    return list(events.select_related("person").order_by("-id")[:most])
