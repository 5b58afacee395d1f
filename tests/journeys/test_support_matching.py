"""A broker matches one request with a leader, then plans twenty others at once; the leader keeps when they are free."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from alliance.addresses import path_to
from support.models import Deployment, Plan
from support.services import plans
from support.states import DeploymentState, RequestState, Urgency
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.support import area_called, make_request, make_supporter
from tests.journeys.story import PHONE

MATCHING = RequestState.MATCHING


def test_a_broker_matches_one_request_and_plans_twenty(new_journey, cast):
    area_called("Maths")
    home = SchoolFactory(name="Holland House", easting=412_000, northing=296_000)
    held = make_designation(cast.alliance, cast.teacher, home, "Maths")
    asking = SchoolFactory(name="Penns Primary School", easting=413_609, northing=296_000)
    request = make_request(cast.alliance, asking, state=MATCHING, title="Fractions in year 5")

    leader = new_journey(width=PHONE)
    leader.sign_in(cast.teacher)
    leader.visit(path_to("support:supporter", cast.alliance, key=f"d{held.pk}"))
    leader.says("None to come: free on every working day.")
    leader.click("Add a time away")
    first = timezone.localdate() + timedelta(days=200)
    for name, day in (("First day", first), ("Last day", first + timedelta(days=5))):
        group = leader.page.get_by_role("group", name=name)
        for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part, exact=True).fill(str(value))
    leader.fill("Why? (optional)", "Exams")
    leader.click("Add")
    leader.says("It is written down: nothing is proposed in that time.")
    leader.says("Exams")

    broker = new_journey()
    broker.sign_in(cast.lead)
    broker.visit(path_to("support:request", cast.alliance, code=request.code))
    broker.says("Nobody is planned yet for Maths.")
    broker.click("Match leaders")
    broker.says("Maths, primary · 1.0 miles · 15 days left")
    broker.click("Plan Tara Teacher")
    broker.fill("How many half days?", "99")
    broker.click("Plan for this request")
    broker.says("Only 30 half days are left this school year.")
    broker.fill("How many half days?", "6")
    broker.click("Plan for this request")
    broker.says("Tara Teacher is planned. Nobody has been told: ask the home school next.")
    broker.click("Pin Tara Teacher")
    broker.says("Tara Teacher stays: no plan changes it.")

    for number in range(20):
        urgency = (Urgency.URGENT, Urgency.SOON, Urgency.PLANNED)[number % 3]
        make_request(cast.alliance, SchoolFactory(name=f"School {number}"), state=MATCHING, urgency=urgency)
    for _ in range(6):
        make_supporter(cast.alliance)
    broker.visit(path_to("web:inbox", cast.alliance))
    broker.says("20 requests look for leaders")
    broker.visit(path_to("support:plan", cast.alliance))
    broker.click("Work out a plan")
    broker.says("The plan is being worked out.")
    plans.make_plan(Plan.objects.get().pk)
    broker.click("See whether it is ready")
    broker.says("20 parts given to leaders, 0 needs that nobody would meet.")
    broker.row("School 0").get_by_role("link", name="Decide on Maths in key stage 2").click()
    broker.look()
    broker.click("Plan and pin")
    broker.says("stays so in any later plan")
    broker.click("Plan them as proposed")
    broker.says("19 planned anew, 1 kept, 0 taken out. Ask the home schools next.")
    planned = Deployment.objects.filter(state=DeploymentState.PLANNED)
    assert (planned.count(), planned.filter(pinned=True).count()) == (21, 2)
