"""A round that is open, its applicant, and the head whose address is known; and rounds further on."""

import pytest

from tests.factories import sle as made
from tests.factories.schools import SchoolFactory
from tests.factories.sle_panel import make_decided, make_stage


@pytest.fixture
def penns(cast):
    """The applicant's school, whose head is known to the alliance."""
    school = SchoolFactory(urn=103356, name="Penns Primary School", telephone="0121 496 0101")
    made.know_head(cast.administrator, school, cast.alliance)
    return school


@pytest.fixture
def open_round(cast):
    """A round that takes applications."""
    return made.make_round(cast.lead, cast.alliance)


@pytest.fixture
def draft(cast, open_round):
    """An application just started by the outsider."""
    return made.start(open_round, cast.outsider)


@pytest.fixture
def complete(draft, penns):
    """A draft that lacks nothing."""
    return made.fill(draft, penns)


@pytest.fixture
def handed_over(complete):
    """With the head, who has been asked."""
    return made.hand_over(complete)


@pytest.fixture
def stage(cast):
    """A closed round with its panel, nothing handed over yet."""
    return make_stage(cast.alliance, cast.lead)


@pytest.fixture
def decided(cast):
    """A round with two designated in maths, both letters approved: the stage, and the two applications."""
    return make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor", "Bea Moss")
