"""What a commissioner reads over all that they commissioned: days and what came of it."""

from __future__ import annotations

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from support.models import Request
from support.states import EvaluationState


def with_work(requests: QuerySet[Request]) -> QuerySet[Request]:
    """`requests` with the half days that were `used`, and the evaluations of their leaders' work; two queries more."""
    used = Coalesce(Sum("deployments__ledger__half_days"), 0)
    return requests.annotate(used=used).prefetch_related("deployments__evaluation")


def overall_of(request: Request) -> str:
    """What the school says of each leader's work over all, in words: "Good, Very good"; empty before it has said."""
    given = (getattr(one, "evaluation", None) for one in request.deployments.all())
    return ", ".join(str(one.get_overall_display()) for one in given if one and one.state != EvaluationState.ASKED)
