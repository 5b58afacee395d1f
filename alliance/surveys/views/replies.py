"""What schools have done and answered: the list and a school's page for staff, the own answers for schools."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.exports import csv_response
from alliance.form_pages import Crumb, form_page
from alliance.lists import Column, list_page
from alliance.members.queries import is_staff
from alliance.outbox.words import tag
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.surveys import queries, rules, services
from alliance.surveys.filters import ReplyFilter
from alliance.surveys.forms import ReopenForm
from alliance.surveys.models import Ask, Reply
from alliance.surveys.states import ReplyState
from alliance.times import day_in_short
from alliance.workflow.notes import notes_about

COLOURS = {ReplyState.WAITING: "red", ReplyState.BEGUN: "light-blue", ReplyState.ANSWERED: "green"}


@require_safe
def reply_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Every school of an ask: who has answered, who never does."""
    alliance = request.alliance
    ask: Ask = get_object_or_404(Ask.objects.select_related("alliance"), pk=pk)
    allow(rules.may_run_asks(request.person, alliance))
    silent = queries.years_silent(ask)
    columns = [
        Column(
            "School",
            lambda r: r.school.name,
            sort="school__name",
            url=lambda r: path_to("surveys:reply", alliance, pk=r.pk),
        ),
        Column("Phase", lambda r: r.school.phase, sort="school__phase"),
        Column("Stands", _stands, sort="state", csv=lambda r: r.get_state_display()),
        Column("Asked", lambda r: r.name or "Nobody known", csv=lambda r: r.name),
        Column("E-mail", lambda r: r.email, screen=False),
        Column("Last sent", lambda r: day_in_short(r.last_sent_at), sort="last_sent_at", csv=lambda r: r.last_sent_at),
        Column("Answered", lambda r: day_in_short(r.answered_at), sort="answered_at", csv=lambda r: r.answered_at),
        Column("Entered by", lambda r: r.entered_by.name if r.entered_by else "", screen=False),
        Column("Without an answer", lambda r: silent_in_words(silent[r.pk])),
    ]
    return list_page(
        request,
        rows=queries.replies_of(ask),
        columns=columns,
        title=f"Schools asked in {ask.title}",
        filterset=partial(ReplyFilter, ask=ask),  # type: ignore[arg-type]  # a FilterSet that knows its ask
        template="surveys/reply_list.html",
        empty="Nobody has been asked yet. Schools stand here once the ask is open.",
        csv_name=f"yearly-ask-{ask.year}",
        context={"ask": ask, "crumbs_list": _crumbs(ask)},
    )


@require_safe
def answers_download(request: PortalRequest, pk: int) -> HttpResponse:
    """All answers that were handed in, as CSV: a line for each school and question."""
    ask: Ask = get_object_or_404(Ask.objects.select_related("alliance"), pk=pk)
    allow(rules.may_run_asks(request.person, request.alliance))
    lines = (
        (
            reply.school.name,
            reply.school.urn,
            reply.school.phase,
            said.section.title,
            question,
            "; ".join(words.split("\n")),
        )
        for reply, said in queries.said_by_all(ask)
        for question, words in said.lines
    )
    return csv_response(
        f"yearly-ask-{ask.year}-answers", ("School", "URN", "Phase", "Part", "Question", "Answer"), lines
    )


def _stands(reply: Reply) -> str:
    return tag(reply.get_state_display(), COLOURS[ReplyState(reply.state)])


def silent_in_words(years: int) -> str:
    """For how long a school has not answered, as `queries.years_silent` counts it: "Never (3 years)", "2 years"."""
    number = f"{abs(years)} year{'' if abs(years) == 1 else 's'}"
    return "" if years == 0 else f"Never ({number})" if years < 0 else number


@require_safe
def reply(request: PortalRequest, pk: int) -> HttpResponse:
    """A school's answers of a year, for its own people and for staff; staff see what can be done."""
    found = _find(request, pk)
    staff = is_staff(request.person, request.alliance)
    ask, now = found.ask, timezone.now()
    silent = queries.years_silent(ask)[found.pk] if staff else 0
    context = {
        "reply": found,
        "ask": ask,
        "colour": COLOURS[ReplyState(found.state)],
        "said": queries.said_by(found),
        "is_staff": staff,
        "silent": silent_in_words(silent),
        "may_answer": rules.may_answer(request.person, found, now) is None,
        "may_send": rules.may_send(request.person, found) is None,
        "may_reopen": rules.may_reopen(request.person, found) is None,
        "years": [one for one in queries.history_of(found.school) if one.pk != found.pk],
        "reasons": notes_about(found, "reopen") if staff else [],
        "crumbs_list": _school_crumbs(request, found, staff),
    }
    return render(request, "surveys/reply.html", context)


@require_safe
def reply_mine(request: PortalRequest) -> HttpResponse:
    """What is asked, and was, of the schools for which the person answers."""
    found = list(queries.replies_for(request.person, request.alliance))
    now = timezone.now()
    rows = [(one, COLOURS[ReplyState(one.state)], rules.may_answer(request.person, one, now) is None) for one in found]
    return render(request, "surveys/reply_mine.html", {"rows": rows})


@require_POST
def reply_send(request: PortalRequest, pk: int) -> HttpResponse:
    """Send the school its link again."""
    found = _find(request, pk)
    allow(rules.may_send(request.person, found))
    to = path_to("surveys:reply", request.alliance, pk=pk)
    try:
        sent = services.send_again(reply=found, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=to)
    return done(request, f"A new link is on its way to {sent.name}.", to=to)


def reply_reopen(request: PortalRequest, pk: int) -> HttpResponse:
    """Open answers again that were handed in."""
    found = _find(request, pk)
    allow(rules.may_reopen(request.person, found))
    page = path_to("surveys:reply", request.alliance, pk=pk)
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        services.reopen_reply(reply=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        return done(request, f"The answers of {found.school.name} are open again.", to=page)
    return form_page(
        request,
        title=f"Open the answers of {found.school.name} again",
        form=form,
        submit="Open them again",
        crumbs=[*_crumbs(found.ask), (found.school.name, page)],
        lead="What the school has answered stays there for it to change. It counts again once it is handed in again.",
        back=page,
    )


def _find(request: PortalRequest, pk: int) -> Reply:
    """A school's answers, for whoever may see them: 404 where there are none (before an ask opens there are none)."""
    found = (
        Reply.objects.select_related("ask__alliance", "school", "entered_by").prefetch_related("parts").filter(pk=pk)
    ).first()
    if found is None:
        raise Http404("There are no such answers.")
    allow(rules.may_see_reply(request.person, found))
    return found


def _page(reply: Reply) -> str:
    return path_to("surveys:reply", reply.ask.alliance, pk=reply.pk)


def _crumbs(ask: Ask) -> list[Crumb]:
    alliance = ask.alliance
    return [
        ("Yearly ask", path_to("surveys:ask_list", alliance)),
        (ask.title, path_to("surveys:ask", alliance, pk=ask.pk)),
    ]


def _school_crumbs(request: PortalRequest, found: Reply, staff: bool) -> list[Crumb]:
    if staff:
        schools = "Schools", path_to("surveys:reply_list", request.alliance, pk=found.ask_id)
        return [*_crumbs(found.ask), schools]
    return [("Yearly ask", path_to("surveys:reply_mine", request.alliance))]
