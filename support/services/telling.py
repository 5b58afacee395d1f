"""Who is told of what becomes of a request and of its leaders: one place that knows the values of each text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from alliance.addresses import full, path_to
from alliance.members.queries import accounts_of_address, current_roles, heads_of, speaks_for
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.people.services import person_for
from alliance.post.services import Addressee, send
from alliance.post.texts import Address
from alliance.schools.states import Responsibility
from alliance.times import in_words
from support.models import Deployment, Request
from support.rules.days import in_days
from support.states import Source

To = Person | Addressee


def minute(now: datetime) -> str:
    """A dedupe key for what people may repeat at will: two clicks within a minute are one."""
    return now.strftime("%Y%m%d%H%M")


def page_of(deployment: Deployment) -> Address:
    """The whole address of a deployment's page."""
    return Address(full(path_to("support:deployment", deployment.alliance, pk=deployment.pk)))


def said_of(deployment: Deployment) -> dict[str, str]:
    """What every text about a deployment may name."""
    request = deployment.request
    return {
        **said_of_request(request),
        "leader": deployment.supporter.person.name,
        "home": deployment.home_school.name,
        "days": in_days(deployment.half_days),
        "page": page_of(deployment),
    }


def said_of_request(request: Request) -> dict[str, str]:
    """What every text about a request's work may name."""
    return {
        "title": request.title,
        "school": request.school.name if request.school else "",
        "areas": ", ".join(need.area.name for need in request.needs.select_related("area")),
        "from_when": in_words(request.wanted_from) or "as soon as it can be arranged",
        "alliance": request.alliance.name,
    }


def tell_head(deployment: Deployment, verb: str, *, dedupe: str) -> bool:
    """Post the mail `support.<verb>` to the home headteacher; False if this one was posted before."""
    mail = send(
        f"support.{verb}",
        to=Addressee(deployment.head_email, deployment.head_name),
        alliance=deployment.alliance,
        about=deployment,
        values={**said_of(deployment), "name": deployment.head_name},
        dedupe=f"support.{verb}:{deployment.pk}:{dedupe}",
    )
    return mail is not None


def tell_leader(deployment: Deployment, verb: str, *, dedupe: str = "", **more: str) -> bool:
    """Post the mail `support.<verb>` to the leader; False if this one was posted before."""
    person = deployment.supporter.person
    mail = send(
        f"support.{verb}",
        to=person,
        alliance=deployment.alliance,
        about=deployment,
        values={**said_of(deployment), "name": person.name, **more},
        dedupe=f"support.{verb}:{deployment.pk}:{dedupe}",
    )
    return mail is not None


def people_at_school(request: Request) -> list[Addressee]:
    """Whom the school is written to by: its contact, and its head where somebody else asked for it."""
    found = [Addressee(request.contact_email, request.contact_name)] if request.contact_email else []
    if request.school is not None and (not found or request.source != Source.SCHOOL):
        heads = heads_of(request.alliance, [request.school]).get(request.school.pk, [])
        found += [Addressee(head.email, head.name) for head in heads[:1] if head.email != request.contact_email.lower()]
    return found


def person_of(one: Addressee) -> Person:
    """The person with this address, made where there is none: they need never sign in."""
    first_name, _, surname = one.name.rpartition(" ")
    return person_for(email=one.email, first_name=first_name, surname=surname)


def tell_school(request: Request, verb: str, *, about: models.Model, page: str, dedupe: str, **more: str) -> None:
    """Post the mail `support.<verb>` to the school's people; `page` is the path to act on."""
    for one in people_at_school(request):
        values = {**said_of_request(request), "name": one.name, "page": Address(full(page)), **more}
        send(
            f"support.{verb}",
            to=one,
            alliance=request.alliance,
            about=about,
            values=values,
            dedupe=f"support.{verb}:{dedupe}:{one.email}"[:200],
        )


def tell_staff(request: Request, verb: str, *, about: models.Model, page: str, dedupe: str, **more: str) -> None:
    """Post the mail `support.<verb>` to the staff whom the request concerns."""
    for person in staff_of(request):
        values = {**said_of_request(request), "name": person.name, "page": Address(full(page)), **more}
        send(
            f"support.{verb}",
            to=person,
            alliance=request.alliance,
            about=about,
            values=values,
            dedupe=f"support.{verb}:{dedupe}:{person.email}"[:200],
        )


def staff_of(request: Request) -> list[Person]:
    """Whoever handles the request; before that the leads of support, or directors and administrators if there is
    none."""
    if request.handled_by is not None:
        return [request.handled_by]
    roles = current_roles(request.alliance)
    leads = roles.filter(role=Role.LEAD, responsibility=Responsibility.SUPPORT)
    others = roles.filter(role__in=(Role.DIRECTOR, Role.ADMINISTRATOR))
    chosen = leads if leads.exists() else others
    return list(Person.objects.filter(pk__in=chosen.values("person")).order_by("pk"))


def head_of(request: Request) -> To | None:
    """The newest known head of the school: a person, where that is one who answers for the school here."""
    school = request.school
    known = heads_of(request.alliance, [school]).get(school.pk, []) if school is not None else []
    if not known or school is None:
        return None
    head = known[0]
    person = Person.objects.filter(pk__in=accounts_of_address(head.email), is_active=True).first()
    return person if person and speaks_for(person, request.alliance, school) else Addressee(head.email, head.name)


def asker_of(request: Request) -> To:
    """Whoever asked; for an enquiry, and where staff asked, the contact at the school."""
    if request.source in (Source.SCHOOL, Source.COMMISSIONER) and request.asked_by is not None:
        return request.asked_by
    head = head_of(request) if request.source == Source.STAFF else None
    return head or Addressee(request.contact_email, request.contact_name)


def concerned_by(request: Request) -> list[To]:
    """Whoever asked and, where a commissioner did, the school's head: each address once."""
    found = [asker_of(request)]
    head = head_of(request) if request.source == Source.COMMISSIONER else None
    if head is not None and head.email != found[0].email:
        found.append(head)
    return found


def asker_in_words(request: Request) -> str:
    """Who asks, in a mail."""
    if request.source == Source.COMMISSIONER and request.commissioner is not None:
        return request.commissioner.name
    return request.alliance.name if request.source == Source.STAFF else str(request.school)


def tell(request: Request, people: Iterable[To], verb: str, *, dedupe: str = "", **more: str) -> None:
    """Post the mail `support.<verb>` to each, in the transaction of what it tells of; `dedupe` tells repeated mails
    of one kind apart."""
    for to in people:
        values = {
            "name": to.name,
            "school": str(request.school),
            "title": request.title,
            "alliance": request.alliance.name,
            **more,
        }
        key = f"support.{verb}:{request.pk}:{to.email}:{dedupe}"
        send(f"support.{verb}", to=to, alliance=request.alliance, about=request, values=values, dedupe=key)
