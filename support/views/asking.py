"""Asking for support: begun for a school, written page by page as a draft, checked, asked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alliance.addresses import path_to
from alliance.answers import done
from alliance.drafts import Stale
from alliance.form_pages import Crumb, render_form
from alliance.keys import key_in
from alliance.library.uploads import Uploads
from alliance.refusal import allow
from alliance.requests import PortalRequest
from support.forms.requests import STEPS, StartForm, Step
from support.models import Request
from support.queries.leaders import designated
from support.queries.requests import PAPERS, asked_part, papers_of
from support.rules import requests as rules
from support.rules.sides import commissions_for, sides_of
from support.services import requests as services
from support.states import RequestState
from support.views.requests import crumbs_to, find_request

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
def request_create(request: PortalRequest) -> HttpResponse:
    """For which school support is asked; `?leader=` is the register's row of whoever is asked for by name."""
    alliance, person = request.alliance, request.person
    allow(rules.may_ask(person, alliance))
    asked_for = key_in(request.GET.get("leader", ""))
    leader = designated(alliance, asked_for) if asked_for is not None else None
    schools = rules.schools_to_ask_for(person, alliance)
    form = StartForm(request.POST or None, schools=schools, partners=commissions_for(person, alliance))
    if form.is_valid():
        made = services.start_request(
            alliance=alliance,
            school=form.cleaned_data["school"],
            by=person,
            now=timezone.now(),
            designation_id=leader.id if leader else None,
            commissioner=form.cleaned_data.get("commissioner"),
        )
        first = next(iter(STEPS))
        return done(request, "Begun. What you type is kept.", to=_step(made, first))
    context = {
        "form": form,
        "school": schools[0] if len(schools) == 1 else None,
        "leader": leader,
        "lost": asked_for is not None and leader is None,
        "crumbs_list": [("Support", path_to("support:request_list", alliance))],
    }
    return render_form(request, "support/request_create.html", context)


@never_cache
@form_methods
def request_part(request: PortalRequest, code: str, step: str) -> HttpResponse:
    """One page of a draft. What is typed is kept, also where something is still missing."""
    found = find_request(request, code)
    allow(rules.may_change(sides_of(request.person, found), found))
    asked = STEPS.get(step)
    if asked is None:
        raise Http404("There is no such page.")
    kinds: dict[str, Any] = {"alliance": request.alliance} if step == "areas" else {}
    initial = {**asked.initial(found), "revision": found.revision}
    form: Any = asked.form(request.POST or None, initial=initial, **kinds)
    later = "later" in request.POST
    if later:
        form.let_lack()
    stale: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            _save(request, found, asked, form.cleaned_data)
        except Stale as refused:
            now = find_request(request, code)
            other = asked.form(request.POST, initial=asked.initial(now), **kinds).changed_data
            stale = [(str(form[name].label), _shown(now, name)) for name in other if name != "revision"]
            form.stand_on(refused.revision)
        else:
            if later:
                page = path_to("support:request_list", request.alliance)
                return done(request, "Saved. The request is not made yet: you can go on at any time.", to=page)
            return done(request, "Saved.", to=_after(found, step))
    context = {"found": found, "step": asked, "form": form, "stale": stale, "crumbs_list": _crumbs(found)}
    return render_form(request, "support/request_part.html", context, stale=bool(stale))


@never_cache
@form_methods
def request_documents(request: PortalRequest, code: str) -> HttpResponse:
    """Files that belong to the request: stored at once, while it is written or a question waits for an answer."""
    found = find_request(request, code)
    allow(rules.may_attach(sides_of(request.person, found), found))
    draft = found.state == RequestState.DRAFT
    hint = "For example an improvement plan or a report. Leave names of pupils out."
    uploads = Uploads(request, subject=found, purpose=PAPERS, to=request.path, title="Stored", hint=hint)
    if uploads.answer:
        return uploads.answer
    context = {
        "found": found,
        "uploads": uploads,
        "next_url": _after(found, "documents") if draft else path_to("support:request", found.alliance, code=code),
        "crumbs_list": _crumbs(found) if draft else crumbs_to(found),
    }
    return render_form(request, "support/request_documents.html", context)


@never_cache
@form_methods
def request_check(request: PortalRequest, code: str) -> HttpResponse:
    """Read the draft as it stands, and ask."""
    found = find_request(request, code)
    sides = sides_of(request.person, found)
    allow(rules.may_change(sides, found))
    lacking = rules.missing_in(found)
    if request.method == "POST":
        services.ask_request(request=found, by=request.person, now=timezone.now())
        page = path_to("support:request", request.alliance, code=code)
        return done(request, "The request is made. An e-mail says so, and you can follow it here.", to=page)
    context = {
        "found": found,
        "lacking": lacking,
        "part": asked_part(request.person, sides, found),
        "needs": found.needs.select_related("area"),
        "steps": STEPS.values(),
        "papers": papers_of(found),
        "crumbs_list": _crumbs(found)[:1],
    }
    return render(request, "support/request_check.html", context)


def _save(request: PortalRequest, found: Request, step: Step, data: dict[str, Any]) -> None:
    values = {name: value for name, value in data.items() if name != "revision"}
    revision = data["revision"]
    if step.slug == "areas":
        phase = values["phase"] or step.initial(found)["phase"]
        services.save_areas(request=found, revision=revision, areas=values["areas"], phase=phase, by=request.person)
        return
    kept = {name: getattr(found, name) if value == "" and name in CHOSEN else value for name, value in values.items()}
    services.save_request(request=found, revision=revision, values=kept, by=request.person)


# Questions with a choice, which stay as they were where nothing is chosen yet.
CHOSEN = ("urgency", "funding")


def _shown(found: Request, name: str) -> str:
    """What is stored of a field, in words."""
    if name == "areas":
        return ", ".join(need.area.name for need in found.needs.all())
    if name == "phase":
        return ", ".join({need.get_phase_display() for need in found.needs.all()})
    display = getattr(found, f"get_{name}_display", None)
    value = display() if display else getattr(found, name)
    return "" if value is None else str(value)


def _step(found: Request, step: str) -> str:
    return path_to("support:request_part", found.alliance, code=found.code, step=step)


def _after(found: Request, step: str) -> str:
    """The page after this one: the other steps, then documents, then the check."""
    order = [*STEPS, "documents", "check"]
    following = order[order.index(step) + 1]
    if following in STEPS:
        return _step(found, following)
    return path_to(f"support:request_{following}", found.alliance, code=found.code)


def _crumbs(found: Request) -> list[Crumb]:
    check = path_to("support:request_check", found.alliance, code=found.code)
    return [*crumbs_to(found)[:1], (f"Ask for support for {found.school}", check)]
