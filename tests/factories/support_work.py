"""Requests with leaders at a step of their way, made through the services."""

from __future__ import annotations

from django.utils import timezone

from alliance.members.states import Role
from alliance.people.models import Person
from support.models import Deployment, Request
from support.services import deployments, releases
from support.states import RequestState
from tests.conftest import Cast
from tests.factories.people import MembershipFactory, PersonFactory
from tests.factories.support import make_deployment, make_request, make_supporter

HOME_HEAD = "home.head@example.sch.uk"


def planned(cast: Cast, *, request: Request | None = None, half_days: int = 6) -> Deployment:
    """A leader planned for a request that is being matched; the head of their home school is known."""
    found = request or make_request(cast.alliance, cast.school, by=cast.head, state=RequestState.MATCHING)
    supporter = make_supporter(cast.alliance)
    taken = Person.objects.filter(email=HOME_HEAD).exists()
    head = PersonFactory(first_name="Harriet", surname="Home", **({} if taken else {"email": HOME_HEAD}))
    MembershipFactory(alliance=cast.alliance, person=head, role=Role.HEADTEACHER, school=supporter.home_school)
    return make_deployment(found, supporter, by=cast.lead, half_days=half_days)


def home_head_of(deployment: Deployment) -> Person:
    """The head of the leader's home school."""
    found: Person = Person.objects.get(membership__school=deployment.home_school, membership__role=Role.HEADTEACHER)
    return found


def release_asked(cast: Cast, **more: object) -> Deployment:
    made = planned(cast, **more)  # type: ignore[arg-type]
    releases.ask_release(deployment=made, by=cast.lead, now=timezone.now())
    return made


def leader_asked(cast: Cast, **more: object) -> Deployment:
    made = release_asked(cast, **more)
    answer(made)
    return made


def offered(cast: Cast, **more: object) -> Deployment:
    made = leader_asked(cast, **more)
    deployments.reply(deployment=made, accepts=True, reason="", by=made.supporter.person, now=timezone.now())
    made.request.refresh_from_db()
    return made


def chosen(cast: Cast, **more: object) -> Deployment:
    made = offered(cast, **more)
    deployments.choose_leaders(request=made.request, chosen=[made], by=cast.head, now=timezone.now())
    made.refresh_from_db()
    return made


def answer(deployment: Deployment, *, agrees: bool = True, words: str = "Not on Mondays.") -> None:
    """The home head's answer, signed in."""
    releases.answer_release(
        deployment=deployment,
        agrees=agrees,
        words=words,
        signer_name="Harriet Home",
        signer_post="Headteacher",
        link=None,
        by=None,
        now=timezone.now(),
    )
