"""Moving a designation to another alliance: the leader asks, the one alliance releases, the other takes over."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.forms.decisions import ReasonForm
from sle.forms.moves import HomeSchoolForm, MoveForm
from sle.models import Designation, Move
from sle.queries.register import register
from sle.rules import moves as rules
from sle.rules.register import may_change_home_school
from sle.services import moves as services
from sle.services.home_schools import change_home_school
from sle.views.pages import form_page


def _designation(pk: int) -> Designation:
    found: Designation = get_object_or_404(register().select_related("alliance"), pk=pk)
    return found


def _move(pk: int) -> Move:
    rows = Move.objects.select_related(
        "designation__person", "designation__alliance", "designation__home_school", "to_alliance", "alliance"
    )
    found: Move = get_object_or_404(rows, pk=pk)
    return found


def _page(request: PortalRequest, pk: int) -> str:
    return path_to("sle:designation", request.alliance, pk=pk)


def designation_move(request: PortalRequest, pk: int) -> HttpResponse:
    """The leader asks to move."""
    found = _designation(pk)
    allow(rules.may_ask_to_move(request.person, found))
    form = MoveForm(request.POST or None, designation=found)
    if form.is_valid():
        to = form.cleaned_data["to"]
        services.ask_to_move(
            designation=found, to=to, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(
            request,
            f"{request.alliance.name} has been asked. If it agrees, {to.name} is asked too.",
            to=_page(request, pk),
        )
    return form_page(
        request,
        title="Move your designation to another alliance",
        lead="Both alliances have to agree. The other one is told your name, home school, areas and dates, and nothing "
        "else, once your present one has agreed. Until both have, nothing changes.",
        form=form,
        submit="Ask to move",
        crumbs=[("Your designation", _page(request, pk))],
        back=_page(request, pk),
    )


@require_POST
def move_release(request: PortalRequest, pk: int) -> HttpResponse:
    """The releasing alliance agrees."""
    found = _move(pk)
    page = _page(request, found.designation_id)
    allow(rules.may_decide_move(request.person, found))
    try:
        services.release_move(move=found, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    return done(request, f"{found.to_alliance.name} is asked now. Until it agrees nothing changes.", to=page)


def move_keep(request: PortalRequest, pk: int) -> HttpResponse:
    """The releasing alliance does not agree."""
    found = _move(pk)
    allow(rules.may_decide_move(request.person, found))
    form = ReasonForm(request.POST or None, label="Why not?", hint="The leader is told this.")
    page, name = _page(request, found.designation_id), found.designation.person.name
    if form.is_valid():
        services.keep_leader(move=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
        return done(request, f"{name} has been told.", to=page)
    return form_page(
        request,
        title=f"Do not agree to the move of {name}",
        form=form,
        submit="Do not agree",
        crumbs=[("Register", path_to("sle:register", request.alliance)), (name, page)],
        back=page,
    )


@require_POST
def move_take_back(request: PortalRequest, pk: int) -> HttpResponse:
    """The leader stays after all."""
    found = _move(pk)
    services.take_back_move(move=found, by=request.person, now=timezone.now())
    return done(request, "Taken back. Your designation stays where it is.", to=_page(request, found.designation_id))


@require_POST
def arrival_take_over(request: PortalRequest, pk: int) -> HttpResponse:
    """The receiving alliance agrees."""
    found = _designation(pk)
    allow(rules.may_decide_arrival(request.person, found))
    try:
        services.take_over(arrival=found, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=_page(request, pk))
    return done(request, f"{found.person.name} is designated here from today.", to=_page(request, pk))


def arrival_turn_away(request: PortalRequest, pk: int) -> HttpResponse:
    """The receiving alliance does not agree."""
    found = _designation(pk)
    allow(rules.may_decide_arrival(request.person, found))
    form = ReasonForm(request.POST or None, label="Why not?", hint="The leader is told this.")
    if form.is_valid():
        services.turn_away(arrival=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
        return done(request, f"{found.person.name} has been told, and stays where they are.", to=_page(request, pk))
    return form_page(
        request,
        title=f"Do not take {found.person.name} over",
        form=form,
        submit="Do not agree",
        crumbs=[("Register", path_to("sle:register", request.alliance)), (found.person.name, _page(request, pk))],
        back=_page(request, pk),
    )


def designation_school(request: PortalRequest, pk: int) -> HttpResponse:
    """The leader works at another school now."""
    found = _designation(pk)
    allow(may_change_home_school(request.person, found))
    form = HomeSchoolForm(request.POST or None, initial={"school": found.home_school})
    if form.is_valid():
        change_home_school(designation=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        return done(
            request,
            f"The home school is {found.home_school.name}. Its head is asked for the release.",
            to=_page(request, pk),
        )
    return form_page(
        request,
        title=f"Where does {found.person.name} work now?",
        lead="The head of the new school is asked whether they release the leader, and the agency’s next return says "
        "that the school has changed.",
        form=form,
        submit="Change the home school",
        crumbs=[("Register", path_to("sle:register", request.alliance)), (found.person.name, _page(request, pk))],
        back=_page(request, pk),
    )
