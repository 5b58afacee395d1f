"""With which applications equality questions are asked."""

from __future__ import annotations

from alliance.addresses import path_to
from alliance.equality.facts import Asked
from alliance.schools.models import Alliance
from sle.models import Application
from sle.queries.counting import KIND, ROUND_KIND
from sle.states import ApplicationState


def asked_equality(alliance: Alliance, code: str) -> Asked | None:
    """The application with this code, unless it is withdrawn."""
    found = Application.objects.filter(code=code).exclude(state=ApplicationState.WITHDRAWN).select_related("round")
    application = found.first()
    if application is None:
        return None
    years = application.round.kept_years
    return Asked(
        kind=KIND,
        pk=application.pk,
        round_kind=ROUND_KIND,
        round_pk=application.round_id,
        person_id=application.applicant_id,
        about=application.round.title,
        back=path_to("sle:application", alliance, code=code),
        kept_until=f"{years} year{'' if years == 1 else 's'} after the round has closed",
    )
