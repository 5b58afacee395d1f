"""What a request knows in this portal, for the types of views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from datetime import datetime

    from alliance.people.models import Person
    from alliance.schools.models import Alliance


class PortalRequest(HttpRequest):
    """A request of somebody signed in, to a page inside an alliance: `AllianceMiddleware` has set both.

    Views that let others in (`@login_not_required`, pages outside an alliance) find None where there is nobody, or
    no alliance, and say so by taking a `VisitorRequest`.
    """

    person: Person
    received_at: datetime
    alliance: Alliance


class VisitorRequest(HttpRequest):
    """A request of anybody: `person` and `alliance` may be None."""

    person: Person | None
    received_at: datetime
    alliance: Alliance | None
