"""Going round: asking what the apps declare, alliance by alliance, so that one's trouble stops nobody else's."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Literal

from django_scopes import scope

from alliance.portal import portals
from alliance.schools.models import Alliance

log = logging.getLogger(__name__)


def ask_every_alliance(what: Literal["due", "reminders"], *, now: datetime) -> int:
    """Call every app's `Portal.due` or `Portal.reminders` with each alliance and `now`, in the alliance's scope.

    What one call raises is logged with the alliance and the callable, and the others go on. Returns how many raised.
    """
    failed = 0
    callables = [call for portal in portals() for call in getattr(portal, what)]
    for alliance in Alliance.objects.order_by("id") if callables else []:
        for call in callables:
            try:
                with scope(alliance=alliance):
                    call(alliance, now)
            except Exception:
                failed += 1
                log.exception("%s.%s failed in %s.", call.__module__, call.__qualname__, alliance.slug)
    return failed
