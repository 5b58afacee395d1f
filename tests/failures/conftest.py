"""The panel of tests/panels, for the statements about scoring, and the cast of every page."""

from tests.architecture.conftest import shared_cast
from tests.panels.conftest import candidates, panel, scoring

__all__ = ["candidates", "panel", "scoring", "shared_cast"]
