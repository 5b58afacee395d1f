"""The fairness report of a round: page, CSV, and the PDF that a worker makes."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.exports import csv_response
from alliance.outbox.views.letters import pdf_response
from alliance.post.states import PrintState
from alliance.refusal import allow
from alliance.requests import PortalRequest
from sle.queries.fairness import latest_paper, report
from sle.rules.fairness import may_see_fairness
from sle.services import fairness
from sle.views.pages import find_round, round_crumbs


@require_safe
def round_fairness(request: PortalRequest, pk: int) -> HttpResponse:
    """What can be shown of who was chosen, and how the process went."""
    found = find_round(request, pk)
    allow(may_see_fairness(request.person, found))
    sections = report(found)
    if request.GET.get("format") == "csv":
        rows = (
            [section.title, grid.caption, heading, row[0], cell]
            for section in sections
            for grid in section.grids
            for row in grid.rows
            for heading, cell in zip(grid.headings[1:], row[1:], strict=True)
        )
        return csv_response(f"fairness-{found.pk}", ["Section", "Table", "Column", "Row", "Value"], rows)
    context = {
        "round": found,
        "sections": sections,
        "paper": latest_paper(found),
        "crumbs_list": round_crumbs(found),
    }
    return render(request, "sle/round_fairness.html", context)


@require_POST
def fairness_ask(request: PortalRequest, pk: int) -> HttpResponse:
    """Have the PDF made."""
    found = find_round(request, pk)
    allow(may_see_fairness(request.person, found))
    fairness.ask_for_paper(round=found, by=request.person, now=timezone.now())
    return done(
        request,
        "The PDF is being made. You can leave this page and come back.",
        to=path_to("sle:round_fairness", request.alliance, pk=pk),
    )


@require_safe
def fairness_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    """The PDF; 404 while there is none."""
    found = find_round(request, pk)
    allow(may_see_fairness(request.person, found))
    paper = latest_paper(found)
    if paper is None or paper.state != PrintState.MADE:
        raise Http404("There is no PDF of this report.")
    return pdf_response(str(paper.pdf.name), f"fairness-report-{found.pk}.pdf")
