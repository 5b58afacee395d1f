"""The life of designations in the inbox: what waits for leaders, for heads and for staff."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.queries import is_staff, sent_to
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from sle.leader_kinds import kinds_of
from sle.models import Designation, Move, RegisterChange, Release, Review
from sle.queries.closed import closed_designations
from sle.queries.register import closed_home_schools
from sle.queries.releases import awaited_releases
from sle.queries.reviews import due_for_review, open_reviews
from sle.rules.closed import reviews_closed_to
from sle.rules.deadlines import end_of
from sle.rules.reviews import approvers_in
from sle.states import DesignationState, MoveState, ReleaseState, ReviewState


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """Their own designations, for leaders."""
    mine = Designation.objects.filter(person=person, state=DesignationState.CURRENT).order_by("pk")
    for designation in mine:
        yield NavItem(f"My designation ({designation.kind})", path_to("sle:designation", alliance, pk=designation.pk))


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What waits for this person about designations that stand."""
    asked = Release.objects.filter(sent_to(person), state=ReleaseState.ASKED).select_related("designation__person")
    for release in asked.order_by("pk"):
        yield InboxItem(
            title=f"Do you release {release.designation.person.name}?",
            about="Register",
            url=path_to("sle:release", alliance, token=f"mine-{release.pk}"),
            action="Answer",
        )
    mine = Review.objects.filter(designation__person=person, state=ReviewState.GATHERING)
    for review in mine.order_by("pk"):
        yield InboxItem(
            title="Tell us about your work as a leader",
            about="Review of your designation",
            url=path_to("sle:review", alliance, pk=review.pk),
            action="Read" if review.stated_at else "Write",
            due=end_of(review.answer_by),
            section="waiting" if review.stated_at else "owed",
        )
    if is_staff(person, alliance, Responsibility.SLE):
        yield from _reviews(person, alliance)
        yield from _releases(person, alliance)
        yield from _moves(person, alliance)
        yield from _schools(person, alliance)


def _reviews(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Reviews to begin, to decide, to approve; those that still gather evidence are waited for."""
    today = timezone.localdate()
    for designation in due_for_review(alliance, today, by_itself=False).exclude(person=person):
        yield InboxItem(
            title=f"The designation of {designation.person.name} is due for review",
            about="Register",
            url=path_to("sle:review_begin", alliance, pk=designation.pk),
            action="Begin",
            due=end_of(designation.ends_on),
        )
    who = approvers_in(alliance)
    mine = open_reviews().exclude(designation__person=person).exclude(pk__in=reviews_closed_to(person))
    for review in mine:
        name, page = review.designation.person.name, path_to("sle:review", alliance, pk=review.pk)
        if review.state == ReviewState.PROPOSED:
            if person.pk in who.of(review):
                yield InboxItem(f"Approve the outcome of the review of {name}", "Register", page, "Approve")
        elif review.stated_at or review.answer_by < today:
            yield InboxItem(f"Propose the outcome of the review of {name}", "Register", page, "Propose")
        else:
            yield InboxItem(
                f"{name} writes about their work", "Register", page, due=end_of(review.answer_by), section="waiting"
            )


def _moves(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Leaders who ask to move away, or here."""
    for move in Move.objects.filter(state=MoveState.ASKED).select_related("designation__person", "to_alliance"):
        yield InboxItem(
            title=f"{move.designation.person.name} asks to move to {move.to_alliance.name}",
            about="Register",
            url=path_to("sle:designation", alliance, pk=move.designation_id),
            action="Decide",
        )
    for arrival in Designation.objects.filter(state=DesignationState.ARRIVING).select_related("person"):
        yield InboxItem(
            title=f"{arrival.person.name} asks to move here with their designation",
            about="Register",
            url=path_to("sle:designation", alliance, pk=arrival.pk),
            action="Decide",
        )


def _schools(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Leaders whose home school has closed; where it has become one school, the register follows by itself."""
    for designation in closed_home_schools().exclude(person=person):
        yield InboxItem(
            title=f"{designation.home_school.name} has closed: where does {designation.person.name} work now?",
            about="Register",
            url=path_to("sle:designation_school", alliance, pk=designation.pk),
            action="Say where",
        )


def invariants(alliance: Alliance) -> Iterator[str]:
    """What must never be: each broken one is a sentence."""
    for review in Review.objects.filter(state=ReviewState.ENDED, designation__state=DesignationState.CURRENT):
        yield f"Review {review.pk} has ended designation {review.designation_id}, which is current."
    ended = Review.objects.filter(state=ReviewState.ENDED)
    removed = Designation.objects.filter(state=DesignationState.DE_DESIGNATED)
    for pk in removed.exclude(pk__in=ended.values("designation")).values_list("pk", flat=True):
        yield f"Designation {pk} is taken away, and no review says so."
    known = kinds_of(alliance)
    for code in Designation.objects.exclude(kind__in=list(known)).values_list("kind", flat=True).distinct():
        yield f"There are designations as {code}, which is no kind of leader here."
    national = [kind.code for kind in known.values() if kind.is_national]
    for change in RegisterChange.objects.filter(designation__kind__in=national):
        yield f"Change {change.pk} would report a national designation to the agency that made it."


def _releases(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """Heads to be named, heads who refused, and those who have not answered."""
    closed = closed_designations(person)
    awaited = awaited_releases().exclude(designation__person=person).exclude(designation__in=closed)
    for release in awaited.order_by("asked_at", "pk"):
        yield InboxItem(
            title=f"{release.name} is asked to release {release.designation.person.name}",
            about="Register",
            url=path_to("sle:designation", alliance, pk=release.designation_id),
            section="waiting",
            detail=f"asked {timezone.localtime(release.asked_at):%-d %b}" if release.asked_at else "",
        )
    waiting = Release.objects.filter(state__in=(ReleaseState.WANTED, ReleaseState.REFUSED))
    waiting = (
        waiting.exclude(designation__person=person)
        .exclude(designation__in=closed)
        .select_related("designation__person", "school")
    )
    for release in waiting.order_by("pk"):
        wanted = release.state == ReleaseState.WANTED
        leader = release.designation.person.name
        yield InboxItem(
            title=f"Name the head of {release.school.name}, who is asked to release {leader}"
            if wanted
            else f"{release.signer_name} does not release {leader}",
            about="Register",
            url=path_to("sle:release_name_head" if wanted else "sle:release_settle", alliance, pk=release.pk),
            action="Name" if wanted else "Settle",
        )
