"""Evaluations: asked for, written as a draft, given, commented on, read by the alliance, followed up a term later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from alliance.addresses import path_to
from alliance.drafts import Stale
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import EVALUATION, REQUEST, Deployment, Evaluation, Measure, NeedEvaluation, Reading, Request
from support.queries.evaluations import due_evaluations, due_follow_ups
from support.rules import evaluations as rules
from support.rules.school_years import term_of
from support.services.telling import tell_leader, tell_school, tell_staff
from support.states import EvaluationState, Grade, RequestState

SAID = ("effectiveness", "overall", "changed", "better")


@transaction.atomic
def ask_for_evaluation(*, deployment: Deployment, by: Person | None, now: datetime) -> Evaluation | None:
    """The school is asked how a leader's work went, once it has ended; None where no half day was used."""
    if not deployment.ledger.exists():
        return None
    made, new = Evaluation.objects.get_or_create(
        alliance_id=deployment.alliance_id, deployment=deployment, defaults={"asked_at": now}
    )
    if new:
        NeedEvaluation.objects.bulk_create(
            NeedEvaluation(alliance_id=deployment.alliance_id, evaluation=made, need_id=need_id)
            for need_id in deployment.needs.values_list("need", flat=True)
        )
        record(made, "ask", by=by, at=now)
        _tell_school(made, "evaluation_ask")
    return made


def _page(evaluation: Evaluation) -> str:
    return path_to("support:evaluation", evaluation.deployment.alliance, pk=evaluation.pk)


def _tell_school(evaluation: Evaluation, verb: str, *, dedupe: str = "") -> None:
    deployment = evaluation.deployment
    tell_school(
        deployment.request,
        verb,
        about=evaluation,
        page=_page(evaluation),
        dedupe=f"{evaluation.pk}:{dedupe}",
        leader=deployment.supporter.person.name,
    )


@transaction.atomic
def save_evaluation(
    *, evaluation: Evaluation, revision: int, values: Mapping[str, str], by: Person, now: datetime
) -> Evaluation:
    """Keep the draft as it is typed: `values` by field, and by `impact-<pk>` and `evidence-<pk>` for each area.

    `revision` is the save that it was typed over; saving the same again is no change. Raises Stale and Refused.
    """
    locked = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    allow(rules.may_write_evaluation(by, evaluation))
    stored = stored_values(locked)
    given = {name: value for name, value in values.items() if name in stored}
    if any(stored[name] != value for name, value in given.items()):
        if locked.revision != revision:
            raise Stale(stored, locked.revision)
        fields = {name: given[name] for name in SAID if name in given}
        Evaluation.objects.filter(pk=locked.pk).update(**fields, revision=revision + 1, saved_at=now)
        for line in locked.needs.all():
            line.impact = given.get(f"impact-{line.pk}", line.impact)
            line.evidence = given.get(f"evidence-{line.pk}", line.evidence)
            line.save(update_fields=["impact", "evidence"])
    evaluation.refresh_from_db(fields=[*SAID, "state", "revision", "saved_at"])
    return evaluation


def stored_values(evaluation: Evaluation) -> dict[str, str]:
    """The draft's fields as `save_evaluation` takes them."""
    found = {name: str(getattr(evaluation, name)) for name in SAID}
    for line in evaluation.needs.all():
        found |= {f"impact-{line.pk}": line.impact, f"evidence-{line.pk}": line.evidence}
    return found


@transaction.atomic
def give_evaluation(*, evaluation: Evaluation, by: Person, now: datetime) -> None:
    """The school gives its evaluation; leader and staff hear of it. Raises Refused and MoveRefused."""
    allow(rules.may_give_evaluation(by, evaluation))
    follow_up_on = term_of(term_of(timezone.localdate(now)).next_day).last
    EVALUATION.apply(evaluation, "give", by=by, at=now, given_by=by, given_at=now, follow_up_on=follow_up_on)
    deployment = evaluation.deployment
    tell_leader(deployment, "evaluation_given")
    tell_staff(
        deployment.request,
        "evaluation_read",
        about=evaluation,
        page=_page(evaluation),
        dedupe=str(evaluation.pk),
        leader=deployment.supporter.person.name,
        overall=str(Grade(evaluation.overall).label),
    )


@transaction.atomic
def comment(*, evaluation: Evaluation, text: str, by: Person, now: datetime) -> None:
    """The leader says something to it, once. Raises Refused."""
    allow(rules.may_comment(by, evaluation))
    if not text.strip():
        raise Refused(Refusal("Write your comment."))
    if not Evaluation.objects.filter(pk=evaluation.pk, leader_says="").update(leader_says=text.strip()):
        raise Refused(Refusal("Your comment stands already."))
    record(evaluation, "comment", by=by, at=now, fields=["leader_says"])


@transaction.atomic
def say_gained(*, deployment: Deployment, field: str, text: str, by: Person, now: datetime) -> None:
    """What the leader (`gained`) or the home school (`home_gained`) took back from the work. Raises Refused."""
    allow(rules.may_say_gained(by, deployment))
    evaluation = Evaluation.objects.filter(deployment=deployment).first()
    if evaluation is None:
        raise Refused(Refusal("No half day of this work was used."))
    Evaluation.objects.filter(pk=evaluation.pk).update(**{field: text.strip()})
    record(evaluation, "say_gained", by=by, at=now, fields=[field])


@transaction.atomic
def settle_evaluation(*, evaluation: Evaluation, done: str, by: Person, now: datetime) -> None:
    """Staff have read it; what they did about it is kept as a note. Raises Refused and MoveRefused."""
    allow(rules.may_settle_evaluation(by, evaluation))
    EVALUATION.apply(evaluation, "settle", by=by, at=now)
    if done.strip():
        write_note(evaluation, "settle", done.strip(), by=by)
    close_when_evaluated(request=evaluation.deployment.request, by=by, now=now)


@transaction.atomic
def close_when_evaluated(*, request: Request, by: Person, now: datetime) -> None:
    """A request in its evaluation is closed once every evaluation was read, or where there is nothing to evaluate."""
    open_still = Evaluation.objects.filter(deployment__request=request).exclude(state=EvaluationState.SETTLED)
    if request.state == RequestState.EVALUATING and not open_still.exists():
        REQUEST.apply(request, "close", by=by, at=now, ended_at=now)


@transaction.atomic
def follow_up(*, evaluation: Evaluation, lasted: str, text: str, by: Person, now: datetime) -> None:
    """How much has lasted (a code of states.Lasted) and what, a term later. Raises Refused."""
    allow(rules.may_follow_up(by, evaluation, timezone.localdate(now)))
    rows = Evaluation.objects.filter(pk=evaluation.pk, followed_up_at=None)
    if not rows.update(lasted=lasted, follow_up=text.strip(), followed_up_at=now):
        raise Refused(Refusal("This has been answered."))
    record(evaluation, "follow_up", by=by, at=now, fields=["lasted", "follow_up"])


@transaction.atomic
def read_measure(*, measure: Measure, value: Decimal, on: date, source: str, by: Person, now: datetime) -> Reading:
    """Where a measure stood on a later day. Raises Refused."""
    allow(rules.may_read_measure(by, measure, on, timezone.localdate(now)))
    made = Reading.objects.create(
        alliance_id=measure.alliance_id,
        measure=measure,
        value=value,
        on=on,
        source=source.strip(),
        written_by=by,
        written_at=now,
    )
    record(made, "write", by=by, at=now)
    return made


def remind_of_evaluations(alliance: Alliance, now: datetime) -> None:
    """Schools that have not given their evaluation after a fortnight are reminded once; asked again a term later."""
    for evaluation in due_evaluations(alliance, now):
        with transaction.atomic():
            _tell_school(evaluation, "evaluation_remind")
    for evaluation in due_follow_ups(alliance, timezone.localdate(now)):
        with transaction.atomic():
            _tell_school(evaluation, "follow_up_ask")
