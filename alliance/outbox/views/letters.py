"""Letters: the list for staff, one's own, one letter at once as words and later as PDF."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.lists import Column, list_page
from alliance.outbox import queries, rules
from alliance.outbox.filters import LetterFilter
from alliance.outbox.views.mails import kind_title
from alliance.outbox.words import tag
from alliance.post import services
from alliance.post.models import Letter
from alliance.post.states import LetterState
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.times import in_short
from alliance.workflow.machine import MoveRefused

COLOURS = {
    LetterState.WAITING: "blue",
    LetterState.MAKING: "blue",
    LetterState.MADE: "green",
    LetterState.FAILED: "red",
}


def _state(row: Letter) -> SafeString:
    shown = tag(row.get_state_display(), COLOURS[LetterState(row.state)])
    return format_html('{}<br><span class="govuk-hint">{}</span>', shown, row.problem[:160]) if row.problem else shown


def _chosen(row: Letter) -> object:
    """A checkbox that belongs to the form for printing, wherever on the page that form stands."""
    if row.state != LetterState.MADE:
        return ""
    return format_html(
        '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
        '<input class="govuk-checkboxes__input" type="checkbox" name="letter" value="{0}" id="letter-{0}" form="print">'
        '<label class="govuk-label govuk-checkboxes__label" for="letter-{0}">'
        '<span class="govuk-visually-hidden">Print letter {1}</span></label></div></div>',
        row.pk,
        row.reference,
    )


@require_safe
def letter_list(request: PortalRequest) -> HttpResponse:
    """Every letter of the alliance, to read and to print."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    columns = [
        Column("Print", text=_chosen, csv=lambda row: ""),
        Column(
            "Letter",
            text=lambda row: f"{row.reference} {row.subject}",
            url=lambda row: path_to("post:letter", request.alliance, pk=row.pk),
        ),
        Column("To", text=lambda row: row.name, sort="name"),
        Column("Kind", text=lambda row: kind_title(row.kind)),
        Column("Dated", text=lambda row: in_short(row.dated), sort="dated"),
        Column("State", text=_state, csv=lambda row: row.get_state_display()),
    ]
    return list_page(
        request,
        rows=queries.letters_open_to(request.person, request.alliance),
        filterset=LetterFilter,
        columns=columns,
        title="Letters",
        template="post/letter_list.html",
        empty="No letter has been written yet. Letters of outcome stand here from the release of a round.",
        csv_name="letters",
    )


@require_safe
def my_letters(request: PortalRequest) -> HttpResponse:
    """The letters to the person who looks."""
    columns = [
        Column(
            "Letter",
            text=lambda row: row.subject,
            url=lambda row: path_to("post:letter", request.alliance, pk=row.pk),
        ),
        Column("Dated", text=lambda row: in_short(row.dated), sort="dated"),
        Column("Number", text=lambda row: row.reference),
    ]
    return list_page(
        request,
        rows=queries.letters_to(request.person, request.alliance),
        columns=columns,
        title="Your letters",
        empty=f"{request.alliance.called} has not written you a letter yet.",
    )


@require_safe
def letter(request: PortalRequest, pk: int) -> HttpResponse:
    """The words of a letter, final from the moment it was written; its PDF once it is made."""
    row, as_staff = _found(request, pk)
    return render(
        request,
        "post/letter_read.html",
        {"letter": row, "as_staff": as_staff, "colour": COLOURS[LetterState(row.state)]},
    )


@require_safe
def letter_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    """The PDF of a letter, as a file to keep."""
    row, _ = _found(request, pk)
    if row.state != LetterState.MADE:
        raise Http404("The PDF of this letter is not made yet.")
    return pdf_response(str(row.pdf.name), f"Letter {row.reference.replace('/', '-')}.pdf")


def pdf_response(name: str, called: str) -> HttpResponse:
    """The stored file `name` as a download `called` so."""
    with default_storage.open(name) as file:
        response = HttpResponse(file.read(), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, called) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def letter_try_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Make a PDF that failed."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    row = get_object_or_404(queries.letters_open_to(request.person, request.alliance), pk=pk)
    here = path_to("post:letter", request.alliance, pk=row.pk)
    try:
        services.try_letter_again(letter=row, by=request.person)
    except MoveRefused as refused:
        return not_done(request, refused.refusal.sentence, to=here)
    return done(request, "The PDF will be made within a minute.", to=here)


def _found(request: PortalRequest, pk: int) -> tuple[Letter, bool]:
    """The letter, and whether the person sees it as staff. What is closed to them on a panel is not there at all."""
    row: Letter = get_object_or_404(Letter.objects.filter(alliance=request.alliance), pk=pk)
    as_staff = rules.may_see_outbox(request.person, request.alliance) is None
    if as_staff and row.person_id != request.person.pk:
        get_object_or_404(queries.letters_open_to(request.person, request.alliance), pk=pk)
    allow(rules.may_read_letter(request.person, row, seen_as_staff=as_staff))
    return row, as_staff and queries.letters_open_to(request.person, request.alliance).filter(pk=pk).exists()
