"""Outcome letters before release: read as they will be read, edited, approved, held back by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.keys import key_in
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.workflow.notes import notes_about
from sle.forms.decisions import ReasonForm
from sle.forms.letters import LetterForm
from sle.models import OutcomeLetter, Round
from sle.queries.decisions import outcome_rows
from sle.queries.letters import letter_lines
from sle.rules import letters as rules
from sle.rules.interests import interests
from sle.services import letters as services
from sle.states import OutcomeLetterState
from sle.views.pages import find_round


def _letter(pk: int) -> OutcomeLetter:
    related = OutcomeLetter.objects.select_related("application__round__alliance", "application__applicant", "letter")
    return get_object_or_404(related, pk=pk)


@require_safe
def letter(request: PortalRequest, pk: int) -> HttpResponse:
    """One letter as it will be read, and what can be done with it."""
    found = _letter(pk)
    allow(rules.may_see_letter(request.person, found))
    return render(request, "sle/letter.html", _page(request, found))


def _page(request: PortalRequest, found: OutcomeLetter) -> dict[str, Any]:
    round = found.application.round
    rows = [replace(row, letter=found) for row in outcome_rows(round) if row.application.pk == found.application_id]
    line = next(iter(letter_lines(round, rows, timezone.now())), None)
    return {
        "round": round,
        "letter": found,
        "line": line,
        "change_refusal": rules.may_change_letter(request.person, found),
        "approve_refusal": rules.may_approve_letter(request.person, found),
        "release_refusal": rules.may_release_held(request.person, found),
        "notes": notes_about(found),
        "hold_form": ReasonForm(label="Why is this letter held back?"),
        "following": _following(request, round, found),
    }


def _following(request: PortalRequest, round: Round, found: OutcomeLetter) -> OutcomeLetter | None:
    """The next letter that waits to be approved by somebody like this person."""
    closed = interests(request.person, round)
    waiting = OutcomeLetter.objects.filter(application__round=round, state=OutcomeLetterState.DRAFT).exclude(body="")
    waiting = waiting.exclude(pk=found.pk).exclude(application__in=list(closed)).order_by("application_id")
    return waiting.filter(application_id__gt=found.application_id).first() or waiting.first()


def letter_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change the words. A stale tab is refused, and both texts are shown."""
    found = _letter(pk)
    allow(rules.may_change_letter(request.person, found))
    initial = {"body": found.body, "revision": found.revision}
    form = LetterForm(request.POST or None, initial=initial, feedback=found.feedback)
    context = {"letter": found, "round": found.application.round, "form": form}
    if not form.is_valid():
        return render_form(request, "sle/letter_edit.html", context)
    try:
        services.edit_letter(
            letter=found,
            body=form.cleaned_data["body"],
            feedback=form.feedback,
            revision=form.cleaned_data["revision"],
            by=request.person,
            now=timezone.now(),
        )
    except services.StaleLetter:
        now = _letter(pk)
        form.add_error(None, "Somebody has changed this letter since you opened it. Both versions are below.")
        data = request.POST.copy()
        data["revision"] = str(now.revision)
        form.data = data
        return render_form(request, "sle/letter_edit.html", {**context, "stored": now}, stale=True)
    return done(
        request, "The letter is saved. Approve it when it reads as it should.", to=_to(request, "sle:letter", pk=pk)
    )


@require_POST
def letter_approve(request: PortalRequest, pk: int) -> HttpResponse:
    """Approve one letter as it was read, and go on to the next."""
    found = _letter(pk)
    allow(rules.may_see_letter(request.person, found))
    if request.POST.get("revision", "") != str(found.revision):
        return not_done(
            request, "The letter has been changed since: read it again.", to=_to(request, "sle:letter", pk=pk)
        )
    try:
        services.approve_letters(letters=[found], by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=_to(request, "sle:letter", pk=pk))
    following = _following(request, found.application.round, found)
    name = found.application.name
    if following:
        return done(request, f"Approved: {name}. This is the next.", to=_to(request, "sle:letter", pk=following.pk))
    return done(request, f"Approved: {name}.", to=_to(request, "sle:round_release", pk=found.application.round_id))


@require_POST
def letters_approve(request: PortalRequest, pk: int) -> HttpResponse:
    """Approve the ticked letters of the release page, each as it was shown there."""
    round = find_round(request, pk)
    allow(rules.may_see_letters(request.person, round))
    page = _to(request, "sle:round_release", pk=pk)
    shown = dict(ticked.split("-", 1) for ticked in request.POST.getlist("letters") if ticked.count("-") == 1)
    chosen = OutcomeLetter.objects.filter(
        application__round=round, pk__in=filter(None, map(key_in, shown))
    ).select_related("application__round__alliance", "application__applicant")
    letters = list(chosen)
    if not letters:
        return not_done(request, "Tick at least one letter.", to=page)
    if any(shown.get(str(one.pk)) != str(one.revision) for one in letters):
        return not_done(request, "One of these letters has been changed since: read it again.", to=page)
    try:
        count = services.approve_letters(letters=letters, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, f"Nothing has been approved. {refused.refusal}", to=page)
    return done(request, "1 letter is approved." if count == 1 else f"{count} letters are approved.", to=page)


@require_POST
def letter_hold(request: PortalRequest, pk: int) -> HttpResponse:
    """Hold one letter back by name."""
    found = _letter(pk)
    allow(rules.may_change_letter(request.person, found))
    form = ReasonForm(request.POST, label="Why is this letter held back?")
    if not form.is_valid():
        return render_form(request, "sle/letter.html", {**_page(request, found), "form": form, "hold_form": form})
    services.hold_letter(letter=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now())
    return done(
        request,
        f"The letter to {found.application.name} is held back. The others can be released without it.",
        to=_to(request, "sle:letter", pk=pk),
    )


@require_POST
def letter_let_go(request: PortalRequest, pk: int) -> HttpResponse:
    """No longer hold it back (or take an approval back)."""
    found = _letter(pk)
    services.let_go(letter=found, by=request.person, now=timezone.now())
    return done(request, "The letter waits to be approved.", to=_to(request, "sle:letter", pk=pk))


def _to(request: PortalRequest, name: str, **kwargs: Any) -> str:
    return path_to(name, request.alliance, **kwargs)
