"""Whoever sits on a round’s panel sees no post about its applications, whatever other roles they hold."""

import pytest

from alliance.panels import services as panels
from alliance.panels.services import seat_person
from alliance.post.models import Mail
from alliance.post.visibility import open_to
from sle.models import Round
from tests.factories import sle as made
from tests.factories.panels import make_panel
from tests.factories.post import post_mail
from tests.factories.schools import SchoolFactory
from tests.queries import asked, costs_the_same


@pytest.fixture
def application(cast):
    school = SchoolFactory(urn=103356, name="Penns Primary School")
    made.know_head(cast.administrator, school, cast.alliance)
    return made.hand_over(made.fill(made.start(made.make_round(cast.lead, cast.alliance), cast.outsider), school))


def about(person):
    rows = open_to(person, Mail.objects.filter(about_type__startswith="sle."))
    return set(rows.values_list("about_type", flat=True))


@pytest.mark.slow
def test_a_director_on_the_panel_sees_no_mail_about_its_applications(cast, application):
    everything = {"sle.application", "sle.reference"}
    assert about(cast.director) == everything
    panel = make_panel(cast.alliance, cast.lead, {}, about=application.round)
    seat = seat_person(exercise=panel.exercise, person=cast.director, role="chair", by=cast.lead)
    assert about(cast.director) == set()
    assert about(cast.administrator) == everything
    panels.leave_seat(seat=seat, by=cast.lead, reason="Retired")
    assert about(cast.director) == set()


@pytest.mark.slow
def test_after_the_release_it_is_open_again(cast, application):
    panel = make_panel(cast.alliance, cast.lead, {}, about=application.round)
    seat_person(exercise=panel.exercise, person=cast.director, role="scorer", by=cast.lead)
    assert about(cast.director) == set()
    Round._base_manager.filter(pk=application.round_id).update(state="released")
    assert about(cast.director) == {"sle.application", "sle.reference"}


@pytest.mark.slow
@pytest.mark.usefixtures("test_kinds")
def test_32_it_costs_no_more_for_more_mails(cast, application):
    def more(numbers: range) -> None:
        for n in numbers:
            post_mail(cast.alliance, cast.head, dedupe=f"m{n}")

    costs_the_same(lambda: asked(lambda: list(open_to(cast.director, Mail.objects.all()))), more, (1, 3, 30))
