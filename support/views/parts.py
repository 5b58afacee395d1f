"""What stands on the page of a request, part by part: each side sees its own (`queries` say what)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any

from alliance.people.models import Person
from support.models import Request
from support.queries.deployments import deployments_part
from support.queries.evaluations import outcomes_part
from support.queries.matching import leaders_part
from support.queries.requests import asked_part, history_part, needs_part
from support.rules.sides import Side

Part = Callable[[Person | None, Set[Side], Request], Mapping[str, Any] | None]

# Template and what it shows, in the order of the page. A part that answers None does not stand there for that reader.
# The template finds what it shows as `part`, and the page's own `found`, `sides` and `token` beside it.
PARTS: tuple[tuple[str, Part], ...] = (
    ("support/_request_asked.html", asked_part),
    ("support/_request_needs.html", needs_part),
    ("support/_request_leaders.html", leaders_part),
    ("support/_request_deployments.html", deployments_part),
    ("support/_request_outcomes.html", outcomes_part),
    ("support/_request_history.html", history_part),
)


def parts_for(person: Person | None, sides: Set[Side], found: Request) -> list[tuple[str, Mapping[str, Any]]]:
    """Template and contents of every part that somebody on these sides of the request sees."""
    shown = [(template, part(person, sides, found)) for template, part in PARTS]
    return [(template, part) for template, part in shown if part is not None]
