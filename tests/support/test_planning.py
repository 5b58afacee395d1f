"""Planning leaders for one request and for all together."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from alliance.refusal import Refused
from alliance.schools.models import SchoolLink
from alliance.workflow.machine import MoveRefused
from alliance.workflow.models import Event
from support.models import Deployment, Plan, Request, RuledOut, Supporter
from support.queries.matching import matching_for, with_facts
from support.queries.plans import changes_of, planning_table
from support.queries.supply_invariants import broken
from support.services import planning, plans
from support.states import DeploymentState, PlanState, RequestState, Urgency
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation
from tests.factories.support import area_called, make_deployment, make_request, make_supporter
from tests.queries import asked, costs_the_same

MATCHING = RequestState.MATCHING


def plan(request, supporter, *, half_days=6, by, **more):
    return planning.plan_deployment(
        request=request,
        supporter=supporter,
        needs=list(request.needs.all()),
        half_days=half_days,
        by=by,
        now=timezone.now(),
        **more,
    )


def solved(cast):
    """A plan as a worker has made it."""
    made = plans.ask_for_plan(alliance=cast.alliance, by=cast.lead, now=timezone.now())
    plans.make_plan(made.pk)
    return Plan.objects.select_related("alliance").get(pk=made.pk)


def accept(cast, made):
    return plans.accept_plan(plan=made, by=cast.lead, now=timezone.now())


@pytest.fixture
def wanted(cast):
    return make_request(cast.alliance, SchoolFactory(easting=400_000, northing=300_000), state=MATCHING)


def matching(request):
    return matching_for(with_facts(Request.objects.filter(pk=request.pk)).get())


def test_everybody_for_one_request_with_reasons_and_who_cannot_and_why(cast, wanted):
    near = make_supporter(cast.alliance, school=SchoolFactory(easting=401_609, northing=300_000))
    own = make_supporter(cast.alliance, school=wanted.school)
    other = make_supporter(cast.alliance, areas=("Science",))
    interested, turned = make_supporter(cast.alliance), make_supporter(cast.alliance)
    interested.interests.add(wanted.school)
    make_deployment(wanted, turned, by=cast.lead, state=DeploymentState.DECLINED)
    Request.objects.filter(pk=wanted.pk).update(wanted=other)
    found = matching(wanted)
    assert [(one.leader.supporter, one.match.reasons) for one in found.fitting] == [
        (near, ("Maths, primary", "1.0 miles", "15 days left"))
    ]
    assert {one.leader.supporter: one.why for one in found.out} == {
        own: "Works at this school.",
        other: "Does not cover Maths.",
        interested: "Has declared an interest in this school.",
        turned: "Has declined this request.",
    }
    assert (found.wanted.leader.supporter, found.wanted.why) == (other, "Does not cover Maths.")
    assert [need.area.name for need in found.open_needs] == ["Maths"]


def test_a_school_that_became_an_academy_is_still_the_leaders_own(cast, wanted):
    from_before = SchoolFactory(urn=wanted.school.urn + 50_000)
    SchoolLink.objects.create(urn=wanted.school.urn, link_urn=from_before.urn, link_type="Predecessor")
    supporter = make_supporter(cast.alliance, school=from_before)
    assert matching(wanted).out[0].why == "Works at this school."
    with pytest.raises(Refused, match="nobody supports their own school"):
        plan(wanted, supporter, by=cast.lead)


def test_matching_costs_the_same_for_many(cast, wanted):
    area_called("Maths")

    def grow(numbers):
        for _ in numbers:
            make_supporter(cast.alliance).interests.add(cast.school)
            make_designation(cast.alliance, PersonFactory(), cast.school, "Maths")
            make_deployment(wanted, make_supporter(cast.alliance), by=cast.lead)

    costs_the_same(lambda: asked(lambda: matching(wanted)), grow, (1, 3))


def test_a_leader_is_planned_for_needs_and_nobody_is_told(cast, wanted):
    held = make_designation(cast.alliance, PersonFactory(), SchoolFactory(), "Maths")
    supporter = Supporter.objects.create(alliance=cast.alliance, person=held.person, designation_id=held.pk)
    made = plan(wanted, supporter, by=cast.lead)
    assert (made.state, made.kind, made.home_school, made.half_days) == ("planned", "SLE", held.home_school, 6)
    assert [line.need.area.name for line in made.needs.all()] == ["Maths"]
    assert Event.objects.get(move="plan").root_id == wanted.pk
    assert matching(wanted).open_needs == []


def test_what_may_not_be_planned(cast, wanted):
    supporter = make_supporter(cast.alliance)
    early = make_request(cast.alliance, SchoolFactory(), state=RequestState.ASKED)
    for request, by, more, why in (
        (wanted, cast.head, {}, "Only a director"),
        (early, cast.lead, {}, "Asked for"),
        (wanted, cast.lead, {"half_days": 31}, "Only 30 half days are left"),
    ):
        with pytest.raises(Refused, match=why):
            plan(request, supporter, by=by, **more)
    assert plan(wanted, supporter, by=cast.lead, half_days=31, beyond_days=True).beyond_days is True
    with pytest.raises(Refused, match="planned for this request already"):
        plan(wanted, supporter, by=cast.lead, half_days=1)


def test_only_what_nobody_was_asked_about_is_pinned(cast, wanted):
    asked_for = make_deployment(wanted, make_supporter(cast.alliance), by=cast.lead, state="release_asked")
    with pytest.raises(Refused, match="has been asked already"):
        planning.pin(deployment=asked_for, pinned=True, by=cast.lead, now=timezone.now())


def test_whoever_is_ruled_out_is_not_proposed_until_they_are_let_in_again(cast, wanted):
    supporter = make_supporter(cast.alliance)
    plan(wanted, supporter, by=cast.lead)
    planning.rule_out(request=wanted, supporter=supporter, by=cast.lead, now=timezone.now())
    assert Deployment.objects.get().state == DeploymentState.DROPPED
    assert matching(wanted).out[0].why == "Has been ruled out for this request."
    assert solved(cast).lines == []
    planning.rule_in(request=wanted, supporter=supporter, by=cast.lead, now=timezone.now())
    assert len(solved(cast).lines) == 1


def test_a_plan_changes_nothing_before_it_is_accepted(cast, wanted):
    held = make_designation(cast.alliance, PersonFactory(), SchoolFactory(), "Maths")
    unmet = make_request(cast.alliance, SchoolFactory(), state=MATCHING, areas=("Science",), urgency=Urgency.URGENT)
    made = solved(cast)
    assert (made.state, made.gap, Deployment.objects.count()) == (PlanState.MADE, 0, 0)
    first, second = changes_of(made)
    assert (first.request, first.after, first.why) == (unmet, None, "Nobody covers Science.")
    assert (second.request, second.after.person, second.before) == (wanted, held.person, "")
    assert second.why.startswith("Maths, primary")
    result = accept(cast, made)
    assert (result.new, result.kept, result.dropped, result.left_out) == (1, 0, 0, 0)
    assert Deployment.objects.get().supporter.designation_id == held.pk
    with pytest.raises(MoveRefused):
        accept(cast, made)


def test_a_plan_moves_what_is_not_pinned_and_keeps_the_rest(cast, wanted):
    far = make_supporter(cast.alliance, school=SchoolFactory(easting=450_000, northing=300_000))
    made = plan(wanted, far, by=cast.lead)
    near = make_supporter(cast.alliance, school=SchoolFactory(easting=401_000, northing=300_000))
    change = changes_of(solved(cast))[0]
    assert (change.before, change.after.supporter, change.done) == (far.person.name, near, False)
    planning.pin(deployment=made, pinned=True, by=cast.lead, now=timezone.now())
    assert solved(cast).lines == []
    planning.pin(deployment=made, pinned=False, by=cast.lead, now=timezone.now())
    result = accept(cast, solved(cast))
    assert (result.new, result.dropped) == (1, 1)
    assert [one.supporter for one in Deployment.objects.filter(state="planned")] == [near]
    again = accept(cast, solved(cast))
    assert (again.new, again.kept, again.dropped) == (0, 1, 0)


def test_a_line_that_does_not_hold_any_more_is_left_out(cast, wanted):
    supporter = make_supporter(cast.alliance)
    other = make_request(cast.alliance, SchoolFactory(), state=MATCHING)
    made = solved(cast)
    assert len(made.lines) == 2
    Supporter.objects.filter(pk=supporter.pk).update(half_days_a_year=6)
    result = accept(cast, made)
    assert (result.new, result.left_out) == (1, 1)
    assert Deployment.objects.get().request in (wanted, other)


def test_what_was_planned_by_hand_since_is_not_dropped_with_the_plan(cast, wanted):
    make_supporter(cast.alliance)
    made = solved(cast)
    by_hand = plan(wanted, make_supporter(cast.alliance), by=cast.lead)
    result = accept(cast, made)
    assert (result.new, result.dropped, result.left_out) == (0, 0, 1)
    assert Deployment.objects.get() == by_hand


def test_single_lines_are_accepted_and_pinned_or_refused(cast, wanted):
    supporter = make_supporter(cast.alliance)
    other = make_request(cast.alliance, SchoolFactory(), state=MATCHING, urgency=Urgency.URGENT)
    made = solved(cast)
    first = changes_of(made)[0]
    assert first.request == other
    plans.accept_line(plan=made, number=first.number, by=cast.lead, now=timezone.now())
    assert [(one.request, one.pinned) for one in Deployment.objects.all()] == [(other, True)]
    done, second = changes_of(made)
    assert (done.done, second.done) == (True, False)
    with transaction.atomic():
        result = accept(cast, made)
        assert (result.new, result.kept, result.left_out) == (1, 1, 0)
        transaction.set_rollback(True)
    made.refresh_from_db()
    plans.refuse_line(plan=made, number=second.number, by=cast.lead, now=timezone.now())
    assert [(row.request, row.supporter) for row in RuledOut.objects.all()] == [(wanted, supporter)]
    assert changes_of(made)[1].problem == "Has been ruled out for this request."
    with pytest.raises(Refused, match="not hold any more"):
        plans.accept_line(plan=made, number=second.number, by=cast.lead, now=timezone.now())


def test_a_single_line_never_takes_days_that_stand_for_others(cast, wanted):
    supporter = make_supporter(cast.alliance)
    Supporter.objects.update(half_days_a_year=10)
    plan(wanted, supporter, by=cast.lead)
    urgent = make_request(cast.alliance, SchoolFactory(), state=MATCHING, urgency=Urgency.URGENT)
    made = solved(cast)
    (line,) = [one for one in changes_of(made) if one.after]
    assert line.request == urgent
    with pytest.raises(Refused, match="fewer half days left"):
        plans.accept_line(plan=made, number=line.number, by=cast.lead, now=timezone.now())
    assert accept(cast, made).dropped == 1
    assert Deployment.objects.get(state="planned").request == urgent


def test_planning_all_costs_the_same_for_many(cast):
    def grow(numbers):
        for number in numbers:
            request = make_request(cast.alliance, SchoolFactory(), state=MATCHING, areas=("Maths", "Science"))
            make_deployment(request, make_supporter(cast.alliance), by=cast.lead, pinned=number % 2 == 0)

    planning_table(cast.alliance)  # the alliance's own words are kept once read
    costs_the_same(lambda: asked(lambda: planning_table(cast.alliance)), grow, (1, 4))
    for request in Request.objects.all():
        make_supporter(cast.alliance, school=request.school)
    made = solved(cast)
    before = timezone.now() - timedelta(days=1)
    Deployment.objects.update(planned_at=before)
    assert len(asked(lambda: changes_of(made))) < 25


def test_what_must_never_be_is_found(cast, wanted):
    supporter = make_supporter(cast.alliance)
    plan(wanted, supporter, by=cast.lead, half_days=40, beyond_days=True)
    assert list(broken(cast.alliance)) == []
    Deployment.objects.update(beyond_days=False)
    own = make_deployment(wanted, make_supporter(cast.alliance, school=wanted.school), by=cast.lead)
    assert list(broken(cast.alliance)) == [
        f"Deployment {own.pk} sends a leader to their own school.",
        f"Supporter {supporter.pk} is planned for 40 half days of 30.",
    ]
