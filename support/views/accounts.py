"""Accounts of schools: what each owes and is owed, and what was paid."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import form_page
from alliance.lists import Column, list_page
from alliance.money import in_pounds
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.schools.models import School
from alliance.web.templatetags.portal import day
from support.filters import AccountLineFilter
from support.forms.money import SumForm
from support.models import PostingLine
from support.queries.money import accounts, lines
from support.rules import money as rules
from support.rules.days import in_days
from support.rules.sides import runs_support
from support.services import money
from support.states import Account


def in_csv(pence: int) -> str:
    """A sum as a spreadsheet reads it."""
    return f"{pence / 100:.2f}"


def sum_column(title: str, field: str) -> Column:
    """A column of pence in this field of a row, in pounds."""
    return Column(
        title,
        lambda row: in_pounds(getattr(row, field)),
        sort=field,
        csv=lambda row: in_csv(getattr(row, field)),
        numeric=True,
    )


@require_safe
def account_list(request: PortalRequest) -> HttpResponse:
    """Every school with an account, for staff; their own for heads and coordinators."""
    alliance, person = request.alliance, request.person
    allow(rules.may_see_accounts(person, alliance))
    staff, rows = runs_support(person, alliance), accounts(alliance)
    columns = [
        Column(
            "School", lambda one: one.name, sort="name", url=lambda one: path_to("support:account", alliance, pk=one.pk)
        ),
        sum_column("Owes the alliance", "owes"),
        sum_column("Is owed by the alliance", "owed"),
        sum_column("Billed between schools", "between"),
    ]
    return list_page(
        request,
        rows=rows if staff else rows.filter(urn__in=rules.urns_spoken_for(person, alliance)),
        columns=columns,
        title="Accounts of schools" if staff else "Your school’s account",
        template="support/account_list.html",
        empty="Nothing has been charged yet. Sums stand here once a visit is written down.",
        csv_name=f"support-accounts-{alliance.slug}",
        context={"staff": staff},
    )


def _what(line: PostingLine) -> str:
    entry = line.posting.entry
    if entry is None:
        return line.posting.get_payment_display()
    deployment = entry.deployment
    words = f"{in_days(entry.half_days)}, {deployment.supporter.person.name}"
    return f"{words}: {deployment.request.title}, {deployment.request.school}"


@require_safe
def account(request: PortalRequest, pk: int) -> HttpResponse:
    """Every posting of one school, the latest first."""
    alliance, person = request.alliance, request.person
    school: School = get_object_or_404(accounts(alliance), pk=pk)
    allow(rules.may_see_account(person, alliance, school))
    columns = [
        Column("Day", lambda one: day(one.posting.on), sort="posting__on", csv=lambda one: one.posting.on),
        Column("What", _what),
        Column("Account", lambda one: one.get_account_display(), sort="account"),
        sum_column("Sum", "pence"),
        Column("Statement", lambda one: f"up to {day(one.statement.until)}" if one.statement else "not yet"),
    ]
    return list_page(
        request,
        rows=lines(alliance).filter(school=school).select_related("statement"),
        columns=columns,
        title=f"Account of {school.name}",
        filterset=AccountLineFilter,
        template="support/account.html",
        empty="Nothing fits these filters.",
        csv_name=f"support-account-{school.urn}",
        context={"school": school, "staff": runs_support(person, alliance)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def payment_note(request: PortalRequest, pk: int, account: str) -> HttpResponse:
    """A school has paid (`account` school), or was paid (home)."""
    alliance = request.alliance
    allow(rules.may_keep_money(request.person, alliance))
    school: School = get_object_or_404(accounts(alliance), pk=pk)
    page, pays = path_to("support:account", alliance, pk=school.pk), account == Account.SCHOOL
    owed = school.owes if pays else school.owed  # type: ignore[attr-defined]  # annotated
    form = SumForm(request.POST or None, initial={"pence": max(0, owed), "on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        note = money.note_payment if pays else money.note_paid_out
        try:
            note(alliance=alliance, school=school, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("pence", refused.refusal.sentence)
        else:
            return done(request, f"{in_pounds(form.cleaned_data['pence'])} is written down.", to=page)
    return form_page(
        request,
        title=f"{school.name} has paid" if pays else f"{school.name} was paid",
        lead=f"{school.name} {'owes' if pays else 'is owed'} {in_pounds(owed)} today.",
        form=form,
        submit="Write it down",
        crumbs=[("Accounts", path_to("support:account_list", alliance)), (school.name, page)],
        back=page,
    )
