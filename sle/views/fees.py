"""What home schools owe for core training: for staff, and for each school's head and coordinator."""

from __future__ import annotations

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.lists import Column, list_page
from alliance.money import in_pounds
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.web.templatetags.portal import day
from sle.filters import FeeFilter
from sle.forms.training import OrderNumberForm
from sle.models import Training
from sle.queries.training import fees
from sle.rules import training as rules
from sle.services import certificates
from sle.views.pages import form_page


@require_safe
def fee_list(request: PortalRequest) -> HttpResponse:
    """Every fee that the person may see, with the school's purchase order number."""
    alliance = request.alliance
    allow(rules.may_see_fees(request.person, alliance))
    urns = rules.schools_answered_for(request.person, alliance)
    rows = fees() if urns is None else fees().filter(school__urn__in=urns)
    columns = [
        Column("School", lambda one: one.school.name, sort="school__name"),
        Column("URN", lambda one: one.school.urn, screen=False),
        Column("Day", lambda one: day(one.done_on), sort="done_on", csv=lambda one: one.done_on),
        Column("Leader", lambda one: one.designation.person.name, sort="designation__person__surname"),
        Column("Certificate", lambda one: one.certificate.reference if one.certificate else ""),
        Column(
            "Owed",
            lambda one: in_pounds(one.fee_pence),
            sort="fee_pence",
            csv=lambda one: f"{one.fee_pence / 100:.2f}",
            numeric=True,
        ),
        Column(
            "Purchase order",
            lambda one: one.order_number or "Give the number",
            url=lambda one: path_to("sle:fee_order", alliance, pk=one.pk),
            csv=lambda one: one.order_number,
        ),
    ]
    total = rows.aggregate(total=Sum("fee_pence"))["total"] or 0
    return list_page(
        request,
        rows=rows,
        columns=columns,
        title="Core training: what schools owe" if urns is None else "Core training: what your school owes",
        filterset=FeeFilter,
        template="sle/fee_list.html",
        empty="Nothing is owed. A fee stands here once a leader has attended and has the certificate.",
        csv_name=f"core-training-fees-{alliance.slug}",
        context={"total": in_pounds(total), "staff": urns is None},
    )


def fee_order(request: PortalRequest, pk: int) -> HttpResponse:
    """The purchase order number of a school for one day of core training."""
    found: Training = get_object_or_404(fees(), pk=pk)
    allow(rules.may_see_fees(request.person, request.alliance, found.school))
    form = OrderNumberForm(request.POST or None, initial={"order_number": found.order_number})
    page = path_to("sle:fee_list", request.alliance)
    if form.is_valid():
        certificates.set_order_number(training=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        return done(request, "The purchase order number is saved.", to=page)
    return form_page(
        request,
        title=f"Purchase order of {found.school.name}",
        lead=f"For everybody of the school who attended on {day(found.done_on)}.",
        form=form,
        submit="Save",
        crumbs=[("What is owed", page)],
        back=page,
    )
