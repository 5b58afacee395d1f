"""The register of designated leaders, and one designation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.lists import Column, list_page
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.schools.vocabulary import word_for
from alliance.web.templatetags.portal import day, tag
from alliance.workflow.notes import notes_about
from sle.filters import RegisterFilter
from sle.forms.decisions import ReasonForm
from sle.models import Designation
from sle.queries.life import life_of
from sle.queries.register import register as designations
from sle.rules import register as rules
from sle.services import register as services
from sle.states import DesignationState
from sle.views.pages import form_page

COLOURS = {
    DesignationState.OFFERED: "yellow",
    DesignationState.CURRENT: "green",
    DesignationState.DECLINED: "grey",
    DesignationState.LAPSED: "grey",
    DesignationState.RESIGNED: "grey",
    DesignationState.TRANSFERRED: "grey",
    DesignationState.REPLACED: "grey",
}


def _areas(designation: Designation) -> str:
    lines = [(line.area.name + (" (support plan)" if line.with_support else ""),) for line in designation.areas.all()]
    return format_html_join(", ", "{}", lines)


@require_safe
def register(request: PortalRequest) -> HttpResponse:
    """Everybody designated or offered designation by this alliance."""
    alliance = request.alliance
    allow(rules.may_see_register(request.person, alliance))
    columns = [
        Column(
            "Name",
            text=lambda d: d.person.name,
            sort="person__surname",
            url=lambda d: path_to("sle:designation", alliance, pk=d.pk),
        ),
        Column("School", text=lambda d: d.home_school.name, sort="home_school__name"),
        Column("Phase", text=lambda d: d.home_school.phase, sort="home_school__phase"),
        Column("Areas", text=_areas),
        Column(
            "State",
            text=lambda d: tag(d.get_state_display(), COLOURS[d.state]),
            sort="state",
            csv=lambda d: d.get_state_display(),
        ),
        Column("From", text=lambda d: day(d.starts_on), sort="starts_on"),
        Column("Until", text=lambda d: day(d.ended_on or d.ends_on), sort="ends_on"),
        Column("URN", text=lambda d: d.home_school.urn, screen=False),
        Column("TRN", text=lambda d: d.trn, screen=False),
        Column("E-mail", text=lambda d: d.person.email, screen=False),
    ]
    return list_page(
        request,
        rows=designations(),
        columns=columns,
        title=f"Register of {word_for(request.alliance, 'sle', plural=True)}",
        filterset=RegisterFilter,
        template="sle/register.html",
        empty="Nobody is designated yet. Whoever accepts an offer after a round stands here.",
        csv_name=f"register-{alliance.slug}",
    )


@require_safe
def designation(request: PortalRequest, pk: int) -> HttpResponse:
    """One designation: areas with their list, school, dates, and what happened to it."""
    found: Designation = get_object_or_404(designations().select_related("alliance"), pk=pk)
    allow(rules.may_see_designation(request.person, found))
    staff = rules.may_see_register(request.person, request.alliance) is None
    context = {
        "designation": found,
        "staff": staff,
        "life": life_of(found) if staff else (),
        "notes": notes_about(found) if staff else (),
        "lapse_refusal": rules.may_lapse(request.person, found, timezone.localdate()),
        "end_refusal": rules.may_end(request.person, found),
    }
    return render(request, "sle/designation.html", context)


@require_POST
def designation_lapse(request: PortalRequest, pk: int) -> HttpResponse:
    """No reply came: let the offer lapse."""
    found: Designation = get_object_or_404(
        Designation.objects.select_related("person", "application__round", "alliance"), pk=pk
    )
    services.lapse_offer(designation=found, by=request.person, now=timezone.now())
    return done(
        request,
        f"The offer to {found.person.name} has lapsed, and they have been told.",
        to=path_to("sle:designation", request.alliance, pk=pk),
    )


def designation_resign(request: PortalRequest, pk: int) -> HttpResponse:
    """The designation ends, with a reason on the record."""
    found: Designation = get_object_or_404(
        Designation.objects.select_related("person", "application__round", "alliance"), pk=pk
    )
    allow(rules.may_end(request.person, found))
    own = found.person_id == request.person.pk
    form = ReasonForm(
        request.POST or None,
        label="Why do you resign?" if own else "How did the resignation reach you?",
        hint="Kept on the record of the alliance.",
    )
    page = path_to("sle:designation", request.alliance, pk=pk)
    if form.is_valid():
        services.resign_designation(
            designation=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(request, "The designation has ended. The register says so from today.", to=page)
    return form_page(
        request,
        title="Resign your designation" if own else f"{found.person.name} has resigned",
        lead="The designation ends today. It cannot be taken up again without a new application.",
        form=form,
        submit="End the designation",
        crumbs=[(found.person.name, page)],
        back=page,
    )
