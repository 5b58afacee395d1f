"""Settings of an alliance, for its director and administrators."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.schools.models import Alliance, Closure, Division, LeadSchool, ResponsibilityLead, Tier
from alliance.schools.states import Responsibility
from alliance.web import forms, rules
from alliance.web.services import settings as services
from alliance.web.templatetags.portal import day
from alliance.web.views.pictures import PICTURES

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Section:
    """A short list among the settings: lead schools, tiers, divisions, closures."""

    title: str
    one: str
    model: Any
    form: type[forms.RowForm]
    shown: Callable[[Any], str]
    detail: Callable[[Any], str]
    about: str

    def rows(self, alliance: Alliance) -> Iterable[Any]:
        """The alliance's rows, in one query."""
        rows = self.model.objects.filter(alliance=alliance)
        return rows.select_related("school") if self.model is LeadSchool else rows


SECTIONS = {
    "lead-schools": Section(
        "Lead schools", "lead school", LeadSchool, forms.LeadSchoolForm,
        lambda row: row.school.name, lambda row: f"since {day(row.status_since)}" if row.status_since else "",
        "The schools that lead the alliance, with the day since when each is a teaching school.",
    ),
    "tiers": Section(
        "Tiers of partnership", "tier", Tier, forms.TierForm, lambda row: row.name, lambda row: "",
        "In your own words, such as strategic partner and alliance partner.",
    ),
    "divisions": Section(
        "Divisions", "division", Division, forms.DivisionForm, lambda row: row.name, lambda row: row.about,
        "Parts of the alliance that work together more closely, if it has any.",
    ),
    "closures": Section(
        "Closures", "closure", Closure, forms.ClosureForm,
        lambda row: row.name, lambda row: f"{day(row.first_day)} to {day(row.last_day)}",
        "Days on which nobody is here. Deadlines in working days leave them out, as they leave out bank holidays.",
    ),
}  # fmt: skip


def _section(name: str) -> Section:
    if name not in SECTIONS:
        raise Http404("There is no such list.")
    return SECTIONS[name]


@require_safe
def settings(request: PortalRequest) -> HttpResponse:
    """Everything that can be set, with what it says now."""
    alliance = request.alliance
    allow(rules.may_change_settings(request.person, alliance))
    leads = {lead.responsibility: lead for lead in alliance.responsibilities.select_related("school")}
    lists = [(name, found, [found.shown(row) for row in found.rows(alliance)]) for name, found in SECTIONS.items()]
    six = [(each.value, each.label, leads.get(each.value)) for each in Responsibility]
    pictures = [(name, picture, bool(getattr(alliance, name))) for name, picture in PICTURES.items()]
    context = {"lists": lists, "six": six, "words": alliance.terms.count(), "pictures": pictures}
    return render(request, "web/settings.html", context)


@form_methods
def facts_change(request: PortalRequest) -> HttpResponse:
    """Name, introduction, how the alliance is reached."""
    allow(rules.may_change_settings(request.person, request.alliance))
    form = forms.FactsForm(request.POST or None, instance=type(request.alliance).objects.get(pk=request.alliance.pk))
    if form.is_valid():
        services.change_facts(alliance=request.alliance, values=form.cleaned_data, by=request.person)
        return done(request, "The alliance’s facts are saved.", to=path_to("web:settings", request.alliance))
    return render_form(request, "web/settings_form.html", {"form": form, "title": "Name and facts"})


@form_methods
def look_change(request: PortalRequest) -> HttpResponse:
    """Colour, letterhead, who signs."""
    alliance = request.alliance
    allow(rules.may_change_settings(request.person, alliance))
    form = forms.LookForm(request.POST or None, instance=type(alliance).objects.get(pk=alliance.pk))
    if form.is_valid():
        services.change_facts(alliance=alliance, values=form.cleaned_data, by=request.person)
        return done(request, "The alliance’s look is saved.", to=path_to("web:settings", alliance))
    return render_form(request, "web/settings_form.html", {"form": form, "title": "Colour and letters"})


@form_methods
def words_change(request: PortalRequest) -> HttpResponse:
    """The alliance's own words."""
    alliance = request.alliance
    allow(rules.may_change_settings(request.person, alliance))
    form = forms.WordsForm(request.POST or None, alliance=alliance)
    if form.is_valid():
        services.change_words(alliance=alliance, words=form.words(), by=request.person)
        return done(request, "Your words are saved.", to=path_to("web:settings", alliance))
    about = "Where your alliance says something else, type it here. Leave empty what you call the same."
    return render_form(
        request, "web/settings_form.html", {"form": form, "title": "Words", "about": about, "pairs": True}
    )


@form_methods
def responsibility_change(request: PortalRequest, responsibility: str) -> HttpResponse:
    """The lead school of one of the six responsibilities, and what the alliance says about it."""
    alliance = request.alliance
    allow(rules.may_change_settings(request.person, alliance))
    if responsibility not in Responsibility.values:
        raise Http404("There is no such responsibility.")
    row = ResponsibilityLead.objects.filter(alliance=alliance, responsibility=responsibility).first()
    row = row or ResponsibilityLead(alliance=alliance, responsibility=responsibility)
    form = forms.ResponsibilityForm(request.POST or None, instance=row, alliance=alliance)
    title = str(Responsibility(responsibility).label)
    if form.is_valid():
        services.save_row(row=form.instance, fields=form.changed_data, by=request.person)
        return done(request, f"{title} is saved.", to=path_to("web:settings", alliance))
    return render_form(request, "web/settings_form.html", {"form": form, "title": title})


@require_safe
def setting_list(request: PortalRequest, section: str) -> HttpResponse:
    """One of the short lists."""
    allow(rules.may_change_settings(request.person, request.alliance))
    found = _section(section)
    shown = [(row.pk, found.shown(row), found.detail(row)) for row in found.rows(request.alliance)]
    return render(request, "web/setting_list.html", {"section": section, "list": found, "rows": shown})


@form_methods
def setting_form(request: PortalRequest, section: str, pk: int | None = None) -> HttpResponse:
    """Add or change a row of a short list."""
    alliance = request.alliance
    allow(rules.may_change_settings(request.person, alliance))
    found = _section(section)
    row: models.Model | None = get_object_or_404(found.model, alliance=alliance, pk=pk) if pk else None
    form = found.form(request.POST or None, instance=row, alliance=alliance)
    back = path_to("web:setting_list", alliance, section=section)
    if form.is_valid():
        services.save_row(row=form.instance, fields=form.changed_data, by=request.person)
        return done(request, f"“{found.shown(form.instance)}” is saved.", to=back)
    title = f"Change {found.one}" if pk else f"Add a {found.one}"
    context = {"form": form, "title": title, "parent": found.title, "parent_url": back}
    return render_form(request, "web/settings_form.html", context)


@form_methods
def setting_remove(request: PortalRequest, section: str, pk: int) -> HttpResponse:
    """Take a row out of a short list, after saying which partners lose it."""
    alliance = request.alliance
    allow(rules.may_change_settings(request.person, alliance))
    found = _section(section)
    row = get_object_or_404(found.model, alliance=alliance, pk=pk)
    name, back = found.shown(row), path_to("web:setting_list", alliance, section=section)
    if request.method == "POST":
        services.remove_row(row=row, by=request.person)
        return done(request, f"“{name}” is removed.", to=back)
    partners = row.partners.count() if found.model in (Tier, Division) else 0
    context = {"name": name, "one": found.one, "partners": partners, "parent": found.title, "parent_url": back}
    return render(request, "web/setting_remove.html", context)
