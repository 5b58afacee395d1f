"""Who would score what: a proposal by the solver, looked at beside what there is, changed by hand, accepted."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.charts import Bar, bar_chart
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.panels import queries, rules, services
from alliance.panels.forms import CapsForm, SharingForm
from alliance.panels.models import Conflict, Proposal, Seat
from alliance.panels.rules import View
from alliance.panels.states import ProposalState, SeatState
from alliance.panels.views.finding import entry_or_404, running_or_404
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.workflow.machine import MoveRefused


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask for a proposal of who scores what, see how far it is, and look at it."""
    view = running_or_404(request, pk)
    refusal = rules.may_share_out(view)
    seats = view.exercise.seats.filter(state=SeatState.SITTING).select_related("person")
    form = CapsForm(request.POST or None, seats=list(seats))
    if request.method == "POST":
        allow(refusal)
        if form.is_valid():
            services.ask_for_proposal(exercise=view.exercise, caps=form.caps(), by=request.person, now=timezone.now())
            return done(
                request, "It is being worked out who scores what. Nobody has been given anything.", to=request.path
            )
    found = queries.latest_proposal(view.exercise)
    context: dict[str, object] = {"exercise": view.exercise, "proposal": found, "form": form, "refusal": refusal}
    if refusal or found is None or found.state != ProposalState.MADE:
        return render_form(request, "panels/proposal_ask.html", context)
    return _proposed(request, view, found, context)


def _proposed(request: PortalRequest, view: View, found: Proposal, context: dict[str, object]) -> HttpResponse:
    changes = queries.changes_of(found, view)
    context |= {
        "changes": changes,
        "chart": bar_chart(
            "How many applications each scorer would have; the table below has the numbers",
            [Bar(one.seat.person.name, one.after) for one in changes.scorers],
        ),
    }

    def change(row: queries.EntryChange) -> str:
        return path_to("panels:proposal_change", request.alliance, pk=view.exercise.pk, code=row.entry.code)

    columns = [
        Column("Application", lambda row: row.entry.code),
        Column("Area", lambda row: ", ".join(row.entry.areas)),
        Column("Now", lambda row: ", ".join(row.before) or "Nobody"),
        Column("Proposed", lambda row: ", ".join(row.after) + (" (by hand)" if row.by_hand else "")),
        Column(
            "Actions",
            lambda row: format_html('Change<span class="govuk-visually-hidden"> who scores {}</span>', row.entry.code),
            url=change,
        ),
    ]
    page = list_page(
        request,
        rows=changes.entries,
        columns=columns,
        title="Who would score what",
        template="panels/proposal.html",
        context=context,
    )
    page.status_code = 422 if request.method == "POST" else 200
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_change(request: PortalRequest, pk: int, code: str) -> HttpResponse:
    """Name by hand who would score one entry."""
    view = running_or_404(request, pk)
    entry = entry_or_404(view, code)
    found = queries.latest_proposal(view.exercise)
    if found is None or found.state != ProposalState.MADE:
        raise Http404
    allow(rules.may_share_out(view))
    closed = set(Conflict.objects.filter(entry=entry).values_list("seat_id", flat=True))
    seats = Seat.objects.filter(exercise=view.exercise, state=SeatState.SITTING).select_related("person")
    changes = queries.changes_of(found, view)
    form = SharingForm(
        request.POST or None,
        seats=seats.exclude(pk__in=closed),
        initial={"seats": next((one.seats for one in changes.entries if one.entry == entry), frozenset())},
    )
    if request.method == "POST" and form.is_valid():
        chosen = [seat.pk for seat in form.cleaned_data["seats"]]
        try:
            services.change_proposal(proposal=found, entry=entry, seats=chosen, by=request.person, now=timezone.now())
        except Refused as refused:
            form.add_error("seats", refused.refusal.sentence)
        else:
            page = path_to("panels:proposal", request.alliance, pk=pk)
            return done(request, f"The proposal says who you chose for {code}. Nobody is given anything yet.", to=page)
    context = {"exercise": view.exercise, "entry": entry, "form": form, "closed": seats.filter(pk__in=closed)}
    return render_form(request, "panels/proposal_change.html", context)


@require_POST
def proposal_accept(request: PortalRequest, pk: int) -> HttpResponse:
    """Give the scorers what is proposed."""
    view = running_or_404(request, pk)
    page = path_to("panels:proposal", request.alliance, pk=pk)
    found = queries.latest_proposal(view.exercise)
    if found is None:
        return not_done(request, "There is no proposal to accept.", to=page)
    allow(rules.may_share_out(view))
    try:
        services.accept_proposal(proposal=found, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=page)
    except MoveRefused as refused:
        return not_done(request, str(refused), to=page)
    return done(
        request,
        "The applications are shared out as proposed. You can still change single ones by hand.",
        to=path_to("panels:exercise", request.alliance, pk=pk),
    )
