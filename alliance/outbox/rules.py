"""Who may see and do what with post. Which rows they see is in `queries`."""

from __future__ import annotations

from alliance.members.queries import holds, is_staff
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.portal import portals
from alliance.post.kinds import Kind, kinds_in
from alliance.post.models import Letter
from alliance.refusal import Refusal
from alliance.schools.models import Alliance


def may_see_outbox(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Staff see the outbox; a lead only what their own responsibility sends."""
    if not is_staff(person, alliance):
        return Refusal("Only the alliance’s staff can see its outbox.")
    return None


def kinds_open_to(person: Person, alliance: Alliance) -> list[Kind]:
    """The kinds of post that concern the person as staff: for a lead those of their responsibility, else all."""
    if holds(person, alliance, Role.DIRECTOR, Role.ADMINISTRATOR):
        return list(kinds_in(alliance).values())
    return [
        kind
        for portal in portals()
        if portal.responsibility and holds(person, alliance, Role.LEAD, responsibility=portal.responsibility)
        for kind in (*portal.post_kinds, *(portal.post_variants(alliance) if portal.post_variants else ()))
    ]


def may_reword(person: Person | None, alliance: Alliance, kind: Kind) -> Refusal | None:
    """Who may change the alliance's wording of a kind of post."""
    if person is None or kind not in kinds_open_to(person, alliance):
        return Refusal("Only the director, an administrator or the lead concerned can reword this text.")
    if kind.secret:
        return Refusal("E-mails about signing in are the same for all alliances and cannot be reworded.")
    return None


def may_read_letter(person: Person | None, letter: Letter, *, seen_as_staff: bool) -> Refusal | None:
    """The person whom the letter is to, and the staff whom it concerns."""
    if seen_as_staff or (person is not None and letter.person_id == person.pk):
        return None
    return Refusal("Only the person whom a letter is to, and the alliance’s staff, can read it.")
