"""The panel of tests/panels, for the statements about scoring, and the cast of every page."""

from tests.architecture.conftest import header_made_once, shared_cast
from tests.panels.conftest import candidates, panel, scoring

__all__ = ["candidates", "header_made_once", "panel", "scoring", "shared_cast"]
