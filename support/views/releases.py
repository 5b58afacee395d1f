"""The page on which a home school's head answers. Opening a link changes nothing.

Somebody with an account reaches the same page from their inbox: "mine-" and the number in the place of the token.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.refusal import Refused
from alliance.requests import VisitorRequest
from support.forms.deployments import AGREES, HeadAnswerForm
from support.kinds.deployments import RELEASE_LINK
from support.queries.deployments import all_deployments
from support.rules import deployments as rules
from support.services import releases as services
from support.states import DeploymentState
from support.views.links import by_token


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: VisitorRequest, token: str) -> HttpResponse:
    """The home head says whether they release the leader. Afterwards the link shows a receipt only."""
    found, link, refusal = by_token(
        request,
        token,
        purpose=RELEASE_LINK,
        rows=all_deployments(),
        may_sign_in=rules.may_sign_in_to_answer,
        may_answer=rules.may_answer_as,
    )
    if refusal is not None:
        answered = found.state not in (DeploymentState.DROPPED, DeploymentState.RELEASE_ASKED)
        heading = "Thank you" if answered else "Nothing is needed from you here"
        return render(request, "support/link_closed.html", {"refusal": refusal, "heading": heading}, status=410)
    form = HeadAnswerForm(request.POST or None)
    if form.is_valid():
        here = path_to("support:release", found.alliance, token=token)
        values = form.cleaned_data
        try:
            services.answer_release(
                deployment=found,
                agrees=values["answer"] == AGREES,
                words=values["words"],
                signer_name=values["signer_name"],
                signer_post=values["signer_post"],
                link=link,
                by=request.person,
                now=request.received_at,
            )
        except Refused as refused:
            return not_done(request, refused.refusal.sentence, to=here)
        return done(request, "Thank you. Your answer has been received.", to=here)
    needs = [line.need for line in found.needs.all()]
    return render_form(request, "support/release.html", {"found": found, "form": form, "needs": needs})
