"""Statements: what schools owe, and are owed, for a school term."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from alliance.members.queries import heads_of
from alliance.money import in_pounds
from alliance.people.models import Person
from alliance.post.kinds import kind_named
from alliance.post.models import Letter
from alliance.post.services import Addressee, write_letter
from alliance.post.texts import current, fill_html
from alliance.refusal import allow
from alliance.schools.models import Alliance, School
from alliance.schools.vocabulary import placeholders
from alliance.times import in_words
from alliance.workflow.events import record
from support.models import PostingLine, Pot, Statement
from support.queries.money import stated_lines, statement_of, unstated
from support.rules.money import funders_people, may_make_statements, may_see_account, may_send_pot_statement
from support.rules.school_years import SchoolTerm
from support.services.telling import person_of
from support.states import Account

KINDS = {Account.SCHOOL: "support.statement_raise", Account.HOME: "support.statement_pay"}


@transaction.atomic
def make_statements(*, alliance: Alliance, term: SchoolTerm, by: Person, now: datetime) -> list[Statement]:
    """One statement for each school that owes, and for each home school that is owed, for what was charged up to the
    end of the term and stands on no statement yet; a letter goes to each headteacher who is known.

    Raises Refused where the term is not over or nothing is left to be stated.
    """
    Alliance.objects.select_for_update().get(pk=alliance.pk)  # nothing stands on two statements
    allow(may_make_statements(by, alliance, term, timezone.localdate(now)))
    by_account: dict[tuple[School, str], list[PostingLine]] = defaultdict(list)
    for line in unstated(alliance, term.last):
        if line.school is not None:
            by_account[(line.school, line.account)].append(line)
    made = []
    for (school, account), found in sorted(by_account.items(), key=lambda one: (one[0][0].name, one[0][1])):
        sign = 1 if account == Account.SCHOOL else -1
        statement = Statement.objects.create(
            alliance=alliance,
            school=school,
            account=account,
            until=term.last,
            pence=sign * sum(line.pence for line in found),
            made_by=by,
            made_at=now,
        )
        PostingLine.objects.filter(pk__in=[line.pk for line in found]).update(statement=statement)
        record(statement, "make", by=by, at=now)
        made.append(statement)
    _write_letters(alliance, term, made, now)
    return made


def _write_letters(alliance: Alliance, term: SchoolTerm, made: list[Statement], now: datetime) -> None:
    heads = heads_of(alliance, [one.school for one in made])
    for statement in made:
        known = heads.get(statement.school_id)
        if not known:
            continue
        head = person_of(Addressee(known[0].email, known[0].name))
        statement.letter = _write(alliance, term, statement, head, now)
        statement.save(update_fields=["letter"])


def _write(alliance: Alliance, term: SchoolTerm, statement: Statement, head: Person, now: datetime) -> Letter:
    kind, sign = KINDS[Account(statement.account)], 1 if statement.account == Account.SCHOOL else -1
    values = {
        **placeholders(alliance),
        "name": head.name,
        "school": statement.school.name,
        "alliance": alliance.name,
        "term": term.name,
        "until": in_words(term.last),
        "sum": in_pounds(abs(statement.pence)),
    }
    rows = [(line, sign * line.pence) for line in stated_lines(statement)]
    table = render_to_string("support/_statement.html", {"rows": rows, "total": statement.pence})
    return write_letter(
        kind,
        to=head,
        alliance=alliance,
        about=statement,
        values=values,
        html=fill_html(current(kind_named(kind), alliance).body, values) + table,
        address=statement.school.postal_address,
        dated=timezone.localdate(now),
        dedupe=f"{kind}:{statement.pk}",
    )


@transaction.atomic
def send_pot_statement(*, pot: Pot, by: Person, now: datetime) -> list[Letter]:
    """The statement of a pot as of now, as a letter to each who commissions for its funder; once a day.

    Raises Refused where nobody does.
    """
    allow(may_send_pot_statement(by, pot))
    found, kind, today = statement_of(pot), "support.statement_pot", timezone.localdate(now)
    table = render_to_string("support/_pot_statement.html", {"statement": found})
    written = []
    for person in funders_people(pot):
        values = {
            **placeholders(pot.alliance),
            "name": person.name,
            "funder": str(pot.funder),
            "alliance": pot.alliance.name,
            "pot": pot.name,
            "on": in_words(today),
            "given": in_pounds(found.given_pence),
            "spent": in_pounds(found.spent_pence),
            "free": in_pounds(found.free_pence),
        }
        written.append(
            write_letter(
                kind,
                to=person,
                alliance=pot.alliance,
                about=pot,
                values=values,
                html=fill_html(current(kind_named(kind), pot.alliance).body, values) + table,
                address=pot.funder.school.postal_address if pot.funder and pot.funder.school else "",
                dated=today,
                dedupe=f"{kind}:{pot.pk}:{person.pk}:{today}",
            )
        )
    record(pot, "send_statement", by=by, at=now)
    return written


@transaction.atomic
def give_order_number(*, statement: Statement, order_number: str, by: Person) -> None:
    """The school's own purchase order number for a statement. Raises Refused."""
    allow(may_see_account(by, statement.alliance, statement.school))
    statement.order_number = order_number.strip()
    statement.save(update_fields=["order_number"])
    record(statement, "give_order_number", by=by, fields=["order_number"])
