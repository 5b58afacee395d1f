"""What the pages of post plug into the core: the way to the outbox and to one's letters, and post that came back."""

from __future__ import annotations

from collections.abc import Iterator

from alliance.addresses import path_to
from alliance.outbox import queries, rules
from alliance.people.models import Person
from alliance.portal import InboxItem, NavItem, Portal
from alliance.post.kinds import kinds
from alliance.post.visibility import closed_to
from alliance.schools.models import Alliance

MOST = 20


def navigation(person: Person, alliance: Alliance) -> Iterator[NavItem]:
    """The outbox for staff; their letters for those who have any."""
    if queries.letters_to(person, alliance).exists():
        yield NavItem("Your letters", path_to("post:my_letters", alliance))
    if rules.may_see_outbox(person, alliance) is None:
        yield NavItem("Outbox", path_to("post:outbox", alliance))


def inbox(person: Person, alliance: Alliance) -> Iterator[InboxItem]:
    """For staff: each mail that came back, and how many mails and letters failed."""
    if rules.may_see_outbox(person, alliance) is not None:
        return
    closed = closed_to(person)
    mails = queries.mails_open_to(person, alliance, closed)
    for mail in queries.came_back(mails)[:MOST]:
        kind = kinds().get(mail.kind)
        yield InboxItem(
            title=f"E-mail to {mail.name or mail.email} came back",
            about=kind.title if kind else mail.kind,
            url=path_to("post:mail", alliance, pk=mail.pk),
            action="Put right",
            detail=mail.email,
        )
    outbox = path_to("post:outbox", alliance)
    if failed := queries.failed_mails(mails).count():
        yield InboxItem(
            title=f"{failed} e-mail{'s' if failed > 1 else ''} could not be sent",
            about="Outbox",
            url=f"{outbox}?state=failed",
            action="Look",
        )
    if unmade := queries.failed_letters(queries.letters_open_to(person, alliance, closed)).count():
        yield InboxItem(
            title=f"{unmade} letter{'s' if unmade > 1 else ''} could not be made into a PDF",
            about="Letters",
            url=f"{path_to('post:letter_list', alliance)}?state=failed",
            action="Look",
        )


PORTAL = Portal(name="outbox", navigation=navigation, inbox=inbox)
