"""Requests with leaders at a step of their way, made through the services."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from alliance.library.services import store
from alliance.members.states import Role
from alliance.people.models import Person
from support.models import Agreement, Deployment, Request, Visit
from support.queries.agreements import all_signatures
from support.rules.visits import ASSURANCE
from support.services import agreements, deployments, releases, visits
from support.states import Party, RequestState, SignatureState
from tests.conftest import Cast
from tests.factories.files import pdf
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
    found: Person = Person.objects.get(memberships__school=deployment.home_school, memberships__role=Role.HEADTEACHER)
    return found


def release_asked(cast: Cast, **more: object) -> Deployment:
    made = planned(cast, **more)  # type: ignore[arg-type]  # one dict of several types
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


def scoped(cast: Cast, **more: object) -> Deployment:
    made = chosen(cast, **more)
    scope(made, cast)
    return made


def scope(made: Deployment, cast: Cast) -> None:
    """The scoping visit was today."""
    today = timezone.localdate()
    agreements.note_scoping(request=made.request, on=today, found="Two new teachers.", by=cast.lead, now=timezone.now())


def drafted(cast: Cast, **more: object) -> Agreement:
    """An agreement that is ready to be sent."""
    return draft(scoped(cast, **more), cast)


def draft(made: Deployment, cast: Cast) -> Agreement:
    """The agreement about this leader, ready to be sent."""
    agreement = agreements.draft_agreement(request=made.request, by=cast.lead, now=timezone.now())
    today = timezone.localdate()
    values = {
        "visits": "Six half days.",
        "begins_on": today - timedelta(days=30),
        "review_on": today + timedelta(days=60),
        "ends_on": today + timedelta(days=120),
    }
    [line] = agreement.lines.all()
    lines = {line.pk: {"half_day_pence": 17_500}}
    agreements.save_agreement(
        agreement=agreement, revision=agreement.revision, values=values, lines=lines, by=cast.lead, now=timezone.now()
    )
    return agreement


def proposed(cast: Cast, **more: object) -> Agreement:
    made = drafted(cast, **more)
    agreements.propose_agreement(agreement=made, by=cast.lead, now=timezone.now())
    return made


def sign_all(agreement: Agreement, cast: Cast, *, but: str = "") -> Agreement:
    """Everybody signs, but for one party; as whom they are signed in."""
    for one in all_signatures().filter(agreement=agreement, state=SignatureState.ASKED).order_by("pk"):
        if one.party != but:
            person = cast.director if one.party == Party.ALLIANCE else Person.objects.get(email=one.email)
            names = {"signed_name": one.name, "signed_post": "Post"}
            agreements.sign(signature=one, link=None, by=person, now=timezone.now(), **names)
    agreement.refresh_from_db()
    return agreement


def active(cast: Cast, **more: object) -> Deployment:
    """A leader at work: everybody has signed."""
    agreement = sign_all(proposed(cast, **more), cast)
    [line] = agreement.lines.select_related("deployment__request__alliance", "deployment__supporter__person")
    found: Deployment = line.deployment
    return found


def assure(deployment: Deployment, by: Person) -> None:
    """The home school's letter of assurance is on file."""
    store(subject=deployment, purpose=ASSURANCE, upload=SimpleUploadedFile("assurance.pdf", pdf()), by=by)


def at_work(cast: Cast, **more: object) -> Deployment:
    """A leader at work whose home school's letter of assurance is on file."""
    found = active(cast, **more)
    assure(found, cast.lead)
    return found


def visited(deployment: Deployment, *, half_days: int = 1, days_ago: int = 1) -> Visit:
    """A visit that has taken place and is not written down yet."""
    on = timezone.localdate() - timedelta(days=days_ago)
    leader = deployment.supporter.person
    return visits.note_visit(deployment=deployment, on=on, half_days=half_days, by=leader, now=timezone.now())


def recorded(deployment: Deployment, *, half_days: int = 1, days_ago: int = 1) -> Visit:
    """A visit whose record is handed in."""
    visit = visited(deployment, half_days=half_days, days_ago=days_ago)
    leader = deployment.supporter.person
    words = {"focus": "Reasoning", "activity": "Taught together.", "next_steps": "Plan the next unit."}
    visits.save_record(visit=visit, revision=0, values=words, by=leader, now=timezone.now())
    visits.submit_record(visit=visit, by=leader, now=timezone.now())
    return visit
