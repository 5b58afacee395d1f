"""Two people who act at the same moment: one is served, the other reads why not, and nothing counts twice."""

from __future__ import annotations

import pytest
from django.db.models import Sum
from django.utils import timezone
from django_scopes import scope

from alliance.post.models import Letter
from alliance.workflow.models import Event
from support.models import (
    Agreement,
    AgreementLine,
    Deployment,
    LedgerLine,
    Plan,
    PostingLine,
    Pot,
    Signature,
    Statement,
    Supporter,
)
from support.queries.agreements import agreements_of, all_signatures
from support.queries.money import broken, statements
from support.queries.visits import all_visits
from support.queries.visits import broken as broken_work
from support.rules.money import free_in
from support.rules.school_years import term_of
from support.services import agreements, money, plans, visits
from support.services.planning import plan_deployment
from support.services.statements import make_statements
from support.states import AgreementState, DeploymentState, Party, PlanState, RequestState
from tests.at_once import at_once
from tests.conftest import make_cast
from tests.factories.schools import PartnerFactory, SchoolFactory
from tests.factories.support import make_request, make_supporter
from tests.factories.support_money import DAY, make_pot, used
from tests.factories.support_money import at_work as charged_work
from tests.factories.support_work import at_work, drafted, proposed, recorded, visited

pytestmark = pytest.mark.postgresql
WORDS = {"focus": "Reasoning", "activity": "Taught.", "next_steps": "Plan."}


@pytest.fixture
def cast(transactional_db):
    """Stored for good, so that other connections see it."""
    found = make_cast()
    with scope(alliance=found.alliance):
        yield found


def two_requests(cast):
    return [make_request(cast.alliance, school, state=RequestState.MATCHING) for school in (cast.school, partner(cast))]


def partner(cast):
    school = SchoolFactory()
    PartnerFactory(alliance=cast.alliance, school=school)
    return school


def made_plan(cast) -> int:
    plan = plans.ask_for_plan(alliance=cast.alliance, by=cast.lead, now=timezone.now())
    plans.make_plan(plan.pk)
    return plan.pk


def test_of_two_who_accept_one_plan_one_does(cast):
    two_requests(cast)
    for _ in range(2):
        make_supporter(cast.alliance)
    pk = made_plan(cast)

    def accept(by):
        def ready():
            plan = Plan.objects.select_related("alliance").get(pk=pk)
            return lambda: plans.accept_plan(plan=plan, by=by, now=timezone.now())

        return ready

    won, lost = at_once(cast.alliance, accept(cast.lead), accept(cast.director))
    assert (won, lost) == (
        "",
        "This plan is accepted by now, so that cannot be done. Somebody may have changed it since you looked.",
    )
    assert Plan.objects.get().state == PlanState.ACCEPTED
    assert sorted(Deployment.objects.values_list("request", "state")) == [
        (pk, DeploymentState.PLANNED) for pk in sorted(Deployment.objects.values_list("request", flat=True))
    ]
    assert Deployment.objects.count() == 2
    assert Event.objects.filter(subject_type="support.deployment", move="plan").count() == 2


def test_a_plans_line_and_a_plan_by_hand_do_not_both_take_a_leaders_last_days(cast):
    first, second = two_requests(cast)
    supporter = make_supporter(cast.alliance)
    Supporter.objects.update(half_days_a_year=6)
    pk = made_plan(cast)
    [line] = Plan.objects.get().lines
    other = second if line[0] == first.pk else first

    def by_line():
        plan = Plan.objects.select_related("alliance").get(pk=pk)
        return lambda: plans.accept_line(plan=plan, number=0, by=cast.lead, now=timezone.now())

    def by_hand():
        needs, by = list(other.needs.all()), cast.director
        return lambda: plan_deployment(
            request=other, supporter=supporter, needs=needs, half_days=6, by=by, now=timezone.now()
        )

    won, lost = at_once(cast.alliance, by_line, by_hand)
    assert won == ""
    assert lost.startswith(("Only 0 half days are left this school year.", "This line does not hold any more."))
    assert Deployment.objects.aggregate(sum=Sum("half_days"))["sum"] == 6


def test_two_agreements_sent_at_once_are_not_promised_the_same_money(cast):
    pot = make_pot(cast.lead, 150_000)
    keys = [drafted(cast).pk for _ in range(2)]
    AgreementLine.objects.update(pot=pot)

    def propose(pk):
        def ready():
            agreement = Agreement.objects.select_related("alliance", "request__alliance", "request__school").get(pk=pk)
            return lambda: agreements.propose_agreement(agreement=agreement, by=cast.lead, now=timezone.now())

        return ready

    won, lost = at_once(cast.alliance, *(propose(pk) for pk in keys))
    assert won == ""
    assert lost == (
        "“Opportunity area” has £450 left that is promised to nobody, and this agreement needs £1,050. Put money in "
        "first, or let the school pay."
    )
    assert sorted(Agreement.objects.values_list("state", flat=True)) == [AgreementState.DRAFT, AgreementState.SIGNING]
    pot = Pot.objects.get()
    assert (pot.balance_pence, free_in(pot)) == (150_000, 45_000)


def test_money_is_not_taken_out_of_a_pot_while_an_agreement_is_promised_it(cast):
    pot = make_pot(cast.lead, 150_000)
    pk = drafted(cast).pk
    AgreementLine.objects.update(pot=pot)

    def propose():
        agreement = agreements_of(Agreement.objects.get(pk=pk).request).get(pk=pk)
        return lambda: agreements.propose_agreement(agreement=agreement, by=cast.lead, now=timezone.now())

    def take_out():
        found = Pot.objects.select_related("alliance").get()
        return lambda: money.take_out(pot=found, pence=100_000, on=DAY, by=cast.director, now=timezone.now())

    won, lost = at_once(cast.alliance, propose, take_out)
    assert won == ""
    assert "£450 is promised to no agreement" in lost or "has £500 left that is promised to nobody" in lost
    found = Pot.objects.get()
    assert free_in(found) >= 0
    assert (found.balance_pence, list(broken(cast.alliance))) in ((150_000, []), (50_000, []))


def test_of_two_records_at_once_for_the_last_half_days_one_is_handed_in(cast):
    deployment = at_work(cast, half_days=3)
    leader = deployment.supporter.person
    keys = [visited(deployment, half_days=2, days_ago=days).pk for days in (1, 2)]
    for visit in all_visits().filter(pk__in=keys):
        visits.save_record(visit=visit, revision=0, values=WORDS, by=leader, now=timezone.now())

    def hand_in(pk):
        def ready():
            visit = all_visits().get(pk=pk)
            return lambda: visits.submit_record(visit=visit, by=leader, now=timezone.now())

        return ready

    won, lost = at_once(cast.alliance, *(hand_in(pk) for pk in keys))
    assert won == ""
    assert lost.startswith("Agreed: 1½ days. Used: 1 day. This would be more than is agreed.")
    assert list(LedgerLine.objects.values_list("half_days", flat=True)) == [2]
    assert PostingLine.objects.filter(account="school").aggregate(sum=Sum("pence"))["sum"] == 35_000
    assert [*broken(cast.alliance), *broken_work(cast.alliance)] == []


def signing(cast, pk, by):
    """The line with this key, signed by this person."""

    def ready():
        found = all_signatures().get(pk=pk)
        words = {"signed_name": by.name, "signed_post": "Head"}
        return lambda: agreements.sign(signature=found, link=None, by=by, now=timezone.now(), **words)

    return ready


def test_one_line_is_signed_once_and_the_last_two_complete_the_agreement_once(cast):
    agreement = proposed(cast)
    [home] = agreement.signatures.filter(party=Party.SCHOOL)
    head = signing(cast, home.pk, cast.head)
    assert at_once(cast.alliance, head, head) == ["", "You have signed. Thank you: you need not do anything."]
    assert Event.objects.filter(subject_type="support.signature", subject_id=home.pk, move="sign").count() == 1
    [last] = agreement.signatures.filter(party=Party.ALLIANCE)
    [leader] = agreement.signatures.filter(party=Party.LEADER)
    Signature.objects.exclude(pk__in=[last.pk, leader.pk]).update(
        state="signed", signed_name="N", sha256=agreement.sha256
    )
    person = leader.deployment.supporter.person
    assert at_once(cast.alliance, signing(cast, last.pk, cast.director), signing(cast, leader.pk, person)) == ["", ""]
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED
    assert Letter.objects.filter(kind="support.agreement").count() == 1
    assert Event.objects.filter(subject_type="support.agreement", move="complete").count() == 1


def test_statements_of_a_term_are_made_once(cast):
    used(charged_work(cast.school, by=cast.lead), 2, by=cast.lead)

    def make(by):
        def ready():
            return lambda: make_statements(alliance=cast.alliance, term=term_of(DAY), by=by, now=timezone.now())

        return ready

    won, lost = at_once(cast.alliance, make(cast.lead), make(cast.director))
    assert (won, lost) == (
        "",
        "Everything that was charged up to Tuesday 31 March 2026 stands on a statement already.",
    )
    assert sorted(Statement.objects.values_list("account", "pence")) == [("home", 30_000), ("school", 35_000)]
    assert statements(cast.alliance).count() == Letter.objects.filter(kind__startswith="support.statement").count() + 1
    assert list(broken(cast.alliance)) == []


def test_what_was_called_off_late_is_let_off_once(cast):
    deployment = at_work(cast)
    recorded(deployment, half_days=2, days_ago=3)
    visit = visited(deployment)
    visits.call_off_visit(visit=all_visits().get(pk=visit.pk), reason="Ill.", by=cast.head, now=timezone.now())

    def let_off(by):
        def ready():
            found = all_visits().get(pk=visit.pk)
            return lambda: visits.let_off(visit=found, reason="Ice.", by=by, now=timezone.now())

        return ready

    won, lost = at_once(cast.alliance, let_off(cast.lead), let_off(cast.director))
    assert (won, lost) == ("", "Nothing counts for this visit that could be let off.")
    assert list(LedgerLine.objects.order_by("pk").values_list("half_days", flat=True)) == [2, 1, -1]
    assert PostingLine.objects.filter(account="school").aggregate(sum=Sum("pence"))["sum"] == 35_000
