"""Visits: planned, noted, written down on a phone, called off; the letter of assurance; the ledger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.drafts import Stale, autosaved
from alliance.form_pages import Crumb, form_page, render_form
from alliance.library.uploads import Uploads
from alliance.money import in_pounds
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest, VisitorRequest
from alliance.times import in_words
from support.forms.deployments import ReasonForm
from support.forms.visits import (
    NOT_THE_SCHOOL,
    OTHERWISE,
    CallOffForm,
    CorrectionForm,
    NoteVisitForm,
    PlanVisitForm,
    RecordForm,
    StaffCallOffForm,
)
from support.models import Deployment, Visit
from support.queries.visits import CallingOff, all_visits, calling_off, decided_of, reason_of
from support.rules import visits as rules
from support.rules.days import in_days
from support.rules.deployments import sides_at
from support.rules.sides import Side
from support.services import visits as services
from support.services.wording import in_hours
from support.states import VisitState
from support.views.deployments import crumbs_below, deployment_url, find_deployment


def _find(pk: int) -> Visit:
    found: Visit = get_object_or_404(all_visits(), pk=pk)
    return found


def _crumbs(request: PortalRequest, found: Visit) -> list[Crumb]:
    return crumbs_below(request.person, found.deployment)


def visit_plan(request: PortalRequest, pk: int) -> HttpResponse:
    """Plan a visit; leader and school get it with an entry for their calendar."""
    found = find_deployment(pk)
    allow(rules.may_plan_visit(request.person, found))
    form = PlanVisitForm(request.POST or None)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "until"}
        try:
            services.plan_visit(deployment=found, by=request.person, now=timezone.now(), **values)
        except Refused as refused:
            form.add_error("starts_at", refused.refusal.sentence)
        else:
            said = "The visit is planned. Leader and school have it by e-mail, with an entry for their calendars."
            return done(request, said, to=deployment_url(found))
    return form_page(
        request,
        title="Plan a visit",
        form=form,
        submit="Plan the visit",
        crumbs=crumbs_below(request.person, found),
        back=deployment_url(found),
    )


def visit_note(request: PortalRequest, pk: int) -> HttpResponse:
    """Note a visit that was arranged without the diary, and go on to its record."""
    found = find_deployment(pk)
    allow(rules.may_plan_visit(request.person, found))
    form = NoteVisitForm(request.POST or None)
    if form.is_valid():
        try:
            visit = services.note_visit(deployment=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("on", refused.refusal.sentence)
        else:
            return done(request, "The visit is noted. Write its record here.", to=f"{visit_url(request, visit)}record/")
    return form_page(
        request,
        title="Write down a visit",
        lead="For a visit that does not stand in the diary. Its record comes next.",
        form=form,
        submit="Go on to the record",
        crumbs=crumbs_below(request.person, found),
        back=deployment_url(found),
    )


def visit_url(request: PortalRequest, found: Visit) -> str:
    """The path of a visit's page."""
    return path_to("support:visit", request.alliance, pk=found.pk)


@never_cache
@require_safe
def visit(request: PortalRequest, pk: int) -> HttpResponse:
    """The record of a visit, for those who read it."""
    found = _find(pk)
    allow(rules.may_read_record(request.person, found))
    context = {
        "visit": found,
        "found": found.deployment,
        "reason": reason_of(found),
        "decided": decided_of(found),
        "counted": rules.counted_of(found) if found.state == VisitState.CALLED_OFF else None,
        "may_let_off": rules.may_let_off(request.person, found) is None,
        "may_record": rules.may_record_visit(request.person, found) is None,
        "may_call_off": rules.may_call_off(request.person, found) is None,
        "crumbs_list": _crumbs(request, found),
    }
    return render(request, "support/visit.html", context)


@never_cache
def visit_record(request: PortalRequest, pk: int) -> HttpResponse:
    """Write the record: saved as one types, handed in with the green button."""
    found = _find(pk)
    allow(rules.may_record_visit(request.person, found))
    initial = {name: getattr(found, name) for name in (*services.RECORDED, "revision")}
    form = RecordForm(request.POST if request.method == "POST" else None, initial=initial)
    later = "later" in request.POST
    if later:
        form.let_lack()
    stale: list[tuple[str, Any]] | None = None
    refusal = rules.may_plan_visit(request.person, found.deployment)
    if request.method == "POST":
        valid = form.is_valid()
        try:
            _save(request, found, form)
        except Stale as refused:
            stored, mine = refused.stored, form.typed()
            changed = [name for name in services.RECORDED if name in mine and mine[name] != stored[name]]
            stale = [(str(form.fields[name].label), stored[name]) for name in changed]
            form.stand_on(refused.revision)
        else:
            form.stand_on(found.revision)
            if later:
                return done(request, "Saved. You can come back to it.", to=deployment_url(found.deployment))
            if valid and (answer := _submit(request, found, form)):
                return answer
    context = {
        "visit": found,
        "found": found.deployment,
        "form": form,
        "stale": stale,
        "refusal": refusal,
        "crumbs_list": _crumbs(request, found),
    }
    return render_form(request, "support/visit_record.html", context, stale=stale is not None)


def _submit(request: PortalRequest, found: Visit, form: RecordForm) -> HttpResponse | None:
    """Hand the record in; None where it is refused, and then the form says why."""
    try:
        services.submit_record(visit=found, by=request.person, now=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.refusal.sentence)
        return None
    said = "Thank you. The record is handed in: the school can read it, and its days stand in the ledger."
    return done(request, said, to=deployment_url(found.deployment))


@require_POST
def visit_save(request: PortalRequest, pk: int) -> JsonResponse:
    """Save as one types: {"saved", "revision"}. 409 when another tab was faster, 403 once it is handed in."""
    found = _find(pk)
    refusal = rules.may_record_visit(request.person, found)
    if refusal is not None:
        return JsonResponse({"problem": refusal.sentence}, status=403)
    form = RecordForm(request.POST)
    form.is_valid()
    return autosaved(lambda: _save(request, found, form))


def _save(request: PortalRequest, found: Visit, form: RecordForm) -> Visit:
    revision, typed = form.cleaned_data.get("revision", 0), form.typed()
    return services.save_record(visit=found, revision=revision, values=typed, by=request.person, now=timezone.now())


def visit_call_off(request: PortalRequest, pk: int) -> HttpResponse:
    """Call a visit off, having read what it costs."""
    found, now = _find(pk), timezone.now()
    allow(rules.may_call_off(request.person, found))
    sides, terms = sides_at(request.person, found.deployment), calling_off(found, now)
    staff = Side.STAFF in sides
    late = terms.late and (staff or rules.is_the_schools(sides, said=True))
    if staff:
        form: CallOffForm = StaffCallOffForm(request.POST or None, late=late, half_days=terms.half_days)
    else:
        form = CallOffForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        decided: dict[str, Any] = {"by_school": said.get("counts") != NOT_THE_SCHOOL, "why": said.get("why", "")}
        if said.get("counts") == OTHERWISE:
            decided["counts"] = not late
        try:
            services.call_off_visit(visit=found, reason=said["reason"], by=request.person, now=now, **decided)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return done(request, "The visit is called off.", to=deployment_url(found.deployment))
    return form_page(
        request,
        title="Call the visit off",
        lead=_cost_of_calling_off(terms, sides),
        warning="It counts as used." if late and not staff and terms.half_days else "",
        form=form,
        submit="Call it off",
        crumbs=_crumbs(request, found),
        back=deployment_url(found.deployment),
    )


def _cost_of_calling_off(terms: CallingOff, sides: set[Side]) -> str:
    """What it means to call the visit off now, for whoever is about to do so."""
    begins = f"It begins on {in_words(terms.begins_at)}."
    if not terms.hours or not (sides & {Side.STAFF, Side.SCHOOL}):
        return f"{begins} Calling it off costs nothing."
    cost = f"{in_days(terms.half_days)}, {in_pounds(terms.pence)}" if terms.pence else in_days(terms.half_days)
    cost += f" from “{terms.pot.name}”" if terms.pot and terms.pence else ""
    who = "If the school calls it off now, that" if Side.STAFF in sides else "That"
    if terms.late:
        return f"{begins} {who} is less than {in_hours(terms.hours)} before, so it counts as used, as agreed: {cost}."
    until = in_words(terms.begins_at - timedelta(hours=terms.hours))
    after = "if the school calls it off, it" if Side.STAFF in sides else "it"
    return f"{begins} Calling it off costs nothing until {until}. After that {after} counts as used, as agreed: {cost}."


def visit_let_off(request: PortalRequest, pk: int) -> HttpResponse:
    """Let a visit not count that was called off late."""
    found = _find(pk)
    allow(rules.may_let_off(request.person, found))
    form, page = (
        ReasonForm(request.POST or None, hint="The school and the leader read this."),
        visit_url(request, found),
    )
    if form.is_valid():
        services.let_off(visit=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
        return done(request, "It does not count any more. The school and the leader have been told.", to=page)
    return form_page(
        request,
        title="Let this visit not count",
        lead=f"It was called off late, and counts as used: {in_days(rules.counted_of(found))}. What was charged for it "
        "is given back.",
        form=form,
        submit="Let it not count",
        crumbs=_crumbs(request, found),
        back=page,
    )


def assurance_uploads(request: PortalRequest | VisitorRequest, found: Deployment) -> Uploads:
    """The letter of assurance of a leader's home school, stored as soon as it is uploaded."""
    return Uploads(
        request,
        subject=found,
        purpose=rules.ASSURANCE,
        to=request.path,
        title="Letter of assurance",
        hint="On the home school’s paper: DBS and the other checks required are in place.",
        main=True,
    )


def deployment_assurance(request: PortalRequest, pk: int) -> HttpResponse:
    """Put the home school's letter of assurance on file."""
    found = find_deployment(pk)
    allow(rules.may_file_assurance(request.person, found))
    uploads = assurance_uploads(request, found)
    if uploads.answer:
        return uploads.answer
    context = {"found": found, "uploads": uploads, "crumbs_list": crumbs_below(request.person, found)}
    return render_form(request, "support/deployment_assurance.html", context)


def ledger_correct(request: PortalRequest, pk: int) -> HttpResponse:
    """Correct the ledger by another line."""
    found = find_deployment(pk)
    allow(rules.may_correct_ledger(request.person, found))
    form = CorrectionForm(request.POST or None, deployment=found)
    if form.is_valid():
        try:
            services.correct_ledger(deployment=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("half_days", refused.refusal.sentence)
        else:
            return done(request, "The correction stands in the ledger.", to=deployment_url(found))
    return form_page(
        request,
        title="Correct the ledger",
        lead="Nothing in the ledger is changed: this adds another line. The two schools and the leader see it.",
        form=form,
        submit="Add the correction",
        crumbs=crumbs_below(request.person, found),
        back=deployment_url(found),
    )
