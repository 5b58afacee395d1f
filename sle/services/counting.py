"""Handing finished rounds to equality monitoring, and answers that nobody will count to oblivion."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alliance.equality import services as equality
from alliance.equality.queries import settled
from alliance.schools.models import Alliance
from sle.models import Application, Round
from sle.queries.counting import FACTS, KIND, ROUND_KIND, as_counted, rounds_to_count


@transaction.atomic
def count_finished(*, round: Round, now: datetime) -> bool:
    """Count `round`, which is finished, with the alliance's other finished rounds for the same kind of leader, once
    enough people applied in them together."""
    return equality.count(
        alliance=round.alliance,
        round_kind=ROUND_KIND,
        kind=KIND,
        rounds=rounds_to_count(round.kind),
        facts=FACTS,
        today=timezone.localdate(now),
    )


@transaction.atomic
def let_answers_go(*, round: Round) -> None:
    """Delete the equality answers of a round that is never counted."""
    (counted,) = as_counted([round.pk])
    equality.let_go(alliance=round.alliance, round_kind=ROUND_KIND, kind=KIND, round=counted)


def forget_answers(*, application: Application) -> None:
    """Delete the equality answers given with an application that is withdrawn."""
    equality.forget(kind=KIND, pks=[application.pk])


def let_old_answers_go(alliance: Alliance, now: datetime) -> None:
    """Called every half minute: delete answers that have been kept as long as the round's privacy notice says."""
    old = Round.objects.filter(alliance=alliance, closed_at__lt=now - timedelta(days=365))
    for round in old.exclude(pk__in=settled(ROUND_KIND)).select_related("alliance"):
        if round.closed_at and round.closed_at < now - timedelta(days=365 * round.kept_years):
            let_answers_go(round=round)
