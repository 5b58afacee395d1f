"""Pages of the people who run the installation, outside any alliance."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.answers import done
from alliance.form_pages import render_form
from alliance.members import rules
from alliance.members.forms import AllianceForm, DirectorForm, SchoolsFileForm
from alliance.members.models import Invitation, SchoolsImport
from alliance.members.operating import who_runs_what
from alliance.members.services import operators
from alliance.members.services import schools_import as services
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.schools.models import Alliance


@require_safe
def alliance_list(request: PortalRequest) -> HttpResponse:
    """Every alliance and who runs it."""
    allow(rules.may_run_installation(request.person))
    return render(request, "operator/alliance_list.html", {"runs": who_runs_what()})


@require_http_methods(["GET", "HEAD", "POST"])
def alliance_found(request: PortalRequest) -> HttpResponse:
    """Found an alliance and invite its first director."""
    allow(rules.may_run_installation(request.person))
    form = AllianceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        alliance = operators.found_alliance(by=request.person, **form.cleaned_data)
        return done(
            request,
            f"{alliance.name} is at /{alliance.slug}/. {form.cleaned_data['email']} is invited to be its director.",
            to=reverse("operator:alliance_list"),
        )
    return render_form(request, "operator/alliance_found.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def director_invite(request: PortalRequest, pk: int) -> HttpResponse:
    """Invite a director to an alliance that has none."""
    allow(rules.may_run_installation(request.person))
    alliance = get_object_or_404(Alliance, pk=pk)
    form = DirectorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operators.invite_director(alliance=alliance, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            sentence = f"{form.cleaned_data['email']} is invited to be director of {alliance.name}."
            return done(request, sentence, to=reverse("operator:alliance_list"))
    # `alliance` is the name of the alliance one is in; this one is only spoken of.
    return render_form(request, "operator/director_invite.html", {"form": form, "founded": alliance})


@require_POST
def director_invite_again(request: PortalRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Send the first director's invitation again."""
    allow(rules.may_run_installation(request.person))
    alliance = get_object_or_404(Alliance, pk=pk)
    get_object_or_404(Invitation._base_manager, pk=invitation_pk, alliance=alliance, role="director")
    invitation = operators.invite_director_again(alliance=alliance, invitation_id=invitation_pk, by=request.person)
    sentence = f"The invitation goes to {invitation.email} again."
    return done(request, sentence, to=reverse("operator:alliance_list"))


@require_http_methods(["GET", "HEAD", "POST"])
def schools_import(request: PortalRequest) -> HttpResponse:
    """Bring the national register of schools in, see how far it is, and what the last imports did."""
    allow(rules.may_run_installation(request.person))
    form = SchoolsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_import(upload=form.cleaned_data["file"], by=request.person, now=timezone.now())
        except Refused as refused:
            form.add_error("file", refused.refusal.sentence)
        else:
            sentence = "The file is here and is being brought in. You can close this page and come back."
            return done(request, sentence, to=reverse("operator:schools_import"))
    imports = list(SchoolsImport.objects.select_related("asked_by")[:10])
    running = next((one for one in imports if one.state not in rules.IMPORT_OVER), None)
    context = {
        "form": form,
        "imports": imports,
        "running": running,
        "percent": services.read_so_far(running) if running else 0,
    }
    return render_form(request, "operator/schools_import.html", context)
