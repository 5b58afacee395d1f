"""What happens after a round has closed, as the core asks for it: inbox, navigation, invariants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.queries import is_staff
from alliance.panels.queries import exercise_about
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from sle.models import Application, AreaDecision, Designation, OutcomeLetter, Round
from sle.queries.decisions import OutcomeRow, outcome_rows_of
from sle.queries.interviews import to_hold, without_slot
from sle.queries.letters import missing_before_release
from sle.queries.register import register, unanswered
from sle.queries.reserve import places_that_came_up
from sle.queries.returns import unreported
from sle.rules.closed import rounds_closed_to
from sle.rules.deadlines import end_of
from sle.rules.decisions import Deciders, deciders_of, may_see_decisions
from sle.rules.letters import may_release, may_release_now
from sle.states import (
    OPEN_LETTER,
    ApplicationState,
    DecisionState,
    DesignationState,
    OutcomeLetterState,
    RoundState,
)


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """The register, for staff."""
    if is_staff(person, alliance, Responsibility.SLE):
        yield NavItem("Register", path_to("sle:register", alliance))


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What waits for this person after a round has closed: offers, panels, decisions, letters, returns."""
    yield from _offers(person, alliance)
    for round, begins in to_hold(person, timezone.now()):
        yield InboxItem(
            title="Your next interview",
            about=round.title,
            url=path_to("sle:interview_mine", alliance, pk=round.pk),
            action="See all of yours",
            due=begins,
            section="waiting",
        )
    yield from _deciding(person, alliance)
    if is_staff(person, alliance, Responsibility.SLE):
        yield from _panels(person, alliance)
        yield from _register(person, alliance)


def _offers(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    offers = Designation.objects.filter(person=person, state=DesignationState.OFFERED, application__isnull=False)
    for offer in offers.select_related("application__round"):
        if offer.application is not None:
            yield InboxItem(
                title="Reply to the offer of designation",
                about=offer.application.round.title,
                url=path_to("sle:outcome", alliance, code=offer.application.code),
                action="Read and reply",
                due=end_of(offer.reply_by),
            )
    for interview in without_slot(alliance).filter(application__applicant=person, plan__choose_by__gte=timezone.now()):
        yield InboxItem(
            title="Choose a time for your interview",
            about=interview.application.round.title,
            url=path_to("sle:interview_slot", alliance, code=interview.application.code),
            action="Choose",
            due=interview.plan.choose_by,
        )
    week = timezone.now() - timedelta(days=14)
    told = Application.objects.filter(applicant=person, state=ApplicationState.DECIDED)
    for application in told.filter(outcome_letters__letter__due_at__gte=week).select_related("round").distinct():
        yield InboxItem(
            title="The outcome of your application is there",
            about=application.round.title,
            url=path_to("sle:outcome", alliance, code=application.code),
            action="Read",
            section="news",
        )


def _panels(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What staff owe before scoring can start; the page says what is missing."""
    closed = Round.objects.filter(state=RoundState.CLOSED, applications__state=ApplicationState.SUBMITTED)
    for round in closed.exclude(pk__in=rounds_closed_to(person)).order_by("pk").distinct():
        page = path_to("sle:round_panel", alliance, pk=round.pk)
        yield InboxItem(title="Prepare and start scoring", about=round.title, url=page, action="Prepare")


def _deciding(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """What waits in the rounds in which an outcome is still on its way: as many queries for one as for several."""
    letters = OutcomeLetter.objects.filter(state__in=OPEN_LETTER).values("application__round")
    late = Q(state__in=(RoundState.RELEASED, RoundState.FINISHED), pk__in=letters)
    rounds = list(Round.objects.filter(Q(state=RoundState.DECIDING) | late).select_related("alliance").order_by("pk"))
    if not rounds:
        return
    deciders = deciders_of(rounds)
    mine = [round for round in rounds if may_see_decisions(person, round, deciders[round.pk]) is None]
    rows = outcome_rows_of(mine) if mine else {}
    for round in mine:
        who = deciders[round.pk]
        open_rows = [row for row in rows[round.pk] if row.is_open]
        yield from _decisions(person, round, who, open_rows)
        if is_staff(person, alliance, Responsibility.SLE) and who.closed_to(person.pk) is None:
            yield from _letters(person, round, who, open_rows)


def _decisions(person: Person, round: Round, who: Deciders, rows: Sequence[OutcomeRow]) -> Iterator[InboxItem]:
    """What the person has to propose or to approve."""
    page = path_to("sle:decision_list", round.alliance, pk=round.pk)
    mine = []
    if who.sits(person.pk):
        mine = [row for row in rows if who.proposer(row.application.pk) == person.pk]
    if propose := sum(line.is_to_propose for row in mine for line in row.areas):
        yield InboxItem(f"Propose {propose} outcome{'s' if propose > 1 else ''}", round.title, page, "Propose")
    approve = sum(
        line.decision is not None
        and line.decision.state == DecisionState.PROPOSED
        and person.pk in who.approvers(row.application.pk, line.decision.proposed_by_id)
        for row in rows
        for line in row.areas
    )
    if approve:
        yield InboxItem(f"Approve {approve} outcome{'s' if approve > 1 else ''}", round.title, page, "Approve")


def _letters(person: Person, round: Round, who: Deciders, rows: Sequence[OutcomeRow]) -> Iterator[InboxItem]:
    """Letters to approve, to release, or held back; none in which the person has an interest."""
    release = path_to("sle:round_release", round.alliance, pk=round.pk)
    seen = [row for row in rows if row.letter is not None and not who.has_interest(person.pk, row.application.pk)]
    drafts = sum(row.is_decided and row.letter.state == OutcomeLetterState.DRAFT for row in seen if row.letter)
    if drafts:
        yield InboxItem(f"Approve {drafts} letter{'s' if drafts > 1 else ''}", round.title, release, "Read and approve")
    if round.state == RoundState.DECIDING:
        if rows and may_release_now(person, round, who) is None and not missing_before_release(round, rows):
            yield InboxItem("Release the outcomes", round.title, release, "Release", due=round.release_at)
        return
    may_let_out = may_release(person, round, who) is None
    for letter in [row.letter for row in seen if row.letter]:
        name, page = letter.application.name, path_to("sle:letter", round.alliance, pk=letter.pk)
        if may_let_out and letter.state == OutcomeLetterState.APPROVED:
            yield InboxItem(f"Release the letter to {name}", round.title, page, "Release")
        elif not letter.on_its_own:
            yield InboxItem(f"Held back: the letter to {name}", round.title, page, "Decide")


def _register(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    today = timezone.localdate()
    for offer in unanswered(today):
        yield InboxItem(
            title=f"No reply from {offer.person.name} to the offer of designation",
            about=offer.application.round.title if offer.application else "",
            url=path_to("sle:designation", alliance, pk=offer.pk),
            action="Let it lapse",
            due=end_of(offer.reply_by),
        )
    yield from _replies(alliance)
    for round, area, number in places_that_came_up(Application.objects.filter(applicant=person), today):
        yield InboxItem(
            title=f"A place has come up in {area}: {number} in reserve",
            about=round.title,
            url=path_to("sle:reserve_list", alliance, pk=round.pk),
            action="Offer it",
        )
    if waiting := unreported().count():
        yield InboxItem(
            title=f"Report {waiting} change{'s' if waiting > 1 else ''} of the register to {alliance.agency}",
            about="Register",
            url=path_to("sle:return_list", alliance),
            action="Make the return",
        )
    now = timezone.now()
    late = without_slot(alliance).filter(plan__choose_by__lt=now)
    mine = late.exclude(application__round__in=rounds_closed_to(person)).values("application__round")
    for round in Round.objects.filter(pk__in=mine).order_by("pk"):
        yield InboxItem(
            title="Somebody has not chosen a time for their interview",
            about=round.title,
            url=path_to("sle:interview_list", alliance, pk=round.pk),
            action="Give them one",
        )


def _replies(alliance: Alliance) -> Iterator[InboxItem]:
    """Who has accepted or declined lately."""
    since = timezone.now() - timedelta(days=14)
    for reply in register().filter(replied_at__gte=since, application__isnull=False).order_by("-replied_at", "pk"):
        said = "declined" if reply.state == DesignationState.DECLINED else "accepted"
        yield InboxItem(
            title=f"{reply.person.name} has {said} the designation",
            about=reply.application.round.title if reply.application else "",
            url=path_to("sle:designation", alliance, pk=reply.pk),
            action="Read",
            section="news",
        )


def invariants(alliance: Alliance) -> Iterator[str]:
    """States that should be impossible: a letter without its decision, a decision without its letter, and the like."""
    released = OutcomeLetter.objects.filter(state=OutcomeLetterState.RELEASED)
    for letter in released.filter(letter=None):
        yield f"Outcome letter {letter.pk} is released and there is no letter."
    for letter in released.exclude(application__state=ApplicationState.DECIDED):
        yield f"Outcome letter {letter.pk} is released, but its application is not decided."
    for application in Application.objects.filter(state=ApplicationState.DECIDED).exclude(
        outcome_letters__state=OutcomeLetterState.RELEASED
    ):
        yield f"Application {application.pk} is decided, but its letter is not released."
    undecided = AreaDecision.objects.exclude(state=DecisionState.RELEASED)
    decided = undecided.filter(application_area__application__state=ApplicationState.DECIDED)
    again = OutcomeLetter.objects.filter(after_appeal=True, state__in=OPEN_LETTER).values("application")
    for decision in decided.filter(reserve_until=None).exclude(application_area__application__in=again):
        yield f"Decision {decision.pk} is not released, but its application is decided."
    for letter in OutcomeLetter.objects.filter(after_appeal=True).exclude(application__appeal__state="released"):
        yield f"Outcome letter {letter.pk} tells of an appeal that is not decided."
    prepared = OutcomeLetter.objects.filter(from_reserve=True, state__in=OPEN_LETTER)
    placed = decided.exclude(application_area__application__in=prepared.values("application"))
    for decision in placed.exclude(application_area__application__in=again):
        yield f"Decision {decision.pk} offers a place, but no letter is being prepared."
    for letter in prepared.exclude(application__in=decided.values("application_area__application")):
        yield f"Outcome letter {letter.pk} is to offer a place, but no place is offered."
    early = AreaDecision.objects.filter(state=DecisionState.RELEASED)
    for decision in early.exclude(application_area__application__state=ApplicationState.DECIDED):
        yield f"Decision {decision.pk} is released, but its application is not decided."
    for decision in AreaDecision.objects.filter(approved_by=F("proposed_by")):
        yield f"Decision {decision.pk} was proposed and approved by the same person."
    offers = Designation.objects.filter(application__isnull=False)
    for designation in offers.exclude(application__state=ApplicationState.DECIDED):
        yield f"Designation {designation.pk} was offered without a released outcome."
    for designation in Designation.objects.annotate(n=Count("areas")).filter(n=0, application__isnull=False):
        yield f"Designation {designation.pk} has no area."
    for designation in Designation.objects.filter(state=DesignationState.CURRENT).filter(
        Q(starts_on=None) | Q(ends_on=None), application__isnull=False
    ):
        yield f"Designation {designation.pk} is current and has no dates."
    for round in Round.objects.filter(state__in=(RoundState.RELEASED, RoundState.FINISHED, RoundState.CANCELLED)):
        exercise = exercise_about(round)
        if exercise is not None and exercise.state != "closed":
            yield f"Round {round.pk} is over, but its panel is not dismissed."
