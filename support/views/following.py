"""Pages for those who have no account: the way to ask, the enquiry, and the request by the link in their mail."""

from __future__ import annotations

from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import form_page, render_form
from alliance.keys import key_in
from alliance.members import links
from alliance.members.models import PersonalLink
from alliance.people.models import Person
from alliance.refusal import Refusal, allow
from alliance.requests import PortalRequest, VisitorRequest
from support.forms.requests import EnquiryForm, TextForm
from support.kinds.requests import FOLLOW_LINK
from support.models import Request
from support.queries.leaders import designated
from support.queries.requests import question_to
from support.rules import requests as rules
from support.rules.sides import Side, sides_of
from support.services import requests as services
from support.views.concerns import concern_form
from support.views.requests import crumbs_to, find_request, show

form_methods = require_http_methods(["GET", "HEAD", "POST"])
TOO_OFTEN = "Several enquiries came from this address in a short time. Wait ten minutes, then send this again."
SEEN = ("title", "detail", "outcomes", "urgency", "contact_name", "contact_email", "contact_telephone")


@login_not_required
@require_safe
def ask(request: PortalRequest) -> HttpResponse:
    """How to ask for support, for anybody: signed in for a partner school, by an enquiry for others."""
    asked_for = key_in(request.GET.get("leader", ""))
    leader = designated(request.alliance, asked_for) if asked_for is not None else None
    refusal = rules.may_ask(request.person, request.alliance) if request.person else None
    query = f"?leader={leader.id}" if leader else ""
    return render(request, "support/ask.html", {"leader": leader, "refusal": refusal, "query": query})


@login_not_required
@never_cache
@form_methods
def enquiry(request: PortalRequest) -> HttpResponse:
    """An enquiry from a school outside the alliance. The answer goes to the address given, and nowhere else."""
    form = EnquiryForm(request.POST or None, alliance=request.alliance)
    if form.is_valid():
        data = form.cleaned_data
        if consume(request, action="public_form", key=data["contact_email"].lower()):
            services.enquire(
                alliance=request.alliance,
                school=data["school"],
                areas=data["areas"],
                phase=data["phase"],
                values={name: data[name] for name in SEEN},
                now=timezone.now(),
            )
            page = path_to("support:ask", request.alliance)
            sentence = f"Your enquiry is sent. An e-mail to {data['contact_email']} holds the link to follow it."
            return done(request, sentence, to=page)
        form.add_error(None, TOO_OFTEN)
    return render_form(request, "support/enquiry.html", {"form": form})


@login_not_required
@never_cache
@require_safe
def request_follow(request: VisitorRequest, token: str) -> HttpResponse:
    """The page of a request by the link in a mail, as the school sees it. Looking changes nothing."""
    link, found = _by_link(request, token)
    if refusal := links.may_use(link, timezone.now()):
        return _dead(request, refusal)
    return show(request, None, {Side.SCHOOL}, found, token)


@login_not_required
@never_cache
@form_methods
def follow_answer(request: VisitorRequest, token: str) -> HttpResponse:
    """By the link: answer the alliance's question."""
    link, found = _by_link(request, token)
    if refusal := links.may_use(link, timezone.now()):
        return _dead(request, refusal)
    return _answer(request, found, {Side.SCHOOL}, None, link, token)


@form_methods
def request_answer(request: PortalRequest, code: str) -> HttpResponse:
    """Signed in: answer the alliance's question."""
    found = find_request(request, code)
    return _answer(request, found, sides_of(request.person, found), request.person, None, "")


@login_not_required
@never_cache
@form_methods
def follow_withdraw(request: VisitorRequest, token: str) -> HttpResponse:
    """By the link: take the request back."""
    link, found = _by_link(request, token)
    if refusal := links.may_use(link, timezone.now()):
        return _dead(request, refusal)
    return _withdraw(request, found, {Side.SCHOOL}, None, link, token)


@form_methods
def request_withdraw(request: PortalRequest, code: str) -> HttpResponse:
    """Signed in: take the request back."""
    found = find_request(request, code)
    return _withdraw(request, found, sides_of(request.person, found), request.person, None, "")


@login_not_required
@never_cache
@form_methods
def follow_concern(request: VisitorRequest, token: str) -> HttpResponse:
    """By the link: tell the alliance something in confidence."""
    link, found = _by_link(request, token)
    if refusal := links.may_use(link, timezone.now()):
        return _dead(request, refusal)
    here = _here(found, token)
    return concern_form(request, found, link=link, name=found.contact_name, crumbs=[(found.title, here)], back=here)


def _answer(
    request: PortalRequest | VisitorRequest,
    found: Request,
    sides: set[Side],
    person: Person | None,
    link: PersonalLink | None,
    token: str,
) -> HttpResponse:
    allow(rules.may_answer(sides, found))
    form = TextForm(request.POST or None, label="Your answer")
    if form.is_valid():
        text = form.cleaned_data["text"]
        services.answer_question(request=found, text=text, by=person, link=link, now=timezone.now())
        return done(request, "Thank you. Your answer is with the alliance.", to=_here(found, token))
    context = {
        "found": found,
        "form": form,
        "question": question_to(found),
        "token": token,
        "crumbs_list": [(found.title, _here(found, token))] if token else crumbs_to(found),
    }
    return render_form(request, "support/request_answer.html", context)


def _withdraw(
    request: PortalRequest | VisitorRequest,
    found: Request,
    sides: set[Side],
    person: Person | None,
    link: PersonalLink | None,
    token: str,
) -> HttpResponse:
    allow(rules.may_withdraw(sides, found))
    form = TextForm(request.POST or None, label="Why do you withdraw it?")
    if form.is_valid():
        reason = form.cleaned_data["text"]
        services.withdraw_request(request=found, reason=reason, by=person, link=link, now=timezone.now())
        sentence = "The request is withdrawn, and those concerned are told."
        back = path_to("support:request_list", found.alliance) if found.asked_at is None else _here(found, token)
        return done(request, sentence, to=back)
    return form_page(
        request,
        title="Withdraw the request for support",
        form=form,
        submit="Withdraw the request",
        crumbs=[(found.title, _here(found, token))] if token else crumbs_to(found),
        lead=f"{found.title}, {found.school}",
        warning="A request that is withdrawn cannot be taken up again. You can make a new one.",
        back=_here(found, token),
    )


def _here(found: Request, token: str) -> str:
    if token:
        return path_to("support:request_follow", found.alliance, token=token)
    return path_to("support:request", found.alliance, code=found.code)


def _by_link(request: VisitorRequest, token: str) -> tuple[PersonalLink, Request]:
    """The link and its request; 404 for what never was one."""
    link = links.find(token, FOLLOW_LINK)
    if link is None or request.alliance is None or link.alliance_id != request.alliance.pk:
        raise Http404("This link is not complete. Copy the whole address from the e-mail.")
    return link, find_request(request, Request.objects.values_list("code", flat=True).get(pk=link.subject_id))


def _dead(request: VisitorRequest, refusal: Refusal) -> HttpResponse:
    return render(request, "support/follow_closed.html", {"refusal": refusal}, status=410)
