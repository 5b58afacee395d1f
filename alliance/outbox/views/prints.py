"""Letters on paper: choose, one PDF, fetch it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.keys import key_in
from alliance.lists import Column, list_page
from alliance.outbox import queries, rules
from alliance.outbox.filters import LetterFilter
from alliance.outbox.views.letters import pdf_response
from alliance.post import services
from alliance.post.states import LetterState, PrintState
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.times import in_words as when

MOST = 1000


@require_safe
def print_list(request: PortalRequest) -> HttpResponse:
    """What the person has had put together for printing."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    columns = [
        Column(
            "Asked for",
            text=lambda row: when(row.asked_at),
            url=lambda row: path_to("post:print_batch", request.alliance, pk=row.pk),
        ),
        Column("Letters", text=lambda row: len(row.letters), numeric=True),
        Column("State", text=lambda row: row.get_state_display()),
    ]
    return list_page(
        request,
        rows=queries.print_batches_of(request.person, request.alliance),
        columns=columns,
        title="Letters to print",
        empty="Nothing has been put together yet. Choose letters in the list of letters.",
    )


@require_POST
def print_start(request: PortalRequest) -> HttpResponse:
    """Put the chosen letters, or all that the list's filters show, together in one PDF."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    rows = queries.letters_open_to(request.person, request.alliance).filter(state=LetterState.MADE)
    if request.POST.get("which") == "all":
        rows = LetterFilter(request.GET or None, queryset=rows, request=request).qs
    else:
        rows = rows.filter(pk__in=filter(None, map(key_in, request.POST.getlist("letter"))))
    letters = list(rows.order_by("number")[:MOST])
    if not letters:
        return not_done(
            request, "Choose at least one letter that has its PDF.", to=path_to("post:letter_list", request.alliance)
        )
    batch = services.print_letters(letters=letters, double_sided="double_sided" in request.POST, by=request.person)
    words = f"{len(letters)} letter{'' if len(letters) == 1 else 's'} are being put together in one PDF."
    return done(request, words, to=path_to("post:print_batch", request.alliance, pk=batch.pk))


@require_safe
def print_batch(request: PortalRequest, pk: int) -> HttpResponse:
    """How far a PDF for printing is; the file once it is ready."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    batch = get_object_or_404(queries.print_batches_of(request.person, request.alliance), pk=pk)
    return render(request, "post/print_batch.html", {"batch": batch, "total": len(batch.letters)})


@require_safe
def print_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    """The PDF for printing."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    batch = get_object_or_404(queries.print_batches_of(request.person, request.alliance), pk=pk)
    # A seat on a panel taken since then closes letters that stood open: the whole file goes with them.
    still_open = queries.letters_open_to(request.person, request.alliance).filter(pk__in=batch.letters).count()
    if batch.state != PrintState.MADE or still_open != len(batch.letters):
        raise Http404("This PDF is not there.")
    return pdf_response(str(batch.pdf.name), f"{len(batch.letters)} letters.pdf")
