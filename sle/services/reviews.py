"""Reviews: begun when a designation's years run out or a concern comes up, evidence gathered, decided by two people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.post.services import send, write_letter
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.kinds.variants import letter_for
from sle.leader_kinds import designated_here, kind_of, words_of_kind
from sle.models import DESIGNATION, REVIEW, Designation, DesignationArea, Review
from sle.queries.register import address_of, page_of
from sle.queries.releases import awaited_releases
from sle.queries.reviews import due_for_review
from sle.rules.reviews import may_approve_review, may_begin_review, may_propose_review, may_state, review_problem
from sle.services.endings import end, tell_of_letter
from sle.services.register import years_after
from sle.services.releases import drop_release, tell_head, want_release
from sle.services.returns import to_report
from sle.services.review_panels import dismiss
from sle.states import Change, ReleaseState, ReviewCause, ReviewOutcome, ReviewState
from sle.wording import list_of

# Working days that leader and head have to answer.
TIME_TO_ANSWER = 20


@transaction.atomic
def begin_review(*, designation: Designation, concern: str = "", by: Person | None, now: datetime) -> Review:
    """Begin a review, because the years run out or (`concern`, in the words told to the leader) because of something
    that has come up: the leader is asked for their account, the head for release and view. Raises Refused.

    `by` is None for the portal itself, on the day on which the review is due.
    """
    Designation.objects.select_for_update().get(pk=designation.pk)
    if by is not None:
        allow(may_begin_review(by, designation))
    review = Review.objects.create(
        alliance_id=designation.alliance_id,
        designation=designation,
        cause=ReviewCause.CONCERN if concern.strip() else ReviewCause.DUE,
        concern=concern.strip(),
        opened_at=now,
        opened_by=by,
        answer_by=Calendar(designation.alliance).add(timezone.localdate(now), TIME_TO_ANSWER),
    )
    record(review, "begin", by=by, at=now)
    _tell_leader(review, "review_concern" if concern.strip() else "review_begin", dedupe="")
    want_release(designation=designation, review=review, by=by, now=now)
    return review


def begin_due_reviews(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: reviews whose day has come begin by themselves."""
    for designation in due_for_review(alliance, timezone.localdate(now), by_itself=True):
        begin_review(designation=designation, by=None, now=now)


@transaction.atomic
def state_account(*, review: Review, statement: str, by: Person, now: datetime) -> None:
    """The leader's own account, which can be changed until an outcome is proposed. Raises Refused."""
    allow(may_state(by, review))
    Review.objects.filter(pk=review.pk).update(statement=statement.strip(), stated_at=now)
    record(review, "give_account", by=by, at=now, fields=["statement"])


@transaction.atomic
def propose_review(
    *,
    review: Review,
    outcome: str,
    years: int | None,
    areas: Sequence[Area],
    conditions: str,
    reasons: str,
    by: Person,
    now: datetime,
) -> None:
    """Propose to renew (for `years`, in `areas`, with `conditions` that stand in the letter) or to end (for `reasons`
    that do). A second proposal takes the place of the first. Raises Refused."""
    allow(may_propose_review(by, review, timezone.localdate(now)))
    _, problem = review_problem(outcome, years, len(areas), reasons)
    if problem:
        raise Refused(Refusal(problem))
    renews = outcome == ReviewOutcome.RENEW
    REVIEW.apply(
        review,
        "propose",
        by=by,
        at=now,
        outcome=outcome,
        years=years if renews else None,
        conditions=conditions.strip() if renews else "",
        reasons=reasons.strip(),
        proposed_by=by,
        proposed_at=now,
    )
    review.areas.set(areas if renews else [])


@transaction.atomic
def send_back_review(*, review: Review, reason: str, by: Person, now: datetime) -> None:
    """Do not approve: more evidence is wanted, and why is kept as a note. Raises Refused."""
    allow(may_approve_review(by, review))
    REVIEW.apply(review, "send_back", by=by, at=now)
    write_note(review, "send_back", reason.strip(), by=by)


@transaction.atomic
def approve_review(*, review: Review, by: Person, now: datetime) -> None:
    """Approve what is proposed: the designation is renewed or ends, the leader gets the letter, the agency's next
    return says so. Raises Refused."""
    allow(may_approve_review(by, review))
    designation, today = _held(review), timezone.localdate(now)
    if review.outcome == ReviewOutcome.RENEW:
        REVIEW.apply(review, "renew", by=by, at=now, approved_by=by, approved_at=now, told_on=today)
        _renew(review, designation, by=by, now=now)
    else:
        appeal_until = Calendar(designation.alliance).add(
            today, kind_of(designation.alliance, designation.kind).appeal_working_days
        )
        REVIEW.apply(
            review,
            "end",
            by=by,
            at=now,
            approved_by=by,
            approved_at=now,
            told_on=today,
            appeal_until=appeal_until,
        )
        end(designation, "de_designate", Change.DE_DESIGNATED, by=by, now=now)
        _write(review, designation, "ended")
    dismiss(review, by=by, now=now)
    for release in review.releases.filter(state__in=(ReleaseState.WANTED, ReleaseState.ASKED)):
        drop_release(release, by=by, now=now)


def _held(review: Review) -> Designation:
    """The designation as it stands by now."""
    found = Designation.objects.select_related("alliance", "person", "home_school", "application")
    return found.get(pk=review.designation_id)


def _renew(review: Review, designation: Designation, *, by: Person, now: datetime) -> None:
    """From the day on which the years end, or today if they are over already."""
    today = timezone.localdate(now)
    begins = max(designation.ends_on or today, today)
    DESIGNATION.apply(designation, "renew", by=by, at=now, ends_on=years_after(begins, review.years or 0))
    wanted, had = set(review.areas.all()), {line.area for line in designation.areas.select_related("area")}
    if wanted != had:
        write_note(review, "areas_before", list_of(sorted(area.name for area in had)), by=by)
        designation.areas.exclude(area__in=wanted).delete()
        DesignationArea.objects.bulk_create(
            DesignationArea(alliance_id=designation.alliance_id, designation=designation, area=area, since=today)
            for area in sorted(wanted - had, key=lambda area: area.pk)
        )
    to_report(designation, Change.RENEWED, today)
    _write(review, designation, "renewed")


def _write(review: Review, designation: Designation, verb: str) -> None:
    """The letter of this outcome."""
    alliance = designation.alliance
    kind = kind_of(alliance, designation.kind)
    write_letter(
        f"sle.{verb}",
        to=designation.person,
        alliance=alliance,
        about=designation,
        values={
            "name": designation.person.name,
            "alliance": alliance.name,
            "areas": list_of([area.name for area in review.areas.all()]),
            "until": in_words(designation.ends_on),
            "conditions": review.conditions,
            "reasons": review.reasons,
            "appeal_grounds": "\n".join(kind.grounds),
            "appeal_until": in_words(review.appeal_until),
            **words_of_kind(alliance, designation.kind),
        },
        address=address_of(designation),
        dated=review.told_on,
        worded=letter_for(f"sle.{verb}", alliance, designation.kind),
        dedupe=f"sle.{verb}:{review.pk}:{review.approved_at}",
    )
    tell_of_letter(designation, dedupe=f"{review.pk}:{review.approved_at}")


@transaction.atomic
def reinstate(*, review: Review, by: Person, now: datetime) -> None:
    """An appeal against a de-designation is upheld: the designation stands as it did, and the review is open again.

    Raises MoveRefused where the review did not end it.
    """
    designation = _held(review)
    REVIEW.apply(
        review, "reopen", by=by, at=now, approved_by=None, approved_at=None, told_on=None, appeal_until=None, outcome=""
    )
    DESIGNATION.apply(designation, "reinstate", by=by, at=now, ended_on=None)
    to_report(designation, Change.REINSTATED, timezone.localdate(now))


def remind_of_reviews(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: remind leaders and heads who have not answered, every so many working days."""
    today, calendar = timezone.localdate(now), Calendar(alliance)
    if not calendar.is_working(today):
        return
    every = {kind.code: kind.remind_every for kind in designated_here(alliance)}
    gathering = Review.objects.filter(state=ReviewState.GATHERING, stated_at=None, answer_by__gte=today)
    for review in gathering.select_related("designation__person", "designation__alliance"):
        waited = calendar.between(timezone.localdate(review.opened_at), today)
        if (times := waited // every.get(review.designation.kind, 4)) >= 1:
            with transaction.atomic():
                _tell_leader(review, "review_remind", dedupe=str(times))
    for release in awaited_releases():
        if release.asked_at is None or (release.review is not None and release.review.answer_by < today):
            continue
        waited = calendar.between(timezone.localdate(release.asked_at), today)
        if (times := waited // every.get(release.designation.kind, 4)) >= 1:
            with transaction.atomic():
                tell_head(release, "release_remind", dedupe=str(times))


def _tell_leader(review: Review, verb: str, *, dedupe: str) -> None:
    """Post the mail `sle.<verb>` to the leader."""
    designation = review.designation
    alliance = designation.alliance
    send(
        f"sle.{verb}",
        to=designation.person,
        alliance=alliance,
        about=review,
        values={
            "name": designation.person.name,
            "alliance": alliance.name,
            "until": in_words(designation.ends_on),
            "concern": review.concern,
            "answer_by": in_words(review.answer_by),
            "page": page_of(designation),
            **words_of_kind(alliance, designation.kind),
        },
        dedupe=f"sle.{verb}:{review.pk}:{dedupe}",
    )
