"""Every address of the portal, and what each kind of visitor gets there: one file per app, one line per address.

`ROWS` of every file here are put together. An address that is listed nowhere fails the test, and so does a line
without an address. A second line about an address has a remark after its name: "panels:desk at work".
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from tests.architecture.role_matrix.rows import Row


def all_rows() -> dict[str, Row]:
    """Every line of the matrix, by the name of its address."""
    rows: dict[str, Row] = {}
    for module in iter_modules(__path__):
        rows |= getattr(import_module(f"{__name__}.{module.name}"), "ROWS", {})
    return rows
