"""The panel of tests/panels, for the statements about scoring."""

from tests.panels.conftest import candidates, panel, scoring

__all__ = ["candidates", "panel", "scoring"]
