"""The pages behind a head's or referee's mail link. Opening a link changes nothing; only forms act.

Somebody with an account reaches the same pages from their inbox: then the place of the token holds "mine-" and the
number of the reference, which counts only for the person whose confirmed address was asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.drafts import Stale, autosaved
from alliance.form_pages import render_form
from alliance.keys import key_in
from alliance.library.attachments import as_attachment
from alliance.members import links
from alliance.members.models import PersonalLink
from alliance.refusal import Refusal, Refused, allow
from alliance.requests import VisitorRequest
from sle.forms.applications import as_yes_no
from sle.forms.references import DeclineForm, HeadReferenceForm, SecondReferenceForm, SendBackForm, SignedForm
from sle.kinds.applying import REFERENCE_LINK
from sle.models import Reference
from sle.queries.applications import evidence_of, summary
from sle.queries.references import criteria_for, reference_with_application
from sle.rules import references as rules
from sle.rules.deadlines import hand_over_by, references_by
from sle.services import references as services
from sle.states import ReferenceKind, ReferenceState
from sle.views.pages import form_page

YES_NO = ("confirms_role", "agrees_release")


@dataclass(frozen=True)
class Found:
    """A reference, and how it was reached: by a link (None for an account)."""

    reference: Reference
    link: PersonalLink | None
    refusal: Refusal | None


@login_not_required
@never_cache
def reference(request: VisitorRequest, token: str) -> HttpResponse:
    """Read the application and write the reference. What is typed is kept as a draft until it is sent."""
    found = _find(request, token)
    if found.refusal is not None:
        return _closed(request, found)
    ref = found.reference
    context = _context(request, found, token)
    if request.method != "POST":
        return render(request, "sle/reference.html", context | {"form": _blank_form(ref)})
    form = _form_class(ref)(request.POST)
    form.is_valid()
    try:
        saved = services.save_reference(
            reference=ref, revision=_revision(form), values=_typed(form), now=request.received_at
        )
    except Stale as stale:
        mine = _standing_on(form, stale.revision)
        now, kept = stale.stored, _typed(form)
        changed = [name for name in _names(form) if name not in kept or services.differs(now, name, kept[name])]
        stored = [(str(form.fields[name].label), _words(now, name)) for name in changed]
        return render_form(request, "sle/reference.html", context | {"form": mine, "stale": stored}, stale=True)
    if "later" in request.POST:
        return done(
            request,
            "Your draft is kept. Come back with the link in your e-mail.",
            to=_path(request, "reference", token),
        )
    for name, sentence in rules.lacking(saved).items():
        if name not in form.errors:
            form.add_error(name, sentence)
    if form.errors:
        refused = context | {"form": _standing_on(form, saved.revision)}
        return render_form(request, "sle/reference.html", refused)
    return done(request, "Saved. Check it, then send it.", to=_path(request, "reference_give", token))


@login_not_required
@require_POST
def reference_save(request: VisitorRequest, token: str) -> JsonResponse:
    """Save as one types; 409 when another window was faster, 410 when the reference is no longer wanted."""
    found = _find(request, token)
    if found.refusal is not None:
        return JsonResponse({"problem": found.refusal.sentence}, status=410)
    form = _form_class(found.reference)(request.POST)
    form.is_valid()
    return autosaved(
        lambda: services.save_reference(
            reference=found.reference, revision=_revision(form), values=_typed(form), now=request.received_at
        )
    )


@login_not_required
@never_cache
@require_safe
def reference_file(request: VisitorRequest, token: str, document: int) -> HttpResponseBase:
    """A file of the application, for the head who completes it."""
    found = _find(request, token)
    if found.refusal is not None:
        return _closed(request, found)
    allow(rules.may_read_application(found.reference))
    return as_attachment(get_object_or_404(evidence_of(found.reference.application), pk=document))


@login_not_required
@never_cache
def reference_give(request: VisitorRequest, token: str) -> HttpResponse:
    """Check what will be sent, and send it. Afterwards the link shows a receipt only."""
    found = _find(request, token)
    if found.refusal is not None:
        return _closed(request, found)
    ref = found.reference
    if request.method == "POST":
        try:
            services.give_reference(
                reference=ref, link=found.link, by=request.person, received=request.received_at, now=timezone.now()
            )
        except Refused as refused:
            return not_done(request, refused.refusal.sentence, to=_path(request, "reference", token))
        return done(request, "Thank you. Your reference has been received.", to=_path(request, "reference", token))
    given = [(str(field.label), _words(ref, name)) for name, field in _blank_form(ref).fields.items()][:-1]
    return render(request, "sle/reference_give.html", _context(request, found, token) | {"given": given})


@login_not_required
@never_cache
def reference_decline(request: VisitorRequest, token: str) -> HttpResponse:
    """Decline, with a reason for the alliance."""
    found = _find(request, token)
    if found.refusal is not None:
        return _closed(request, found)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        services.decline_reference(
            reference=found.reference,
            reason=form.cleaned_data["reason"],
            by=request.person,
            now=request.received_at,
        )
        return done(request, "Thank you for telling us. You need not do more.", to=_path(request, "reference", token))
    name = found.reference.application.name
    return form_page(
        request,
        title=f"Decline to give a reference for {name}",
        form=form,
        submit="Decline",
        lead=f"{name} and the alliance are told that you have declined.",
        back=_path(request, "reference", token),
    )


@login_not_required
@never_cache
def reference_send_back(request: VisitorRequest, token: str) -> HttpResponse:
    """The head sends the application back for changes."""
    found = _find(request, token)
    if found.refusal is not None:
        return _closed(request, found)
    allow(rules.may_send_back(found.reference, request.received_at))
    form = SendBackForm(request.POST or None)
    application = found.reference.application
    if form.is_valid():
        services.send_back(
            reference=found.reference,
            reason=form.cleaned_data["reason"],
            by=request.person,
            now=request.received_at,
        )
        return done(
            request,
            f"The application is back with {application.name}. You get a new e-mail when it is handed over again.",
            to=_path(request, "reference", token),
        )
    return form_page(
        request,
        title=f"Send the application back to {application.name}",
        form=form,
        submit="Send it back",
        lead="They can change it and hand it over to you again. What you have written so far is kept.",
        back=_path(request, "reference", token),
    )


def _find(request: VisitorRequest, token: str) -> Found:
    """The reference behind a token, or behind the inbox of somebody signed in; 404 for what never was.

    The refusal says why it cannot be answered (any more); opening it changes nothing.
    """
    link: PersonalLink | None = None
    if token.startswith("mine-"):
        number = key_in(token.removeprefix("mine-"))
        ref = reference_with_application(number) if number is not None else None
        if ref is None or rules.may_sign_in_to_reference(request.person, ref) is not None:
            raise Http404("There is no such reference.")
    else:
        link = links.find(token, REFERENCE_LINK)
        if link is None or request.alliance is None or link.alliance_id != request.alliance.pk:
            raise Http404("This link is not complete. Copy the whole address from the e-mail.")
        ref = reference_with_application(link.subject_id)
        if ref is None:
            raise Http404("There is no such reference.")
    refusal = rules.may_answer_as(request.person, ref, request.received_at)
    if refusal is None and link is not None:
        refusal = links.may_use(link, request.received_at)
    return Found(ref, link, refusal)


def _closed(request: VisitorRequest, found: Found) -> HttpResponse:
    """A receipt where the reference was given, else the sentence that says why nothing is needed."""
    ref = found.reference
    if ref.state == ReferenceState.RETURNED:
        return render(request, "sle/reference_receipt.html", {"reference": ref, "application": ref.application})
    heading = "Nothing is needed from you here"
    if ref.state == ReferenceState.ASKED:  # still wanted, but not by this link, not by this person or not any more
        wanted = rules.may_answer_as(request.person, ref, request.received_at) is None
        heading = "This link no longer works" if wanted else "This reference can no longer be sent"
    return render(request, "sle/reference_closed.html", {"refusal": found.refusal, "heading": heading}, status=410)


def _context(request: VisitorRequest, found: Found, token: str) -> dict[str, Any]:
    ref = found.reference
    return summary(ref.application) | {
        "reference": ref,
        "is_head": ref.kind == ReferenceKind.HEAD,
        "documents": evidence_of(ref.application),
        "criteria": criteria_for(ref),
        "token": token,
        "save_url": _path(request, "reference_save", token),
        "references_by": references_by(ref.application),
        "hand_over_by": hand_over_by(ref.application),
        "may_send_back": rules.may_send_back(ref, request.received_at) is None,
    }


def _form_class(reference: Reference) -> type[SignedForm]:
    return HeadReferenceForm if reference.kind == ReferenceKind.HEAD else SecondReferenceForm


def _blank_form(reference: Reference) -> SignedForm:
    """The form as the draft stands."""
    form = _form_class(reference)()
    form.initial = {name: getattr(reference, name) for name in form.fields}
    form.initial |= {name: as_yes_no(form.initial[name]) for name in YES_NO if name in form.initial}
    return form


def _names(form: forms.Form) -> list[str]:
    return [name for name in form.fields if name != "revision"]


def _typed(form: forms.Form) -> dict[str, Any]:
    """What was typed, the statement also where it is too long: a draft is never refused for its length."""
    values = {name: form.cleaned_data[name] for name in _names(form) if name in form.cleaned_data}
    values.setdefault("statement", str(form.data.get("statement", ""))[:30_000])
    return values


def _revision(form: forms.Form) -> int:
    return int(form.cleaned_data.get("revision") or 0)


def _standing_on(form: SignedForm, revision: int) -> SignedForm:
    """The same form as typed, knowing the save it now stands on."""
    form.stand_on(revision)
    return form


def _words(reference: Reference, name: str) -> str:
    """A field of a reference as it is read."""
    value = getattr(reference, name)
    if name in YES_NO:
        return {True: "Yes", False: "No", None: "Not answered"}[value]
    if name == "support":
        return reference.get_support_display()
    return "" if value is None else str(value)


def _path(request: VisitorRequest, name: str, token: str) -> str:
    assert request.alliance is not None  # noqa: S101  # these pages stand inside an alliance; for the type checker
    return path_to(f"sle:{name}", request.alliance, token=token)
