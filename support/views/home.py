"""What the head of a home school follows by the link in a mail once a school has chosen their leader.

Somebody with an account reaches the same page from their inbox: "mine-" and the number in the place of the token.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.members.models import PersonalLink
from alliance.refusal import Refusal
from alliance.requests import PortalRequest, VisitorRequest
from support.kinds.deployments import HOME_LINK
from support.models import Deployment
from support.queries.deployments import all_deployments
from support.rules import visits as rules
from support.services.releases import send_assurance_again
from support.views.concerns import concern_form
from support.views.deployments import deployment_url, find_deployment
from support.views.links import by_token
from support.views.visits import assurance_uploads

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@form_methods
def home_follow(request: VisitorRequest, token: str) -> HttpResponse:
    """Whom the school has chosen, and the letter of assurance: the link serves until support has ended."""
    found, link, refusal = _by_token(request, token)
    if refusal is not None:
        return _closed(request, refusal)
    uploads = assurance_uploads(request, found)
    if uploads.answer:
        return uploads.answer
    context = {
        "found": found,
        "uploads": uploads,
        "needs": [line.need for line in found.needs.all()],
        "token": token if link is not None else "",
    }
    return render_form(request, "support/home.html", context)


@login_not_required
@never_cache
@form_methods
def home_concern(request: VisitorRequest, token: str) -> HttpResponse:
    """By the link: tell the alliance something in confidence."""
    found, link, refusal = _by_token(request, token)
    if refusal is not None:
        return _closed(request, refusal)
    here = path_to("support:home_follow", found.alliance, token=token)
    by = request.person if link is None else None
    return concern_form(
        request, found.request, by=by, link=link, name=found.head_name, crumbs=[(found.request.title, here)], back=here
    )


@require_POST
def assurance_send_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Send the home head the link for the letter of assurance again."""
    found = find_deployment(pk)
    sent = send_assurance_again(deployment=found, by=request.person, now=timezone.now())
    said = f"The link is on its way to {found.head_name} again." if sent else "It was sent a moment ago."
    return done(request, said, to=deployment_url(found))


def _by_token(request: VisitorRequest, token: str) -> tuple[Deployment, PersonalLink | None, Refusal | None]:
    return by_token(
        request,
        token,
        purpose=HOME_LINK,
        rows=all_deployments(),
        may_sign_in=rules.may_file_assurance,
        may_answer=rules.may_assure_as,
    )


def _closed(request: VisitorRequest, refusal: Refusal) -> HttpResponse:
    context = {"refusal": refusal, "heading": "Nothing is needed from you here"}
    return render(request, "support/link_closed.html", context, status=410)
