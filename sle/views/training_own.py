"""Core training as a leader sees it: days to choose from; and what was done elsewhere, as staff know."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.diary.rules import may_choose
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.forms.training import RecordTrainingForm
from sle.models import Designation, Planned, TrainingDay
from sle.queries.register import register
from sle.queries.training import own_days, planned
from sle.rules import training as rules
from sle.services import certificates, training
from sle.views.pages import form_page


def _designation(pk: int) -> Designation:
    return get_object_or_404(register().select_related("alliance"), pk=pk)


def _day(pk: int) -> Planned:
    return planned(get_object_or_404(TrainingDay.objects.select_related("alliance"), pk=pk))


@require_safe
def training_own(request: PortalRequest, pk: int) -> HttpResponse:
    """The days to come, what was answered, or when it was done."""
    held, now = _designation(pk), timezone.now()
    allow(rules.may_see_training(request.person, held))
    refusal = rules.may_train(request.person, held)
    days = [(one, row, refusal or may_choose(one.occasion, now)) for one, row in own_days(held, now)]
    context = {
        "designation": held,
        "own": held.person_id == request.person.pk,
        "done": rules.training_of(held),
        "days": days,
        "record_refusal": rules.may_record_training(request.person, held, None, timezone.localdate(now)),
    }
    return render(request, "sle/training_own.html", context)


@require_POST
def training_book(request: PortalRequest, pk: int, day: int) -> HttpResponse:
    """Take a place."""
    held, found = _designation(pk), _day(day)
    allow(rules.may_see_training(request.person, held))
    try:
        training.book_training(planned=found, designation=held, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=_back(request, held, found))
    who = "Your place is" if held.person_id == request.person.pk else f"The place of {held.person.name} is"
    return done(
        request, f"{who} booked. The e-mail that comes has it for the calendar.", to=_back(request, held, found)
    )


@require_POST
def training_decline(request: PortalRequest, pk: int, day: int) -> HttpResponse:
    """Say that they cannot come, or give the place up."""
    held, found = _designation(pk), _day(day)
    allow(rules.may_see_training(request.person, held))
    try:
        training.decline_training(planned=found, designation=held, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=_back(request, held, found))
    return done(request, "It is written down. You can choose another day at any time.", to=_back(request, held, found))


def training_record(request: PortalRequest, pk: int) -> HttpResponse:
    """Write down that it was done elsewhere."""
    held = _designation(pk)
    today = timezone.localdate()
    allow(rules.may_record_training(request.person, held, None, today))
    form = RecordTrainingForm(request.POST or None)
    page = path_to("sle:designation", request.alliance, pk=pk)
    if form.is_valid():
        try:
            certificates.record_training(designation=held, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("done_on", refused.refusal.sentence)
        else:
            return done(request, "It is written down. No certificate is made, and nothing is owed.", to=page)
    return form_page(
        request,
        title=f"Core training that {held.person.name} did elsewhere",
        lead="Whoever has done it is not invited any more.",
        form=form,
        submit="Write it down",
        crumbs=[("Register", path_to("sle:register", request.alliance)), (held.person.name, page)],
        back=page,
    )


def _back(request: PortalRequest, held: Designation, found: Planned) -> str:
    if held.person_id == request.person.pk:
        return path_to("sle:training_own", request.alliance, pk=held.pk)
    return path_to("sle:training_day", request.alliance, pk=found.pk)
