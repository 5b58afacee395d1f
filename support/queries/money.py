"""What each account stands at, what stands on no statement yet, and what must always be true of money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from alliance.post.models import Letter
from alliance.schools.models import Alliance, School
from sle.queries.leaders import kinds_by_code
from support.models import PostingLine, Pot, Rate, Statement
from support.rules.money import promised_by
from support.rules.school_years import SchoolTerm, term_of
from support.states import Account, Payment

STATED = (Account.SCHOOL, Account.HOME)


def lines(alliance: Alliance) -> QuerySet[PostingLine]:
    """Every line of every posting of the alliance, with what a list shows of it; the latest first."""
    rows: QuerySet[PostingLine] = PostingLine.objects.filter(alliance=alliance)
    return rows.select_related(
        "posting__entry__deployment__supporter__person", "posting__entry__deployment__request__school", "school", "pot"
    ).order_by("-posting__on", "-posting_id", "pk")


def accounts(alliance: Alliance) -> QuerySet[School]:
    """Every school with an account: `owes` and `owed` pence, and `between` for what home schools bill themselves."""

    def sum_of(*which: Account, sign: int) -> Coalesce:
        rows = PostingLine.objects.filter(alliance=alliance, school=OuterRef("pk"), account__in=which).order_by()
        total = rows.values("school").annotate(total=Sum(F("pence") * sign)).values("total")
        return Coalesce(Subquery(total), 0)

    schools = School.objects.filter(pk__in=PostingLine.objects.filter(alliance=alliance).values("school"))
    return schools.annotate(
        owes=sum_of(Account.SCHOOL, sign=1), owed=sum_of(Account.HOME, sign=-1), between=sum_of(Account.DIRECT, sign=1)
    ).order_by("name", "urn")


def leaders_called(alliance: Alliance) -> dict[str, str]:
    """What leaders of each kind are called, by code; whoever has no designation last, with an empty one."""
    return {**kinds_by_code(alliance), "": "anybody else"}


def rate_on(alliance: Alliance, kind: str, day: date) -> Rate | None:
    """The rate for leaders of this kind on a day: their own, or that of everybody else; None if there is none."""
    known = Rate.objects.filter(alliance=alliance, kind__in=("", kind), from_day__lte=day)
    return known.order_by("-kind", "-from_day").first()


def unstated(alliance: Alliance, until: date) -> QuerySet[PostingLine]:
    """Charges up to this day that stand on no statement yet, of supported schools and of home schools."""
    return lines(alliance).filter(
        account__in=STATED, statement=None, posting__payment=Payment.CHARGE, posting__on__lte=until
    )


def statements(alliance: Alliance) -> QuerySet[Statement]:
    """Every statement of the alliance, the latest first."""
    rows: QuerySet[Statement] = Statement.objects.filter(alliance=alliance)
    return rows.select_related("alliance", "school", "letter").order_by("-until", "school__name", "account", "pk")


def stated_lines(statement: Statement) -> QuerySet[PostingLine]:
    """What stands on a statement, in the order of the days."""
    return lines(statement.alliance).filter(statement=statement).order_by("posting__on", "pk")


@dataclass(frozen=True)
class Spent:
    """What a pot paid for one school in one school term: half days and pence."""

    school: str
    term: str
    half_days: int
    pence: int


@dataclass(frozen=True)
class PotStatement:
    """What became of a pot's money: what went in, less what was given back (`given`), what was `spent` per school and
    term, what is `promised` per school, and what is left `free`. Pence."""

    pot: Pot
    given: list[tuple[date, int]]
    spent: list[Spent]
    promised: list[tuple[str, int]]
    given_pence: int
    spent_pence: int
    promised_pence: int

    @property
    def free_pence(self) -> int:
        """What is in the pot and promised to nobody."""
        return self.given_pence - self.spent_pence - self.promised_pence


def statement_of(pot: Pot) -> PotStatement:
    """The statement of a pot as of now; the same few queries however much it paid."""
    rows = lines(pot.alliance).filter(pot=pot).order_by("posting__on", "pk")
    given = [line for line in rows if line.posting.entry is None]
    spent: dict[tuple[str, SchoolTerm], list[PostingLine]] = defaultdict(list)
    for line in rows:
        if line.posting.entry is not None:
            spent[str(line.posting.entry.deployment.request.school), term_of(line.posting.on)].append(line)
    promised: dict[str, int] = defaultdict(int)
    for deployment, pence in promised_by(pot).items():
        promised[str(deployment.request.school)] += pence
    charged = [
        Spent(school, term.name, sum(one.posting.entry.half_days for one in found if one.posting.entry), _sum(found))
        for (school, term), found in sorted(spent.items(), key=lambda one: (one[0][0], one[0][1].first))
    ]
    return PotStatement(
        pot=pot,
        given=[(line.posting.on, -line.pence) for line in given],
        spent=charged,
        promised=[(school, pence) for school, pence in sorted(promised.items()) if pence],
        given_pence=-_sum(given),
        spent_pence=sum(one.pence for one in charged),
        promised_pence=sum(promised.values()),
    )


def letters_about(pot: Pot) -> QuerySet[Letter]:
    """The letters with statements of a pot, the latest first."""
    return Letter.objects.filter(about_type=Pot._meta.label_lower, about_id=pot.pk).order_by("-pk")


def _sum(found: Iterable[PostingLine]) -> int:
    return sum(line.pence for line in found)


def broken(alliance: Alliance) -> Iterator[str]:
    """What must be true of money and is not, a sentence each."""
    rows = PostingLine.objects.filter(alliance=alliance)
    for row in rows.order_by().values("posting").annotate(sum=Sum("pence")).exclude(sum=0):
        yield f"Posting {row['posting']} does not add up to zero but to {row['sum']} pence."
    held = dict(rows.filter(account=Account.POT).order_by().values_list("pot").annotate(Sum("pence")))
    for pot in Pot.objects.filter(alliance=alliance):
        if pot.balance_pence != -held.get(pot.pk, 0):
            yield f"Pot {pot.pk} says {pot.balance_pence} pence, and its postings {-held.get(pot.pk, 0)}."
    stated = Statement.objects.filter(alliance=alliance).annotate(sum=Coalesce(Sum("lines__pence"), 0))
    for one in stated.exclude(Q(account=Account.SCHOOL, pence=F("sum")) | Q(account=Account.HOME, pence=-F("sum"))):
        yield f"Statement {one.pk} says {one.pence} pence, and its lines {one.sum}."
