"""Release: every letter on one page, the big step, and a progress page that can be closed and found again."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.forms.letters import ReleaseTimeForm
from sle.models import OutcomeLetter, Round
from sle.queries.decisions import outcome_rows
from sle.queries.letters import late_values, letter_lines, missing_before_release, planned_release
from sle.queries.release import progress_of
from sle.rules import letters as rules
from sle.rules.interests import interests
from sle.rules.rounds import may_change_later_dates
from sle.services import release as services
from sle.views.pages import find_round

LETTERS_ON_A_PAGE = 20


@require_safe
def round_release(request: PortalRequest, pk: int) -> HttpResponse:
    """Left every letter as it will be read, right how many are approved, at the end the big step."""
    round = find_round(request, pk)
    allow(rules.may_see_letters(request.person, round))
    return _release_page(request, round, ReleaseTimeForm())


def _release_page(request: PortalRequest, round: Round, time_form: ReleaseTimeForm) -> HttpResponse:
    rows, now = outcome_rows(round), timezone.now()
    lines = letter_lines(round, rows, now, closed=interests(request.person, round))
    kinds = {
        "": ("All", lines),
        "waiting": ("Not approved", [line for line in lines if line.is_waiting]),
        "special": ("With something special", [line for line in lines if line.special]),
        "held": ("Held back", [line for line in lines if line.is_held]),
    }
    only = request.GET.get("only", "")
    _, shown = kinds.get(only, kinds[""])
    page = Paginator(shown, LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": round,
        "kinds": [(key, words, len(found)) for key, (words, found) in kinds.items()],
        "may_change_dates": may_change_later_dates(request.person, round) is None,
        "dates": late_values(round, planned_release(round, now)),
        "form": time_form,
        "page_obj": page,
        "to_tick": [line for line in page if line.can_be_ticked],
        "only": only,
        "total": len(lines),
        "approved": sum(line.is_ready for line in lines),
        "held": [line for line in lines if line.is_held],
        "closed": sum(bool(line.closed) for line in lines),
        "missing": missing_before_release(round, rows),
        "release_refusal": rules.may_release_now(request.person, round),
    }
    return render_form(request, "sle/round_release.html", context)


def release_now(request: PortalRequest, pk: int) -> HttpResponse:
    """The big step: says what will happen, to how many, and that it cannot be undone; then does it."""
    round = find_round(request, pk)
    allow(rules.may_release_now(request.person, round))
    rows = outcome_rows(round)
    missing = missing_before_release(round, rows)
    page = path_to("sle:round_release", request.alliance, pk=pk)
    if request.method != "POST":
        lines = letter_lines(round, rows, timezone.now())
        going = [line for line in lines if line.is_ready]
        offered = sum(any(a.outcome in ("designated", "with_support") for a in line.row.areas) for line in going)
        context = {
            "round": round,
            "missing": missing,
            "going": len(going),
            "offered": offered,
            "held": [line for line in lines if line.is_held],
        }
        return render(request, "sle/release_now.html", context)
    try:
        count = services.release_round(round=round, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, f"Nothing has been released. {refused.refusal}", to=page)
    people = "1 person" if count == 1 else f"{count} people"
    return done(
        request,
        f"Released: {people} can read their outcome now, and are being told by e-mail.",
        to=path_to("sle:release_progress", request.alliance, pk=pk),
    )


@require_POST
def release_set(request: PortalRequest, pk: int) -> HttpResponse:
    """Release at a set time, or no longer."""
    round = find_round(request, pk)
    allow(rules.may_release_now(request.person, round))
    page = path_to("sle:round_release", request.alliance, pk=pk)
    if "unset" in request.POST:
        services.set_release(round=round, at=None, by=request.person, now=timezone.now())
        return done(request, "The outcomes are no longer released by themselves.", to=page)
    form = ReleaseTimeForm(request.POST)
    if not form.is_valid():
        return _release_page(request, round, form)
    try:
        services.set_release(round=round, at=form.cleaned_data["at"], by=request.person, now=timezone.now())
    except Refused as refused:
        form.add_error("at", refused.refusal.sentence)
        return _release_page(request, round, form)
    return done(request, "The outcomes will be released at that time, if nothing is missing then.", to=page)


@require_safe
def release_progress(request: PortalRequest, pk: int) -> HttpResponse:
    """How many letters and mails are made and sent, what failed, and "Try again"."""
    round = find_round(request, pk)
    allow(rules.may_see_letters(request.person, round))
    applicants, heads = progress_of(round)
    context = {"round": round, "progress": applicants, "heads": heads}
    return render(request, "sle/release_progress.html", context)


@require_POST
def release_try_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Try everything of this release that failed again."""
    round = find_round(request, pk)
    allow(rules.may_release(request.person, round))
    count = services.try_again(round=round, by=request.person)
    page = path_to("sle:release_progress", request.alliance, pk=pk)
    return done(request, "Trying again: 1." if count == 1 else f"Trying again: {count}.", to=page)


@require_POST
def letter_release(request: PortalRequest, pk: int) -> HttpResponse:
    """Release one letter that was held back."""
    related = OutcomeLetter.objects.select_related("application__round__alliance", "application__applicant")
    found: OutcomeLetter = get_object_or_404(related, pk=pk)
    page = path_to("sle:letter", request.alliance, pk=pk)
    allow(rules.may_release(request.person, found.application.round))
    try:
        services.release_held_letter(letter=found, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, f"Not released. {refused.refusal}", to=page)
    return done(request, f"Released: {found.application.name} is being told by e-mail.", to=page)
