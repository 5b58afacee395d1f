"""The applicant's appeal: begun, written and saved as one types, checked, lodged, and read once it is decided."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.drafts import Stale, autosaved
from alliance.form_pages import render_form
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.workflow.notes import notes_about
from sle.forms.appeals import StatementsForm
from sle.leader_kinds import kind_of
from sle.models import Appeal, AppealGround, Review
from sle.queries.appeals import stages_of
from sle.rules import appeals as rules
from sle.services.appeals import lodging as services
from sle.states import AppealState
from sle.views.pages import application_crumbs, find_application, form_page

BEGUN = "Your appeal has been begun. What you type is kept."


def appeal_start(request: PortalRequest, code: str) -> HttpResponse:
    """What an appeal against this outcome is, until when and on which grounds; the button begins one."""
    application = find_application(request, code)
    if application.applicant_id != request.person.pk:
        raise Refused(rules.NOT_YOUR_APPEAL)
    existing = Appeal.objects.filter(application=application).first()
    if existing is not None:
        return HttpResponseRedirect(_here(existing))
    refusal, now = rules.may_start_appeal(request.person, application, request.received_at), timezone.now()
    if request.method == "POST":
        allow(refusal)
        made = services.start_appeal(application=application, by=request.person, received=request.received_at, now=now)
        return done(request, BEGUN, to=_here(made))
    context = {
        "title": application.round.title,
        "grounds": application.round.grounds,
        "until": rules.last_day(application),
        "refusal": refusal,
        "crumbs_list": application_crumbs(application, staff=False),
    }
    return render(request, "sle/appeal_start.html", context)


def review_appeal(request: PortalRequest, pk: int) -> HttpResponse:
    """The same for a review that ended the designation."""
    related = Review.objects.select_related("designation__alliance", "designation__person")
    review: Review = get_object_or_404(related, pk=pk)
    designation = review.designation
    if designation.person_id != request.person.pk:
        raise Refused(rules.NOT_YOUR_APPEAL)
    existing = Appeal.objects.filter(review=review).first()
    if existing is not None:
        return HttpResponseRedirect(_here(existing))
    refusal, now = rules.may_appeal_review(request.person, review, request.received_at), timezone.now()
    if request.method == "POST":
        allow(refusal)
        made = services.appeal_review(review=review, by=request.person, received=request.received_at, now=now)
        return done(request, BEGUN, to=_here(made))
    kind = kind_of(designation.alliance, designation.kind)
    context = {
        "title": f"Designation as {kind.word}",
        "grounds": kind.grounds,
        "until": review.appeal_until,
        "refusal": refusal,
        "crumbs_list": [("Your designation", path_to("sle:designation", request.alliance, pk=designation.pk))],
    }
    return render(request, "sle/appeal_start.html", context)


@never_cache
def appeal(request: PortalRequest, code: str) -> HttpResponse:
    """The form of a draft; once it is lodged where it stands, and at the end the letter."""
    found = _appeal(code)
    _own(request, found)
    if found.state == AppealState.DRAFT:
        return _write(request, found)
    context = {**_context(found), "stages": stages_of(found)}
    context["on_paper"] = next(iter(notes_about(found, rules.ON_PAPER)), None)
    context["may_withdraw"] = rules.may_withdraw_appeal(request.person, found) is None
    return render(request, "sle/appeal_tracker.html", context)


def _write(request: PortalRequest, found: Appeal) -> HttpResponse:
    """The form of a draft. Whatever was typed is kept, also when it is too long; a stale tab shows both texts."""
    late = rules.may_change_appeal(request.person, found, request.received_at)
    form = StatementsForm(request.POST or None, appeal=found)
    context = {**_context(found), "form": form, "late": late, "words": rules.GROUND_WORDS}
    if request.method != "POST":
        return render(request, "sle/appeal_write.html", context)
    allow(late)
    valid = form.is_valid()
    try:
        found = services.save_appeal(
            appeal=found,
            statements=form.statements,
            revision=form.cleaned_data.get("revision", 0),
            by=request.person,
            received=request.received_at,
        )
    except Stale as refused:
        typed = form.statements
        form.stand_on(refused.revision)
        stored = AppealGround.objects.filter(appeal=found)
        changed = [
            (one.text, one.statement) for one in stored if one.statement != typed.get(one.position, one.statement)
        ]
        return render_form(request, "sle/appeal_write.html", context | {"stale": changed}, stale=True)
    if "later" in request.POST:
        page = path_to("web:inbox", request.alliance)
        return done(request, "Your appeal is saved, and is not lodged yet. It stands in your inbox.", to=page)
    if valid and not any(form.statements.values()):
        form.add_error(f"ground-{form.grounds[0].position}", rules.missing_in(found)[0])
        valid = False
    if not valid:
        form.stand_on(found.revision)
        return render_form(request, "sle/appeal_write.html", context)
    return done(request, "Saved. Check it now.", to=path_to("sle:appeal_lodge", request.alliance, code=found.code))


@require_POST
def appeal_save(request: PortalRequest, code: str) -> JsonResponse:
    """Save as one types: {"saved", "revision"}. 409 when another tab was faster, 403 once it is lodged or too late:
    then {"problem"} is the sentence."""
    found = _appeal(code)
    _own(request, found)
    form = StatementsForm(request.POST, appeal=found)
    form.is_valid()
    try:
        return autosaved(
            lambda: services.save_appeal(
                appeal=found,
                statements=form.statements,
                revision=form.cleaned_data.get("revision", 0),
                by=request.person,
                received=request.received_at,
            )
        )
    except Refused as refused:
        return JsonResponse({"problem": refused.refusal.sentence}, status=403)


def appeal_lodge(request: PortalRequest, code: str) -> HttpResponse:
    """Check the appeal as it reads, and lodge it: then it can no longer be changed."""
    found = _appeal(code)
    _own(request, found)
    allow(rules.may_change_appeal(request.person, found, request.received_at))
    if request.method == "POST":
        services.lodge_appeal(appeal=found, by=request.person, received=request.received_at, now=timezone.now())
        return done(request, "Your appeal is lodged. We have sent you an e-mail that says so.", to=_here(found))
    context = {**_context(found), "missing": rules.missing_in(found)}
    return render(request, "sle/appeal_lodge.html", context)


def appeal_withdraw(request: PortalRequest, code: str) -> HttpResponse:
    """Take the appeal back: the outcome stands."""
    found = _appeal(code)
    _own(request, found)
    allow(rules.may_withdraw_appeal(request.person, found))
    if request.method == "POST":
        services.withdraw_appeal(appeal=found, by=request.person, now=timezone.now())
        return done(request, "You have withdrawn your appeal. The outcome stands.", to=_here(found))
    return form_page(
        request,
        title="Withdraw your appeal",
        warning="Nobody will decide on it, and you cannot appeal against this outcome again.",
        submit="Withdraw the appeal",
        crumbs=[("Your appeal", _here(found))],
        back=_here(found),
    )


@require_safe
def appeal_pdf(request: PortalRequest, code: str) -> FileResponse:
    """The letter that tells what was decided on the appeal, as an attachment; 404 while its PDF is being made."""
    found = _appeal(code)
    allow(rules.may_read_own_decision(request.person, found))
    if found.letter is None or not found.letter.pdf:
        raise Http404("The PDF is being made. Please try again in a minute.")
    name = f"appeal-{found.code}.pdf"
    return FileResponse(found.letter.pdf.open(), as_attachment=True, filename=name, content_type="application/pdf")


def _appeal(code: str) -> Appeal:
    """The appeal with this code; 404 otherwise."""
    related = Appeal.objects.select_related("letter", "alliance", "appellant", "application__round__alliance")
    return get_object_or_404(related.prefetch_related("grounds", "hearers"), code=code)


def _own(request: PortalRequest, found: Appeal) -> None:
    """Raises Refused for anybody but the appellant."""
    if found.appellant_id != request.person.pk:
        raise Refused(rules.NOT_YOUR_APPEAL)


def _context(found: Appeal) -> dict[str, Any]:
    return {
        "appeal": found,
        "until": found.until,
        "crumbs_list": [("Inbox", path_to("web:inbox", found.alliance))],
    }


def _here(found: Appeal) -> str:
    return path_to("sle:appeal", found.alliance, code=found.code)
