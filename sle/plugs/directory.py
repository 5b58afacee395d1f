"""The public directory, as the core asks for it: the way to it from the public home, and the question to leaders."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.addresses import path_to
from alliance.people.models import Person
from alliance.portal import InboxItem, PublicAction
from alliance.schools.models import Alliance
from sle.models import Designation
from sle.queries.directory import directory
from sle.states import DesignationState


def public_actions(alliance: Alliance) -> Iterator[PublicAction]:
    """Find a leader, where anybody can be found."""
    if directory().exists():
        yield PublicAction("Find a leader for your school", path_to("sle:leader_list", alliance))


def inbox(person: Person) -> Iterator[InboxItem]:
    """Leaders are asked once whether schools may find them."""
    mine = Designation.objects.filter(person=person, state=DesignationState.CURRENT, listed=None)
    for designation in mine.select_related("alliance").order_by("pk"):
        yield InboxItem(
            title="May schools find you in our public directory?",
            about=f"Your designation ({designation.kind})",
            url=path_to("sle:directory_join", designation.alliance, pk=designation.pk),
            action="Answer",
        )
