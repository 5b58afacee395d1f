"""The alliance's rubrics: criteria, levels, evidence and the rule for a recommendation."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.panels import queries, rules, services
from alliance.panels.forms import RubricForm
from alliance.panels.models import Rubric
from alliance.panels.standard import STANDARD
from alliance.refusal import allow
from alliance.requests import PortalRequest


@require_safe
def rubric_list(request: PortalRequest) -> HttpResponse:
    """Every rubric of the alliance, the newest version of each first in line."""
    allow(rules.may_write_rubrics(request.person, request.alliance))
    rubrics = Rubric.objects.filter(alliance=request.alliance).prefetch_related("criteria", "levels")
    older = set(rubrics.exclude(previous=None).values_list("previous_id", flat=True))
    return render(
        request,
        "panels/rubric_list.html",
        {"rubrics": [(one, one.pk in older) for one in rubrics], "standard": STANDARD},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rubric_new(request: PortalRequest) -> HttpResponse:
    """A new rubric, from one of the standard ones (`?from=`) to word as one likes."""
    allow(rules.may_write_rubrics(request.person, request.alliance))
    spec = STANDARD.get(request.GET.get("from", ""), STANDARD["red_amber_green"])
    form = RubricForm(request.POST or None, spec=spec)
    if request.method == "POST" and form.is_valid():
        rubric = services.new_rubric(alliance=request.alliance, spec=form.spec(), by=request.person)
        page = path_to("panels:rubric", request.alliance, pk=rubric.pk)
        return done(request, f"“{rubric}” is saved. A round can use it from now on.", to=page)
    return render_form(request, "panels/rubric.html", {"form": form, "rubric": None})


@require_http_methods(["GET", "HEAD", "POST"])
def rubric(request: PortalRequest, pk: int) -> HttpResponse:
    """Read and reword a rubric. Once scoring has opened with it, a change makes the next version."""
    allow(rules.may_write_rubrics(request.person, request.alliance))
    found: Rubric = get_object_or_404(Rubric, pk=pk, alliance=request.alliance)
    newest = queries.latest_version(found)
    form = RubricForm(request.POST or None, spec=queries.spec_of(found))
    if request.method == "POST":
        if newest.pk != found.pk:
            raise Http404
        if form.is_valid():
            saved = services.reword_rubric(rubric=found, spec=form.spec(), by=request.person)
            new = saved.pk != found.pk
            sentence = (
                f"Version {saved.version} is saved. Panels that have begun keep version {found.version}."
                if new
                else "The rubric is saved."
            )
            return done(request, sentence, to=path_to("panels:rubric", request.alliance, pk=saved.pk))
    used = list(found.exercises.all())
    return render_form(request, "panels/rubric.html", {"form": form, "rubric": found, "newest": newest, "used": used})
