"""Whatever happens to half days and money, the accounts add up to zero."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alliance.refusal import Refused
from support.accounts import Part, Terms, charge, moving
from support.models import Agreement, Deployment, Posting, PostingLine, Pot, Visit
from support.queries.money import broken
from support.rules.money import free_in, may_draw
from support.services import money, visits
from support.states import Account, AgreementState, DeploymentState, Entry, Invoiced, Payment, RequestState
from tests.factories.schools import SchoolFactory
from tests.factories.support import make_deployment, make_request, make_supporter
from tests.factories.support_money import DAY, agreed, at_work, make_pot, used

PENCE = st.integers(min_value=0, max_value=500_000)


@pytest.mark.slow
@given(half_days=st.integers(-60, 60), share=PENCE, home=PENCE, by=st.sampled_from(Invoiced.values), pot=st.booleans())
def test_half_days_move_what_they_cost_and_nothing_is_lost(half_days, share, home, by, pot):
    parts = charge(half_days, Terms(share + home, share, by, school=1, home_school=2, pot=3 if pot else None))
    assert sum(part.pence for part in parts) == 0
    assert all(part.pence for part in parts)
    said = {(part.account, part.school): part.pence for part in parts}
    raised = share if by == Invoiced.HOME else share + home
    assert said.get((Account.POT, None) if pot else (Account.SCHOOL, 1), 0) == half_days * raised
    assert said.get((Account.ALLIANCE, None), 0) == -half_days * share
    assert said.get((Account.HOME, 2), 0) == (0 if by == Invoiced.HOME else -half_days * home)
    assert said.get((Account.DIRECT, 2), 0) == (-half_days * home if by == Invoiced.HOME else 0)


def test_the_price_list_of_the_field():
    parts = charge(2, Terms(17_500, 2_500, Invoiced.ALLIANCE, school=1, home_school=2))
    assert {(part.account, part.pence) for part in parts} == {
        (Account.SCHOOL, 35_000),
        (Account.HOME, -30_000),
        (Account.ALLIANCE, -5_000),
    }


def test_what_does_not_add_up_is_no_posting():
    with pytest.raises(ValueError, match="do not add up"):
        moving([Part(Account.SCHOOL, 5, school=1), Part(Account.ALLIANCE, -4)])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_random_histories_add_up(cast, seed):
    chance = Random(seed)
    pots = [make_pot(cast.lead, chance.randrange(50_000, 500_000), f"Pot {n}") for n in range(2)]
    schools = [cast.school, SchoolFactory()]
    working = []
    for pot in (None, *pots):
        request = make_request(cast.alliance, chance.choice(schools), state=RequestState.ACTIVE)
        one = make_deployment(request, make_supporter(cast.alliance), by=cast.lead, state=DeploymentState.ACTIVE)
        share = chance.randrange(0, 5_000)
        bills = chance.choice(Invoiced.values)
        agreed(
            one,
            by=cast.lead,
            half_days=30,
            pot=pot,
            half_day_pence=share + chance.randrange(20_000),
            share_pence=share,
            invoiced_by=bills,
        )
        working.append(one)
    refused = 0
    for _ in range(40):
        pot, school, pence = chance.choice(pots), chance.choice(schools), chance.randrange(1, 60_000)
        common = {"on": DAY + timedelta(days=chance.randrange(90)), "by": cast.lead, "now": timezone.now()}
        try:
            with transaction.atomic():
                match chance.randrange(7):
                    case 0:
                        money.put_in(pot=pot, pence=pence, **common)
                    case 1:
                        money.take_out(pot=pot, pence=pence, **common)
                    case 2:
                        money.note_payment(alliance=cast.alliance, school=school, pence=pence, **common)
                    case 3:
                        home = chance.choice(working).home_school
                        money.note_paid_out(alliance=cast.alliance, school=home, pence=pence, **common)
                    case 4:
                        _call_off(chance.choice(working), chance, by=cast.lead)
                    case _:
                        used(chance.choice(working), chance.choice((1, 1, 2, 3, -1)), by=cast.lead, on=common["on"])
        except Refused:
            refused += 1
    assert PostingLine.objects.aggregate(sum=Sum("pence"))["sum"] == 0
    assert all(sum(line.pence for line in posting.lines.all()) == 0 for posting in Posting.objects.all())
    assert all(pot.balance_pence >= 0 for pot in Pot.objects.all())
    assert list(broken(cast.alliance)) == []
    assert Posting.objects.count() > 20
    assert refused < 30


def _call_off(deployment: Deployment, chance: Random, *, by) -> None:
    """A visit that counts though it was called off; every other one is let off later."""
    on = timezone.localdate() + timedelta(days=chance.choice((1, 30)))
    half_days = chance.choice((1, 2, 3))
    visit = Visit.objects.create(
        alliance=by.memberships.first().alliance, deployment=deployment, on=on, half_days=half_days
    )
    call = {"visit": visit, "by": by, "now": timezone.now(), "reason": "Ill."}
    visits.call_off_visit(counts=True, why="The third time.", **call)
    if chance.random() < 0.5 and visit.ledger.exists():
        visits.let_off(**call)
        charged = PostingLine.objects.filter(posting__entry__visit=visit).values("account").annotate(sum=Sum("pence"))
        assert all(row["sum"] == 0 for row in charged.order_by())


def test_a_pot_never_falls_below_zero(cast):
    pot = make_pot(cast.lead, 20_000)
    deployment = at_work(cast.school, by=cast.lead, pot=pot)
    used(deployment, by=cast.lead)
    pot.refresh_from_db()
    assert pot.balance_pence == 2_500
    with pytest.raises(Refused, match="“Opportunity area” holds £25, and this needs £175"):
        used(deployment, by=cast.lead)
    with pytest.raises(Refused, match="holds £25, and this needs £26"):
        money.take_out(pot=pot, pence=2_600, on=DAY, by=cast.lead, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Pot.objects.update(balance_pence=-1)


def test_what_is_promised_to_one_agreement_is_not_promised_to_another(cast):
    pot = make_pot(cast.lead, 6 * 17_500 + 100)
    first = at_work(cast.school, by=cast.lead, pot=pot)
    assert free_in(pot) == 100
    used(first, by=cast.lead)
    pot.refresh_from_db()
    assert free_in(pot) == 100
    with pytest.raises(Refused, match="£1 is promised to no agreement"):
        money.take_out(pot=pot, pence=101, on=DAY, by=cast.lead, now=timezone.now())
    other = at_work(cast.school, by=cast.lead, pot=pot).lines.get().agreement
    assert "has £1 left that is promised to nobody, and this agreement needs £1,050." in str(may_draw(other))
    Deployment.objects.filter(pk=first.pk).update(state=DeploymentState.ENDED)
    assert "has £876 left" in str(may_draw(other))


def test_days_given_back_are_credited_as_they_were_charged(cast):
    deployment = at_work(cast.school, by=cast.lead)
    visit = Visit.objects.create(alliance=cast.alliance, deployment=deployment, on=DAY, half_days=2)
    used(deployment, 2, entry=Entry.VISIT, visit=visit, by=cast.lead)
    Agreement.objects.update(state=AgreementState.REPLACED)
    agreed(deployment, by=cast.lead, half_day_pence=20_000, share_pence=5_000)
    used(deployment, -1, visit=visit, by=cast.lead)
    owed = PostingLine.objects.filter(account=Account.SCHOOL)
    assert owed.aggregate(sum=Sum("pence"))["sum"] == 17_500
    used(deployment, 1, by=cast.lead)
    assert owed.aggregate(sum=Sum("pence"))["sum"] == 17_500 + 20_000


def test_nobody_is_paid_more_than_they_are_owed(cast):
    deployment = at_work(cast.school, by=cast.lead)
    used(deployment, 2, by=cast.lead)
    home, common = deployment.home_school, {"on": DAY, "by": cast.lead, "now": timezone.now()}
    with pytest.raises(Refused, match="is owed £300: £301 would be too much"):
        money.note_paid_out(alliance=cast.alliance, school=home, pence=30_100, **common)
    money.note_paid_out(alliance=cast.alliance, school=home, pence=30_000, **common)
    assert Posting.objects.filter(payment=Payment.PAID_OUT).count() == 1


@pytest.mark.parametrize("who", ["head", "commissioner", "board", "teacher", "other_director"])
def test_nobody_else_moves_money(cast, who):
    with pytest.raises(Refused, match="sees and moves money"):
        money.open_pot(alliance=cast.alliance, name="Mine", funder=None, by=getattr(cast, who))
    assert not Pot.objects.exists()
