"""Panels: whoever has no seat finds nothing, staff included, unless they run the exercise."""

from __future__ import annotations

from typing import Any

from tests.architecture.role_matrix.rows import NOBODY, Row
from tests.conftest import Cast


def exercise(cast: Cast) -> dict[str, Any]:
    return {"pk": 1}


ROWS = {
    "panels:declaration": Row(NOBODY, exercise, refused=404),
    "panels:desk": Row(NOBODY, exercise, refused=404),
    "panels:recuse": Row(NOBODY, lambda cast: {**exercise(cast), "code": "AB12"}, refused=404),
}
