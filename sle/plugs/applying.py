"""Navigation, inbox and public home, from the opening of a round to its last reference."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.queries import is_staff
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem, PublicAction, PublicDate
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from alliance.schools.vocabulary import with_article
from sle.leader_kinds import kind_of
from sle.models import Application, Reference, Round
from sle.queries.references import references_asked_of
from sle.queries.rounds import published_rounds
from sle.rules.applications import waits_for_confirmation
from sle.rules.closed import rounds_closed_to
from sle.rules.deadlines import hand_over_by, references_by
from sle.states import ApplicationState, ReferenceKind, ReferenceState, RoundState


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """Rounds for staff, their own applications for those who have any."""
    if is_staff(person, alliance, Responsibility.SLE):
        yield NavItem("Specialist leaders", path_to("sle:round_list", alliance))
    if Application.objects.filter(applicant=person).exists():
        yield NavItem("My applications", path_to("sle:application_mine", alliance))


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What the person owes or waits for, as applicant, head or referee, and staff."""
    yield from _of_applicant(person, alliance)
    for reference in references_asked_of(person):
        yield InboxItem(
            title=f"Reference for {reference.application.name}",
            about=reference.application.round.title,
            url=path_to("sle:reference", alliance, token=f"mine-{reference.pk}"),
            action="Write",
            due=references_by(reference.application),
        )
    if is_staff(person, alliance, Responsibility.SLE):
        yield from _of_staff(person, alliance)


def public_actions(alliance: Alliance) -> Iterator[PublicAction]:
    """Apply, where a round is open."""
    now = timezone.now()
    for round in published_rounds(alliance, now):
        begun, kind = round.opens_at is None or round.opens_at <= now, kind_of(alliance, round.kind)
        yield PublicAction(
            f"Apply to be {with_article(kind.word)}" if begun else f"See the next round for {kind.plural}",
            path_to("sle:round_public", alliance, pk=round.pk),
            round.title,
        )


def public_dates(alliance: Alliance) -> Iterator[PublicDate]:
    """Opening, closing and outcomes of the rounds that are published."""
    for round in published_rounds(alliance, timezone.now()):
        url = path_to("sle:round_public", alliance, pk=round.pk)
        if round.opens_at:
            yield PublicDate(f"Applications open: {round.title}", round.opens_at, url)
        if round.hand_over_by:
            yield PublicDate(f"Applications close: {round.title}", round.hand_over_by, url)


def _of_applicant(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    mine = (
        Application.objects.filter(
            applicant=person,
            state__in=(ApplicationState.DRAFT, ApplicationState.HANDED_OVER, ApplicationState.SUBMITTED),
            round__state__in=(RoundState.OPEN, RoundState.CLOSED),
        )
        .select_related("round")
        .prefetch_related("references", "extensions")
        .order_by("pk")
    )
    for application in mine:
        url = path_to("sle:application", alliance, code=application.code)
        about = application.round.title
        if application.state == ApplicationState.DRAFT:
            paper = waits_for_confirmation(application)
            yield InboxItem(
                title="Confirm your application" if paper else "Finish your application",
                about=about,
                url=url,
                action="Read and confirm" if paper else "Continue",
                due=references_by(application) if paper else hand_over_by(application),
            )
            continue
        for reference in application.references.all():
            yield from _of_reference(reference, application, url)


def _of_reference(reference: Reference, application: Application, url: str) -> Iterator[InboxItem]:
    """What an applicant waits for from a head or referee, or has to do because they declined."""
    about = application.round.title
    if reference.state in (ReferenceState.ASKED, ReferenceState.CHECKING):
        asked = (
            f"asked {timezone.localtime(reference.asked_at):%-d %b}"
            if reference.asked_at
            else "address being checked with the school"
        )
        yield InboxItem(
            title=f"Reference from {reference.name} for your application",
            about=about,
            url=url,
            due=references_by(application),
            section="waiting",
            detail=asked,
        )
    elif reference.state == ReferenceState.DECLINED:
        second = reference.kind == ReferenceKind.SECOND
        yield InboxItem(
            title=f"{reference.name} declined to give your reference",
            about=about,
            url=url,
            action="Name somebody else" if second else "See what to do",
            due=references_by(application),
        )


def _of_staff(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    for round in Round.objects.filter(state=RoundState.DRAFT).order_by("pk"):
        yield InboxItem(
            title="Finish setting up a round",
            about=round.title,
            url=path_to("sle:round", alliance, pk=round.pk),
            action="Set up",
            due=round.opens_at,
        )
    yield from _of_references(person, alliance)


def _of_references(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Addresses to confirm, and heads who declined, in the rounds that are not closed to the person."""
    waiting = (
        Reference.objects.filter(
            application__round__state__in=(RoundState.OPEN, RoundState.CLOSED),
            application__state=ApplicationState.HANDED_OVER,
            kind=ReferenceKind.HEAD,
            state__in=(ReferenceState.CHECKING, ReferenceState.DECLINED),
        )
        .exclude(application__round__in=rounds_closed_to(person))
        .exclude(application__applicant=person)
        .select_related("application__round", "application__applicant")
        .prefetch_related("application__extensions")
        .order_by("pk")
    )
    for reference in waiting:
        application = reference.application
        checking = reference.state == ReferenceState.CHECKING
        yield InboxItem(
            title=f"Confirm the address of {reference.name}"
            if checking
            else f"{reference.name} declined to complete {application.name}’s application",
            about=application.round.title,
            url=path_to("sle:reference_confirm_address", alliance, pk=reference.pk)
            if checking
            else path_to("sle:application", alliance, code=application.code),
            action="Confirm" if checking else "Redirect",
            due=references_by(application),
        )
