"""A panel whose candidates are made up by the test."""

import pytest

from alliance.panels.queries import people
from alliance.portal import Portal, portals
from tests.factories.panels import make_panel


@pytest.fixture
def candidates(monkeypatch):
    """Facts by candidate id, plugged in as a responsibility would."""
    facts = {}
    plugged = Portal(name="trial", candidates={"schools.alliance": lambda exercises: facts})
    monkeypatch.setattr(people, "portals", lambda: (*portals(), plugged))
    return facts


@pytest.fixture
def panel(cast, candidates):
    """An exercise being prepared, run by the SLE lead."""
    return make_panel(cast.alliance, cast.lead, candidates)


@pytest.fixture
def scoring(panel):
    """A panel of a chair, a deputy and two scorers with two entries, open for scoring."""
    panel.chair = panel.sit("Carol Chair", "chair")
    panel.deputy = panel.sit("Denis Deputy", "deputy")
    panel.ann = panel.sit("Ann Scorer")
    panel.bob = panel.sit("Bob Scorer")
    panel.one = panel.enter(1)
    panel.two = panel.enter(2)
    panel.start()
    return panel
