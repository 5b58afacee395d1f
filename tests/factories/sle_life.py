"""Designations that stand, without the round that led to them: as those brought in are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.people.models import Person
from alliance.schools.models import Alliance, School
from sle.models import Designation, DesignationArea, Release
from sle.services import releases
from tests.factories.sle_panel import make_areas


def make_designation(
    alliance: Alliance, person: Person, school: School, *areas: str, ends_in: int = 100, **more: Any
) -> Designation:
    """A current designation in these areas (maths), whose years end in so many days."""
    today = timezone.localdate()
    with scopes_disabled():
        held = Designation.objects.create(
            alliance=alliance,
            person=person,
            home_school=school,
            **{
                "state": "current",
                "starts_on": today - timedelta(days=1400),
                "ends_on": today + timedelta(days=ends_in),
                **more,
            },
        )
        for area in make_areas(*(areas or ("Maths",))):
            DesignationArea.objects.create(alliance=alliance, designation=held, area=area)
        return Designation.objects.select_related("alliance", "person", "home_school", "application").get(pk=held.pk)


def asked_release(held: Designation, by: Person) -> Release:
    """The head of the home school is asked whether they release the leader."""
    release = releases.want_release(designation=held, review=None, by=by, now=timezone.now())
    assert release is not None
    if release.state == "wanted":
        release = releases.name_head(
            release=release, name="Jo Ward", email="jo.ward@penns.example", how="Rang.", by=by, now=timezone.now()
        )
    return release
