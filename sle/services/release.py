"""Release: one short transaction in which outcomes, letters, mails and offers come into being, or none of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from alliance.addresses import full, path_to
from alliance.people.models import Person
from alliance.post.services import (
    Addressee,
    Posting,
    Writing,
    send,
    send_many,
    try_letter_again,
    try_mail_again,
    write_letters,
)
from alliance.post.texts import Address
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.schools.workdays import Calendar
from alliance.times import in_words
from alliance.workflow.events import event_for, record, write_events
from sle.kinds.variants import letter_for
from sle.leader_kinds import words_of_kind
from sle.models import (
    APPLICATION,
    DECISION,
    OUTCOME_LETTER,
    ROUND,
    Designation,
    DesignationArea,
    OutcomeLetter,
    Reference,
    Round,
)
from sle.queries.decisions import OutcomeRow, outcome_rows
from sle.queries.letters import late_values, letter_html, missing_before_release, reply_by
from sle.queries.release import progress_of
from sle.rules.letters import may_release_held, may_release_now, time_problem
from sle.rules.reserve import reserve_is_over
from sle.services.appeals.redeciding import dismiss_new_panel
from sle.services.decisions import locked
from sle.services.panel import dismiss_panel
from sle.states import (
    DESIGNATING,
    ApplicationState,
    Outcome,
    OutcomeLetterState,
    ReferenceKind,
    ReferenceState,
    RoundState,
)

log = logging.getLogger(__name__)

# The head hears on the next working day at this hour: the applicant comes first.
HEAD_HEARS_AT = time(9, 0)


@transaction.atomic
def release_round(*, round: Round, by: Person, now: datetime) -> int:
    """Release every approved outcome of `round`; returns how many people are told. It cannot be taken back.

    In one transaction: the round and its decisions are released, each application has its outcome, each person one
    letter and one mail, each offer of designation stands on the register, the heads' mails are posted for later. PDFs
    and mails are made afterwards from those rows. Letters held back by name stay behind. Raises Refused where
    anything else is undecided or unapproved, and MoveRefused where somebody else released first.
    """
    round = locked(round)
    allow(may_release_now(by, round))
    rows = outcome_rows(round)
    if lacks := missing_before_release(round, rows):
        raise Refused(Refusal(" ".join(lacks)))
    going = [row for row in rows if row.letter and row.letter.state == OutcomeLetterState.APPROVED]
    ROUND.apply(round, "release", by=by, at=now, released_at=now)
    dismiss_panel(round=round, by=by, now=now)
    _release(round, going, by=by, now=now)
    return len(going)


@transaction.atomic
def release_held_letter(*, letter: OutcomeLetter, by: Person, now: datetime) -> None:
    """Release one letter that was held back when the others went. Raises Refused."""
    round = locked(letter.application.round)
    letter.application.round = round
    allow(may_release_held(by, letter))
    rows = [row for row in outcome_rows(round) if row.application.pk == letter.application_id]
    if not all(row.is_decided for row in rows):
        raise Refused(Refusal("The outcome is not approved for every area yet."))
    if letter.from_reserve:
        for line in rows[0].open_areas:
            if line.decision is not None:
                allow(reserve_is_over(line.decision, timezone.localdate(now)))
    _release(round, rows, by=by, now=now)
    dismiss_new_panel(application=letter.application, by=by, now=now)


def _release(round: Round, rows: Sequence[OutcomeRow], *, by: Person, now: datetime) -> None:
    """Write everything that the release of `rows` means. The caller holds the round's lock and has checked."""
    if not rows:
        return
    calendar = Calendar(round.alliance)
    today = timezone.localdate(now)
    rows = [replace(row, areas=row.open_areas) for row in rows]
    on_its_own = _kind(rows) != "sle.outcome"
    values = late_values(round, today, calendar, on_its_own=on_its_own)
    decisions = [line.decision for row in rows for line in row.areas if line.decision]
    DECISION.apply_many(decisions, "release", by=by, at=now)
    undecided = [row.application for row in rows if row.application.state != ApplicationState.DECIDED]
    APPLICATION.apply_many(undecided, "decide", by=by, at=now)
    _write_letters(round, rows, values, dated=today, by=by, now=now)
    _tell_applicants(round, rows)
    _tell_heads(round, rows, due=when_heads_hear(round.alliance, today))
    until = reply_by(round, today, calendar, on_its_own=on_its_own)
    _offer(round, rows, reply_by=until, by=by, now=now)


def _write_letters(
    round: Round, rows: Sequence[OutcomeRow], values: dict[str, str], *, dated: date, by: Person, now: datetime
) -> None:
    """One letter for each applicant, in the words that were approved."""
    drafts = []
    for row in rows:
        if row.letter is None:
            raise Refused(Refusal(f"There is no letter for {row.application.name}."))
        drafts.append(row.letter)
    letters = write_letters(
        _kind(rows),
        alliance=round.alliance,
        writings=[
            Writing(
                to=row.application.applicant,
                about=row.application,
                values=_said(round, row),
                html=letter_html(draft, values),
                address=row.application.school.postal_address if row.application.school else "",
                dedupe=f"{_kind(rows)}:{_told_by(row)}",
            )
            for row, draft in zip(rows, drafts, strict=True)
        ],
        dated=dated,
        worded=letter_for(_kind(rows), round.alliance, round.kind),
    )
    for draft, letter in zip(drafts, letters, strict=True):
        draft.letter = letter
    OutcomeLetter.objects.bulk_update(drafts, ["letter"])
    OUTCOME_LETTER.apply_many(drafts, "release", by=by, at=now)


def _kind(rows: Sequence[OutcomeRow]) -> str:
    """What these letters are: the outcome, or one that goes out on its own; their mails are called alike."""
    return next((row.letter.kind for row in rows if row.letter and row.letter.on_its_own), "sle.outcome")


def _told_by(row: OutcomeRow) -> int:
    """What a person is told of once: the outcome of an application, or what a letter of its own tells."""
    return row.letter.pk if row.letter and row.letter.on_its_own else row.application.pk


def _said(round: Round, row: OutcomeRow) -> dict[str, str]:
    said = {"name": row.application.name, "round": round.title, "alliance": round.alliance.name}
    return {**said, **words_of_kind(round.alliance, round.kind)}


def _tell_applicants(round: Round, rows: Sequence[OutcomeRow]) -> None:
    """One mail for each applicant: the letter is there."""
    postings = []
    for row in rows:
        application = row.application
        page = Address(full(path_to("sle:outcome", round.alliance, code=application.code)))
        values = {**_said(round, row), "page": page}
        postings.append(Posting(application.applicant, application, values, f"{_kind(rows)}_ready:{_told_by(row)}"))
    send_many(f"{_kind(rows)}_ready", alliance=round.alliance, postings=postings)


def _tell_heads(round: Round, rows: Sequence[OutcomeRow], *, due: datetime) -> None:
    """One mail for the head who returned each application, which goes out only when it is `due`."""
    heads, postings = _heads([row.application.pk for row in rows]), []
    for row in rows:
        application = row.application
        head = heads.get(application.pk)
        if head is None:
            continue
        name = head.signer_name or head.name
        outcomes = "\n".join(f"{line.name}: {line.outcome_word}" for line in row.areas)
        values = {**_said(round, row), "name": name, "applicant": application.name, "outcomes": outcomes}
        dedupe = f"{_kind(rows)}_head:{_told_by(row)}"
        postings.append(Posting(Addressee(head.email, name), application, values, dedupe))
    send_many(f"{_kind(rows)}_head", alliance=round.alliance, postings=postings, due=due)


def _offer(round: Round, rows: Sequence[OutcomeRow], *, reply_by: date, by: Person, now: datetime) -> None:
    """The offers of designation, each in the areas where there is one."""
    offered = [(row, [line for line in row.areas if line.outcome in DESIGNATING]) for row in rows]
    offered = [(row, lines) for row, lines in offered if lines and row.application.school is not None]
    designations = Designation.objects.bulk_create(
        Designation(
            alliance=round.alliance,
            person=row.application.applicant,
            kind=round.kind,
            application=row.application,
            home_school=row.application.school,
            trn=row.application.trn,
            offered_at=now,
            reply_by=reply_by,
        )
        for row, _ in offered
    )
    DesignationArea.objects.bulk_create(
        DesignationArea(
            alliance=round.alliance,
            designation=designation,
            area_id=line.area_id,
            with_support=line.outcome == Outcome.WITH_SUPPORT,
        )
        for designation, (_, lines) in zip(designations, offered, strict=True)
        for line in lines
    )
    write_events([event_for(designation, "offer", by=by, at=now) for designation in designations])


def when_heads_hear(alliance: Alliance, today: date) -> datetime:
    """When a head hears of what the applicant is told today."""
    return timezone.make_aware(datetime.combine(Calendar(alliance).add(today, 1), HEAD_HEARS_AT))


def _heads(applications: Sequence[int]) -> dict[int, Reference]:
    """The head who returned each application."""
    returned = Reference.objects.filter(
        application__in=applications, kind=ReferenceKind.HEAD, state=ReferenceState.RETURNED
    )
    return {reference.application_id: reference for reference in returned}


@transaction.atomic
def set_release(*, round: Round, at: datetime | None, by: Person, now: datetime) -> None:
    """Release at a set time, or (None) no longer. What is missing is judged now and again at that time.

    Raises Refused.
    """
    round = locked(round)
    allow(may_release_now(by, round))
    if problem := time_problem(at, now):
        raise Refused(Refusal(problem))
    if at is not None and (lacks := missing_before_release(round, outcome_rows(round))):
        raise Refused(Refusal(" ".join(lacks)))
    Round.objects.filter(pk=round.pk).update(release_at=at, release_by=by if at else None)
    record(round, "set_release" if at else "unset_release", by=by, at=now, fields=["release_at"])


def release_what_is_due(alliance: Alliance, now: datetime) -> None:
    """Release the rounds whose set time has come; where that is refused, tell whoever had set it."""
    for round in Round.objects.filter(state=RoundState.DECIDING, release_at__lte=now).select_related("release_by"):
        if round.release_by is None:
            continue
        try:
            release_round(round=round, by=round.release_by, now=now)
        except Refused as refused:
            log.warning("Round %s was not released at its set time.", round.pk)
            _tell_refused(round, refused.refusal.sentence, now)


@transaction.atomic
def _tell_refused(round: Round, reason: str, now: datetime) -> None:
    """Take the set time away, once, and say why nothing went out."""
    taken = Round.objects.filter(pk=round.pk, state=RoundState.DECIDING, release_at=round.release_at)
    if not taken.update(release_at=None, release_by=None) or round.release_by is None:
        return
    record(round, "refuse_release", by=None, at=now)
    send(
        "sle.release_refused",
        to=round.release_by,
        alliance=round.alliance,
        about=round,
        values={
            "name": round.release_by.name,
            "round": round.title,
            "alliance": round.alliance.name,
            "reason": reason,
            "page": Address(full(path_to("sle:round_release", round.alliance, pk=round.pk))),
        },
        dedupe=f"sle.release_refused:{round.pk}:{in_words(round.release_at)}",
    )


@transaction.atomic
def try_again(*, round: Round, by: Person) -> int:
    """Make the letters and send the mails of this release that failed, once more; returns how many."""
    applicants, heads = progress_of(round)
    failed_letters, failed_mails = applicants.failed_letters, [*applicants.failed_mails, *heads.failed_mails]
    for letter in failed_letters:
        try_letter_again(letter=letter, by=by)
    for mail in failed_mails:
        try_mail_again(mail=mail, by=by)
    return len(failed_letters) + len(failed_mails)
