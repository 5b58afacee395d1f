"""The life of a round up to its close: create, copy, open, close, cancel, finish."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from alliance.deadlines import in_time
from alliance.panels.models import Rubric
from alliance.panels.services import new_rubric
from alliance.panels.standard import RED_AMBER_GREEN
from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import allow
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import placeholders
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.leader_kinds import SLE, USUAL_YEARS, kind_of, words_of_kind
from sle.models import (
    APPLICATION,
    ROUND,
    Application,
    EligibilityRule,
    Question,
    Reference,
    Round,
    RoundArea,
)
from sle.queries.panel import sitting
from sle.round_texts import APPEAL_GROUNDS, PRIVACY_NOTICE, STANDARD_QUESTIONS
from sle.rules.deadlines import hand_over_by, has_own_time, references_by
from sle.rules.eligibility import RULES_OF_OTHER_KINDS, STANDARD_RULES
from sle.rules.parts import missing_parts
from sle.rules.rounds import may_recruit
from sle.services.counting import count_finished, let_answers_go
from sle.services.notices import as_list, tell_applicant, tell_referee, tell_scorer
from sle.services.panel import dismiss_panel
from sle.services.references import drop
from sle.states import ApplicationState, ReferenceState, RoundState

# How long a request that came in time may still be in the works before the portal ends anything.
IN_HAND = timedelta(minutes=1)

COPIED = (
    "kind",
    "about",
    "second_reference",
    "interviews",
    "anonymous",
    "scores_per_entry",
    "rubric",
    "interview_rubric",
    "appeal_grounds",
    "appeal_working_days",
    "appeal_hearers",
    "designated_years",
    "privacy_notice",
    "kept_years",
    "remind_every",
    "remind_before",
)


@transaction.atomic
def create_round(*, alliance: Alliance, title: str, by: Person, kind: str = SLE) -> Round:
    """A new draft with the portal's usual questions, rules and texts, each to be changed by the alliance.

    `kind` is the code of the kind of leader that it is for. Raises Refused where the
    alliance does not designate leaders of that kind.
    """
    allow(may_recruit(alliance, kind))
    words = placeholders(alliance) | words_of_kind(alliance, kind)
    round = Round.objects.create(
        alliance=alliance,
        kind=kind,
        title=title,
        designated_years=kind_of(alliance, kind).years or USUAL_YEARS,
        rubric=_usual_rubric(alliance, by),
        appeal_grounds=APPEAL_GROUNDS,
        privacy_notice=PRIVACY_NOTICE.format(alliance=alliance.name, agency=alliance.agency, **words),
    )
    Question.objects.bulk_create(
        Question(alliance=alliance, round=round, position=n, key=f"q{n}", title=heading, text=text)
        for n, (heading, text) in enumerate(STANDARD_QUESTIONS, start=1)
    )
    rules = STANDARD_RULES if kind == SLE else RULES_OF_OTHER_KINDS
    EligibilityRule.objects.bulk_create(
        EligibilityRule(
            alliance=alliance, round=round, position=n, text=text.format(**words), decided_by=who, automatic=check
        )
        for n, (text, who, check) in enumerate(rules, start=1)
    )
    record(round, "create", by=by)
    return round


@transaction.atomic
def copy_round(*, round: Round, title: str, by: Person) -> Round:
    """A new draft set up like `round`: its areas still on offer, questions, rules, scoring and texts. Times are empty,
    because they would be past."""
    alliance = round.alliance
    copy = Round.objects.create(
        alliance=alliance, title=title, copied_from=round, **{name: getattr(round, name) for name in COPIED}
    )
    RoundArea.objects.bulk_create(
        RoundArea(alliance=alliance, round=copy, area=chosen.area, target=chosen.target)
        for chosen in round.areas.select_related("area__area_list")
        if chosen.area.area_list is None or chosen.area.area_list.current
    )
    Question.objects.bulk_create(
        Question(
            alliance=alliance,
            round=copy,
            position=old.position,
            key=old.key,
            title=old.title,
            text=old.text,
            word_limit=old.word_limit,
        )
        for old in round.questions.all()
    )
    EligibilityRule.objects.bulk_create(
        EligibilityRule(
            alliance=alliance,
            round=copy,
            position=old.position,
            text=old.text,
            decided_by=old.decided_by,
            automatic=old.automatic,
        )
        for old in round.eligibility_rules.all()
    )
    record(copy, "copy", by=by)
    return copy


@transaction.atomic
def open_round(*, round: Round, by: Person, now: datetime) -> None:
    """Publish `round`: from its opening time on, people can apply."""
    ROUND.apply(round, "open", by=by, opened_at=now)


@transaction.atomic
def close_round(*, round: Round, by: Person | None, now: datetime) -> int:
    """Close `round` to new hand-overs at `now`; `by` is None when its time has come.

    Everyone unfinished is told what was missing. Whoever has a later time of their own, or a paper application that
    came in time and waits to be confirmed, goes on. Returns how many people were told. Raises MoveRefused if the round
    is not open any more.
    """
    ROUND.apply(round, "close", by=by, closed_at=now)
    unfinished = [
        application
        for application in in_progress(round, ApplicationState.DRAFT)
        if application.paper_received_at is None
        and not (has_own_time(application) and in_time(now, hand_over_by(application)))
    ]
    _end_unfinished(unfinished, by=by, now=now)
    return len(unfinished)


@transaction.atomic
def end_overdue(*, round: Round, now: datetime) -> int:
    """In a closed round: end drafts whose own hand-over time is over, and applications whose references did not come.

    Returns how many ended. Safe to repeat.
    """
    drafts = [
        application
        for application in in_progress(round, ApplicationState.DRAFT)
        if not in_time(now, references_by(application) if application.paper_received_at else hand_over_by(application))
    ]
    _end_unfinished(drafts, by=None, now=now)
    late = [
        application
        for application in in_progress(round, ApplicationState.HANDED_OVER)
        if not in_time(now, references_by(application))
    ]
    if late:
        APPLICATION.apply_many(late, "not_consider", by=None)
    for application in late:
        tell_applicant(application, "application_not_submitted", dedupe=_round_of_time(references_by(application)))
    return len(drafts) + len(late)


@transaction.atomic
def cancel_round(*, round: Round, reason: str, by: Person, now: datetime) -> int:
    """Cancel `round`: everyone concerned is told the reason, links die, and nothing more is asked of anybody.

    Returns how many people were told.
    """
    ROUND.apply(round, "cancel", by=by)
    panel = sitting(round)
    dismiss_panel(round=round, by=by, now=now)
    write_note(round, "cancel", reason, by=by)
    let_answers_go(round=round)
    for reference in Reference.objects.filter(application__round=round):
        drop(reference)
    told = 0
    ended = (ApplicationState.WITHDRAWN, ApplicationState.NOT_CONSIDERED, ApplicationState.INELIGIBLE)
    for application in _with_everything(round.applications.exclude(state__in=ended)):
        cancel_waiting(about=application)
        tell_applicant(application, "round_cancelled", reason=reason)
        told += 1
    for reference in awaited_references(round):
        tell_referee(reference, "reference_round_cancelled", reason=reason)
        told += 1
    for person in panel:
        tell_scorer(round, person, "panel_round_cancelled", reason=reason)
    return told + len(panel)


@transaction.atomic
def finish_round(*, round: Round, by: Person) -> None:
    """Finish `round`: nobody waits for an outcome any more, and outcomes are counted once there are enough."""
    now = timezone.now()
    ROUND.apply(round, "finish", by=by)
    dismiss_panel(round=round, by=by, now=now)
    count_finished(round=round, now=now)


def in_progress(round: Round, state: str) -> list[Application]:
    """The round's applications in `state`, locked, with all that mails and missing parts read."""
    return list(_with_everything(round.applications.filter(state=state).select_for_update(of=("self",))))


def awaited_references(round: Round) -> list[Reference]:
    """References of the round that somebody has been asked for and not answered."""
    return list(
        Reference.objects.filter(application__round=round, state=ReferenceState.ASKED)
        .exclude(application__state=ApplicationState.WITHDRAWN)
        .select_related("application__round__alliance", "application__school", "application__applicant")
        .prefetch_related("application__extensions", "application__references")
    )


def close_when_due(alliance: Alliance, now: datetime) -> None:
    """Called every half minute: close what has reached its time, end what is overdue.

    Judged as of a little earlier: what the server received in the last second is still being worked on, while rules
    refuse what came later.
    """
    before = now - IN_HAND
    for round in Round.objects.filter(state=RoundState.OPEN, hand_over_by__lt=before).select_related("alliance"):
        if not in_time(before, round.hand_over_by):
            close_round(round=round, by=None, now=before)
    for round in Round.objects.filter(state=RoundState.CLOSED).select_related("alliance"):
        end_overdue(round=round, now=before)


def _usual_rubric(alliance: Alliance, by: Person) -> Rubric:
    """The newest version of the national matrix, as the alliance words it."""
    newest = Rubric.objects.filter(alliance=alliance, name=RED_AMBER_GREEN.name).order_by("-version", "-pk").first()
    return newest or new_rubric(alliance=alliance, spec=RED_AMBER_GREEN, by=by)


def _end_unfinished(applications: list[Application], *, by: Person | None, now: datetime) -> None:
    """Tell each applicant what was missing, and end the application; staff may have closed before the time."""
    if applications:
        APPLICATION.apply_many(applications, "not_consider", by=by)
    for application in applications:
        missing = missing_parts(application) or ["The application was complete, but it was not handed over"]
        until = hand_over_by(application)
        tell_applicant(
            application,
            "application_unfinished",
            missing=as_list(missing),
            hand_over_by=in_words(min(until, now) if until else now),
            dedupe=_round_of_time(until),
        )


def _round_of_time(until: datetime | None) -> str:
    """Tells apart the closings of one application: it can be reopened, and end again at another time."""
    return until.isoformat() if until else ""


def _with_everything(applications: QuerySet[Application]) -> QuerySet[Application]:
    """With all that mails and missing parts read, in a constant number of queries."""
    return (
        applications.select_related("round__alliance", "applicant", "school")
        .prefetch_related("areas", "answers", "references", "extensions", "round__questions")
        .order_by("pk")
    )
