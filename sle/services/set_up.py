"""Setting up a round: only while it is a draft, because applicants rely on what was published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from sle.models import EligibilityRule, Question, Round, RoundArea
from sle.rules import rounds as rules
from sle.states import RoundState


@transaction.atomic
def set_up_round(*, round: Round, values: Mapping[str, Any], by: Person) -> None:
    """Write the settings `values` (field=value) of a draft round. Raises Refused once it has opened."""
    _write(_draft(round, by), values, by)
    round.refresh_from_db()


@transaction.atomic
def change_later_dates(*, round: Round, values: Mapping[str, Any], by: Person, now: datetime) -> None:
    """Write the dates after closing, until outcomes are released. Raises Refused where they are out of order."""
    locked = Round.objects.select_for_update(of=("self",)).select_related("alliance").get(pk=round.pk)
    allow(rules.may_change_later_dates(by, locked))
    for sentence in rules.later_dates_problems(locked, values, now).values():
        raise Refused(Refusal(sentence))
    _write(locked, values, by)
    round.refresh_from_db()


@transaction.atomic
def choose_areas(*, round: Round, areas: list[Area], by: Person) -> None:
    """Look for exactly these `areas`; targets of areas that stay are kept."""
    locked = _draft(round, by)
    wanted = {area.pk for area in areas}
    had = set(locked.areas.values_list("area_id", flat=True))
    locked.areas.filter(area_id__in=had - wanted).delete()
    RoundArea.objects.bulk_create(
        RoundArea(alliance_id=locked.alliance_id, round=locked, area_id=pk) for pk in sorted(wanted - had)
    )
    record(locked, "set_up", by=by, fields=["areas"])


@transaction.atomic
def set_targets(*, round: Round, targets: Mapping[int, int | None], by: Person) -> None:
    """Write the number hoped for by primary key of the round's area."""
    locked = _draft(round, by)
    for chosen in locked.areas.all():
        if chosen.pk in targets:
            chosen.target = targets[chosen.pk]
            chosen.save(update_fields=["target"])
    record(locked, "set_up", by=by, fields=["targets"])


@transaction.atomic
def set_targets_by_area(*, round: Round, targets: Mapping[int, int | None], by: Person) -> None:
    """Write the number hoped for by primary key of the area; an area with a number that the round does not look for
    yet is added to those it does. Raises Refused once the round has opened, and for another alliance's area."""
    locked = _draft(round, by)
    open_to = set(Area.objects.open_to(locked.alliance).values_list("pk", flat=True))
    if foreign := set(targets) - open_to:
        raise Refused(Refusal(f"{len(foreign)} of these areas are not on the alliance’s list any more. Look again."))
    here = {chosen.area_id: chosen for chosen in locked.areas.all()}
    for pk, target in targets.items():
        if pk in here:
            here[pk].target = target
    RoundArea.objects.bulk_update([here[pk] for pk in targets if pk in here], ["target"])
    RoundArea.objects.bulk_create(
        RoundArea(alliance_id=locked.alliance_id, round=locked, area_id=pk, target=target)
        for pk, target in targets.items()
        if pk not in here and target is not None
    )
    record(locked, "set_up", by=by, fields=["areas", "targets"])


@transaction.atomic
def save_question(
    *, round: Round, question: Question | None, title: str, text: str, word_limit: int, by: Person
) -> Question:
    """Add a question at the end (`question` is None), or reword one. Its key stays, because criteria name it."""
    locked = _draft(round, by)
    if question is None:
        last = locked.questions.aggregate(Max("position"))["position__max"] or 0
        taken = set(locked.questions.values_list("key", flat=True))
        number = last + 1
        while f"q{number}" in taken:
            number += 1
        question = Question(alliance_id=locked.alliance_id, round=locked, position=last + 1, key=slugify(f"q{number}"))
    question.title, question.text, question.word_limit = title, text, word_limit
    question.save()
    record(locked, "set_up", by=by, fields=["questions"])
    return question


@transaction.atomic
def remove_question(*, question: Question, by: Person) -> None:
    """Take a question out of a draft round."""
    locked = _draft(question.round, by)
    question.delete()
    record(locked, "set_up", by=by, fields=["questions"])


@transaction.atomic
def move_question(*, question: Question, up: bool, by: Person) -> int:
    """Put a question one place earlier (`up`) or later; returns its place, counted from 1. Keys stay."""
    locked = _draft(question.round, by)
    place = _move(list(locked.questions.all()), question, up)
    record(locked, "set_up", by=by, fields=["questions"])
    return place


@transaction.atomic
def save_rule(
    *, round: Round, rule: EligibilityRule | None, text: str, decided_by: str, automatic: str, by: Person
) -> EligibilityRule:
    """Add an eligibility rule at the end (`rule` is None), or change one."""
    locked = _draft(round, by)
    if rule is None:
        last = locked.eligibility_rules.aggregate(Max("position"))["position__max"] or 0
        rule = EligibilityRule(alliance_id=locked.alliance_id, round=locked, position=last + 1)
    rule.text, rule.decided_by, rule.automatic = text, decided_by, automatic
    rule.save()
    record(locked, "set_up", by=by, fields=["eligibility_rules"])
    return rule


@transaction.atomic
def remove_rule(*, rule: EligibilityRule, by: Person) -> None:
    """Take an eligibility rule out of a draft round."""
    locked = _draft(rule.round, by)
    rule.delete()
    record(locked, "set_up", by=by, fields=["eligibility_rules"])


@transaction.atomic
def move_rule(*, rule: EligibilityRule, up: bool, by: Person) -> int:
    """Put an eligibility rule one place earlier (`up`) or later; returns its place, counted from 1."""
    locked = _draft(rule.round, by)
    place = _move(list(locked.eligibility_rules.all()), rule, up)
    record(locked, "set_up", by=by, fields=["eligibility_rules"])
    return place


def _move(line: list[Any], one: Question | EligibilityRule, up: bool) -> int:
    """Number the records of `line` anew with `one` a place earlier or later; at either end it stays where it is."""
    place = max(0, min(len(line) - 1, line.index(one) + (-1 if up else 1)))
    line.remove(one)
    line.insert(place, one)
    for position, record_of_line in enumerate(line, start=1):
        record_of_line.position = position
    type(one).objects.bulk_update(line, ["position"])
    return place + 1


def _draft(round: Round, by: Person) -> Round:
    """The round, locked; Refused if `by` may not set it up, or it has opened meanwhile."""
    locked = Round.objects.select_for_update(of=("self",)).select_related("alliance").get(pk=round.pk)
    allow(rules.may_set_up_round(by, locked))
    return locked


def _write(round: Round, values: Mapping[str, Any], by: Person) -> None:
    changed = [name for name, value in values.items() if getattr(round, name) != value]
    if changed:
        Round.objects.filter(pk=round.pk).exclude(state=RoundState.CANCELLED).update(**{n: values[n] for n in changed})
        record(round, "set_up", by=by, fields=sorted(changed))
