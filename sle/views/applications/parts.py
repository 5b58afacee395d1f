"""The parts of the task list that are fields: name, school, number, role, areas, adjustments, referees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from alliance.answers import done
from alliance.drafts import RevisionForm, Stale
from alliance.form_pages import render_form
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.schools.vocabulary import said_later
from sle.forms import applications as forms_of
from sle.models import Application
from sle.rules import applications as rules
from sle.rules.parts import living_reference
from sle.rules.references import may_change_referee
from sle.services import applications as services
from sle.states import ApplicationState, ReferenceKind, ReferenceState
from sle.views.applications.way import go_on, page_of
from sle.views.pages import application_crumbs, find_application


@dataclass(frozen=True)
class PartPage:
    """A page of the task list that writes fields of the application."""

    title: str
    form: Callable[..., RevisionForm]
    yes_no: tuple[str, ...] = ()


DETAILS = {
    "you": PartPage("Your name and post", forms_of.YouForm),
    "school": PartPage("Your school", forms_of.ApplicantSchoolForm),
    "trn": PartPage("Teacher reference number", forms_of.TrnForm),
    "leadership": PartPage("Your leadership role", forms_of.LeadershipForm, yes_no=("is_head", "is_hlta")),
}
REFEREES = {
    "head": (ReferenceKind.HEAD, said_later("Your {headteacher}")),
    "referee": (ReferenceKind.SECOND, "Your second referee"),
}


@never_cache
def application_part(request: PortalRequest, code: str, part: str) -> HttpResponse:
    """One part of the task list."""
    found = find_application(request, code)
    allow(rules.may_change_application(request.person, found))
    if part in DETAILS:
        return _details(request, found, part)
    if part == "areas":
        return _areas(request, found)
    if part == "adjustments":
        return _adjustments(request, found)
    if part in REFEREES:
        return _referee(request, found, part)
    raise Http404("There is no such part.")


def application_referee(request: PortalRequest, code: str) -> HttpResponse:
    """Name another second referee after handing over; whoever was asked before is told that it is not needed."""
    found = find_application(request, code)
    if found.applicant_id != request.person.pk:
        raise Refused(rules.NOT_YOURS)
    allow(may_change_referee(found, ReferenceKind.SECOND))
    return _referee(request, found, "referee")


def _details(request: PortalRequest, found: Application, part: str) -> HttpResponse:
    """A page of fields, which are refused from a stale tab, with both values shown."""
    page = DETAILS[part]
    names = [name for name in page.form().fields if name != "revision"]
    initial = {name: getattr(found, name) for name in names} | {"revision": found.revision}
    initial |= {name: forms_of.as_yes_no(initial[name]) for name in page.yes_no}
    form = page.form(request.POST or None, initial=initial)
    if "later" in request.POST:
        form.let_lack()
    stale: list[tuple[str, Any]] | None = None
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in names}
        try:
            services.save_details(
                application=found, revision=form.cleaned_data["revision"], values=values, by=request.person
            )
        except Stale as refused:
            found.refresh_from_db()
            changed = [name for name in names if getattr(found, name) != values[name]]
            stale = [(str(form.fields[name].label), _shown(getattr(found, name))) for name in changed]
            form.stand_on(refused.revision)
        else:
            saved = f"Saved: {values['school']}." if values.get("school") else "Saved."
            return go_on(request, found, (part, ""), saved)
    return _part_page(request, found, page.title, form, part, stale=stale)


def _areas(request: PortalRequest, found: Application) -> HttpResponse:
    chosen = [area.area_id for area in found.areas.all()]
    initial = {"areas": chosen, "revision": found.revision}
    form = forms_of.ApplicationAreasForm(request.POST or None, application=found, initial=initial)
    stale: list[tuple[str, Any]] | None = None
    if form.is_valid():
        try:
            services.save_areas(application=found, by=request.person, **form.cleaned_data)
        except Stale as refused:
            names = found.areas.values_list("area__name", flat=True)
            stale = [("Areas", ", ".join(names))]
            form.stand_on(refused.revision)
        else:
            return go_on(request, found, ("areas", ""))
    return _part_page(request, found, "Areas you apply for", form, "areas", stale=stale)


def _adjustments(request: PortalRequest, found: Application) -> HttpResponse:
    asked = getattr(found, "adjustment", None)
    initial = {"request": asked.request if asked else "", "revision": found.revision}
    form = forms_of.AdjustmentsForm(request.POST or None, initial=initial)
    title, stale = "Adjustments you need", None
    if form.is_valid():
        try:
            services.save_adjustments(application=found, by=request.person, **form.cleaned_data)
        except Stale as refused:
            stale = refused
            form.stand_on(refused.revision)
        else:
            return go_on(request, found, ("adjustments", ""))
    return _part_page(request, found, title, form, "adjustments", stale=stale)


def _referee(request: PortalRequest, found: Application, part: str) -> HttpResponse:
    kind, title = REFEREES[part]
    living = living_reference(found, kind)
    keep = living is not None and living.state == ReferenceState.NAMED
    names = ("name", "post", "email", "telephone")
    initial = {name: getattr(living, name) if keep else "" for name in names}
    form = forms_of.RefereeForm(request.POST or None, initial=initial | {"revision": found.revision})
    stale: list[tuple[str, Any]] | None = None
    if form.is_valid():
        try:
            services.name_referee(
                application=found, kind=kind, by=request.person, now=timezone.now(), **form.cleaned_data
            )
        except Stale as refused:
            now = found.references.filter(kind=kind).exclude(state=ReferenceState.REPLACED).first()
            changed = [name for name in initial if getattr(now, name, None) != form.cleaned_data[name]]
            stale = [(str(form[name].label), getattr(now, name, "")) for name in changed]
            form.stand_on(refused.revision)
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            if found.state != ApplicationState.DRAFT:
                return done(
                    request, f"{form.cleaned_data['name']} is asked for your second reference.", to=page_of(found)
                )
            return go_on(request, found, (part, ""))
    return _part_page(request, found, title, form, part, stale=stale)


def _part_page(
    request: PortalRequest,
    found: Application,
    title: str,
    form: forms.Form,
    part: str,
    *,
    stale: list[tuple[str, Any]] | Stale | None = None,
) -> HttpResponse:
    """The page of a part: 409 where something else is `stored` than the tab was opened on, 422 where it is refused."""
    context = {
        "application": found,
        "title": title,
        "form": form,
        "part": part,
        "stale": stale,
        "crumbs_list": application_crumbs(found, staff=False),
    }
    return render_form(request, "sle/application_part.html", context, stale=stale is not None)


def _shown(value: Any) -> str:
    return {True: "Yes", False: "No", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
