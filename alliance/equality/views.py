"""The one page of this app: a person's own answers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alliance.answers import done
from alliance.equality import rules, services
from alliance.equality.facts import Asked
from alliance.equality.forms import AnswersForm
from alliance.equality.own import own_answers
from alliance.people.typed import never_kept
from alliance.portal import portals
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.schools.models import Alliance


@never_kept
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: PortalRequest, app: str, code: str) -> HttpResponse:
    """Answer the equality questions, change what one answered, or take it all away."""
    asked = _asked(request.alliance, app, code)
    allow(rules.may_answer(request.person, asked))
    closed = rules.may_save_answers(request.person, asked)
    given = own_answers(asked.kind, asked.pk)
    form = AnswersForm(request.POST if request.method == "POST" and "remove" not in request.POST else None, given=given)
    if request.method == "POST":
        allow(closed)
        if "remove" in request.POST:
            services.save_answers(alliance=request.alliance, asked=asked, answers={})
            return done(request, "Your answers to the equality questions are deleted.", to=asked.back)
        if form.is_valid():
            services.save_answers(alliance=request.alliance, asked=asked, answers=form.cleaned_data)
            return done(request, "Thank you. Nobody who decides sees what you answered.", to=asked.back)
    context = {"asked": asked, "form": form, "given": bool(given), "closed": closed, "enough": services.ENOUGH}
    return render(request, "equality/answers.html", context, status=422 if form.errors else 200)


def _asked(alliance: Alliance, app: str, code: str) -> Asked:
    """The record that the address names, as its app knows it; 404 without one."""
    for portal in portals():
        if (
            portal.name == app
            and portal.asked_equality is not None
            and (asked := portal.asked_equality(alliance, code))
        ):
            return asked
    raise Http404("No equality questions are asked here.")
