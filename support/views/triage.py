"""What staff do with a request that has come, one page per step; and how soon the alliance promises what."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import form_page
from alliance.refusal import allow
from alliance.requests import PortalRequest
from support.forms.requests import HandlerForm, TextForm, TimesForm
from support.models import Request
from support.queries.clocks import service_times
from support.queries.requests import staff_of_support
from support.rules import requests as rules
from support.rules.sides import sides_of
from support.services import diagnosis, triage
from support.views.requests import crumbs_to, find_request

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
def request_handler(request: PortalRequest, code: str) -> HttpResponse:
    """Who handles the request."""
    found = find_request(request, code)
    allow(rules.may_handle(sides_of(request.person, found)))
    people = staff_of_support(request.alliance)
    form = HandlerForm(request.POST or None, people=people, initial={"handler": found.handled_by or request.person})
    if form.is_valid():
        handler = form.cleaned_data["handler"]
        triage.hand_to(request=found, handler=handler, by=request.person)
        return done(request, f"{handler.name} handles this request.", to=_page(found))
    return form_page(
        request,
        title="Who handles this request",
        form=form,
        submit="Save",
        crumbs=crumbs_to(found),
        lead=f"{found.title}, {found.school}",
        back=_page(found),
    )


@require_POST
def request_accept(request: PortalRequest, code: str) -> HttpResponse:
    """Take the request on."""
    found = find_request(request, code)
    triage.accept_request(request=found, by=request.person, now=timezone.now())
    return done(request, "The request is accepted. Now agree with the school what is needed.", to=_page(found))


@form_methods
def request_ask_back(request: PortalRequest, code: str) -> HttpResponse:
    """Ask whoever asked a question."""

    def act(found: Request, text: str) -> str:
        triage.ask_back(request=found, question=text, by=request.person, now=timezone.now())
        return "Your question is on its way. You are told when it is answered."

    return _with_text(request, code, "ask_back", ("Ask a question", "Your question", "Send the question"), act)


@form_methods
def request_decline(request: PortalRequest, code: str) -> HttpResponse:
    """Say that the alliance cannot meet the request."""

    def act(found: Request, text: str) -> str:
        triage.decline_request(request=found, reason=text, by=request.person, now=timezone.now())
        return "The request is declined. Whoever asked is told, with your reason."

    words = ("Decline the request", "Why can the alliance not meet it?", "Decline the request")
    return _with_text(request, code, "decline", words, act, warning=f"{REASON_IS_READ} It cannot be taken up again.")


@form_methods
def request_cancel(request: PortalRequest, code: str) -> HttpResponse:
    """End a request that cannot be carried out after all."""

    def act(found: Request, text: str) -> str:
        triage.cancel_request(request=found, reason=text, by=request.person, now=timezone.now())
        return "The request is cancelled. Whoever asked is told, with your reason."

    words = ("Cancel the request", "Why is it cancelled?", "Cancel the request")
    return _with_text(request, code, "cancel", words, act, warning=f"{REASON_IS_READ} It cannot be taken up again.")


@form_methods
def request_diagnose_again(request: PortalRequest, code: str) -> HttpResponse:
    """Open needs and measures again."""

    def act(found: Request, text: str) -> str:
        diagnosis.diagnose_again(request=found, reason=text, by=request.person, now=timezone.now())
        return "Needs and measures can be changed again."

    words = ("Agree the needs again", "What has changed?", "Open the diagnosis again")
    return _with_text(request, code, "diagnose_again", words, act)


@form_methods
def service_times_change(request: PortalRequest) -> HttpResponse:
    """How soon the alliance promises what."""
    alliance = request.alliance
    allow(rules.may_set_times(request.person, alliance))
    form = TimesForm(request.POST or None, instance=service_times(alliance))
    back = path_to("support:request_list", alliance)
    if form.is_valid():
        diagnosis.set_times(times=form.instance, by=request.person)
        return done(request, "Saved. Clocks of open requests follow the new times.", to=back)
    return form_page(
        request,
        title="How soon we help, and days called off",
        form=form,
        submit="Save",
        crumbs=[("Support", back)],
        lead="What the alliance promises to schools, and from when on a day that is called off counts. Clocks on "
        "requests, and reminders to staff, follow these times; agreements that are signed keep what they say.",
        back=back,
    )


REASON_IS_READ = "Your reason goes to whoever asked, word for word."


def _with_text(
    request: PortalRequest,
    code: str,
    move: str,
    words: tuple[str, str, str],
    act: Callable[[Request, str], str],
    *,
    warning: str = "",
) -> HttpResponse:
    """A page with one text to type: title, label and button in `words`; `act` does it and says what was done."""
    found = find_request(request, code)
    allow(rules.may_move(sides_of(request.person, found), found, move))
    title, label, submit = words
    form = TextForm(request.POST or None, label=label)
    if form.is_valid():
        return done(request, act(found, form.cleaned_data["text"]), to=_page(found))
    return form_page(
        request,
        title=title,
        form=form,
        submit=submit,
        crumbs=crumbs_to(found),
        lead=f"{found.title}, {found.school}",
        warning=warning,
        back=_page(found),
    )


def _page(found: Request) -> str:
    return path_to("support:request", found.alliance, code=found.code)
