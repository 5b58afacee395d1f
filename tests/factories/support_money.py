"""Half days that were charged, and what followed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from alliance.people.models import Person
from alliance.schools.models import School
from support.models import Agreement, AgreementLine, Deployment, LedgerLine, Pot
from support.services import money
from support.states import AgreementState, DeploymentState, Entry, RequestState
from tests.factories.support import make_deployment, make_request, make_supporter

DAY = date(2026, 2, 2)


def agreed(deployment: Deployment, *, by: Person, half_days: int = 6, **terms: Any) -> AgreementLine:
    """An agreement in force with one line about the deployment: £350 a day, of which the alliance keeps £50."""
    agreement = Agreement.objects.create(
        alliance=deployment.alliance,
        request=deployment.request,
        version=Agreement.objects.filter(request=deployment.request).count() + 1,
        state=AgreementState.SIGNED,
        drafted_by=by,
        drafted_at=timezone.now(),
        sha256="a" * 64,
    )
    values = {"half_day_pence": 17_500, "share_pence": 2_500, **terms}
    return AgreementLine.objects.create(
        alliance=deployment.alliance, agreement=agreement, deployment=deployment, half_days=half_days, **values
    )


def at_work(
    school: School, *, by: Person, home: School | None = None, areas: tuple[str, ...] = ("Maths",), **terms: Any
) -> Deployment:
    """A leader at work in the school, under an agreement."""
    alliance = by.memberships.first().alliance
    request = make_request(alliance, school, state=RequestState.ACTIVE, areas=areas)
    supporter = make_supporter(alliance, school=home)
    made = make_deployment(request, supporter, by=by, state=DeploymentState.ACTIVE)
    agreed(made, by=by, **terms)
    return made


def used(deployment: Deployment, half_days: int = 1, *, by: Person, on: date = DAY, **more: Any) -> LedgerLine:
    """Half days of the deployment, written down and charged."""
    made = LedgerLine.objects.create(
        alliance=deployment.alliance,
        deployment=deployment,
        half_days=half_days,
        on=on,
        written_by=by,
        written_at=timezone.now(),
        **{"entry": Entry.CORRECTION, **more},
    )
    money.charge_entry(entry=made, by=by, now=timezone.now())
    return made


def make_pot(by: Person, pence: int = 100_000, name: str = "Opportunity area") -> Pot:
    """A pot with so much in it."""
    alliance = by.memberships.first().alliance
    pot = money.open_pot(alliance=alliance, name=name, funder=None, by=by)
    if pence:
        money.put_in(pot=pot, pence=pence, on=DAY, by=by, now=timezone.now())
    pot.refresh_from_db()
    return pot
