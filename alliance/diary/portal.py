"""What the diary plugs into the core."""

from __future__ import annotations

from alliance.diary.kinds import KINDS
from alliance.diary.queries import overbooked
from alliance.portal import Portal

PORTAL = Portal(name="diary", post_kinds=KINDS, invariants=(overbooked,))
