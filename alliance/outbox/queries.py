"""Which post a person may see, and how it is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.crypto import constant_time_compare

from alliance.members.queries import holds
from alliance.members.states import Role
from alliance.outbox.rules import kinds_open_to
from alliance.people.models import Person
from alliance.portal import portals
from alliance.post.kinds import Kind
from alliance.post.models import Letter, Mail, PrintBatch
from alliance.post.queries import own_wordings
from alliance.post.states import LetterState, MailState
from alliance.post.visibility import open_to
from alliance.schools.models import Alliance

Row = TypeVar("Row", Mail, Letter)


def mails_open_to(person: Person, alliance: Alliance, closed: Q | None = None) -> QuerySet[Mail]:
    """The alliance's mails that the person may see as staff, newest first; `closed` as `post.visibility` says."""
    return _of_own_kinds(person, alliance, open_to(person, Mail.objects.filter(alliance=alliance), closed))


def letters_open_to(person: Person, alliance: Alliance, closed: Q | None = None) -> QuerySet[Letter]:
    """The same for its letters."""
    return _of_own_kinds(person, alliance, open_to(person, Letter.objects.filter(alliance=alliance), closed))


def _of_own_kinds(person: Person, alliance: Alliance, rows: QuerySet[Row]) -> QuerySet[Row]:
    if holds(person, alliance, Role.DIRECTOR, Role.ADMINISTRATOR):
        return rows
    return rows.filter(kind__in=[kind.name for kind in kinds_open_to(person, alliance)])


@dataclass(frozen=True)
class Wording:
    """A text that staff may reword: its kind, the responsibility that posts it (empty: the portal for all of them), and
    the version of the alliance's own words, None while it uses the standard."""

    kind: Kind
    responsibility: str
    own: int | None


def wordings_open_to(person: Person, alliance: Alliance) -> list[Wording]:
    """The texts that the person may reword, letters first, by title; one query."""
    own = own_wordings(alliance)
    apps = {portal.name: portal.responsibility or "" for portal in portals()}
    kinds = [kind for kind in kinds_open_to(person, alliance) if not kind.secret]
    return [
        Wording(kind, apps.get(kind.name.split(".")[0], ""), own.get(kind.name))
        for kind in sorted(kinds, key=lambda kind: (kind.medium.value, kind.title))
    ]


def letters_to(person: Person, alliance: Alliance) -> QuerySet[Letter]:
    """The person's own letters from this alliance, newest first."""
    return Letter.objects.filter(alliance=alliance, person=person)


def came_back(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    """Those of `mails` that came back and that nobody has dealt with yet."""
    return mails.filter(state=MailState.BOUNCED)


def failed_mails(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    """Those that were given up. Whatever signs somebody in is not sent again: they asked for a new one long ago."""
    return mails.filter(state=MailState.FAILED, secret=False)


def failed_letters(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those whose PDF could not be made."""
    return letters.filter(state=LetterState.FAILED)


def print_batches_of(person: Person, alliance: Alliance) -> QuerySet[PrintBatch]:
    """What the person asked to be printed: nobody else's, because its letters are those that they may see."""
    return PrintBatch.objects.filter(alliance=alliance, asked_by=person)


def letter_with(alliance: Alliance, year: int, number: int, code: str) -> Letter | None:
    """The letter of that year, number and code that this alliance wrote; None if there is none.

    For whoever holds a letter, signed in or not: of what is found only number and date may be shown.
    """
    found = Letter.objects.filter(alliance=alliance, number=number, dated__year=year, state=LetterState.MADE).first()
    return found if found and constant_time_compare(found.check_code, code) else None
