"""How support does, for the board."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.schools.models import SchoolLink
from support.models import Context, Request, Visit
from support.queries.board import board
from support.states import Entry, RequestState, VisitState
from tests.factories.schools import SchoolFactory
from tests.factories.support import make_request
from tests.factories.support_evaluations import ask, ended, give
from tests.factories.support_money import at_work, used
from tests.queries import costs_the_same, queries_of

DAY = date(2025, 11, 3)
ASKED = timezone.make_aware(datetime(2025, 10, 6, 10))


def in_need(request: Request) -> None:
    Context.objects.create(alliance=request.alliance, request=request, in_need=True, frozen_at=ASKED)


def test_the_figures_of_a_school_year(cast):
    work = at_work(cast.school, by=cast.lead)
    in_need(work.request)
    matched = ASKED + timedelta(hours=30)
    Request.objects.filter(pk=work.request_id).update(asked_at=ASKED, matched_at=matched)
    visit = Visit.objects.create(
        alliance=cast.alliance, deployment=work, on=DAY, half_days=3, state=VisitState.SUBMITTED
    )
    used(work, 3, by=cast.lead, on=DAY, entry=Entry.VISIT, visit=visit)
    used(work, 1, by=cast.lead, on=date(2026, 9, 1))
    found = board(cast.alliance, 2025)
    assert (found.asked, found.used.days, found.hours_to_match, found.days_to_visit) == (1, "1.5", 30, 28)
    assert [(one.name, one.half_days) for one in found.by_area] == [("Maths", Fraction(3))]
    assert [(one.name, one.days) for one in found.by_phase] == [("Primary", "1.5")]
    assert [one.name for one in found.in_need] == [cast.school.name]
    assert (found.charged_pence, found.kept_pence) == (52_500, 7_500)
    assert board(cast.alliance, 2026).used.days == "0.5"


def test_work_in_several_areas_counts_in_equal_parts(cast):
    work = at_work(cast.school, by=cast.lead, areas=("Maths", "Science", "English"))
    used(work, 1, by=cast.lead, on=DAY)
    found = board(cast.alliance, 2025)
    assert {one.half_days for one in found.by_area} == {Fraction(1, 3)}
    assert sum(one.half_days for one in found.by_phase) == 1


def test_schools_in_need_for_which_nobody_works_are_named(cast):
    helped, waiting, other = (make_request(cast.alliance, cast.school, state=RequestState.MATCHING) for _ in range(3))
    for request in (helped, waiting):
        in_need(request)
    at = at_work(cast.school, by=cast.lead)
    at.request = helped
    at.save()
    assert board(cast.alliance, 2026).waiting == [waiting]
    assert other.pk


def test_the_share_of_good_evaluations(cast):
    for grade in ("very", "good", "poor"):
        give(ask(ended(cast.school, by=cast.lead), by=cast.lead), by=cast.head, grade=grade)
    found = board(cast.alliance, timezone.localdate().year - (timezone.localdate().month < 9))
    assert (found.good, found.given, found.good_share) == (2, 3, 67)


@pytest.mark.parametrize(("who", "status"), [("board", 200), ("lead", 200), ("head", 403), ("commissioner", 403)])
def test_the_board_and_staff_read_it(cast, sign_in, who, status):
    page = path_to("support:board", cast.alliance)
    assert sign_in(getattr(cast, who)).get(page).status_code == status


@pytest.mark.slow
def test_the_page_and_its_file_bear_odd_years_and_cost_the_same(cast, sign_in):
    client, page = sign_in(cast.board), path_to("support:board", cast.alliance)
    assert "No day of support is written down" in client.get(page).content.decode()

    def more(numbers: range) -> None:
        for _ in numbers:
            used(at_work(cast.school, by=cast.lead), 1, by=cast.lead, on=DAY)

    costs_the_same(lambda: queries_of(client, f"{page}?year=2025"), more, (1, 3))
    assert "Area,Maths,1.5" in client.get(f"{page}?year=2025&format=csv").content.decode()
    assert client.get(f"{page}?year=1;drop").status_code == 200


def test_the_broker_sees_open_requests_by_state_the_most_pressing_first(cast, sign_in):
    page = path_to("support:request_board", cast.alliance)
    client = sign_in(cast.lead)
    assert "No request is open." in client.get(page).content.decode()
    now = timezone.now()
    for title, hours in (("Later", 10), ("Late", 60), ("Soon", 40)):
        make_request(cast.alliance, cast.school, title=title, asked_at=now - timedelta(hours=hours))
    make_request(cast.alliance, cast.school, title="Gone", state=RequestState.DECLINED)
    shown = client.get(page)
    columns = {state: [row.title for row, _ in cards] for state, cards in shown.context["columns"] if cards}
    assert columns == {"Asked for": ["Late", "Soon", "Later"]}
    assert [clock.word for _, clock in shown.context["columns"][0][1]] == ["Late", "Due soon", "In time"]

    def more(numbers: range) -> None:
        for _ in numbers:
            make_request(cast.alliance, cast.school, state=RequestState.MATCHING)

    costs_the_same(lambda: queries_of(client, page), more, (1, 5))
    assert sign_in(cast.head).get(page).status_code == 403


@pytest.mark.slow
def test_a_school_reads_what_it_received_and_gave_and_no_other(cast, sign_in):
    work = at_work(cast.school, by=cast.lead)
    used(work, 3, by=cast.lead, on=DAY)
    make_request(cast.alliance, cast.school, state=RequestState.DRAFT, title="Not asked yet")
    client, home = sign_in(cast.head), work.home_school
    own = client.get(path_to("support:school", cast.alliance, pk=cast.school.pk)).content.decode()
    assert "Received: 1½ days. Given: none." in own
    assert "Not asked yet" not in own
    assert client.get(path_to("support:school", cast.alliance, pk=home.pk)).status_code == 403
    staff = sign_in(cast.lead)
    page = path_to("support:school", cast.alliance, pk=home.pk)
    assert "Received: none. Given: 1½ days." in staff.get(page).content.decode()

    def more(numbers: range) -> None:
        for _ in numbers:
            used(at_work(cast.school, by=cast.lead, home=home), 1, by=cast.lead, on=DAY)

    costs_the_same(lambda: queries_of(staff, page), more, (1, 3))


@pytest.mark.slow
def test_a_school_that_became_an_academy_keeps_what_it_received_and_gave(cast, sign_in):
    before, other = SchoolFactory(), SchoolFactory()
    SchoolLink.objects.create(urn=before.urn, link_urn=cast.school.urn, link_type="Successor")
    for received, home in ((before, other), (cast.school, other), (other, before)):
        used(at_work(received, by=cast.lead, home=home), 2, by=cast.lead, on=DAY)
    page = sign_in(cast.head).get(path_to("support:school", cast.alliance, pk=cast.school.pk)).content.decode()
    assert "Received: 2 days. Given: 1 day." in page
    assert page.count(f"{before.name}, URN {before.urn}") == 2
