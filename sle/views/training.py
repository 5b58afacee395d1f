"""Core training as staff run it: days, invitations, who came, certificates."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.diary.rules import may_change
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.money import in_pounds
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.times import in_short
from sle.forms.decisions import ReasonForm
from sle.forms.training import AttendanceForm, InviteForm, TrainingDayForm
from sle.leader_kinds import designated_here
from sle.models import Planned, TrainingDay
from sle.queries.training import people_at, planned, planned_days, to_invite
from sle.rules import training as rules
from sle.services import certificates, training
from sle.views.pages import Crumb, form_page


def _find(request: PortalRequest, pk: int) -> Planned:
    """The day with its occasion; 404 where there is none in this alliance. Staff only."""
    allow(rules.may_plan_training(request.person, request.alliance))
    return planned(get_object_or_404(TrainingDay.objects.select_related("alliance"), pk=pk))


def _crumbs(request: PortalRequest, found: Planned | None = None) -> list[Crumb]:
    start = [("Core training", path_to("sle:training_list", request.alliance))]
    return [*start, (found.occasion.title, _page(request, found))] if found else start


def _page(request: PortalRequest, found: Planned) -> str:
    return path_to("sle:training_day", request.alliance, pk=found.pk)


def _state(found: Planned) -> str:
    over = not found.is_called_off and found.occasion.ends_at <= timezone.now()
    return "Over" if over else found.occasion.get_state_display()


@require_safe
def training_list(request: PortalRequest) -> HttpResponse:
    """Every day of core training, and how many leaders still need one."""
    alliance = request.alliance
    allow(rules.may_plan_training(request.person, alliance))
    waiting = to_invite(alliance, timezone.now())
    columns = [
        Column("Day", lambda one: one.occasion.title, url=lambda one: _page(request, one)),
        Column("When", lambda one: in_short(one.starts_at), sort="starts_at"),
        Column("State", _state),
        Column("Invited", lambda one: one.occasion.invited, numeric=True),
        Column("Booked", lambda one: one.occasion.booked, numeric=True),
        Column("Places", lambda one: one.occasion.capacity or "any number", numeric=True),
        Column("Attended", lambda one: one.occasion.attended, numeric=True),
        Column("Fee", lambda one: in_pounds(one.day.fee_pence), numeric=True),
    ]
    return list_page(
        request,
        rows=planned_days(),
        columns=columns,
        title="Core training",
        template="sle/training_list.html",
        empty="No day of core training is planned yet. Whoever is designated takes part in one.",
        csv_name=f"core-training-{alliance.slug}",
        context={
            "newly": waiting.filter(application__isnull=False).count(),
            "others": waiting.filter(application=None).count(),
        },
    )


def training_plan(request: PortalRequest) -> HttpResponse:
    """Plan a day."""
    allow(rules.may_plan_training(request.person, request.alliance))
    kinds = designated_here(request.alliance)
    form = TrainingDayForm(request.POST or None, kinds=kinds, initial={"kinds": [kinds[0].code]})
    if form.is_valid():
        try:
            made = training.plan_training(
                alliance=request.alliance, by=request.person, now=timezone.now(), **form.values()
            )
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return done(request, "The day is planned. Nobody is invited yet.", to=_page(request, made))
    return form_page(
        request, title="Plan a day of core training", form=form, submit="Plan the day", crumbs=_crumbs(request)
    )


def training_change(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a day; whoever has a place is told."""
    found = _find(request, pk)
    occasion = found.occasion
    allow(may_change(occasion, timezone.now()))
    begins, ends = timezone.localtime(occasion.starts_at), timezone.localtime(occasion.ends_at)
    initial = {
        **{name: getattr(occasion, name) for name in ("title", "place", "link", "details", "capacity", "book_by")},
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "kinds": found.day.kinds,
        "fee_pence": found.day.fee_pence,
    }
    form = TrainingDayForm(request.POST or None, kinds=designated_here(request.alliance), initial=initial)
    if form.is_valid():
        try:
            training.change_training(planned=found, by=request.person, now=timezone.now(), **form.values())
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return done(request, "Saved. Whoever has a place is told what has changed.", to=_page(request, found))
    return form_page(
        request,
        title=f"Change “{occasion.title}”",
        form=form,
        submit="Save",
        crumbs=_crumbs(request, found),
        back=_page(request, found),
    )


def training_call_off(request: PortalRequest, pk: int) -> HttpResponse:
    """Call a day off; everybody is told why."""
    found = _find(request, pk)
    allow(may_change(found.occasion, timezone.now()))
    form = ReasonForm(request.POST or None, label="Why?", hint="Everybody invited or booked reads this.")
    if form.is_valid():
        training.call_off_training(
            planned=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(request, "The day is called off, and everybody is being told.", to=_page(request, found))
    return form_page(
        request,
        title=f"Call off “{found.occasion.title}”",
        warning="It cannot be taken back: plan another day instead.",
        form=form,
        submit="Call it off",
        crumbs=_crumbs(request, found),
        back=_page(request, found),
    )


@require_safe
def training_day(request: PortalRequest, pk: int) -> HttpResponse:
    """One day: when and where, and what everybody has answered."""
    found = _find(request, pk)
    now = timezone.now()
    context: dict[str, Any] = {
        "planned": found,
        "occasion": found.occasion,
        "people": people_at(found),
        "kinds": [kind.plural for kind in designated_here(request.alliance) if kind.code in found.day.kinds],
        "over": found.starts_at <= now,
        "changeable": may_change(found.occasion, now) is None,
        "to_invite": to_invite(request.alliance, now).filter(kind__in=found.day.kinds).count(),
        "attendance_refusal": rules.may_write_attendance(request.person, found, now),
        "certify_refusal": rules.may_certify(request.person, found),
    }
    return render(request, "sle/training_day.html", context)


def training_invite(request: PortalRequest, pk: int) -> HttpResponse:
    """Invite whoever has not done core training, in one go."""
    found, now = _find(request, pk), timezone.now()
    allow(rules.may_invite_to_training(request.person, found, now))
    form = InviteForm(request.POST or None, leaders=to_invite(request.alliance, now).filter(kind__in=found.day.kinds))
    if form.is_valid():
        number = training.invite_to_training(planned=found, designations=form.chosen(), by=request.person, now=now)
        people = "1 leader is" if number == 1 else f"{number} leaders are"
        return done(request, f"{people} being invited by e-mail.", to=_page(request, found))
    return render_form(
        request,
        "sle/training_invite.html",
        {"form": form, "planned": found, "occasion": found.occasion, "crumbs_list": _crumbs(request, found)},
    )


def training_attendance(request: PortalRequest, pk: int) -> HttpResponse:
    """Who came: one list, also on a phone."""
    found, now = _find(request, pk), timezone.now()
    allow(rules.may_write_attendance(request.person, found, now))
    people = [
        (row, held)
        for row, held in people_at(found)
        if row.state in certificates.HAD_A_PLACE and held.trained_on is None  # type: ignore[attr-defined]  # annotated
    ]
    form = AttendanceForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        number = certificates.write_attendance(planned=found, came=form.came(), by=request.person, now=now)
        said = "Nothing has changed." if not number else f"Saved: {number} written down."
        return done(request, said, to=_page(request, found))
    return render_form(
        request,
        "sle/training_attendance.html",
        {"form": form, "occasion": found.occasion, "crumbs_list": _crumbs(request, found), "people": people},
    )


@require_POST
def training_certify(request: PortalRequest, pk: int) -> HttpResponse:
    """Certificates for everybody who attended and has none."""
    found = _find(request, pk)
    try:
        number = certificates.certify_training(planned=found, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=_page(request, found))
    said = "1 certificate is" if number == 1 else f"{number} certificates are"
    return done(request, f"{said} being made, and each leader is told.", to=_page(request, found))


@require_safe
def training_sheet(request: PortalRequest, pk: int) -> HttpResponse:
    """The sign-in sheet, to print."""
    found = _find(request, pk)
    people = [pair for pair in people_at(found) if pair[0].state in certificates.HAD_A_PLACE]
    return render(
        request,
        "sle/training_sheet.html",
        {"occasion": found.occasion, "people": people, "crumbs_list": _crumbs(request, found)},
    )
