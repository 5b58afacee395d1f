"""School-to-school support: each side of a request sees its own part, and nobody else comes near."""

from __future__ import annotations

from typing import Any

from tests.architecture.role_matrix.rows import STAFF, Row
from tests.conftest import Cast
from tests.factories.support import make_request

SCHOOL = "coordinator head"


def asked(cast: Cast) -> dict[str, Any]:
    return {"code": make_request(cast.alliance, cast.school, by=cast.head).code}


ROWS = {
    "support:request_list": Row(f"{SCHOOL} commissioner {STAFF}"),
    "support:request": Row(f"{SCHOOL} {STAFF}", asked),
}
