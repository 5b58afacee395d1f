"""Whoever has something to do in an alliance finds it among their own, with or without a role there."""

import pytest
from django.utils import timezone

from alliance.members import services as members
from alliance.members.queries import alliances_of
from alliance.members.states import Role
from alliance.panels import services as panels
from alliance.people.models import Person
from tests.factories import sle as made
from tests.factories.panels import make_panel
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory

INBOX = 'href="/boldmere/inbox/"'


def mine(person):
    """The person's alliances as the next request reads them."""
    return alliances_of(Person.objects.get(pk=person.pk))


def sits(cast, person):
    panel = make_panel(cast.alliance, cast.lead, {})
    return panels.seat_person(exercise=panel.exercise, person=person, role="scorer", by=cast.lead)


def applies(cast, person):
    return made.start(made.make_round(cast.lead, cast.alliance), person)


def is_invited(cast, person):
    return members.invite(
        alliance=cast.alliance, email=person.email, role=Role.HEADTEACHER, school=cast.school, by=cast.director
    )


def is_asked(cast, person):
    assert person.email == made.HEAD_EMAIL
    school = SchoolFactory(urn=103356, name="Penns Primary School")
    made.know_head(cast.administrator, school, cast.alliance)
    return made.hand_over(made.fill(applies(cast, cast.outsider), school))


@pytest.mark.slow
@pytest.mark.parametrize("has", [sits, applies, is_invited, is_asked])
def test_an_outside_head_reaches_the_alliance_in_which_they_have_something_to_do(cast, sign_in, settings, has):
    settings.REQUIRE_SECOND_FACTOR = False
    person = PersonFactory(first_name="Jo", surname="Ward", email=made.HEAD_EMAIL)
    assert mine(person) == []
    assert INBOX not in sign_in(person).get("/").content.decode()
    has(cast, person)
    assert mine(person) == [cast.alliance]
    assert INBOX in sign_in(person).get("/").content.decode()
    inbox = sign_in(person).get("/boldmere/inbox/")
    assert (inbox.status_code, INBOX in inbox.content.decode()) == (200, True)
    assert "Switch alliance" in sign_in(person).get("/west-herts/").content.decode()
    assert "Switch alliance" not in inbox.content.decode()


def test_who_has_left_a_panel_or_whose_panel_is_closed_has_nothing_to_do_there(cast):
    person = PersonFactory()
    seat = sits(cast, person)
    panels.leave_seat(seat=seat, by=cast.lead, reason="")
    assert mine(person) == []
    other = PersonFactory()
    panel = make_panel(cast.alliance, cast.lead, {}, about=cast.school)
    panels.seat_person(exercise=panel.exercise, person=other, role="scorer", by=cast.lead)
    assert mine(other) == [cast.alliance]
    panels.close_exercise(exercise=panel.exercise, by=cast.lead, now=timezone.now())
    assert mine(other) == []
