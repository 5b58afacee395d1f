"""What those whom a deployment concerns are told by mail: one place that knows the values of each text."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from alliance.addresses import full, path_to
from alliance.members.models import Membership
from alliance.members.queries import heads_of
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.post.services import Addressee, send
from alliance.post.texts import Address
from alliance.times import in_words
from support.models import Deployment, Request
from support.rules.days import in_days
from support.states import Source


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
    """Post the mail `support.<verb>` to whoever handles the request, else to every administrator."""
    if request.handled_by is not None:
        people = [request.handled_by]
    else:
        roles = Membership.objects.filter(alliance=request.alliance, role=Role.ADMINISTRATOR, until__isnull=True)
        people = list(Person.objects.filter(pk__in=roles.values("person"), is_active=True))
    for person in people:
        values = {**said_of_request(request), "name": person.name, "page": Address(full(page)), **more}
        send(
            f"support.{verb}",
            to=person,
            alliance=request.alliance,
            about=about,
            values=values,
            dedupe=f"support.{verb}:{dedupe}:{person.pk}",
        )
