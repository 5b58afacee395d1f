"""A record that documents can belong to, and an app that answers for who may open them."""

from __future__ import annotations

import pytest

from alliance.library import rules
from alliance.members.queries import is_staff
from alliance.portal import Portal
from alliance.refusal import Refusal
from tests.factories.people import SchoolContactFactory


@pytest.fixture
def subject(cast):
    return SchoolContactFactory(alliance=cast.alliance, school=cast.school, name="Ann", email="ann@example.sch.uk")


@pytest.fixture
def staff_may_open(monkeypatch):
    """Plugs in an app whose records' documents are for staff."""

    def answer(person, document):
        return None if is_staff(person, document.alliance) else Refusal("Only staff can open this file.")

    plugged = Portal(name="trial", documents={"members.schoolcontact": answer})
    monkeypatch.setattr(rules, "portals", lambda: (plugged,))
