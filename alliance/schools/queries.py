"""Finding schools, and what a school was before and has become since."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from alliance.schools.models import Alliance, Partner, School, SchoolLink
from alliance.schools.names import search_form
from alliance.schools.states import SchoolStatus

# Open first: people mean the school of today unless they name another.
STANDING = {SchoolStatus.OPEN: 0, SchoolStatus.CLOSING: 1, SchoolStatus.PROPOSED: 2, SchoolStatus.CLOSED: 3}
URN = re.compile(r"^\s*(?:urn\b\D{0,3})?(\d{5,6})\s*$|\((\d{5,6})\)\s*$", re.IGNORECASE)
POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)(\d[a-z]{2})\b")


def urn_in(text: str) -> int | None:
    """The URN that `text` is ("103341", "URN 103341"), or ends with in brackets ("Penns Primary School (103356)")."""
    found = URN.search(text)
    return int(found[1] or found[2]) if found else None


def search_schools(text: str, *, limit: int = 20) -> list[School]:
    """At most `limit` schools for what a person typed: a URN, or words of name, town and postcode in any order.

    Every word must begin a word of the school's; case, accents and apostrophes do not matter, nor does a missing
    space in a postcode. Open schools come first, then those whose name begins with the text. No text finds none.
    """
    urn = urn_in(text)
    if urn is not None:
        return list(School.objects.filter(urn=urn))
    words = POSTCODE.sub(r"\1 \2", search_form(text)).split()
    if not words:
        return []
    matching = Q()
    for word in words:
        matching &= Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
    return list(_best_first(School.objects.filter(matching), " ".join(words))[:limit])


def _best_first(schools: QuerySet[School], start: str) -> QuerySet[School]:
    return schools.order_by(
        Case(
            *(When(status=status, then=Value(rank)) for status, rank in STANDING.items()), output_field=IntegerField()
        ),
        Case(When(search_name__startswith=start, then=Value(0)), default=Value(1), output_field=IntegerField()),
        "name",
        "urn",
    )


def current_partners(alliance: Alliance) -> QuerySet[Partner]:
    """The schools and other organisations that are partners of the alliance today, by name."""
    today = timezone.localdate()
    rows: QuerySet[Partner] = Partner.objects.filter(alliance=alliance)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=today)).order_by("name", "id")


def partner_schools(alliance: Alliance) -> QuerySet[School]:
    """The schools that are partners of the alliance today."""
    return School.objects.filter(pk__in=current_partners(alliance).values("school")).order_by("name", "urn")


def family(urn: int) -> set[int]:
    """The URN itself, all its predecessors and all its successors, however far back and on.

    Two schools that merged are both family of what they became, and not of each other. Other links of the register
    (a shared sixth form, a children's centre on the site) do not count.
    """
    return families([urn])[urn]


def families(urns: Collection[int]) -> dict[int, set[int]]:
    """The family of each of these URNs: one query per generation and direction, however many there are."""
    before, after = _reach(urns, "predecessor"), _reach(urns, "successor")
    return {urn: {urn} | before[urn] | after[urn] for urn in before}


def successors_of(school: School) -> list[School]:
    """What a school has become by now: the last of every line of successors that the register has as a school."""
    reached = School.objects.in_bulk(_reach({school.urn}, "successor")[school.urn], field_name="urn")
    led_on = set(_neighbours(reached, "successor"))
    return sorted((found for urn, found in reached.items() if urn not in led_on), key=lambda found: found.urn)


def successor_of(school: School) -> School | None:
    """The one school that this school has become; None if it has become none, or several."""
    found = successors_of(school)
    return found[0] if len(found) == 1 else None


def _reach(urns: Iterable[int], direction: str) -> dict[int, set[int]]:
    """Every URN that can be reached from each of `urns` by links of one direction; one query per generation."""
    reached: dict[int, set[int]] = {urn: set() for urn in urns}
    newest = {urn: {urn} for urn in reached}
    while newest:
        following = _neighbours({one for several in newest.values() for one in several}, direction)
        for urn, several in newest.items():
            newest[urn] = {other for one in several for other in following.get(one, ())} - reached[urn] - {urn}
            reached[urn] |= newest[urn]
        newest = {urn: several for urn, several in newest.items() if several}
    return reached


def _neighbours(urns: Iterable[int], direction: str) -> dict[int, set[int]]:
    """For each of `urns` that has any: its next URNs in the direction.

    The register often holds only one end of a link, so "B has predecessor A" also says that A has successor B.
    """
    wanted = set(urns)
    opposite = "successor" if direction == "predecessor" else "predecessor"
    there = Q(urn__in=wanted, link_type__istartswith=direction)
    back = Q(link_urn__in=wanted, link_type__istartswith=opposite)
    found: dict[int, set[int]] = defaultdict(set)
    for link in SchoolLink.objects.filter(there | back):
        if link.link_type.lower().startswith(direction) and link.urn in wanted:
            found[link.urn].add(link.link_urn)
        else:
            found[link.link_urn].add(link.urn)
    return found
