"""Where a designation can move to."""

from __future__ import annotations

from django.db.models import QuerySet

from alliance.schools.models import Alliance
from sle.leader_kinds import STANDARD
from sle.models import Designation, DesignationKind
from sle.states import DesignatedBy


def alliances_to_move_to(designation: Designation) -> QuerySet[Alliance]:
    """Every other alliance that designates leaders of this kind."""
    others = Alliance.objects.exclude(pk=designation.alliance_id)
    if any(facts.code == designation.kind for facts in STANDARD):
        return others
    known = DesignationKind._base_manager.filter(code=designation.kind, designated_by=DesignatedBy.ALLIANCE)
    return others.filter(pk__in=known.values("alliance"))
