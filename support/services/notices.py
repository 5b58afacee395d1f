"""Who is told of what becomes of a request: one place that knows the values of each text."""

from __future__ import annotations

from collections.abc import Iterable

from alliance.members.queries import accounts_of_address, current_roles, heads_of, speaks_for
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.post.services import Addressee, send
from alliance.schools.states import Responsibility
from support.models import Request
from support.states import Source

To = Person | Addressee


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
