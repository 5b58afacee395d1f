"""Where something stands on its way, stage by stage: `templates/_stages.html` shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Stage:
    """One stage of a tracker. `state` is "done", "current" or "to come"; `at` is when it was done."""

    title: str
    detail: str
    state: str
    at: datetime | None = None
