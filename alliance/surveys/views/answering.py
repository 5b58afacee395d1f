"""The pages on which a school answers, behind the link in its mail. Opening a link changes nothing; only forms act.

Somebody signed in (the head, the coordinator, and staff who enter what they are told by telephone) reaches the same
pages at addresses of their own, which ask for sign-in and of staff for the second factor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import Crumb, render_form
from alliance.members import links
from alliance.members.models import PersonalLink
from alliance.refusal import Refusal, Refused, allow
from alliance.requests import PortalRequest, VisitorRequest
from alliance.surveys import queries, rules, services
from alliance.surveys.forms import SectionForm, SignForm
from alliance.surveys.kinds import REPLY_LINK
from alliance.surveys.models import Reply, ReplyPart
from alliance.surveys.questions import Section
from alliance.surveys.services.replies import unfinished
from alliance.surveys.states import ReplyState

Request = PortalRequest | VisitorRequest


@dataclass(frozen=True)
class Found:
    """A school's answers, and how they were reached: by a link, or by somebody signed in (then both are empty)."""

    reply: Reply
    refusal: Refusal | None
    link: PersonalLink | None = None
    token: str = ""
    by_telephone: bool = False

    def path(self, name: str, **more: str) -> str:
        """The address of one of these pages ("answer", "answer_part"), reached in the same way."""
        alliance = self.reply.ask.alliance
        if self.link is not None:
            return path_to(f"surveys:{name}", alliance, token=self.token, **more)
        return path_to(f"surveys:school_{name}", alliance, pk=self.reply.pk, **more)

    def crumbs(self) -> list[Crumb]:
        """The way back; whoever came by a link knows only these pages."""
        school, ask = self.reply.school, self.reply.ask
        own = path_to("surveys:reply", ask.alliance, pk=self.reply.pk)
        known = [] if self.link is not None else [(f"{school.name}, {ask.title}", own)]
        return [*known, ("Questions", self.path("answer"))]

    @property
    def parts(self) -> dict[str, ReplyPart]:
        """What is stored, by section."""
        return {part.section: part for part in self.reply.parts.all()}


@login_not_required
@never_cache
def answer(request: VisitorRequest, token: str) -> HttpResponse:
    """By the link: the task list."""
    return _tasks(request, _by_link(request, token))


@never_cache
def school_answer(request: PortalRequest, pk: int) -> HttpResponse:
    """Signed in: the task list."""
    return _tasks(request, _signed_in(request, pk))


@login_not_required
@never_cache
def answer_part(request: VisitorRequest, token: str, section: str) -> HttpResponse:
    """By the link: one section."""
    return _part(request, _by_link(request, token), section)


@never_cache
def school_answer_part(request: PortalRequest, pk: int, section: str) -> HttpResponse:
    """Signed in: one section."""
    return _part(request, _signed_in(request, pk), section)


@login_not_required
@never_cache
def answer_check(request: VisitorRequest, token: str) -> HttpResponse:
    """By the link: check and hand in. Afterwards the link shows a receipt only."""
    return _check(request, _by_link(request, token))


@never_cache
def school_answer_check(request: PortalRequest, pk: int) -> HttpResponse:
    """Signed in: check and hand in."""
    return _check(request, _signed_in(request, pk))


def _tasks(request: Request, found: Found) -> HttpResponse:
    """The task list: every section, how far it is, and the way to hand in."""
    if found.refusal is not None:
        return _closed(request, found)
    parts = found.parts
    tasks = [
        (section, found.path("answer_part", section=section.key), _status(parts.get(section.key)))
        for section in queries.asked_of(found.reply)
    ]
    finished = sum(status == "Completed" for _, _, status in tasks)
    context = {
        "tasks": tasks,
        "finished": finished,
        "complete": finished == len(tasks),
        "check_url": found.path("answer_check"),
        "crumbs_list": found.crumbs()[:-1],
    }
    return render(request, "surveys/answer.html", _context(found) | context)


def _part(request: Request, found: Found, section: str) -> HttpResponse:
    """One section. What is typed is kept, also where something is still missing."""
    if found.refusal is not None:
        return _closed(request, found)
    sections = queries.asked_of(found.reply)
    asked = next((one for one in sections if one.key == section), None)
    if asked is None:
        raise Http404("There is no such part.")
    part = found.parts.get(section)
    initial = {**asked.kept(part.values if part else {}), "revision": part.revision if part else 0}
    form = SectionForm(request.POST or None, initial=initial, section=asked)
    later = "later" in request.POST
    if later:
        form.let_lack()
    stale: list[tuple[str, str]] = []
    if form.is_valid():
        values = form.typed()
        try:
            services.save_part(
                reply=found.reply,
                section=section,
                values=values,
                revision=form.cleaned_data["revision"],
                finished=not later,
                by=request.person,
                received=request.received_at,
            )
        except services.StalePart as refused:
            stored = refused.stored
            kept = asked.kept(stored.values)
            stale = [(q.text, q.said(kept.get(q.key))) for q in asked.questions if kept.get(q.key) != values[q.key]]
            form.stand_on(stored.revision)
        else:
            return _go_on(request, found, asked, later)
    context = {"section": asked, "form": form, "stale": stale, "crumbs_list": found.crumbs()}
    return render_form(request, "surveys/answer_part.html", _context(found) | context, stale=bool(stale))


def _check(request: Request, found: Found) -> HttpResponse:
    """Read all answers, say who answers for the school, and hand them in."""
    if found.refusal is not None:
        return _closed(request, found)
    reply = found.reply
    lacking = unfinished(reply)
    signed = {"signer_name": reply.signer_name, "signer_post": reply.signer_post}
    if not found.by_telephone and not signed["signer_name"]:
        signed["signer_name"] = request.person.name if request.person else reply.name
    form = SignForm(request.POST or None, initial=signed, by_telephone=found.by_telephone)
    home = found.path("answer")
    if form.is_valid():
        try:
            services.hand_in(
                reply=reply, link=found.link, by=request.person, received=request.received_at, **form.cleaned_data
            )
        except Refused as refused:
            return not_done(request, refused.refusal.sentence, to=home)
        return done(request, f"Thank you. The answers of {reply.school.name} are handed in.", to=home)
    said = [(one, found.path("answer_part", section=one.section.key)) for one in queries.said_by(reply)]
    context = {"said": said, "lacking": lacking, "form": form, "crumbs_list": found.crumbs()}
    return render_form(request, "surveys/answer_check.html", _context(found) | context)


def _by_link(request: VisitorRequest, token: str) -> Found:
    """The answers behind a token; 404 for what never was. The refusal says why nothing can be answered (any more);
    opening it changes nothing."""
    link = links.find(token, REPLY_LINK)
    if link is None or request.alliance is None or link.alliance_id != request.alliance.pk:
        raise Http404("This link is not complete. Copy the whole address from the e-mail.")
    reply = _reply(link.subject_id)
    refusal = rules.may_answer(request.person, reply, request.received_at) or links.may_use(link, request.received_at)
    return Found(reply, refusal, link, token)


def _signed_in(request: PortalRequest, pk: int) -> Found:
    """The answers of a school for which the person answers, or enters what they are told; 404, Refused otherwise."""
    reply = _reply(pk)
    allow(rules.may_see_reply(request.person, reply))
    refusal = rules.may_answer(request.person, reply, request.received_at)
    return Found(reply, refusal, by_telephone=rules.enters_for(request.person, reply))


def _reply(pk: int) -> Reply:
    replies = Reply.objects.select_related("ask__alliance", "school", "entered_by").prefetch_related("parts")
    return get_object_or_404(replies, pk=pk)


def _closed(request: Request, found: Found) -> HttpResponse:
    """A receipt where the answers are handed in, else the sentence that says why nothing can be done here."""
    if found.reply.state == ReplyState.ANSWERED:
        return render(request, "surveys/answer_receipt.html", {"reply": found.reply, "link": found.link})
    return render(request, "surveys/answer_closed.html", {"refusal": found.refusal}, status=410)


def _go_on(request: Request, before: Found, section: Section, later: bool) -> HttpResponse:
    """To the next section that is not finished, or to the task list; what stands now is read anew."""
    found = replace(before, reply=_reply(before.reply.pk))
    if later:
        return done(request, "Saved. You can go on with it at any time.", to=found.path("answer"))
    parts, keys = found.parts, [one.key for one in queries.asked_of(found.reply)]
    following = keys[keys.index(section.key) + 1 :] if section.key in keys else []
    for key in following:
        part = parts.get(key)
        if part is None or not part.finished:
            return done(request, "Saved.", to=found.path("answer_part", section=key))
    return done(request, "Saved.", to=found.path("answer"))


def _status(part: ReplyPart | None) -> str:
    return "Not yet started" if part is None else "Completed" if part.finished else "In progress"


def _context(found: Found) -> dict[str, Any]:
    return {"reply": found.reply, "ask": found.reply.ask, "by_telephone": found.by_telephone}
