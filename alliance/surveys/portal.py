"""What the yearly ask plugs into the core."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.queries import is_staff
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem, Portal
from alliance.schools.models import Alliance
from alliance.surveys import services
from alliance.surveys.kinds import KINDS
from alliance.surveys.models import Ask
from alliance.surveys.queries import open_asks, replies_for
from alliance.surveys.states import UNANSWERED, AskState


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """The asks for staff, their school's answers for those who answer."""
    if is_staff(person, alliance):
        yield NavItem("Yearly ask", path_to("surveys:ask_list", alliance))
    elif replies_for(person, alliance).exists():
        yield NavItem("Yearly ask", path_to("surveys:reply_mine", alliance))


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Heads and coordinators owe their school's answers; staff see who holds them up."""
    now = timezone.now()
    mine = replies_for(person, alliance).filter(
        state__in=UNANSWERED, ask__state=AskState.OPEN, ask__opens_at__lte=now, ask__closes_at__gte=now
    )
    for reply in mine:
        yield InboxItem(
            title=f"Answer the yearly ask for {reply.school.name}",
            about=reply.ask.title,
            url=path_to("surveys:school_answer", alliance, pk=reply.pk),
            action="Continue" if reply.begun_at else "Answer",
            due=reply.ask.closes_at,
        )
    if is_staff(person, alliance):
        yield from _of_staff(alliance)


def _of_staff(alliance: Alliance) -> Iterator[InboxItem]:
    for ask in Ask.objects.filter(alliance=alliance, state=AskState.DRAFT).order_by("pk"):
        yield InboxItem(
            title="Open the yearly ask",
            about=ask.title,
            url=path_to("surveys:ask", alliance, pk=ask.pk),
            action="Look and open",
            due=ask.opens_at,
        )
    silent = Q(replies__state__in=UNANSWERED)
    unknown, waited = Count("replies", filter=silent & Q(replies__email="")), Count("replies", filter=silent)
    for ask in open_asks(alliance, timezone.now()).annotate(unknown=unknown, waited=waited).order_by("pk"):
        schools = path_to("surveys:reply_list", alliance, pk=ask.pk)
        if ask.unknown:
            yield InboxItem(
                title=f"Nobody is known to ask at {ask.unknown} school{'' if ask.unknown == 1 else 's'}",
                about=f"Yearly ask {ask.title}",
                url=f"{schools}?stand=unknown",
                action="See which",
                due=ask.closes_at,
            )
        if ask.waited > ask.unknown:
            yield InboxItem(
                title=f"{ask.waited - ask.unknown} school{'' if ask.waited - ask.unknown == 1 else 's'} to answer",
                about=f"Yearly ask {ask.title}",
                url=f"{schools}?stand=silent",
                due=ask.closes_at,
                section="waiting",
            )


def _ask_page(alliance: Alliance, pk: int) -> str:
    return path_to("surveys:ask", alliance, pk=pk)


def _reply_page(alliance: Alliance, pk: int) -> str:
    return path_to("surveys:reply", alliance, pk=pk)


PORTAL = Portal(
    name="surveys",
    navigation=navigation,
    inbox=inbox,
    post_kinds=KINDS,
    reminders=(services.remind,),
    due=(services.close_when_due,),
    pages={"surveys.ask": _ask_page, "surveys.reply": _reply_page},
)
