"""Handing an application over, confirming one that came on paper, and withdrawing it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.schools.vocabulary import said
from alliance.workflow.machine import MoveRefused
from sle.forms.applications import DeclarationForm
from sle.rules import applications as rules
from sle.rules.parts import living_reference
from sle.services import applications as services
from sle.services import paper
from sle.states import ReferenceKind
from sle.views.applications.way import page_of, summary_of
from sle.views.pages import application_crumbs, find_application, form_page


@never_cache
def application_hand_over(request: PortalRequest, code: str) -> HttpResponse:
    """The summary with change links, the declaration, and handing over.

    The deadline is judged by when the server received this request, to the second.
    """
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    received = request.received_at
    if rules.waits_for_confirmation(found):
        own = found.applicant_id == request.person.pk
        who = "Confirm what we typed from your paper" if own else "The applicant confirms what you typed"
        return not_done(request, said(f"{who}; then it goes to the {{headteacher}}."), to=page_of(found))
    late = rules.closed_to_hand_over(found, received)
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_over(application=found, by=request.person, received=received, now=timezone.now())
        except MoveRefused:
            return done(request, "Your application has been handed over already.", to=page_of(found))
        except Refused as refused:
            context = summary_of(found) | {"form": form, "late": refused.refusal}
            return render(request, "sle/application_hand_over.html", context, status=403)
        head = living_reference(found, ReferenceKind.HEAD)
        name = head.name if head else said("your {headteacher}")
        return done(
            request,
            f"Your application is with {name}. It is submitted when they have returned it.",
            to=page_of(found),
        )
    context = summary_of(found) | {"form": form, "late": late}
    return render_form(request, "sle/application_hand_over.html", context)


@require_POST
def application_confirm_paper(request: PortalRequest, code: str) -> HttpResponse:
    """The applicant confirms what staff typed from paper."""
    found = find_application(request, code)
    allow(rules.may_confirm_paper(request.person, found))
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        return render_form(request, "sle/application_confirm.html", summary_of(found) | {"form": form})
    paper.confirm_paper(application=found, by=request.person, now=timezone.now())
    return done(request, said("Thank you. Your application is with your {headteacher}."), to=page_of(found))


def application_withdraw(request: PortalRequest, code: str) -> HttpResponse:
    """Withdraw, at any time before the outcome."""
    found = find_application(request, code)
    allow(rules.may_withdraw(request.person, found))
    if request.method == "POST":
        services.withdraw(application=found, by=request.person, now=timezone.now())
        return done(request, "You have withdrawn your application. Everyone concerned is told.", to=page_of(found))
    return form_page(
        request,
        title="Withdraw your application",
        submit="Withdraw my application",
        crumbs=application_crumbs(found, staff=False),
        warning="Nobody will consider your application any more. This cannot be undone.",
        back=page_of(found),
    )
