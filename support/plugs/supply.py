"""Supply and matching as the core asks for them."""

from __future__ import annotations

from support.models import Plan

JOBS = ((Plan, "support.make_plan"),)
