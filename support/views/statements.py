"""Statements per school and school term: to raise and to pay."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.exports import csv_response
from alliance.form_pages import form_page
from alliance.lists import Column, list_page
from alliance.people.models import Person
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.web.templatetags.portal import day
from support.filters import StatementFilter
from support.forms.money import OrderNumberForm, TermForm
from support.models import Statement
from support.queries.money import stated_lines, statements
from support.rules import money as rules
from support.rules.school_years import terms_before
from support.rules.sides import runs_support
from support.services.statements import give_order_number, make_statements
from support.states import Account
from support.views.accounts import in_csv, sum_column


@require_safe
def statement_list(request: PortalRequest) -> HttpResponse:
    """Every statement, for staff; their own for heads and coordinators."""
    alliance, person = request.alliance, request.person
    allow(rules.may_see_accounts(person, alliance))
    staff, rows = runs_support(person, alliance), statements(alliance)
    columns = [
        Column("School", lambda one: one.school.name, sort="school__name"),
        Column("Up to", lambda one: day(one.until), sort="until", csv=lambda one: one.until),
        Column("For", lambda one: "To raise" if one.account == Account.SCHOOL else "To pay", sort="account"),
        sum_column("Sum", "pence"),
        Column(
            "Purchase order",
            lambda one: one.order_number or "Give the number",
            url=lambda one: path_to("support:statement_order", alliance, pk=one.pk),
            csv=lambda one: one.order_number,
        ),
        Column(
            "Letter",
            lambda one: one.letter.reference if one.letter else "No head is known",
            url=lambda one: _letter_url(one, person, staff=staff),
        ),
        Column(
            "Every line",
            lambda one: "CSV",
            url=lambda one: path_to("support:statement_download", alliance, pk=one.pk),
            csv=lambda one: "",
        ),
    ]
    return list_page(
        request,
        rows=rows if staff else rows.filter(school__urn__in=rules.urns_spoken_for(person, alliance)),
        columns=columns,
        title="Statements",
        filterset=StatementFilter,
        template="support/statement_list.html",
        empty="There is no statement yet. They are made once a school term is over.",
        csv_name=f"support-statements-{alliance.slug}",
        context={"staff": staff},
    )


def _letter_url(found: Statement, person: Person, *, staff: bool) -> str:
    """A letter is read by whom it is to and by staff."""
    if found.letter is None or not (staff or found.letter.person_id == person.pk):
        return ""
    return path_to("post:letter", found.alliance, pk=found.letter_id)


@require_http_methods(["GET", "HEAD", "POST"])
def statement_make(request: PortalRequest) -> HttpResponse:
    """Statements for everything that was charged up to the end of a school term."""
    alliance, page = request.alliance, path_to("support:statement_list", request.alliance)
    allow(rules.may_keep_money(request.person, alliance))
    form = TermForm(request.POST or None, terms=terms_before(timezone.localdate(), 4)[1:])
    if request.method == "POST" and form.is_valid():
        try:
            made = make_statements(
                alliance=alliance, term=form.cleaned_data["term"], by=request.person, now=timezone.now()
            )
        except Refused as refused:
            form.add_error("term", refused.refusal.sentence)
        else:
            unknown = sum(1 for one in made if one.letter_id is None)
            sentence = f"{len(made)} {'statement is' if len(made) == 1 else 'statements are'} made."
            if unknown:
                sentence += f" For {unknown} no headteacher is known, so no letter was written."
            return done(request, sentence, to=page)
    return form_page(
        request,
        title="Make statements",
        lead="Each school gets one for what it owes, each home school one for what it is owed, with a letter to its "
        "headteacher. What stands on a statement already is left out.",
        warning="A statement cannot be taken back: a correction stands on the next one.",
        form=form,
        submit="Make the statements",
        crumbs=[("Statements", page)],
        back=page,
    )


def _statement(request: PortalRequest, pk: int) -> Statement:
    found: Statement = get_object_or_404(statements(request.alliance), pk=pk)
    allow(rules.may_see_account(request.person, request.alliance, found.school))
    return found


@require_safe
def statement_download(request: PortalRequest, pk: int) -> HttpResponse:
    """Every line of a statement."""
    found = _statement(request, pk)
    sign = 1 if found.account == Account.SCHOOL else -1
    header = ["Day", "Leader", "Support", "School", "Half days", "Pounds", "Purchase order"]
    rows = []
    for line in stated_lines(found):
        entry = line.posting.entry
        if entry is not None:
            asked = entry.deployment.request
            who = entry.deployment.supporter.person.name
            order = found.order_number or asked.order_number
            rows.append([entry.on, who, asked.title, asked.school, entry.half_days, in_csv(sign * line.pence), order])
    return csv_response(f"support-statement-{found.school.urn}-{found.until}", header, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def statement_order(request: PortalRequest, pk: int) -> HttpResponse:
    """The school's purchase order number."""
    found, page = _statement(request, pk), path_to("support:statement_list", request.alliance)
    form = OrderNumberForm(request.POST or None, initial={"order_number": found.order_number})
    if request.method == "POST" and form.is_valid():
        give_order_number(statement=found, by=request.person, **form.cleaned_data)
        return done(request, "The purchase order number is saved.", to=page)
    return form_page(
        request,
        title=f"Purchase order of {found.school.name}",
        lead=f"For the statement up to {day(found.until)}.",
        form=form,
        submit="Save",
        crumbs=[("Statements", page)],
        back=page,
    )
