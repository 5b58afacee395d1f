"""2. Parent and child rows are saved together or not at all."""

from __future__ import annotations

import pytest

from alliance.post.models import Mail
from alliance.workflow.models import Event
from sle.models import EligibilityFinding, Reference, Round
from sle.services import applications, rounds
from tests.factories import sle as made
from tests.factories.schools import SchoolFactory


class Trouble(Exception):
    """What goes wrong in the middle."""


@pytest.fixture
def round(cast):
    return made.make_round(cast.lead, cast.alliance)


def fails(*args, **kwargs):
    raise Trouble


def test_a_hand_over_that_breaks_leaves_the_draft_as_it_was(cast, round, monkeypatch):
    school = SchoolFactory()
    made.know_head(cast.administrator, school, cast.alliance)
    application = made.fill(made.start(round, cast.outsider), school)
    before = (Mail.objects.count(), Event.objects.count())
    monkeypatch.setattr(applications, "tell_applicant", fails)
    with pytest.raises(Trouble):
        made.hand_over(application)
    application.refresh_from_db()
    assert (application.state, application.handed_over_at) == ("draft", None)
    assert set(Reference.objects.values_list("state", flat=True)) == {"named"}
    assert not EligibilityFinding.objects.exists()
    assert (Mail.objects.count(), Event.objects.count()) == before


def test_a_copy_of_a_round_that_breaks_leaves_no_half_round(cast, round, monkeypatch):
    monkeypatch.setattr(rounds, "record", fails)
    with pytest.raises(Trouble):
        rounds.copy_round(round=round, title="Next", by=cast.lead)
    assert Round.objects.count() == 1
