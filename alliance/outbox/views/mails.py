"""The outbox, and one mail."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.outbox import queries, rules
from alliance.outbox.filters import MailFilter
from alliance.outbox.forms import TryAgainForm
from alliance.outbox.words import tag
from alliance.post import services
from alliance.post.kinds import kinds
from alliance.post.models import MAIL, Mail
from alliance.post.rules import may_readdress
from alliance.post.states import MailState
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.times import in_short
from alliance.times import in_words as when
from alliance.workflow.machine import MoveRefused

COLOURS = {
    MailState.WAITING: "blue",
    MailState.SENDING: "blue",
    MailState.SENT: "green",
    MailState.FAILED: "red",
    MailState.BOUNCED: "orange",
    MailState.CANCELLED: "grey",
}


def kind_title(name: str) -> str:
    """What a kind of post is called, also when no app declares it any more."""
    kind = kinds().get(name)
    return kind.title if kind else name


def state_of(row: Mail) -> SafeString:
    """The state as a tag, with the reason beneath where there is one, or until when it waits."""
    shown = tag(row.get_state_display(), COLOURS[MailState(row.state)])
    if row.problem and row.state != MailState.SENT:
        return format_html('{}<br><span class="govuk-hint">{}</span>', shown, row.problem[:160])
    if row.state == MailState.WAITING and row.due_at > timezone.now():
        return format_html('{}<br><span class="govuk-hint">until {}</span>', shown, when(row.due_at))
    return shown


@require_safe
def outbox(request: PortalRequest) -> HttpResponse:
    """Every mail of the alliance: waiting, sent, failed with the reason, come back."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    columns = [
        Column(
            "E-mail",
            text=lambda row: row.subject if not row.secret else kind_title(row.kind),
            url=lambda row: path_to("post:mail", request.alliance, pk=row.pk),
        ),
        Column("To", text=lambda row: f"{row.name}, {row.email}" if row.name else row.email),
        Column("State", text=state_of, csv=lambda row: row.get_state_display()),
        Column("Reason", text=lambda row: row.problem, screen=False),
        Column("Posted", text=lambda row: in_short(row.posted_at), sort="posted_at"),
        Column("Sent", text=lambda row: in_short(row.sent_at)),
    ]
    return list_page(
        request,
        rows=queries.mails_open_to(request.person, request.alliance),
        filterset=MailFilter,
        columns=columns,
        title="Outbox",
        template="post/outbox.html",
        empty="No e-mail has been posted yet. Whatever the portal writes to people stands here.",
        csv_name="outbox",
        context={"failed": queries.failed_mails(queries.mails_open_to(request.person, request.alliance)).count()},
    )


@require_POST
def outbox_try_again(request: PortalRequest) -> HttpResponse:
    """Send every mail again that failed."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    tried = services.try_failed_mails_again(
        mails=list(queries.failed_mails(queries.mails_open_to(request.person, request.alliance))[:1000]),
        by=request.person,
    )
    words = f"{tried} e-mail{'' if tried == 1 else 's'} will be sent again."
    return done(request, words, to=path_to("post:outbox", request.alliance))


@require_safe
def mail(request: PortalRequest, pk: int) -> HttpResponse:
    """One mail: its words, where it is, what can be done."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    return _page(request, _found(request, pk))


def _page(request: PortalRequest, row: Mail, form: TryAgainForm | None = None) -> HttpResponse:
    moves = MAIL.available(row)
    context = {
        "mail": row,
        "now": timezone.now(),
        "kind": kind_title(row.kind),
        "colour": COLOURS[MailState(row.state)],
        "form": form or (_try_again_form(row) if "try_again" in moves and not row.secret else None),
        "may_cancel": "cancel" in moves,
    }
    return render_form(request, "post/mail.html", context)


def _try_again_form(row: Mail) -> TryAgainForm:
    """The form with the mail's address, which stands fast where the mail may go to no other."""
    form = TryAgainForm(initial={"email": row.email})
    refusal = may_readdress(row)
    if refusal:
        form.fields["email"].help_text = refusal.sentence
        form.fields["email"].widget.attrs["readonly"] = True
    return form


@require_POST
def mail_try_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Send a mail again that failed or came back."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    row = _found(request, pk)
    form = TryAgainForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    here = path_to("post:mail", request.alliance, pk=row.pk)
    try:
        services.try_mail_again(mail=row, by=request.person, email=form.cleaned_data["email"])
    except MoveRefused as refused:
        return not_done(request, refused.refusal.sentence, to=here)
    except Refused as refused:
        form.add_error("email", refused.refusal.sentence)
        return _page(request, row, form)
    return done(request, f"The e-mail to {row.email} will be sent again within a minute.", to=here)


@require_POST
def mail_cancel(request: PortalRequest, pk: int) -> HttpResponse:
    """Never send a mail that waits; let one rest that failed or came back."""
    allow(rules.may_see_outbox(request.person, request.alliance))
    row = _found(request, pk)
    here = path_to("post:mail", request.alliance, pk=row.pk)
    try:
        services.cancel_mail(mail=row, by=request.person)
    except MoveRefused as refused:
        return not_done(request, refused.refusal.sentence, to=here)
    return done(request, "The e-mail is cancelled. It will not be sent.", to=here)


def _found(request: PortalRequest, pk: int) -> Mail:
    return get_object_or_404(queries.mails_open_to(request.person, request.alliance), pk=pk)
