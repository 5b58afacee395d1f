"""Which time counts towards a promise: all of it, or working days only; and never while somebody else is waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Counted:
    """The time that counts. `is_working` says on which days it does (None: on all, nights and weekends too); `waits`
    are times that do not count, from and until (None: still waiting).

    Times are aware. What counts is counted as it passes: the night on which clocks change has an hour more or fewer.
    """

    is_working: Callable[[date], bool] | None = None
    waits: Sequence[tuple[datetime, datetime | None]] = ()

    def after(self, start: datetime, whole: timedelta) -> datetime | None:
        """When so much time has counted since `start`; None while it stands still before that."""
        left = whole
        for begins, ends in self._stretches(start):
            if left <= ends - begins:
                return begins + left
            left -= ends - begins
        return None

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much time counts from `start` to `end`; none where `end` is earlier."""
        counted = timedelta()
        for begins, ends in self._stretches(start):
            if begins >= end:
                break
            counted += min(ends, end) - begins
        return counted

    def _stretches(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What counts from `start` on, in order, never longer than a day; it ends only where it stands still."""
        at = start.astimezone(UTC)
        while True:
            waiting = [until for since, until in self.waits if since <= at and (until is None or at < until)]
            if None in waiting:
                return
            if waiting:
                at = max(until.astimezone(UTC) for until in waiting if until is not None)
                continue
            today = timezone.localdate(at)
            midnight = timezone.make_aware(datetime.combine(today + timedelta(days=1), time())).astimezone(UTC)
            if self.is_working is None or self.is_working(today):
                ends = min([midnight, *(since.astimezone(UTC) for since, _ in self.waits if at < since < midnight)])
                yield at, ends
                at = ends
            else:
                at = midnight
