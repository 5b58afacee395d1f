"""Pages of staff: the asks of all years, setting one up, its life."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.charts import Bar, bar_chart
from alliance.form_pages import Crumb, form_page
from alliance.lists import Column, list_page
from alliance.outbox.words import tag
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.schools.models import Alliance
from alliance.schools.queries import partner_schools
from alliance.surveys import queries, rules, services
from alliance.surveys.forms import AskForm, MoreTimeForm, NewAskForm, SectionForm
from alliance.surveys.models import Ask
from alliance.surveys.sections import sections_of
from alliance.surveys.states import AskState
from alliance.times import day_in_short, in_words

COLOURS = {AskState.DRAFT: "yellow", AskState.OPEN: "green", AskState.CLOSED: "grey"}
COPIED = ("introduction", "remind_every", "remind_before")
HAPPENED = {
    "create": "Draft made",
    "set_up": "Times or words changed",
    "open": "Opened",
    "ask_newcomers": "Schools asked that joined since",
    "remind_all": "Everyone reminded who had not answered",
    "extend": "More time for every school",
    "close": "Closed",
}
A_YEAR = timedelta(weeks=52)  # the same day of the week


@require_safe
def ask_list(request: PortalRequest) -> HttpResponse:
    """The asks of all years."""
    alliance = request.alliance
    allow(rules.may_run_asks(request.person, alliance))
    rows: QuerySet[Any] = queries.asks_with_numbers(alliance)
    columns = [
        Column("School year", lambda a: a.title, url=lambda a: path_to("surveys:ask", alliance, pk=a.pk), sort="year"),
        Column("State", lambda a: tag(a.get_state_display(), COLOURS[a.state]), sort="state"),
        Column("Schools asked", lambda a: a.asked, numeric=True),
        Column("Answered", lambda a: a.answered, numeric=True),
        Column("Closes", lambda a: day_in_short(a.closes_at), sort="closes_at", csv=lambda a: a.closes_at),
    ]
    years = [Bar(a.title, a.asked, a.answered) for a in rows if a.asked][:10]
    return list_page(
        request,
        rows=rows,
        columns=columns,
        title="Yearly ask",
        template="surveys/ask_list.html",
        empty="No school has been asked yet. Set up the first ask: it goes to all partner schools.",
        csv_name="yearly-asks",
        context={"chart": bar_chart("Schools that answered, of those asked, by year", years), "new": _years(alliance)},
    )


def ask_create(request: PortalRequest) -> HttpResponse:
    """Set up the ask for a school year, with last year's times and words."""
    alliance = request.alliance
    allow(rules.may_run_asks(request.person, alliance))
    everything = _all(alliance)
    years = _years(alliance)
    if not years:
        return not_done(request, "This school year and the next have their ask already.", to=everything[1])
    form = NewAskForm(request.POST or None, years=years, initial=_suggested(alliance, years[0]))
    if form.is_valid():
        values = dict(form.cleaned_data)
        year = values.pop("year")
        made = services.create_ask(alliance=alliance, year=year, values=values, by=request.person, now=timezone.now())
        return done(
            request,
            f"The ask for {made.title} is set up. Look at the questions, then open it.",
            to=path_to("surveys:ask", alliance, pk=made.pk),
        )
    return form_page(
        request,
        title="Set up the yearly ask",
        form=form,
        submit="Save",
        crumbs=[everything],
        back=everything[1],
    )


@require_safe
def ask(request: PortalRequest, pk: int) -> HttpResponse:
    """Where an ask stands, and what can be done about it."""
    found = _find(request, pk)
    now, person = timezone.now(), request.person
    numbers = queries.numbers_of(found)
    context: dict[str, Any] = {
        "ask": found,
        "colour": COLOURS[AskState(found.state)],
        "crumbs_list": [_all(request.alliance)],
        "numbers": numbers,
        "asked": sum(number.count for number in numbers),
        "chart": bar_chart("Schools by where they stand", [Bar(n.label, n.count) for n in numbers]),
        "sections": sections_of(found),
        "missing": rules.missing_before_opening(found, now) if found.state == AskState.DRAFT else [],
        "begins_later": found.opens_at > now,
        "newcomers": list(queries.schools_not_asked(found)) if found.state == AskState.OPEN else [],
        "may_open": rules.may_open_ask(person, found, now) is None,
        "story": [(HAPPENED.get(event.move, event.move), event) for event in queries.story(found)],
    }
    return render(request, "surveys/ask.html", context)


def ask_change(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    found = _find(request, pk)
    allow(rules.may_change_ask(request.person, found))
    initial = {name: getattr(found, name) for name in AskForm.base_fields}
    form = AskForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.change_ask(ask=found, values=form.cleaned_data, by=request.person)
        return done(request, "Saved.", to=_page(found))
    return form_page(
        request,
        title=f"Times and words of {found.title}",
        form=form,
        submit="Save",
        crumbs=_crumbs(found),
        back=_page(found),
    )


@require_safe
def ask_preview(request: PortalRequest, pk: int) -> HttpResponse:
    """The questions as schools see them, or saw them in that year."""
    found = _find(request, pk)
    pages = [(section, SectionForm(section=section, prefix=section.key)) for section in sections_of(found)]
    return render(request, "surveys/ask_preview.html", {"ask": found, "pages": pages, "crumbs_list": _crumbs(found)})


def ask_open(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask all schools; what that does is shown first."""
    found, now = _find(request, pk), timezone.now()
    allow(rules.may_open_ask(request.person, found, now))
    if request.method == "POST":
        told = services.open_ask(ask=found, by=request.person, now=now)
        return done(request, f"The ask is open: {_schools(told)} asked by e-mail.", to=_page(found))
    schools = list(partner_schools(request.alliance))
    unknown = len(schools) - len(queries.contacts_at(request.alliance, schools))
    later = f"on {in_words(found.opens_at)}" if found.opens_at > now else "now"
    warning = f"{_schools(len(schools) - unknown)} asked by e-mail {later}. Its times and questions then stand."
    lead = (
        f"At {unknown} of {len(schools)} schools nobody is known to ask: add their heads to the contacts."
        if unknown
        else ""
    )
    return form_page(
        request,
        title=f"Open the ask for {found.title}",
        submit="Open it and ask the schools",
        crumbs=_crumbs(found),
        lead=lead if unknown else "",
        warning=warning,
        back=_page(found),
    )


def ask_extend(request: PortalRequest, pk: int) -> HttpResponse:
    """Give every school more time."""
    found, now = _find(request, pk), timezone.now()
    allow(rules.may_chase(request.person, found))
    initial = {"closes_at": found.closes_at}
    form = MoreTimeForm(request.POST or None, initial=initial, later_than=max(found.closes_at, now))
    if form.is_valid():
        told = services.extend_ask(ask=found, closes_at=form.cleaned_data["closes_at"], by=request.person, now=now)
        return done(request, f"Schools have more time: {_schools(told)} told by e-mail.", to=_page(found))
    return form_page(
        request,
        title="Give every school more time",
        form=form,
        submit="Give more time",
        crumbs=_crumbs(found),
        lead=f"So far it closes on {in_words(found.closes_at)}. Schools that have not answered are told by e-mail.",
        back=_page(found),
    )


def ask_close(request: PortalRequest, pk: int) -> HttpResponse:
    """Close the ask before its time."""
    found = _find(request, pk)
    allow(rules.may_close_ask(request.person, found))
    if request.method == "POST":
        services.close_ask(ask=found, by=request.person, now=timezone.now())
        return done(request, "The ask is closed. You can still enter what a school tells you.", to=_page(found))
    return form_page(
        request,
        title=f"Close the ask for {found.title}",
        submit="Close it",
        crumbs=_crumbs(found),
        warning="Schools can then no longer answer, and it cannot be opened again. Staff can still enter what they "
        "are told.",
        back=_page(found),
    )


def ask_remind(request: PortalRequest, pk: int) -> HttpResponse:
    """Remind every school that has not answered."""
    found = _find(request, pk)
    allow(rules.may_chase(request.person, found))
    if request.method == "POST":
        told = services.remind_all(ask=found, by=request.person, now=timezone.now())
        return done(request, f"{_schools(told)} reminded by e-mail.", to=_page(found))
    silent = queries.unanswered(found).count()
    return form_page(
        request,
        title="Remind everyone who has not answered",
        submit="Remind them",
        crumbs=_crumbs(found),
        lead=f"{_schools(silent)} reminded by e-mail now, with a new link. Reminders also go out by themselves, every "
        f"{found.remind_every} working days.",
        back=_page(found),
    )


def ask_newcomers(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask the schools that have joined since it opened."""
    found = _find(request, pk)
    allow(rules.may_chase(request.person, found))
    if request.method == "POST":
        number = services.ask_newcomers(ask=found, by=request.person, now=timezone.now())
        return done(request, f"{_schools(number)} asked as well.", to=_page(found))
    names = ", ".join(school.name for school in queries.schools_not_asked(found))
    return form_page(
        request,
        title="Ask schools that have joined since",
        submit="Ask them",
        crumbs=_crumbs(found),
        lead=f"Not asked yet: {names}." if names else "Every partner school has been asked.",
        back=_page(found),
    )


def _find(request: PortalRequest, pk: int) -> Ask:
    """The ask in the alliance of the request, for its staff; 404 or Refused otherwise."""
    found: Ask = get_object_or_404(Ask.objects.select_related("alliance"), pk=pk)
    allow(rules.may_run_asks(request.person, request.alliance))
    return found


def _years(alliance: Alliance) -> list[int]:
    """School years for which an ask can be set up: this one and the next, where there is none yet."""
    today = timezone.localdate()
    current = today.year if today.month >= 9 else today.year - 1
    taken = set(Ask.objects.filter(alliance=alliance).values_list("year", flat=True))
    return [year for year in (current, current + 1) if year not in taken]


def _suggested(alliance: Alliance, year: int) -> dict[str, Any]:
    """What a new ask begins with: the latest one's times a year later, and its words."""
    initial: dict[str, Any] = {"year": year}
    last = Ask.objects.filter(alliance=alliance).order_by("-year").first()
    if last is None:
        return initial
    return initial | {
        "opens_at": timezone.localtime(last.opens_at) + A_YEAR,
        "closes_at": timezone.localtime(last.closes_at) + A_YEAR,
        **{name: getattr(last, name) for name in COPIED},
    }


def _schools(number: int) -> str:
    return "1 school is" if number == 1 else f"{number} schools are"


def _page(ask: Ask) -> str:
    return path_to("surveys:ask", ask.alliance, pk=ask.pk)


def _all(alliance: Alliance) -> Crumb:
    return "Yearly ask", path_to("surveys:ask_list", alliance)


def _crumbs(ask: Ask) -> list[Crumb]:
    return [_all(ask.alliance), (ask.title, _page(ask))]
