"""Interviews: how they are held, the slots, the shortlist, and the slot that somebody takes."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.diary.models import Occasion
from alliance.diary.queries import occasions_about
from alliance.diary.services import when
from alliance.form_pages import render_form
from alliance.panels.queries import exercise_about
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.times import in_words
from sle.forms.decisions import ReasonForm
from sle.forms.interviews import ChooseForm, InviteForm, PlanForm, SlotForm, SlotsForm
from sle.models import AdjustmentRequest, Interview, InterviewPlan, Round
from sle.queries import interviews as queries
from sle.queries.decisions import outcome_rows
from sle.rules import interviews as rules
from sle.rules.interests import interests
from sle.services import interview_slots
from sle.services import interviews as services
from sle.states import InterviewState
from sle.views.pages import find_round, form_page, round_crumbs


@require_safe
def interview_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The slots, and everybody scored, the best mean first, with their interview if they are invited."""
    round = find_round(request, pk)
    allow(rules.may_see_interviews(request.person, round))
    return _list_page(request, round, None)


@require_POST
def interview_invite(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask the ticked applicants to choose a slot."""
    round = find_round(request, pk)
    allow(rules.may_arrange(request.person, round))
    plan = _plan(round)
    may_invite = [row.application.pk for row in _rows(request, round) if _is_to_invite(row.interview)]
    form = InviteForm(request.POST, may_invite=may_invite)
    if not form.is_valid():
        return _list_page(request, round, form)
    chosen = list(form.cleaned_data["applications"])
    services.invite(plan=plan, applications=chosen, by=request.person, now=timezone.now())
    told = "1 applicant is" if len(chosen) == 1 else f"{len(chosen)} applicants are"
    return done(request, f"{told} being asked by e-mail to choose a slot.", to=_list(request, round))


def _rows(request: PortalRequest, round: Round) -> list:
    rows = outcome_rows(round, without=set(interests(request.person, round)))
    return sorted(rows, key=lambda row: (row.entry.mean is None, -(row.entry.mean or 0), row.code))


def _is_to_invite(stand: queries.Stand | None) -> bool:
    return stand is None or stand.interview.state == InterviewState.CALLED_OFF


def _list_page(request: PortalRequest, round: Round, form: InviteForm | None) -> HttpResponse:
    now, plan, rows = timezone.now(), queries.plan_of(round), _rows(request, round)
    slots = queries.slots_of(plan) if plan else []
    names = {row.application.pk: row.application.name for row in rows}
    asked = AdjustmentRequest.objects.filter(application__in=list(names))
    context = {
        "round": round,
        "plan": plan,
        "refusal": rules.may_arrange(request.person, round),
        "slots": [
            (slot, when(slot.occasion), names.get(slot.guest.about_id or 0, "Closed to you") if slot.guest else "")
            for slot in slots
        ],
        "free": sum(slot.is_to_come(now) and slot.guest is None for slot in slots),
        "rows": rows,
        "may_invite": {row.application.pk for row in rows if _is_to_invite(row.interview)},
        "arrangements": dict(asked.values_list("application_id", "arrangement")),
        "exercise": exercise_about(plan) if plan else None,
        "now": now,
        "form": form,
    }
    return render_form(request, "sle/interview_list.html", context)


def interview_plan(request: PortalRequest, pk: int) -> HttpResponse:
    """Set up how the interviews are held, or change it."""
    round = find_round(request, pk)
    allow(rules.may_arrange(request.person, round))
    plan = queries.plan_of(round)
    initial = {name: getattr(plan, name) for name in ("place", "details", "choose_by")} if plan else {}
    form = PlanForm(request.POST or None, initial=initial)
    if form.is_valid() and _tried(
        form,
        lambda: interview_slots.set_up(round=round, **form.cleaned_data, by=request.person, now=timezone.now()),
    ):
        return done(request, "It is saved. Whoever has a slot is told what changed.", to=_list(request, round))
    return _form(request, round, "How are interviews held?", form, "Save")


def interview_slots_add(request: PortalRequest, pk: int) -> HttpResponse:
    """Slots one after the other in one room; another room is added the same way."""
    round = find_round(request, pk)
    allow(rules.may_arrange(request.person, round))
    plan = _plan(round)
    form = SlotsForm(request.POST or None, seats=queries.interviewers_of(plan))
    if form.is_valid():
        begins, ends = form.times()
        values = {name: form.cleaned_data[name] for name in ("minutes", "room")}
        if _tried(
            form,
            lambda: interview_slots.add_slots(
                plan=plan,
                starts_at=begins,
                ends_at=ends,
                interviewers=form.interviewers(),
                by=request.person,
                now=timezone.now(),
                **values,
            ),
        ):
            return done(request, f"The slots in {values['room']} are there.", to=_list(request, round))
    lead = "One room on one day at a time. A break is made by adding the slots before and after it."
    return _form(request, round, "Add slots", form, "Add the slots", lead=lead)


def interview_slot_change(request: PortalRequest, pk: int) -> HttpResponse:
    """Another time, room or other interviewers."""
    plan, occasion = _slot(pk)
    round = plan.round
    allow(rules.may_arrange(request.person, round))
    slot = queries.slot_of(occasion)
    initial = {
        "starts_at": occasion.starts_at,
        "minutes": int((occasion.ends_at - occasion.starts_at).total_seconds()) // 60,
        "room": occasion.room,
        "interviewers": [lead.person_id for lead in slot.leaders],
    }
    form = SlotForm(request.POST or None, initial=initial, seats=queries.interviewers_of(plan))
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("starts_at", "minutes", "room")}
        if _tried(
            form,
            lambda: interview_slots.change_slot(
                plan=plan,
                occasion=occasion,
                interviewers=form.interviewers(),
                by=request.person,
                now=timezone.now(),
                **values,
            ),
        ):
            return done(request, "The slot is changed. Whoever is in it is told.", to=_list(request, round))
    return _form(request, round, f"Change the slot of {when(occasion)}", form, "Save")


def interview_slot_call_off(request: PortalRequest, pk: int) -> HttpResponse:
    """A slot is not held; whoever has it chooses again."""
    plan, occasion = _slot(pk)
    allow(rules.may_arrange(request.person, plan.round))
    form = ReasonForm(request.POST or None, label="Why?", hint="Whoever has the slot reads this in the e-mail.")
    if form.is_valid() and _tried(
        form,
        lambda: interview_slots.call_off_slot(
            plan=plan, occasion=occasion, by=request.person, now=timezone.now(), **form.cleaned_data
        ),
    ):
        return done(request, "The slot is called off. Whoever was in it is told.", to=_list(request, plan.round))
    return _form(request, plan.round, f"Call off the slot of {when(occasion)}", form, "Call it off")


def interview_slot(request: PortalRequest, code: str) -> HttpResponse:
    """Choose a slot or another one: the applicant until the stated time, staff by hand."""
    interview, now = _interview(code), request.received_at
    application, plan = interview.application, interview.plan
    allow(rules.may_choose_slot(request.person, interview, now))
    own = application.applicant_id == request.person.pk
    here = path_to("sle:application", request.alliance, code=code) if own else _list(request, application.round)
    slots = queries.free_slots(interview, now)
    words = [f"{when(slot.occasion)} ({slot.occasion.room})" for slot in slots]
    form = ChooseForm(request.POST or None, slots=slots, words=words)
    if form.is_valid() and _tried(
        form,
        lambda: services.choose_slot(interview=interview, occasion=form.slot().occasion, by=request.person, now=now),
    ):
        return done(request, "The slot is booked. An e-mail with an entry for the calendar confirms it.", to=here)
    had = queries.place_of(interview)
    booked = had if had is not None and had.occasion.starts_at > now else None
    context = {
        "interview": interview,
        "application": application,
        "plan": plan,
        "own": own,
        "booked": booked,
        "booked_when": when(booked.occasion) if booked else "",
        "choose_by": in_words(plan.choose_by),
        "form": form,
        "slots": slots,
        "back": here,
    }
    return render_form(request, "sle/interview_slot.html", context)


def interview_call_off(request: PortalRequest, code: str) -> HttpResponse:
    """The applicant is not interviewed after all; they are told why."""
    interview = _interview(code)
    application = interview.application
    allow(rules.may_change_interview(request.person, interview, "call_off"))
    form = ReasonForm(request.POST or None, label="Why?", hint="The applicant reads this in the e-mail.")
    if form.is_valid() and _tried(
        form,
        lambda: services.call_off(
            interview=interview, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        ),
    ):
        return done(
            request,
            "The interview is called off and the applicant is being told.",
            to=_list(request, application.round),
        )
    title = f"Call off the interview of {application.name}"
    return _form(request, application.round, title, form, "Call it off")


@require_POST
def interview_miss(request: PortalRequest, code: str) -> HttpResponse:
    """The applicant did not come."""
    said = "It is written down that {} did not come. You can give them another slot."
    return _write_down(request, code, came=False, said=said)


@require_POST
def interview_came(request: PortalRequest, code: str) -> HttpResponse:
    """The applicant did come after all."""
    return _write_down(request, code, came=True, said="It is written down that {} came.")


def _write_down(request: PortalRequest, code: str, *, came: bool, said: str) -> HttpResponse:
    interview = _interview(code)
    round = interview.application.round
    allow(rules.may_change_interview(request.person, interview, "call_off"))
    try:
        services.write_down(interview=interview, came=came, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=_list(request, round))
    return done(request, said.format(interview.application.name), to=_list(request, round))


@require_safe
def interview_mine(request: PortalRequest, pk: int) -> HttpResponse:
    """The slots in which the person interviews: when, where and whom, with the way to score."""
    round = find_round(request, pk)
    plan = queries.plan_of(round)
    exercise = exercise_about(plan) if plan else None
    if plan is None or exercise is None:
        raise Http404
    if not any(seat.person == request.person for seat in queries.interviewers_of(plan)):
        raise Http404
    held = queries.interviews_held_by(request.person, plan, exercise)
    context = {
        "round": round,
        "plan": plan,
        "exercise": exercise,
        "held": [(one, when(one.slot.occasion)) for one in held],
        "crumbs_list": [("Panels", path_to("panels:exercise_list", request.alliance))],
    }
    return render_form(request, "sle/interview_mine.html", context)


def _tried(form: forms.Form, work: Callable[[], object]) -> bool:
    """Did it work? What refuses it stands on the form, with all that was typed."""
    try:
        work()
    except Refused as refused:
        form.add_error(None, refused.refusal.sentence)
        return False
    return True


def _plan(round: Round) -> InterviewPlan:
    return get_object_or_404(InterviewPlan.objects.select_related("round__alliance", "alliance"), round=round)


def _slot(pk: int) -> tuple[InterviewPlan, Occasion]:
    """A slot and the interviews to which it belongs."""
    found: Occasion = get_object_or_404(Occasion.objects.filter(about_type=InterviewPlan._meta.label_lower), pk=pk)
    plans = InterviewPlan.objects.select_related("round__alliance", "alliance")
    plan: InterviewPlan = get_object_or_404(plans, pk=found.about_id)
    return plan, occasions_about(plan).get(pk=pk)


def _interview(code: str) -> Interview:
    related = Interview.objects.select_related(
        "plan__round", "application__round__alliance", "application__alliance", "application__applicant"
    )
    found: Interview = get_object_or_404(related, application__code=code)
    return found


def _form(
    request: PortalRequest, round: Round, title: str, form: forms.Form, submit: str, *, lead: str = ""
) -> HttpResponse:
    """A page with one form, and the way back to the interviews."""
    page = _list(request, round)
    crumbs = [*round_crumbs(round), ("Interviews", page)]
    return form_page(request, title=title, form=form, submit=submit, crumbs=crumbs, lead=lead, back=page)


def _list(request: PortalRequest, round: Round) -> str:
    return path_to("sle:interview_list", request.alliance, pk=round.pk)
