"""The only writer of money: every posting adds up to zero, and none is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Sum

from alliance.money import in_pounds
from alliance.people.models import Person
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance, Partner, School
from alliance.workflow.events import record
from support.accounts import Part, Terms, charge, into_pot, moving, paid_by, paid_to
from support.models import AgreementLine, LedgerLine, Posting, PostingLine, Pot, Rate
from support.rules.money import may_add_rate, may_give_back, may_keep_money, may_pay, may_take_from, terms_of
from support.states import Account, AgreementState, Payment


@transaction.atomic
def add_rate(
    *, alliance: Alliance, kind: str, from_day: date, half_day_pence: int, share_pence: int, by: Person
) -> Rate:
    """What half a day of leaders of this kind costs from a day on. What was agreed before stays. Raises Refused."""
    allow(may_add_rate(by, alliance, kind, from_day))
    if share_pence > half_day_pence:
        raise Refused(Refusal("The alliance cannot keep more than is charged."))
    rate = Rate.objects.create(
        alliance=alliance, kind=kind, from_day=from_day, half_day_pence=half_day_pence, share_pence=share_pence
    )
    record(rate, "add", by=by)
    return rate


@transaction.atomic
def remove_rate(*, rate: Rate, by: Person) -> None:
    """Take a rate off the list. Agreements keep what they say. Raises Refused."""
    allow(may_keep_money(by, rate.alliance))
    record(rate, "remove", by=by)
    rate.delete()


@transaction.atomic
def open_pot(*, alliance: Alliance, name: str, funder: Partner | None, by: Person) -> Pot:
    """A funding pot with nothing in it yet. Raises Refused where there is one of that name."""
    allow(may_keep_money(by, alliance))
    pot, new = Pot.objects.get_or_create(alliance=alliance, name=name.strip(), defaults={"funder": funder})
    if not new:
        raise Refused(Refusal(f"There is a pot called “{pot.name}” already."))
    record(pot, "open", by=by)
    return pot


@transaction.atomic
def put_in(*, pot: Pot, pence: int, on: date, by: Person, now: datetime) -> Posting:
    """Money came into the pot. Raises Refused."""
    allow(may_keep_money(by, pot.alliance))
    return post(alliance=pot.alliance, payment=Payment.FUNDED, parts=into_pot(pence, pot.pk), on=on, by=by, now=now)


@transaction.atomic
def take_out(*, pot: Pot, pence: int, on: date, by: Person, now: datetime) -> Posting:
    """Money goes back to whoever gave it. Raises Refused where the pot does not hold so much, or has promised it."""
    allow(may_keep_money(by, pot.alliance))
    # The pot is the lock under which it is counted what it has promised.
    allow(may_give_back(Pot.objects.select_for_update().get(pk=pot.pk), pence))
    return post(alliance=pot.alliance, payment=Payment.RETURNED, parts=into_pot(-pence, pot.pk), on=on, by=by, now=now)


@transaction.atomic
def note_payment(*, alliance: Alliance, school: School, pence: int, on: date, by: Person, now: datetime) -> Posting:
    """A supported school has paid the alliance. Raises Refused."""
    allow(may_keep_money(by, alliance))
    return post(alliance=alliance, payment=Payment.PAID, parts=paid_by(pence, school.pk), on=on, by=by, now=now)


@transaction.atomic
def note_paid_out(*, alliance: Alliance, school: School, pence: int, on: date, by: Person, now: datetime) -> Posting:
    """The alliance has paid a home school. Raises Refused where that is more than it is owed."""
    allow(may_keep_money(by, alliance))
    Alliance.objects.select_for_update().get(pk=alliance.pk)  # two payments at once: the second sees the first
    lines = PostingLine.objects.filter(alliance=alliance, account=Account.HOME, school=school)
    allow(may_pay(school, pence, -(lines.aggregate(sum=Sum("pence"))["sum"] or 0)))
    return post(alliance=alliance, payment=Payment.PAID_OUT, parts=paid_to(pence, school.pk), on=on, by=by, now=now)


@transaction.atomic
def charge_entry(*, entry: LedgerLine, by: Person, now: datetime) -> Posting | None:
    """Charge a line of the ledger of half days by what is agreed; None where half a day costs nothing.

    A correction of a visit is charged as that visit was, whatever has been agreed since. Raises Refused where a pot
    would fall below zero: the agreement has seen to it that it does not.
    """
    earlier = (
        LedgerLine.objects.filter(visit=entry.visit_id, pk__lt=entry.pk).order_by("pk") if entry.visit_id else None
    )
    first = earlier.first() if earlier is not None else None
    parts = _as_charged(first, entry.half_days) if first else charge(entry.half_days, _agreed(entry))
    if not parts:
        return None
    return post(alliance=entry.alliance, payment=Payment.CHARGE, parts=parts, on=entry.on, by=by, now=now, entry=entry)


def _agreed(entry: LedgerLine) -> Terms:
    """What the agreement in force says of the deployment."""
    line = AgreementLine.objects.select_related("agreement__request", "deployment").get(
        deployment=entry.deployment_id, agreement__state=AgreementState.SIGNED
    )
    return terms_of(line)


def _as_charged(first: LedgerLine, half_days: int) -> list[Part]:
    """The parts for so many half days as those of another line were charged; none where they cost nothing."""
    return [
        Part(Account(one.account), one.pence // first.half_days * half_days, school=one.school_id, pot=one.pot_id)
        for one in PostingLine.objects.filter(posting__entry=first).order_by("pk")
    ]


def post(
    *,
    alliance: Alliance,
    payment: Payment,
    parts: Sequence[Part],
    on: date,
    by: Person | None,
    now: datetime,
    entry: LedgerLine | None = None,
) -> Posting:
    """Write one posting with its lines, which add up to zero; pots change with it, and refuse to fall below zero.

    Raises ValueError for parts that do not add up, and Refused where a pot does not hold enough or nothing moves.
    """
    found = moving(parts)
    if not found:
        raise Refused(Refusal("Give a sum of more than nought."))
    for part in found:
        if part.pot is not None:
            _move_pot(part.pot, -part.pence)
    posting = Posting.objects.create(alliance=alliance, payment=payment, entry=entry, on=on, made_by=by, made_at=now)
    PostingLine.objects.bulk_create(
        PostingLine(
            alliance=alliance,
            posting=posting,
            account=part.account,
            school_id=part.school,
            pot_id=part.pot,
            pence=part.pence,
        )
        for part in found
    )
    record(posting, payment, by=by, at=now)
    return posting


def _move_pot(pk: int, pence: int) -> None:
    """Add to what is in a pot, in one statement that refuses to go below zero: two at once cannot spend it twice."""
    rows = Pot.objects.filter(pk=pk, balance_pence__gte=-pence)
    if not rows.update(balance_pence=F("balance_pence") + pence):
        pot = Pot.objects.get(pk=pk)
        allow(may_take_from(pot, -pence))
        raise Refused(Refusal(f"“{pot.name}” changed meanwhile. Try again: it needs {in_pounds(-pence)}."))
