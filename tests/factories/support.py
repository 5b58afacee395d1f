"""Requests for support, supporters, and deployments as they stand at a step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from alliance.expertise.models import Area
from alliance.expertise.services import load_areas
from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from support.models import Context, Deployment, DeploymentNeed, Need, Request, Supporter, SupporterArea
from support.states import DeploymentState, Phase, RequestState
from tests.factories.people import PersonFactory
from tests.factories.schools import PartnerFactory, SchoolFactory


def area_called(name: str) -> Area:
    """A national area by its name; the lists are loaded when they are not there."""
    if not Area.objects.filter(area_list__current=True).exists():
        load_areas()
    return Area.objects.get(area_list__current=True, name=name)


def make_request(
    alliance: Alliance,
    school: School,
    *,
    by: Person | None = None,
    state: str = RequestState.ASKED,
    areas: tuple[str, ...] = ("Maths",),
    **more: Any,
) -> Request:
    """A request in `state`, made yesterday, with a need for each area (confirmed once it is diagnosed)."""
    asked = None if state == RequestState.DRAFT else timezone.now() - timedelta(days=1)
    confirmed = state not in (RequestState.DRAFT, RequestState.ASKED, RequestState.ASKED_BACK, RequestState.DIAGNOSING)
    values = {
        "title": "Maths in key stage 2",
        "detail": "Two new teachers in years 5 and 6.",
        "outcomes": "More pupils at the expected standard.",
        "contact_name": by.name if by else "Hana Head",
        "contact_email": by.email if by else "hana.head@example.sch.uk",
        "begun_at": timezone.now() - timedelta(days=2),
        "asked_at": asked,
        "diagnosed_at": asked if confirmed else None,
        **more,
    }
    made = Request.objects.create(alliance=alliance, school=school, asked_by=by, state=state, **values)
    for name in areas:
        Need.objects.create(
            alliance=alliance,
            request=made,
            area=area_called(name),
            phase=Phase.PRIMARY,
            half_days=6,
            confirmed=confirmed,
        )
    return made


def freeze(request: Request) -> Context:
    """Where the school of the request stands, so that its diagnosis can be finished."""
    return Context.objects.create(alliance=request.alliance, request=request, frozen_at=timezone.now(), phase="Primary")


def make_supporter(
    alliance: Alliance, *, school: School | None = None, areas: tuple[str, ...] = ("Maths",)
) -> Supporter:
    """Somebody without a designation who can help in these areas, at a partner school of their own."""
    if school is None:
        school = SchoolFactory()
        PartnerFactory(alliance=alliance, school=school)
    made = Supporter.objects.create(
        alliance=alliance, person=PersonFactory(), home_school=school, phases=[Phase.PRIMARY]
    )
    SupporterArea.objects.bulk_create(
        SupporterArea(alliance=alliance, supporter=made, area=area_called(name)) for name in areas
    )
    return made


def make_deployment(
    request: Request, supporter: Supporter, *, by: Person, state: str = DeploymentState.PLANNED, **more: Any
) -> Deployment:
    """The supporter's part in all needs of the request, in `state`."""
    asked = state not in (DeploymentState.PLANNED, DeploymentState.DROPPED)
    released = asked and state not in (DeploymentState.RELEASE_ASKED, DeploymentState.NOT_RELEASED)
    told = {"asked_at": timezone.now() if asked else None, "released_at": timezone.now() if released else None}
    made = Deployment.objects.create(
        alliance=request.alliance,
        request=request,
        supporter=supporter,
        home_school=supporter.home_school,
        state=state,
        planned_by=by,
        planned_at=timezone.now(),
        **{"half_days": 6, **told, **more},
    )
    for need in request.needs.all():
        DeploymentNeed.objects.create(alliance=request.alliance, deployment=made, need=need)
    return made
