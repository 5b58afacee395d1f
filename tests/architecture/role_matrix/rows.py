"""What one line of the role matrix says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.conftest import Cast

ROLES = (
    "anonymous",
    "outsider",
    "teacher",
    "coordinator",
    "head",
    "commissioner",
    "board",
    "lead",
    "administrator",
    "director",
    "operator",
    "other_director",
)
PUBLIC = " ".join(ROLES)
SIGNED_IN = " ".join(ROLES[1:])
STAFF = "lead administrator director"
NOBODY = ""
SIGN_IN = "sign in"  # sent to the sign-in page

Answer = int | str


@dataclass(frozen=True)
class Row:
    """Who of the cast gets what at one address.

    `allowed` are the roles (names of `Cast.roles()`, apart by spaces) that get `ok`; everybody else signed in gets
    `refused`, whoever is not signed in `anonymous`. `but` names single exceptions. `make` builds the record that the
    address is about and gives the address's arguments; it runs in the alliance's scope, as the cast's tests do.
    With `post`, the address is asked by an empty POST (for addresses that only take POST).
    """

    allowed: str
    make: Callable[[Cast], dict[str, Any]] = lambda cast: {}
    ok: Answer = 200
    refused: Answer = 403
    anonymous: Answer = SIGN_IN
    post: bool = False
    but: tuple[tuple[str, Answer], ...] = ()

    def expected(self) -> dict[str, Answer]:
        """The answer that each role gets."""
        allowed = self.allowed.split()
        answers: dict[str, Answer] = {}
        for role in ROLES:
            answers[role] = self.ok if role in allowed else self.anonymous if role == "anonymous" else self.refused
        return {**answers, **dict(self.but)}
