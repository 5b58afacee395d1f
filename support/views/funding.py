"""Rates and funding pots, for staff."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import form_page
from alliance.lists import Column, list_page
from alliance.money import in_pounds
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.web.templatetags.portal import day
from support.forms.money import PotForm, RateForm, SumForm
from support.models import Pot, Rate
from support.queries.money import leaders_called, letters_about, lines, statement_of
from support.rules import money as rules
from support.rules.sides import commissions_for, runs_support
from support.services import money
from support.services.statements import send_pot_statement
from support.views.accounts import in_csv, sum_column


@require_safe
def rate_list(request: PortalRequest) -> HttpResponse:
    """What a day costs, by kind of leader and from when on."""
    alliance = request.alliance
    allow(rules.may_keep_money(request.person, alliance))
    called = leaders_called(alliance)
    columns = [
        Column("For", lambda one: called.get(one.kind, one.kind).capitalize(), sort="kind"),
        Column("From", lambda one: day(one.from_day), sort="from_day", csv=lambda one: one.from_day),
        Column("A day", lambda one: in_pounds(2 * one.half_day_pence), sort="half_day_pence", numeric=True),
        Column("Half a day", lambda one: in_pounds(one.half_day_pence), numeric=True),
        Column("The alliance keeps, a day", lambda one: in_pounds(2 * one.share_pence), numeric=True),
        Column("Change", lambda one: "Remove", url=lambda one: path_to("support:rate_remove", alliance, pk=one.pk)),
    ]
    return list_page(
        request,
        rows=Rate.objects.filter(alliance=alliance),
        columns=columns,
        title="Rates",
        template="support/rate_list.html",
        empty="There are no rates yet, so new agreements cost nothing at first. Add what a day costs.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rate_add(request: PortalRequest) -> HttpResponse:
    """What a day costs from a day on."""
    alliance = request.alliance
    allow(rules.may_keep_money(request.person, alliance))
    page = path_to("support:rate_list", alliance)
    form = RateForm(request.POST or None, kinds=leaders_called(alliance), initial={"from_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            money.add_rate(
                alliance=alliance,
                kind=said["kind"],
                from_day=said["from_day"],
                half_day_pence=said["day_pence"] // 2,
                share_pence=said["share_pence"] // 2,
                by=request.person,
            )
        except Refused as refused:
            form.add_error("from_day", refused.refusal.sentence)
        else:
            return done(request, "The rate stands. New agreements begin with it.", to=page)
    return form_page(
        request,
        title="Add a rate",
        lead="Agreements that are signed keep what they say.",
        form=form,
        submit="Add the rate",
        crumbs=[("Rates", page)],
        back=page,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rate_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a rate off the list."""
    alliance = request.alliance
    allow(rules.may_keep_money(request.person, alliance))
    rate: Rate = get_object_or_404(Rate.objects.filter(alliance=alliance), pk=pk)
    page, called = path_to("support:rate_list", alliance), leaders_called(alliance).get(rate.kind, rate.kind)
    if request.method == "POST":
        money.remove_rate(rate=rate, by=request.person)
        return done(request, "The rate is off the list. Agreements keep what they say.", to=page)
    return form_page(
        request,
        title="Remove this rate?",
        lead=f"{in_pounds(2 * rate.half_day_pence)} a day for {called} from {day(rate.from_day)} on.",
        submit="Remove the rate",
        crumbs=[("Rates", page)],
        back=page,
    )


@require_safe
def pot_list(request: PortalRequest) -> HttpResponse:
    """Every pot with what is in it, for staff; those that their organisation fills for commissioners."""
    alliance, person = request.alliance, request.person
    allow(rules.may_see_pots(person, alliance))
    staff, rows = runs_support(person, alliance), Pot.objects.filter(alliance=alliance).select_related("funder")
    page = "support:pot" if staff else "support:pot_statement"
    columns = [
        Column("Pot", lambda one: one.name, sort="name", url=lambda one: path_to(page, alliance, pk=one.pk)),
        Column("Given by", lambda one: str(one.funder or ""), sort="funder__name"),
        sum_column("Holds", "balance_pence"),
    ]
    return list_page(
        request,
        rows=rows if staff else rows.filter(funder__in=commissions_for(person, alliance)),
        columns=columns,
        title="Funding pots" if staff else "Your funding pots",
        template="support/pot_list.html",
        empty="There is no pot yet. Open one for money that somebody gives for support, and put the money in."
        if staff
        else "The alliance holds no money of yours for support. Ask it to open a pot if you want to give some.",
        csv_name=f"support-pots-{alliance.slug}",
        context={"staff": staff},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pot_open(request: PortalRequest) -> HttpResponse:
    """A new pot."""
    alliance = request.alliance
    allow(rules.may_keep_money(request.person, alliance))
    page, form = path_to("support:pot_list", alliance), PotForm(request.POST or None, alliance=alliance)
    if request.method == "POST" and form.is_valid():
        try:
            pot = money.open_pot(alliance=alliance, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", refused.refusal.sentence)
        else:
            at = path_to("support:pot", alliance, pk=pot.pk)
            return done(request, f"“{pot.name}” is open. Put the money in that it is to hold.", to=at)
    return form_page(
        request, title="Open a pot", form=form, submit="Open the pot", crumbs=[("Funding pots", page)], back=page
    )


@require_safe
def pot(request: PortalRequest, pk: int) -> HttpResponse:
    """One pot: what is in it, what is promised, and everything that went in and out."""
    alliance = request.alliance
    allow(rules.may_keep_money(request.person, alliance))
    found = _pot(request, pk)
    columns = [
        Column("Day", lambda one: day(one.posting.on), sort="posting__on", csv=lambda one: one.posting.on),
        Column("What", lambda one: _what(one)),
        Column(
            "Sum", lambda one: in_pounds(-one.pence), sort="pence", csv=lambda one: in_csv(-one.pence), numeric=True
        ),
    ]
    return list_page(
        request,
        rows=lines(alliance).filter(pot=found),
        columns=columns,
        title=found.name,
        template="support/pot.html",
        empty="Nothing has gone in or out yet. Put money in.",
        csv_name=f"support-pot-{found.pk}",
        context={"pot": found, "free": in_pounds(rules.free_in(found))},
    )


@require_safe
def pot_statement(request: PortalRequest, pk: int) -> HttpResponse:
    """What went into a pot, what is promised, and what was spent per school and term: for its funder and staff."""
    found, staff = _pot(request, pk), runs_support(request.person, request.alliance)
    allow(rules.may_see_pot(request.person, found))
    crumbs = [("Funding pots", path_to("support:pot_list", request.alliance))]
    context = {
        "pot": found,
        "statement": statement_of(found),
        "letters": letters_about(found) if staff else [],
        "refusal": rules.may_send_pot_statement(request.person, found),
        "staff": staff,
        "crumbs_list": [*crumbs, (found.name, path_to("support:pot", request.alliance, pk=pk))] if staff else crumbs,
    }
    return render(request, "support/pot_statement.html", context)


@require_POST
def pot_statement_send(request: PortalRequest, pk: int) -> HttpResponse:
    """Write the statement as a letter to those who commission for the funder."""
    found = _pot(request, pk)
    written = send_pot_statement(pot=found, by=request.person, now=timezone.now())
    names = ", ".join(letter.name for letter in written)
    page = path_to("support:pot_statement", request.alliance, pk=pk)
    return done(request, f"The statement is written as a letter to {names}. It stands in the outbox.", to=page)


def _what(line: object) -> str:
    posting = line.posting  # type: ignore[attr-defined]  # a PostingLine
    if posting.entry is None:
        return str(posting.get_payment_display())
    request = posting.entry.deployment.request
    return f"{request.title}, {request.school}"


@require_http_methods(["GET", "HEAD", "POST"])
def pot_move(request: PortalRequest, pk: int, way: str) -> HttpResponse:
    """Money goes into a pot, or back to whoever gave it (`way`: in or out)."""
    alliance = request.alliance
    allow(rules.may_keep_money(request.person, alliance))
    found, form = _pot(request, pk), SumForm(request.POST or None, initial={"on": timezone.localdate()})
    page = path_to("support:pot", alliance, pk=found.pk)
    if request.method == "POST" and form.is_valid():
        move = money.put_in if way == "in" else money.take_out
        try:
            move(pot=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("pence", refused.refusal.sentence)
        else:
            return done(request, f"{in_pounds(form.cleaned_data['pence'])} went {way}.", to=page)
    return form_page(
        request,
        title=f"Put money into {found.name}" if way == "in" else f"Take money out of {found.name}",
        lead=f"It holds {in_pounds(found.balance_pence)} today.",
        form=form,
        submit="Put it in" if way == "in" else "Take it out",
        crumbs=[("Funding pots", path_to("support:pot_list", alliance)), (found.name, page)],
        back=page,
    )


def _pot(request: PortalRequest, pk: int) -> Pot:
    pots = Pot.objects.filter(alliance=request.alliance).select_related("alliance", "funder__school")
    found: Pot = get_object_or_404(pots, pk=pk)
    return found
