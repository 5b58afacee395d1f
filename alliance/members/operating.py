"""What operators see: which alliances there are and who runs them; nothing of what goes on inside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.members.models import Invitation, Membership
from alliance.members.states import InvitationState, Role
from alliance.schools.models import Alliance


@dataclass
class Run:
    """One alliance, its directors and administrators today, and directors invited who have not accepted yet."""

    alliance: Alliance
    directors: list[Membership] = field(default_factory=list)
    administrators: list[Membership] = field(default_factory=list)
    invited: list[Invitation] = field(default_factory=list)


def who_runs_what() -> list[Run]:
    """Every alliance with whoever runs it; three queries however many there are."""
    today = timezone.localdate()
    runs = {alliance.pk: Run(alliance) for alliance in Alliance.objects.order_by("name", "id")}
    held: dict[int, list[Membership]] = defaultdict(list)
    with scopes_disabled():  # named place: operators see who runs each alliance
        current = Membership.objects.filter(
            Q(until__isnull=True) | Q(until__gt=today),
            role__in=(Role.DIRECTOR, Role.ADMINISTRATOR),
            since__lte=today,
            person__is_active=True,
        )
        for membership in current.select_related("person").order_by("person__surname", "pk"):
            held[membership.alliance_id].append(membership)
        waiting = Invitation.objects.filter(state=InvitationState.SENT, role=Role.DIRECTOR)
        for invitation in waiting.select_related("invited_by").order_by("pk"):
            runs[invitation.alliance_id].invited.append(invitation)
    for pk, memberships in held.items():
        for membership in memberships:
            run = runs[pk]
            (run.directors if membership.role == Role.DIRECTOR else run.administrators).append(membership)
    return list(runs.values())
