"""A recruitment round and its applications, made the way the portal makes them: through its services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alliance.expertise import services as expertise
from alliance.expertise.models import Area
from alliance.members.models import PersonalLink
from alliance.members.services.contacts import add_contact, confirm_contact
from alliance.people.models import Person
from alliance.post.models import Mail
from alliance.schools.models import School
from sle.kinds.applying import reference_link
from sle.models import Application, Reference, Round
from sle.services import applications, references, rounds, set_up
from sle.states import ReferenceKind

HEAD_EMAIL = "head@penns.example.sch.uk"
REFEREE_EMAIL = "sam.lee@penns.example.sch.uk"
ANSWER = "I have led maths for four years and results rose each year."


def make_round(
    by: Person,
    alliance: Any,
    *,
    opened: bool = True,
    now: datetime | None = None,
    hand_over_in: timedelta = timedelta(days=10),
    references_in: timedelta = timedelta(days=15),
    **settings: Any,
) -> Round:
    """A round that is set up completely, open since yesterday unless `opened` is False."""
    now = now or timezone.now()
    expertise.load_areas()
    made = rounds.create_round(alliance=alliance, title="Specialist leaders, spring", by=by)
    values = {
        "about": "Outstanding middle and senior leaders.",
        "opens_at": now - timedelta(days=1),
        "hand_over_by": (now + hand_over_in).replace(microsecond=0),
        "references_by": (now + references_in).replace(microsecond=0),
        **settings,
    }
    set_up.set_up_round(round=made, values=values, by=by)
    chosen = list(Area.objects.filter(area_list__current=True, name__in=("Maths", "Phonics")))
    set_up.choose_areas(round=made, areas=chosen, by=by)
    if opened:
        rounds.open_round(round=made, by=by, now=now)
    return made


def know_head(by: Person, school: School, alliance: Any, email: str = HEAD_EMAIL) -> None:
    """Make `email` the confirmed address of the school's head."""
    contact = add_contact(
        alliance=alliance,
        school=school,
        name="Jo Ward",
        email=email,
        telephone="",
        post="Headteacher",
        is_head=True,
        by=by,
    )
    confirm_contact(contact=contact, by=by, how="Telephoned the school office.", now=timezone.now())


def start(round: Round, person: Person, now: datetime | None = None) -> Application:
    """A draft as the applicant has just started it."""
    return applications.start_application(round=round, person=person, now=now or timezone.now())


def fill(application: Application, school: School, *, now: datetime | None = None, **details: Any) -> Application:
    """Fill in everything that a draft needs before it can be handed over."""
    by, now = application.applicant, now or timezone.now()
    values = {
        "first_name": by.first_name,
        "surname": by.surname,
        "post": "Assistant headteacher",
        "telephone": "0121 496 0000",
        "school": school,
        "trn": "1234567",
        "leadership_role": "Head of maths",
        "leadership_years": 4,
        "is_head": False,
        "is_hlta": False,
        **details,
    }
    applications.save_details(application=application, revision=application.revision, values=values, by=by)
    maths = list(Area.objects.filter(name="Maths"))
    applications.save_areas(application=application, revision=application.revision, areas=maths, by=by)
    for question in application.round.questions.all():
        applications.save_answer(
            application=application, question=question, text=ANSWER, revision=0, finished=True, by=by, now=now
        )
    for kind, name, email in (
        (ReferenceKind.HEAD, "Jo Ward", HEAD_EMAIL),
        (ReferenceKind.SECOND, "Sam Lee", REFEREE_EMAIL),
    ):
        applications.name_referee(
            application=application,
            kind=kind,
            revision=application.revision,
            name=name,
            email=email,
            telephone="",
            post="",
            by=by,
            now=now,
        )
    return Application.objects.select_related("round__alliance", "applicant", "school").get(pk=application.pk)


def hand_over(application: Application, received: datetime | None = None) -> Application:
    """Hand a complete draft over."""
    now = received or timezone.now()
    applications.hand_over(application=application, by=application.applicant, received=now, now=now)
    return Application.objects.select_related("round__alliance", "applicant", "school").get(pk=application.pk)


def reference_of(application: Application, kind: str = ReferenceKind.HEAD) -> Reference:
    """The application's living reference of this kind."""
    return (
        Reference.objects.select_related("application__round")
        .exclude(state="replaced")
        .get(application=application, kind=kind)
    )


HEADS_PART = {
    "confirms_role": True,
    "confirms_years": 4,
    "agrees_release": True,
    "statement": "An outstanding leader of maths.",
    "signer_name": "Jo Ward",
    "signer_post": "Headteacher",
}
SECOND_PART = {
    "known_how": "She coached our maths team.",
    "known_years": "Three years",
    "support": "strongly",
    "statement": "Our results rose because of her.",
    "signer_name": "Sam Lee",
    "signer_post": "Maths lead",
    "signer_school": "Penns Primary School",
}


def return_reference(reference: Reference, now: datetime | None = None, **parts: Any) -> None:
    """Fill in and send a head's or second reference."""
    now = now or timezone.now()
    values = {**(HEADS_PART if reference.kind == ReferenceKind.HEAD else SECOND_PART), **parts}
    saved = references.save_reference(reference=reference, revision=reference.revision, values=values, now=now)
    references.give_reference(reference=saved, link=None, by=None, received=now, now=now)


def submitted(round: Round, person: Person, school: School) -> Application:
    """An application that the head has returned, so that it is submitted."""
    application = hand_over(fill(start(round, person), school))
    return_reference(reference_of(application))
    application.refresh_from_db()
    return application


def token_of(reference: Reference) -> str:
    """Send the latest mail about a reference, as a worker would, and give the token of its link."""
    mail = Mail.objects.filter(about_type="sle.reference", about_id=reference.pk, kind__endswith="asked").first()
    assert mail is not None
    return reference_link(mail).rstrip("/").rsplit("/", 1)[-1]


def living_links(reference: Reference) -> int:
    """How many links to this reference still work."""
    return PersonalLink.objects.filter(
        subject_type="sle.reference", subject_id=reference.pk, used_at=None, revoked_at=None
    ).count()
