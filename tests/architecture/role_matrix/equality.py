"""Equality questions: the applicant's own, and nobody else's, whatever their role."""

from __future__ import annotations

from typing import Any

from tests.architecture.role_matrix.rows import Row
from tests.architecture.role_matrix.sle import APPLICANT, draft
from tests.conftest import Cast


def in_application(cast: Cast) -> dict[str, Any]:
    return {"app": "sle", "code": draft(cast).code}


ROWS = {
    "equality:answers": Row(APPLICANT, in_application),
}
