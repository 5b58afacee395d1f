"""Pages of a round: list, page, its life, and the public page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.charts import Bar, bar_chart
from alliance.lists import Column, list_page
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest, VisitorRequest
from alliance.times import in_short, in_words
from sle.forms.rounds import ExtensionForm, NewRoundForm, ReasonForm, TitleForm
from sle.leader_kinds import SLE, designated_here
from sle.models import Round
from sle.queries import rounds as queries
from sle.rules import rounds as rules
from sle.rules.applications import may_start_application
from sle.rules.closed import closed_round
from sle.services import extensions, rounds
from sle.states import RoundState
from sle.views.pages import find_round, form_page, round_crumbs
from sle.wording import list_of


@require_safe
def round_list(request: PortalRequest) -> HttpResponse:
    """Every round of the alliance, for its staff."""
    allow(rules.may_manage_rounds(request.person, request.alliance))
    alliance = request.alliance
    return list_page(
        request,
        rows=queries.rounds_with_numbers(alliance),
        title=f"Recruitment rounds for {list_of([kind.plural for kind in designated_here(alliance)])}",
        template="sle/round_list.html",
        columns=[
            Column(
                "Round", text=lambda r: r.title, sort="title", url=lambda r: path_to("sle:round", alliance, pk=r.pk)
            ),
            Column("State", text=lambda r: r.get_state_display(), sort="state"),
            Column("Hand over by", text=lambda r: in_short(r.hand_over_by), sort="hand_over_by"),
            Column("In progress", text=lambda r: r.in_progress, sort="in_progress", numeric=True),
            Column("With the head", text=lambda r: r.with_head, sort="with_head", numeric=True),
            Column("Submitted", text=lambda r: r.submitted, sort="submitted", numeric=True),
        ],
        csv_name="rounds",
        empty="There is no round yet. Start one, or copy an earlier one later.",
    )


def round_create(request: PortalRequest) -> HttpResponse:
    """Start a new round."""
    allow(rules.may_manage_rounds(request.person, request.alliance))
    form = NewRoundForm(request.POST or None, alliance=request.alliance)
    if form.is_valid():
        values = form.cleaned_data
        made = rounds.create_round(
            alliance=request.alliance, title=values["title"], kind=values.get("kind", SLE), by=request.person
        )
        return done(
            request,
            "The round is a draft. Work through its set-up; nobody sees it until you open it.",
            to=path_to("sle:round", request.alliance, pk=made.pk),
        )
    crumbs = [("Rounds", path_to("sle:round_list", request.alliance))]
    lead = "It begins with the usual questions, rules and texts. To begin from an earlier round, open it and copy it."
    return form_page(request, title="Start a round", form=form, submit="Create the draft", crumbs=crumbs, lead=lead)


@require_safe
def round(request: PortalRequest, pk: int) -> HttpResponse:
    """One round, for staff: where it stands, what it lacks, how many applications are where."""
    found = find_round(request, pk)
    allow(rules.may_manage_rounds(request.person, request.alliance))
    now = timezone.now()
    numbers = queries.numbers_by_state(found)
    areas = queries.areas_with_numbers(found)
    is_released = found.state in (RoundState.RELEASED, RoundState.FINISHED)
    designated = [Bar.towards(one.name, one.target, one.designated) for one in areas]
    closed = closed_round(request.person, found)
    context = {
        "round": found,
        "crumbs_list": round_crumbs(found)[:1],
        "missing": rules.missing_before_opening(found, now) if found.state == RoundState.DRAFT else [],
        "numbers": numbers,
        "chart": bar_chart("Applications by state, as in the table", [Bar(one.label, one.count) for one in numbers]),
        "areas": areas,
        "is_released": is_released,
        "areas_chart": bar_chart("Designated or offered, of the targets, as in the table", designated)
        if is_released
        else bar_chart("Applicants by area, as in the table", [Bar(one.name, one.applied) for one in areas]),
        "may_set_up": rules.may_set_up_round(request.person, found) is None,
        "may_plan": rules.may_change_later_dates(request.person, found) is None,
        "may_open": rules.may_open_round(request.person, found, now) is None,
        "may_close": rules.may_close_round(request.person, found) is None,
        "may_cancel": rules.may_cancel_round(request.person, found) is None,
        "may_extend": rules.may_extend_round(request.person, found) is None,
        "may_finish": rules.may_finish_round(request.person, found) is None,
        "closed": closed,
        "references_in": found.references_by is not None and found.references_by < now,
        "story": queries.story(found),
    }
    return render(request, "sle/round.html", context)


@require_POST
def round_open(request: PortalRequest, pk: int) -> HttpResponse:
    """Open the round."""
    found = find_round(request, pk)
    now = timezone.now()
    allow(rules.may_open_round(request.person, found, now))
    rounds.open_round(round=found, by=request.person, now=now)
    return done(
        request,
        f"The round is open. Its public page can be shared; applications are taken until "
        f"{in_words(found.hand_over_by)}.",
        to=path_to("sle:round", request.alliance, pk=pk),
    )


def round_close(request: PortalRequest, pk: int) -> HttpResponse:
    """Close the round before its time, once it is said what that does."""
    found = find_round(request, pk)
    allow(rules.may_close_round(request.person, found))
    if request.method != "POST":
        return _to_confirm(
            request,
            found,
            title=f"Close {found.title}",
            submit="Close the round now",
            lead=f"It would close by itself on {in_words(found.hand_over_by)}.",
            warning="Nobody can hand over any more, and everyone who has not finished is told that their application "
            "is not considered. This cannot be undone.",
        )
    told = rounds.close_round(round=found, by=request.person, now=timezone.now())
    people = {0: "Nobody had an unfinished application.", 1: "1 person who had not finished has been told."}.get(
        told, f"{told} people who had not finished have been told."
    )
    return done(request, f"The round is closed. {people}", to=path_to("sle:round", request.alliance, pk=pk))


def round_cancel(request: PortalRequest, pk: int) -> HttpResponse:
    """Cancel the round, with a reason that everyone concerned gets."""
    found = find_round(request, pk)
    allow(rules.may_cancel_round(request.person, found))
    form = ReasonForm(request.POST or None)
    form.fields["reason"].help_text = "Everyone who applied or was asked for a reference gets this by e-mail."
    if form.is_valid():
        told = rounds.cancel_round(
            round=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(
            request,
            f"The round is cancelled. {told} {'person has' if told == 1 else 'people have'} been told.",
            to=path_to("sle:round", request.alliance, pk=pk),
        )
    return form_page(
        request,
        title=f"Cancel {found.title}",
        form=form,
        submit="Cancel the round",
        crumbs=round_crumbs(found),
        warning="This cannot be undone. Links in e-mails stop working and no more reminders are sent.",
        back=path_to("sle:round", request.alliance, pk=pk),
    )


def round_finish(request: PortalRequest, pk: int) -> HttpResponse:
    """Finish the round, once it is said what that does."""
    found = find_round(request, pk)
    allow(rules.may_finish_round(request.person, found))
    if request.method != "POST":
        return _to_confirm(
            request,
            found,
            title=f"Finish {found.title}",
            submit="Finish the round",
            lead="Nobody waits for an outcome any more. Designations stay on the register.",
            warning="Nothing more can be done in a finished round. This cannot be undone.",
        )
    rounds.finish_round(round=found, by=request.person)
    return done(request, "The round is finished.", to=path_to("sle:round", request.alliance, pk=pk))


def round_copy(request: PortalRequest, pk: int) -> HttpResponse:
    """Copy the round into a new draft."""
    found = find_round(request, pk)
    allow(rules.may_manage_rounds(request.person, request.alliance))
    form = TitleForm(request.POST or None)
    if form.is_valid():
        copy = rounds.copy_round(round=found, title=form.cleaned_data["title"], by=request.person)
        return done(
            request,
            "The copy is a draft. Areas, questions, rules and texts came along; set its times.",
            to=path_to("sle:round", request.alliance, pk=copy.pk),
        )
    return form_page(
        request, title=f"Copy {found.title}", form=form, submit="Make the copy", crumbs=round_crumbs(found)
    )


def round_extend(request: PortalRequest, pk: int) -> HttpResponse:
    """More time for everyone, announced by mail."""
    found = find_round(request, pk)
    allow(rules.may_extend_round(request.person, found))
    form = ExtensionForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        try:
            told = extensions.extend_round(
                round=found,
                hand_over_until=values["hand_over_by"],
                references_until=values["references_by"],
                reason=values["reason"],
                by=request.person,
                now=timezone.now(),
            )
        except Refused as refused:
            form.refuse(refused.refusal)
        else:
            return done(
                request,
                f"Everyone has more time. {told} {'e-mail goes' if told == 1 else 'e-mails go'} out to say so.",
                to=path_to("sle:round", request.alliance, pk=pk),
            )
    return form_page(
        request,
        title="Give everyone more time",
        form=form,
        submit="Move the times and tell everyone",
        crumbs=round_crumbs(found),
        lead=f"Until now: hand over by {in_words(found.hand_over_by)}, references by {in_words(found.references_by)}. "
        "Everyone at work on an application or a reference is told by e-mail. The reason stays on the record.",
        back=path_to("sle:round", request.alliance, pk=pk),
    )


def _to_confirm(
    request: PortalRequest, found: Round, *, title: str, submit: str, lead: str, warning: str
) -> HttpResponse:
    """A page that says what a step does, and that it cannot be taken back."""
    return form_page(
        request,
        title=title,
        submit=submit,
        crumbs=round_crumbs(found),
        lead=lead,
        warning=warning,
        back=path_to("sle:round", request.alliance, pk=found.pk),
    )


@login_not_required
@require_safe
def round_public(request: VisitorRequest, pk: int) -> HttpResponse:
    """The public page of a round: who should apply, what for, when, and how; a draft's only for staff, to look at."""
    found: Round = get_object_or_404(Round.objects.select_related("alliance", "rubric"), pk=pk)
    if found.state == RoundState.DRAFT and rules.may_manage_rounds(request.person, found.alliance) is not None:
        raise Http404("This round is not published.")
    now = timezone.now()
    context = {
        "round": found,
        "areas": found.areas.select_related("area"),
        "questions": found.questions.all(),
        "rules": found.eligibility_rules.all(),
        "criteria": found.rubric.criteria.all() if found.rubric else [],
        "timetable": queries.timetable(found),
        "refusal": may_start_application(request.person, found, now),
        "mine": queries.application_of(found, request.person),
        "crumbs_list": [(found.alliance.called, path_to("web:public", found.alliance))],
    }
    return render(request, "sle/round_public.html", context)
