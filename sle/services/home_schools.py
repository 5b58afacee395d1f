"""The home school of a leader: it follows what a closed school has become, or staff change it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.people.models import Person
from alliance.post.services import send
from alliance.refusal import allow
from alliance.schools.models import Alliance, School
from alliance.schools.queries import successor_of
from alliance.schools.states import SchoolStatus
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.leader_kinds import words_of_kind
from sle.models import Designation, Release
from sle.queries.register import closed_home_schools, page_of
from sle.rules.register import may_change_home_school
from sle.services.releases import drop_release, want_release
from sle.services.returns import to_report
from sle.states import Change, ReleaseState


@transaction.atomic
def change_home_school(*, designation: Designation, school: School, reason: str, by: Person, now: datetime) -> None:
    """The leader works at another school now: its head is asked for their release. Raises Refused."""
    allow(may_change_home_school(by, designation))
    before = designation.home_school
    if school.pk == before.pk:
        return
    _go_over(designation, school, f"From {before.name} ({before.urn}): {reason.strip()}", by=by, now=now)
    for release in Release.objects.filter(designation=designation, state__in=(ReleaseState.WANTED, ReleaseState.ASKED)):
        drop_release(release, by=by, now=now)
    want_release(designation=designation, review=None, by=by, now=now)


def follow_schools(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: a leader of a school that has closed belongs to the one school that it has become.

    Where it became none, or several, staff are asked (in their inbox). The head of the successor is asked for their
    release as every new head is.
    """
    for designation in closed_home_schools():
        school = successor_of(designation.home_school)
        if school is not None and school.status != SchoolStatus.CLOSED:
            _follow(designation, school, now)


@transaction.atomic
def _follow(designation: Designation, school: School, now: datetime) -> None:
    before, alliance = designation.home_school, designation.alliance
    _go_over(designation, school, f"{before.name} ({before.urn}) has closed.", by=None, now=now)
    send(
        "sle.school_follow",
        to=designation.person,
        alliance=alliance,
        about=designation,
        values={
            "name": designation.person.name,
            "alliance": alliance.name,
            "school": school.name,
            "how": f"{before.name} has closed and has become {school.name}.",
            "page": page_of(designation),
            **words_of_kind(alliance, designation.kind),
        },
        dedupe=f"sle.school_follow:{designation.pk}:{school.urn}",
    )


def _go_over(designation: Designation, school: School, why: str, *, by: Person | None, now: datetime) -> None:
    """Write the new home school, what it was before (a note, so that it can be found again), and tell the agency."""
    Designation.objects.filter(pk=designation.pk).update(home_school=school)
    designation.home_school = school
    record(designation, "change_school", by=by, at=now, fields=["home_school"])
    write_note(designation, "change_school", why, by=by)
    to_report(designation, Change.SCHOOL, timezone.localdate(now))
