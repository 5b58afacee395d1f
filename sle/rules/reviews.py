"""Who reviews a designation: the leader is heard, one of the staff proposes, another person approves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from alliance.members.queries import current_roles
from alliance.members.states import Role
from alliance.panels.models import Seat
from alliance.panels.queries import exercise_about
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance
from alliance.times import in_words
from sle.leader_kinds import kind_of
from sle.models import REVIEW, Designation, Review
from sle.rules.register import may_run_register, may_see_designation
from sle.states import OPEN_REVIEW, DesignationState, ReviewOutcome, ReviewState


def may_begin_review(person: Person | None, designation: Designation) -> Refusal | None:
    """Staff begin a review of somebody whom the alliance has designated, one at a time."""
    if refusal := may_run_register(person, designation):
        return refusal
    if designation.state != DesignationState.CURRENT:
        return Refusal(f"This designation is {designation.get_state_display().lower()}: there is nothing to review.")
    if kind_of(designation.alliance, designation.kind).is_national:
        return Refusal("This designation is made nationally, so the alliance does not review it.")
    if any(review.state in OPEN_REVIEW for review in designation.reviews.all()):
        return Refusal("This designation is being reviewed already.")
    return None


def may_see_review(person: Person | None, review: Review) -> Refusal | None:
    """The leader and staff; to the leader the page shows no more than what they are asked and told."""
    return may_see_designation(person, review.designation)


def may_state(person: Person | None, review: Review) -> Refusal | None:
    """The leader gives their account until an outcome is proposed."""
    if person is None or review.designation.person_id != person.pk:
        return Refusal("This account is the leader’s own.")
    if review.state != ReviewState.GATHERING:
        return Refusal("The evidence has been gathered, so your account can no longer be changed.")
    return None


def may_ask_panel(person: Person | None, review: Review, today: date) -> Refusal | None:
    """Staff, once there is something to read; one panel for a review."""
    if refusal := may_propose_review(person, review, today):
        return refusal
    if review.state != ReviewState.GATHERING:
        return Refusal("An outcome is proposed already. Send it back if a panel should advise first.")
    if exercise_about(review) is not None:
        return Refusal("A panel has been asked already.")
    return None


def may_propose_review(person: Person | None, review: Review, today: date) -> Refusal | None:
    """Staff, once the leader has given their account or the time for it is over."""
    if refusal := may_run_register(person, review.designation):
        return refusal
    if "propose" not in REVIEW.available(review):
        return Refusal(f"This review is over: {review.get_state_display().lower()}.")
    if review.stated_at is None and review.answer_by >= today:
        return Refusal(f"{review.designation.person.name} has until {in_words(review.answer_by)} to answer.")
    return None


@dataclass(frozen=True)
class Approvers:
    """Primary keys of those who could approve in an alliance today, read once for all its reviews."""

    directors: Set[int]
    administrators: Set[int]
    seated: Mapping[int, Set[int]]  # who sits or sat on the panel of which review

    def of(self, review: Review) -> Set[int]:
        """Those who can approve this one: free directors, else free administrators."""
        out = {review.proposed_by_id, review.designation.person_id, *self.seated.get(review.pk, ())}
        return (self.directors - out) or (self.administrators - out)


def approvers_in(alliance: Alliance) -> Approvers:
    """Everybody who could approve in this alliance today. Two queries."""
    seated: dict[int, set[int]] = defaultdict(set)
    seats = Seat.objects.filter(alliance=alliance, exercise__about_type="sle.review")
    for review, person in seats.values_list("exercise__about_id", "person_id"):
        seated[review].add(person)
    roles = current_roles(alliance).filter(role__in=(Role.DIRECTOR, Role.ADMINISTRATOR))
    held = list(roles.values_list("person_id", "role"))
    return Approvers(
        directors={person for person, role in held if role == Role.DIRECTOR},
        administrators={person for person, role in held if role == Role.ADMINISTRATOR},
        seated=seated,
    )


def may_approve_review(person: Person | None, review: Review) -> Refusal | None:
    """A director other than whoever proposed; where there is none, an administrator other than they.

    Whoever could approve may ask for more evidence instead.
    """
    if refusal := may_run_register(person, review.designation):
        return refusal
    if review.state != ReviewState.PROPOSED:
        return Refusal("There is no proposal to approve.")
    if person is None or person.pk == review.proposed_by_id:
        return Refusal("You proposed this outcome, so somebody else has to approve it.")
    if person.pk in approvers_in(review.designation.alliance).of(review):
        return None
    return Refusal("The director approves the outcome of a review.")


def review_problem(outcome: str, years: int | None, areas: int, reasons: str) -> tuple[str, str]:
    """The field and the sentence of what a proposal lacks; two empty texts if it lacks nothing."""
    if outcome == ReviewOutcome.END and not reasons.strip():
        return "reasons", "Give the reasons: they stand in the letter."
    if outcome == ReviewOutcome.RENEW and not years:
        return "years", "Say for how many years it is renewed."
    if outcome == ReviewOutcome.RENEW and not areas:
        return "areas", "Choose at least one area."
    return "", ""
