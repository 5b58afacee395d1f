"""Who sees and moves money, and what a pot can bear."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet, Sum

from alliance.members.queries import current_roles, urns_spoken_for
from alliance.members.states import Role
from alliance.money import in_pounds
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.models import Alliance, School
from alliance.schools.vocabulary import said
from alliance.times import in_words
from support.accounts import Terms
from support.models import Agreement, AgreementLine, Deployment, LedgerLine, PostingLine, Pot, Rate
from support.rules.school_years import SchoolTerm
from support.rules.sides import commissions_for, runs_support
from support.states import Account, AgreementState, DeploymentState, Payment

STAFF_ONLY = Refusal("Only a director, an administrator or the lead of school-to-school support sees and moves money.")
POTS_ONLY = Refusal("A funding pot is seen by the alliance’s staff, and by those who commission for its funder.")
OVER = (DeploymentState.ENDED, DeploymentState.DROPPED)


def may_keep_money(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Staff of support keep rates and pots, write down payments and make statements."""
    return None if runs_support(person, alliance) else STAFF_ONLY


def may_see_account(person: Person | None, alliance: Alliance, school: School) -> Refusal | None:
    """Staff, and the school's own head and coordinator."""
    if runs_support(person, alliance) or school.urn in urns_spoken_for(person, alliance):
        return None
    return Refusal(said("Only the alliance’s staff, and the school’s {headteacher} and coordinator, see its account."))


def may_see_accounts(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Staff see every account, heads and coordinators those of their school."""
    if runs_support(person, alliance) or urns_spoken_for(person, alliance):
        return None
    return Refusal(said("Accounts are for the alliance’s staff, and for {headteachers} and coordinators of schools."))


def may_see_pots(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Staff see every pot, whoever commissions support those that their organisation has filled."""
    if runs_support(person, alliance) or commissions_for(person, alliance):
        return None
    return POTS_ONLY


def may_see_pot(person: Person | None, pot: Pot) -> Refusal | None:
    """Staff, and whoever commissions support for the funder, read what became of its money."""
    if runs_support(person, pot.alliance) or pot.funder in commissions_for(person, pot.alliance):
        return None
    return POTS_ONLY


def funders_people(pot: Pot) -> QuerySet[Person]:
    """Those who commission support for the pot's funder today."""
    roles = current_roles(pot.alliance).filter(role=Role.COMMISSIONER, partner=pot.funder_id, partner__isnull=False)
    return Person.objects.filter(pk__in=roles.values("person")).order_by("surname", "first_name", "pk")


def may_send_pot_statement(person: Person | None, pot: Pot) -> Refusal | None:
    """Staff, where somebody commissions for the funder."""
    if refused := may_keep_money(person, pot.alliance):
        return refused
    if pot.funder is None:
        return Refusal("This pot names nobody who gives its money, so there is nobody to write to.")
    if not funders_people(pot).exists():
        return Refusal(f"Nobody has the role of commissioner for {pot.funder}. Invite somebody first.")
    return None


def may_add_rate(person: Person | None, alliance: Alliance, kind: str, from_day: date) -> Refusal | None:
    """One rate for a kind of leader on a day."""
    if refused := may_keep_money(person, alliance):
        return refused
    if Rate.objects.filter(alliance=alliance, kind=kind, from_day=from_day).exists():
        return Refusal("There is a rate for these leaders from that day on. Remove it first, or choose another day.")
    return None


def may_take_from(pot: Pot, pence: int) -> Refusal | None:
    """A pot gives what is in it."""
    if pence > pot.balance_pence:
        return Refusal(
            f"“{pot.name}” holds {in_pounds(pot.balance_pence)}, and this needs {in_pounds(pence)}. Put money in first."
        )
    return None


def may_give_back(pot: Pot, pence: int) -> Refusal | None:
    """What is promised to an agreement stays in the pot."""
    if refused := may_take_from(pot, pence):
        return refused
    free = max(0, free_in(pot))
    if pence > free:
        return Refusal(f"Of what “{pot.name}” holds, {in_pounds(free)} is promised to no agreement. Take out no more.")
    return None


def terms_of(line: AgreementLine) -> Terms:
    """What a line of an agreement says of money; its request and deployment are read with it."""
    return Terms(
        half_day_pence=line.half_day_pence,
        share_pence=line.share_pence,
        invoiced_by=line.invoiced_by,
        school=line.agreement.request.school_id or 0,
        home_school=line.deployment.home_school_id,
        pot=line.pot_id,
    )


def free_in(pot: Pot, besides: Agreement | None = None) -> int:
    """Pence in the pot that no agreement needs; `besides` what this one's request needs."""
    return pot.balance_pence - sum(promised_by(pot, besides).values())


def promised_by(pot: Pot, besides: Agreement | None = None) -> dict[Deployment, int]:
    """Pence that agreements still need of the pot, signed or being signed, by leader's part; `besides` as above.

    Where a request has a version in force and another being signed, the dearer of the two counts.
    """
    lines = (
        AgreementLine.objects.filter(pot=pot, agreement__state__in=(AgreementState.SIGNING, AgreementState.SIGNED))
        .exclude(deployment__state__in=OVER)
        .select_related("agreement__request", "deployment__request__school")
    )
    if besides is not None:
        lines = lines.exclude(agreement__request=besides.request_id)
    used = dict(
        LedgerLine.objects.filter(deployment__in=lines.values("deployment"))
        .order_by()
        .values_list("deployment")
        .annotate(Sum("half_days"))
    )
    needed: dict[Deployment, int] = {}
    for line in lines:
        left = max(0, line.half_days - used.get(line.deployment_id, 0)) * terms_of(line).raised_pence
        needed[line.deployment] = max(left, needed.get(line.deployment, 0))
    return needed


def may_draw(agreement: Agreement) -> Refusal | None:
    """An agreement is sent to be signed only where its pots can pay all of it, beside what they have promised."""
    wanted: dict[Pot, int] = defaultdict(int)
    for line in agreement.lines.select_related("pot", "agreement__request", "deployment"):
        if line.pot is not None:
            used = line.deployment.ledger.aggregate(sum=Sum("half_days"))["sum"] or 0
            wanted[line.pot] += max(0, line.half_days - used) * terms_of(line).raised_pence
    for pot, pence in wanted.items():
        free = free_in(pot, agreement)
        if pence > free:
            return Refusal(
                f"“{pot.name}” has {in_pounds(max(0, free))} left that is promised to nobody, and this agreement "
                f"needs {in_pounds(pence)}. Put money in first, or let the school pay."
            )
    return None


def may_make_statements(person: Person | None, alliance: Alliance, term: SchoolTerm, today: date) -> Refusal | None:
    """Staff, once the term is over and something was charged that stands on no statement."""
    if refused := may_keep_money(person, alliance):
        return refused
    if term.last >= today:
        return Refusal(f"{term.name} ends on {in_words(term.last)}. Make its statements after that.")
    charged = PostingLine.objects.filter(
        alliance=alliance,
        account__in=(Account.SCHOOL, Account.HOME),
        posting__payment=Payment.CHARGE,
        posting__on__lte=term.last,
    )
    if not charged.filter(statement=None).exists():
        return Refusal(f"Everything that was charged up to {in_words(term.last)} stands on a statement already.")
    return None


def may_pay(school: School, pence: int, owed: int) -> Refusal | None:
    """Nobody is paid more than they are owed."""
    if pence > owed:
        return Refusal(f"{school.name} is owed {in_pounds(max(0, owed))}: {in_pounds(pence)} would be too much.")
    return None
