"""The register of designated leaders, and one designation."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.lists import Column, list_page
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.times import in_words
from alliance.web.templatetags.portal import day, tag
from alliance.workflow.notes import notes_about
from sle.filters import RegisterFilter
from sle.forms.decisions import ReasonForm
from sle.leader_kinds import designated_here, kind_of
from sle.models import Designation
from sle.queries.life import life_of
from sle.queries.register import letters_about
from sle.queries.register import register as designations
from sle.queries.releases import releases_of
from sle.queries.training import trained_on
from sle.rules import register as rules
from sle.rules import releases as rules_of_releases
from sle.rules.directory import may_join_directory
from sle.rules.moves import may_ask_to_move, may_decide_arrival, may_decide_move, may_take_back_move
from sle.rules.reviews import may_begin_review
from sle.rules.training import may_record_training, may_see_training, training_of
from sle.services import endings
from sle.services import register as services
from sle.states import DesignationState, ReviewState
from sle.templatetags.sle import designation_colour
from sle.views.pages import form_page

# What the page offers to do, by the refusal that would forbid it.
MAY_DO = ("review_refusal", "school_refusal", "record_refusal", "move_refusal", "end_refusal", "withdraw_refusal")


def _areas(designation: Designation) -> str:
    lines = [(line.area.name + (" (support plan)" if line.with_support else ""),) for line in designation.areas.all()]
    return format_html_join(", ", "{}", lines)


def _listing(designation: Designation) -> str:
    return {None: "not said", True: "yes", False: "no"}[designation.listed]


def _trained(held: Any, own_kinds: set[str]) -> str:
    if held.trained_on:
        return day(held.trained_on)
    return "not yet" if held.kind in own_kinds and held.state == DesignationState.CURRENT else ""


@require_safe
def register(request: PortalRequest) -> HttpResponse:
    """Everybody designated or offered designation by this alliance."""
    alliance = request.alliance
    allow(rules.may_see_register(request.person, alliance))
    kinds = designated_here(alliance)
    own_kinds = {kind.code for kind in kinds}
    columns = [
        Column(
            "Name",
            text=lambda d: d.person.name,
            sort="person__surname",
            url=lambda d: path_to("sle:designation", alliance, pk=d.pk),
        ),
        Column("Kind", text=lambda d: d.kind, sort="kind"),
        Column("School", text=lambda d: d.home_school.name, sort="home_school__name"),
        Column("Phase", text=lambda d: d.home_school.phase, sort="home_school__phase"),
        Column("Areas", text=_areas),
        Column(
            "State",
            text=lambda d: tag(d.get_state_display(), designation_colour(d.state)),
            sort="state",
            csv=lambda d: d.get_state_display(),
        ),
        Column("Core training", text=lambda d: _trained(d, own_kinds), sort="trained_on"),
        Column("From", text=lambda d: day(d.starts_on), sort="starts_on"),
        Column("Until", text=lambda d: day(d.ended_on or d.ends_on), sort="ends_on"),
        Column("Directory", text=_listing, screen=False),
        Column("URN", text=lambda d: d.home_school.urn, screen=False),
        Column("TRN", text=lambda d: d.trn, screen=False),
        Column("E-mail", text=lambda d: d.person.email, screen=False),
    ]
    return list_page(
        request,
        rows=designations().annotate(trained_on=trained_on()),
        columns=columns,
        title=f"Register of {kinds[0].plural if len(kinds) == 1 else 'designated leaders'}",
        filterset=RegisterFilter,
        template="sle/register.html",
        empty="Nobody is designated yet. Whoever accepts an offer after a round stands here.",
        csv_name=f"register-{alliance.slug}",
    )


@require_safe
def designation(request: PortalRequest, pk: int) -> HttpResponse:
    """One designation: areas with their list, school, dates, and what happened to it."""
    found: Designation = get_object_or_404(designations().select_related("alliance").prefetch_related("reviews"), pk=pk)
    allow(rules.may_see_designation(request.person, found))
    # Whoever works for the alliance sees their own designation as any leader does.
    own = request.person.pk == found.person_id
    staff = not own and rules.may_see_register(request.person, request.alliance) is None
    person = request.person
    context = {
        "designation": found,
        "kind": kind_of(request.alliance, found.kind),
        "staff": staff,
        "own": own,
        "life": life_of(found) if staff else (),
        "notes": notes_about(found) if staff else (),
        "changes": found.changes.select_related("agency_return"),
        "letters": letters_about(found),
        "releases": [(one, rules_of_releases.may_name_head(person, one) is None) for one in releases_of(found)]
        if staff
        else (),
        "lapse_refusal": rules.may_lapse(person, found, timezone.localdate()),
        "training": training_of(found),
        "training_refusal": may_see_training(person, found),
        "record_refusal": may_record_training(person, found, None, timezone.localdate()),
        "join_refusal": may_join_directory(person, found),
        "end_refusal": rules.may_end(person, found),
        "withdraw_refusal": rules.may_withdraw(person, found),
        "school_refusal": rules.may_change_home_school(person, found),
        "reviews": [one for one in found.reviews.all() if staff or one.state != ReviewState.DROPPED],
        "review_refusal": may_begin_review(person, found),
        "moves": [
            (one, may_decide_move(person, one) is None, may_take_back_move(person, one) is None)
            for one in found.moves.select_related("to_alliance", "designation__alliance")
        ],
        "move_refusal": may_ask_to_move(person, found),
        "arrival_refusal": may_decide_arrival(person, found),
    }
    context["may_do"] = any(context[name] is None for name in MAY_DO)
    return render(request, "sle/designation.html", context)


def designation_lapse(request: PortalRequest, pk: int) -> HttpResponse:
    """No reply came: let the offer lapse, which cannot be taken back."""
    related = Designation.objects.select_related("person", "application__round", "alliance")
    found: Designation = get_object_or_404(related, pk=pk)
    allow(rules.may_lapse(request.person, found, timezone.localdate()))
    page = path_to("sle:designation", request.alliance, pk=pk)
    if request.method == "POST":
        services.lapse_offer(designation=found, by=request.person, now=timezone.now())
        return done(request, f"The offer to {found.person.name} has lapsed, and they have been told.", to=page)
    return form_page(
        request,
        title=f"Let the offer to {found.person.name} lapse",
        lead=f"They could reply until {in_words(found.reply_by)}. If they have told you that they accept or decline, "
        "ask them to sign in and say so first.",
        warning="The offer ends, and they are told by e-mail. It cannot be taken back.",
        submit="Let the offer lapse",
        crumbs=[("Register", path_to("sle:register", request.alliance)), (found.person.name, page)],
        back=page,
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
        endings.resign_designation(
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


def designation_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """The alliance ends the designation, which is no judgement; the holder is told by letter."""
    found: Designation = get_object_or_404(
        Designation.objects.select_related("person", "alliance", "home_school", "application__round"), pk=pk
    )
    allow(rules.may_withdraw(request.person, found))
    form = ReasonForm(
        request.POST or None,
        label="Why is it withdrawn?",
        hint="This stands in the letter. For example: you have told us that you leave the profession.",
    )
    page = path_to("sle:designation", request.alliance, pk=pk)
    if form.is_valid():
        endings.withdraw_designation(
            designation=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(request, "The designation is withdrawn, and the letter is on its way.", to=page)
    return form_page(
        request,
        title=f"Withdraw the designation of {found.person.name}",
        lead="For what is nobody’s fault: they have left the profession or the area, or there is no need any more. "
        "Where their work is in question, begin a review.",
        warning="The designation ends today. They are told by letter.",
        form=form,
        submit="Withdraw it",
        crumbs=[("Register", path_to("sle:register", request.alliance)), (found.person.name, page)],
        back=page,
    )


@require_safe
def designation_letter(request: PortalRequest, pk: int, number: int) -> FileResponse:
    """A letter about the designation as PDF, for its holder and staff; 404 while it is being made."""
    found: Designation = get_object_or_404(Designation.objects.select_related("alliance"), pk=pk)
    allow(rules.may_see_designation(request.person, found))
    letter = get_object_or_404(letters_about(found), number=number)
    if not letter.pdf:
        raise Http404("The PDF is being made. Please try again in a minute.")
    return FileResponse(
        letter.pdf.open(), as_attachment=True, filename=f"letter-{number}.pdf", content_type="application/pdf"
    )
