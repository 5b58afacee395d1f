"""Appeals at work: the list, the case for those who arrange and hear it, and each step until the letter goes out."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.drafts import Stale
from alliance.form_pages import render_form
from alliance.keys import key_in
from alliance.library.attachments import as_attachment
from alliance.library.models import Document
from alliance.lists import Column, list_page
from alliance.members.queries import is_staff
from alliance.panels.queries import exercise_about
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.schools.states import Responsibility
from alliance.schools.workdays import Calendar
from alliance.times import in_short
from alliance.web.templatetags.portal import day, tag
from alliance.workflow.notes import notes_about
from sle.filters import AppealFilter
from sle.forms.appeals import FindingsForm, HearingForm
from sle.models import Appeal, Application
from sle.queries import appeals as queries
from sle.queries.applications import summary
from sle.queries.letters import letters_of
from sle.queries.life import life_of
from sle.rules import appeals as rules
from sle.rules.rounds import STAFF_ONLY
from sle.services.appeals import hearing as services
from sle.states import AppealState
from sle.views.pages import form_page

COLOURS = {AppealState.LODGED: "yellow", AppealState.HEARING: "blue", AppealState.DECIDED: "purple"}


@require_safe
def appeal_list(request: PortalRequest) -> HttpResponse:
    """The appeals that this person may know of: for staff all that are decided, and those that they arrange or hear."""
    alliance, person = request.alliance, request.person
    seen = queries.appeals().exclude(pk__in=queries.closed_appeals(person))
    if not is_staff(person, alliance, Responsibility.SLE):
        if not queries.hears_somewhere(person, alliance):
            raise Refused(STAFF_ONLY)
        seen = seen.filter(hearers__person=person)
    columns = [
        Column(
            "Applicant",
            text=lambda appeal: appeal.appellant.name,
            sort="appellant__surname",
            url=lambda appeal: path_to("sle:appeal_case", alliance, pk=appeal.pk),
        ),
        Column("About", text=lambda appeal: appeal.title, sort="title"),
        Column("Lodged", text=lambda appeal: in_short(appeal.lodged_at), sort="lodged_at"),
        Column("Decide by", text=lambda appeal: day(appeal.decide_by), sort="decide_by"),
        Column(
            "State",
            text=lambda appeal: tag(appeal.get_state_display(), COLOURS.get(appeal.state, "grey")),
            sort="state",
        ),
        Column("Decision", text=lambda appeal: queries.decision_word(appeal)),
    ]
    return list_page(
        request,
        rows=seen.exclude(appellant=person),
        columns=columns,
        title="Appeals",
        filterset=AppealFilter,
        empty="Nobody has appealed. Applicants appeal on the page of their outcome; what comes on paper is typed in "
        "on the page of the application.",
        csv_name="appeals",
    )


@never_cache
@require_safe
def appeal_case(request: PortalRequest, pk: int) -> HttpResponse:
    """The case: the appeal, the application as the panel had it, what was done, what is found, and what comes next."""
    found = _case(request, pk)
    context = _page(request, found)
    if "life" in context and request.method == "GET":
        services.note_reading(appeal=found, by=request.person)
    return render(request, "sle/appeal_case.html", context)


def _page(request: PortalRequest, found: Appeal) -> dict[str, Any]:
    person = request.person
    hears = rules.hears(person, found)
    over = found.state == AppealState.RELEASED
    # Whoever arranges needs the appeal and who hears it; the file and the findings are for those who decide.
    context: dict[str, Any] = {
        "appeal": found,
        "application": found.application,
        "grounds": [ground for ground in found.grounds.all() if ground.statement.strip()],
        "on_paper": next(iter(notes_about(found, rules.ON_PAPER)), None),
        "hearers": list(found.hearers.all()),
        "hears": hears,
        "sees_findings": over or found.state == AppealState.DECIDED or (hears and found.recorded_at is not None),
        "arrange_refusal": rules.may_arrange(person, found),
        "record_refusal": rules.may_record(person, found),
        "confirm_refusal": rules.may_confirm(person, found),
        "release_refusal": rules.may_release_appeal(person, found),
        "new_panel": exercise_about(found) if over and not hears else None,
    }
    if hears or over:
        context["life"] = [] if over and not hears else life_of(found)
        if found.review is not None:
            context |= {"review": found.review, "letters": queries.letters_of_review(found.review)}
        if found.application is not None:
            context |= _file(found.application)
    if found.state == AppealState.DECIDED:
        context["letter_html"] = queries.appeal_letter_html(found)
    return context


def _file(application: Application) -> dict[str, Any]:
    """What is read of an application: what the applicant was told, and what the panel had and made of it."""
    return {
        "file": queries.case_file(application),
        "letters": [one for one in letters_of(application) if one.kind == "sle.outcome"],
        "ineligible": queries.eligibility_of(application),
        **summary(application),
    }


def appeal_arrange(request: PortalRequest, pk: int) -> HttpResponse:
    """Name who hears the appeal, and by when it is decided."""
    found = _case(request, pk)
    allow(rules.may_arrange(request.person, found))
    candidates = queries.candidates_to_hear(found)
    listed = {str(one.person.pk) for one in candidates if not one.why_not}
    named = [hearer.person for hearer in found.hearers.all()]
    usual = Calendar(request.alliance).add(timezone.localdate(), rules.HEARING_WORKING_DAYS)
    initial = {
        "hearers": [str(person.pk) for person in named],
        "others": "\n".join(person.email for person in named if str(person.pk) not in listed),
        "decide_by": found.decide_by or usual,
    }
    form = HearingForm(request.POST or None, initial=initial, candidates=candidates, needed=found.hearers_needed)
    if form.is_valid():
        try:
            services.arrange_hearing(
                appeal=found,
                people=form.named,
                decide_by=form.cleaned_data["decide_by"],
                by=request.person,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error("hearers", refused.refusal.sentence)
        else:
            said = "The hearing is arranged. Those who hear it and the applicant are told by e-mail."
            return done(request, said, to=_here(request, pk))
    context = {"appeal": found, "form": form, "barred": [one for one in candidates if one.why_not]}
    return render_form(request, "sle/appeal_arrange.html", context)


def appeal_record(request: PortalRequest, pk: int) -> HttpResponse:
    """Write down what is found on each ground, and what is put right."""
    found = _case(request, pk)
    allow(rules.may_record(request.person, found))
    form = FindingsForm(request.POST or None, appeal=found)
    context: dict[str, Any] = {"appeal": found, "form": form, "others": found.hearers.count() - 1}
    if form.is_valid():
        try:
            services.record_findings(
                appeal=found,
                found=form.found,
                remedy=form.cleaned_data["remedy"],
                revision=form.cleaned_data["revision"],
                by=request.person,
                now=timezone.now(),
            )
        except Stale as refused:
            form.stand_on(refused.revision)
            stored = _case(request, pk)
            context["stale"] = [
                (f"{ground.text} {ground.get_finding_display()}.", ground.reasons) for ground in stored.grounds.all()
            ]
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            said = "Written down. The others who hear the appeal confirm it next." if context["others"] else "Decided."
            return done(request, said, to=_here(request, pk))
    return render_form(request, "sle/appeal_record.html", context, stale="stale" in context)


@require_POST
def appeal_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """Confirm the findings as they were read."""
    found = _case(request, pk)
    allow(rules.may_confirm(request.person, found))
    try:
        services.confirm_findings(
            appeal=found, revision=key_in(request.POST.get("revision", "")) or 0, by=request.person, now=timezone.now()
        )
    except Refused as refused:
        return not_done(request, f"Not confirmed. {refused.refusal}", to=_here(request, pk))
    decided = found.state == AppealState.DECIDED
    said = "You have confirmed the findings. " + ("The appeal is decided." if decided else "Others still have to.")
    return done(request, said, to=_here(request, pk))


def appeal_release(request: PortalRequest, pk: int) -> HttpResponse:
    """Let the letter go out, and open again what an upheld appeal must."""
    found = _case(request, pk)
    allow(rules.may_release_appeal(request.person, found))
    page = _here(request, pk)
    if request.method == "POST":
        try:
            services.release_appeal(appeal=found, by=request.person, now=timezone.now())
        except Refused as refused:
            return not_done(request, f"Not released. {refused.refusal}", to=page)
        return done(request, f"Released: {found.appellant.name} is being told by e-mail.", to=page)
    return form_page(
        request,
        title="Release the decision on the appeal",
        lead=f"{found.appellant.name} gets the letter as you have read it, with all its reasons.",
        warning="It cannot be taken back."
        + (f" And this is done: {found.get_remedy_display().lower()}." if found.is_upheld else ""),
        submit="Release the letter",
        crumbs=[("Appeals", path_to("sle:appeal_list", request.alliance)), (found.appellant.name, page)],
        back=page,
    )


@require_safe
def appeal_paper(request: PortalRequest, pk: int, section: str) -> FileResponse:
    """An uploaded paper exactly as the panel had it, for those who hear the appeal."""
    found = _case(request, pk)
    sections = queries.case_file(found.application).sections if found.application else ()
    paper = next((one.paper for one in sections if one.key == section and one.paper), None)
    if paper is None or not (rules.hears(request.person, found) or found.state == AppealState.RELEASED):
        raise Http404
    held = paper.copy or Document.objects.filter(pk=paper.document or 0, removed_at=None).first()
    if held is None:
        raise Http404
    if request.method == "GET":
        services.note_reading(appeal=found, by=request.person)
    return as_attachment(held, paper.name if paper.copy else "")


def _case(request: PortalRequest, pk: int) -> Appeal:
    """The appeal, if the person may see it; 404 for drafts, which are the applicant's alone."""
    found: Appeal = get_object_or_404(queries.appeals(), pk=pk)
    allow(rules.may_see_appeal(request.person, found))
    return found


def _here(request: PortalRequest, pk: int) -> str:
    return path_to("sle:appeal_case", request.alliance, pk=pk)
