"""Interviews: the shortlist, a slot for each, and how they went."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.forms.decisions import ReasonForm
from sle.forms.interviews import ResultForm, SlotForm
from sle.models import INTERVIEW, Application, Interview
from sle.queries.decisions import outcome_rows
from sle.rules import interviews as rules
from sle.rules.interests import interests
from sle.services import interviews as services
from sle.states import InterviewState
from sle.views.pages import find_round, form_page, round_crumbs


@require_safe
def interview_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Everybody scored, the best mean first, with their interview if they are shortlisted."""
    round = find_round(request, pk)
    allow(rules.may_see_interviews(request.person, round))
    rows = outcome_rows(round, without=set(interests(request.person, round)))
    rows.sort(key=lambda row: (row.entry.mean is None, -(row.entry.mean or 0), row.code))
    written = [row for row in rows if row.interview and "correct" in INTERVIEW.available(row.interview)]
    correctable = {row.application.pk for row in written if not any(line.is_approved for line in row.areas)}
    context = {"round": round, "rows": rows, "correctable": correctable, "now": timezone.now()}
    return render(request, "sle/interview_list.html", context)


def _application(code: str) -> Application:
    related = Application.objects.select_related("round__alliance", "alliance", "applicant")
    return get_object_or_404(related, code=code)


def interview_invite(request: PortalRequest, code: str) -> HttpResponse:
    """Type the slot; the applicant is invited by mail. An interview still to come is moved."""
    application = _application(code)
    allow(rules.may_invite(request.person, application))
    interview = Interview.objects.filter(application=application).first()
    initial = (
        {"starts_at": interview.starts_at, "place": interview.place, "details": interview.details} if interview else {}
    )
    form = SlotForm(request.POST or None, initial=initial)
    if form.is_valid():
        slot = {**form.cleaned_data, "by": request.person, "now": timezone.now()}
        try:
            if interview and interview.state == InterviewState.INVITED:
                services.move_interview(interview=interview, **slot)
            else:
                services.invite(application=application, **slot)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return done(request, f"{application.name} is being invited by e-mail.", to=_list(request, application))
    return _form(request, application, f"Interview for {application.name}", form, "Send the invitation")


def interview_result(request: PortalRequest, code: str) -> HttpResponse:
    """How it went, against the interview's criteria."""
    interview = _interview(code)
    application = interview.application
    now = timezone.now()
    allow(rules.may_write_down(request.person, interview, "hold", now))
    rubric = application.round.interview_rubric
    if rubric is None:
        return not_done(request, "Choose the criteria of the interview first.", to=_list(request, application))
    form = ResultForm(request.POST or None, rubric=rubric)
    if form.is_valid():
        services.record_result(interview=interview, findings=form.findings(), by=request.person, now=now)
        return done(request, f"The interview of {application.name} is written down.", to=_list(request, application))
    return _form(request, application, f"Result of the interview of {application.name}", form, "Save the result")


def interview_correct(request: PortalRequest, code: str) -> HttpResponse:
    """Correct what was written down, with a reason on the record."""
    interview = _interview(code)
    application = interview.application
    allow(rules.may_correct(request.person, interview))
    rubric = application.round.interview_rubric
    if rubric is None:
        return not_done(request, "Choose the criteria of the interview first.", to=_list(request, application))
    form = ResultForm(request.POST or None, rubric=rubric, written=interview.scores.all(), correcting=True)
    if form.is_valid():
        services.correct_result(
            interview=interview,
            findings=form.findings(),
            reason=form.cleaned_data["reason"],
            by=request.person,
            now=timezone.now(),
        )
        return done(request, f"The interview of {application.name} is corrected.", to=_list(request, application))
    return _form(request, application, f"Correct the interview of {application.name}", form, "Save the correction")


@require_POST
def interview_miss(request: PortalRequest, code: str) -> HttpResponse:
    """The applicant did not come."""
    interview = _interview(code)
    services.miss_interview(interview=interview, by=request.person, now=timezone.now())
    return done(
        request,
        f"It is written down that {interview.application.name} did not come. You can invite them again.",
        to=_list(request, interview.application),
    )


def interview_call_off(request: PortalRequest, code: str) -> HttpResponse:
    """Call the interview off; the applicant is told why."""
    interview = _interview(code)
    application = interview.application
    allow(rules.may_change_interview(request.person, interview, "call_off"))
    form = ReasonForm(request.POST or None, label="Why?", hint="The applicant reads this in the e-mail.")
    if form.is_valid():
        services.call_off(
            interview=interview, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(
            request, "The interview is called off and the applicant is being told.", to=_list(request, application)
        )
    return _form(request, application, f"Call off the interview of {application.name}", form, "Call it off")


def _interview(code: str) -> Interview:
    found: Interview = get_object_or_404(
        Interview.objects.select_related(
            "application__round__alliance",
            "application__alliance",
            "application__applicant",
        ),
        application__code=code,
    )
    return found


def _form(request: PortalRequest, application: Application, title: str, form: forms.Form, submit: str) -> HttpResponse:
    """A page with one form, and the way back to the interviews."""
    page = _list(request, application)
    return form_page(
        request,
        title=title,
        form=form,
        submit=submit,
        crumbs=[*round_crumbs(application.round), ("Interviews", page)],
        back=page,
    )


def _list(request: PortalRequest, application: Application) -> str:
    return path_to("sle:interview_list", request.alliance, pk=application.round_id)
