"""Reviews of designations: begun, answered by the leader, proposed by one of the staff, approved by another person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.panels.queries import exercise_about
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from sle.forms.decisions import ReasonForm
from sle.forms.reviews import AccountForm, BeginReviewForm, ProposeReviewForm
from sle.models import Review
from sle.queries.register import register
from sle.queries.reviews import evidence_about
from sle.rules import reviews as rules
from sle.rules.appeals import may_enter_appeal
from sle.rules.register import may_see_register
from sle.services import reviews as services
from sle.services.review_panels import ask_panel
from sle.states import ReviewOutcome, ReviewState
from sle.views.pages import Crumb, form_page


def _find(pk: int) -> Review:
    rows = Review.objects.select_related(
        "designation__person", "designation__alliance", "designation__home_school", "proposed_by", "approved_by"
    ).prefetch_related("areas", "releases__school")
    found: Review = get_object_or_404(rows, pk=pk)
    return found


def _crumbs(request: PortalRequest, review: Review, *, here: bool = False) -> list[Crumb]:
    """The way back from a page of a review; with `here` from a page below it."""
    alliance, designation = request.alliance, review.designation
    crumbs = [(designation.person.name, path_to("sle:designation", alliance, pk=designation.pk))]
    if may_see_register(request.person, alliance) is None:
        crumbs.insert(0, ("Register", path_to("sle:register", alliance)))
    return [*crumbs, ("Review", path_to("sle:review", alliance, pk=review.pk))] if here else crumbs


def review_begin(request: PortalRequest, pk: int) -> HttpResponse:
    """Begin a review of a designation."""
    found = get_object_or_404(register().select_related("alliance").prefetch_related("reviews"), pk=pk)
    allow(rules.may_begin_review(request.person, found))
    form = BeginReviewForm(request.POST or None)
    page = path_to("sle:designation", request.alliance, pk=pk)
    if request.method == "POST" and form.is_valid():
        review = services.begin_review(
            designation=found, concern=form.cleaned_data["concern"], by=request.person, now=timezone.now()
        )
        return done(
            request,
            f"The review has begun. {found.person.name} has been asked, and the head is.",
            to=path_to("sle:review", request.alliance, pk=review.pk),
        )
    return form_page(
        request,
        title=f"Review the designation of {found.person.name}",
        lead="They are asked for their own account, and the head of their school for release and view. Then one of the "
        "staff proposes an outcome, and the director approves it.",
        form=form,
        submit="Begin the review",
        crumbs=[("Register", path_to("sle:register", request.alliance)), (found.person.name, page)],
        back=page,
    )


@require_safe
def review(request: PortalRequest, pk: int) -> HttpResponse:
    """One review: evidence, proposal, outcome. The leader sees what they are asked and told."""
    found = _find(pk)
    allow(rules.may_see_review(request.person, found))
    person, today = request.person, timezone.localdate()
    staff = may_see_register(person, request.alliance) is None and person.pk != found.designation.person_id
    context = {
        "review": found,
        "designation": found.designation,
        "crumbs_list": _crumbs(request, found),
        "staff": staff,
        "evidence": list(evidence_about(found.designation.person, request.alliance)) if staff else [],
        "exercise": exercise_about(found) if staff else None,
        "panel_refusal": rules.may_ask_panel(person, found, today),
        "may_state": rules.may_state(person, found) is None,
        "propose_refusal": rules.may_propose_review(person, found, today),
        "approve_refusal": rules.may_approve_review(person, found),
        "proposed": found.state == ReviewState.PROPOSED,
        "may_enter_appeal": staff and may_enter_appeal(person, found) is None,
    }
    return render(request, "sle/review.html", context)


def review_state(request: PortalRequest, pk: int) -> HttpResponse:
    """The leader gives their account."""
    found = _find(pk)
    allow(rules.may_state(request.person, found))
    form = AccountForm(request.POST or None, initial={"statement": found.statement})
    page = path_to("sle:review", request.alliance, pk=pk)
    if form.is_valid():
        services.state_account(
            review=found, statement=form.cleaned_data["statement"], by=request.person, now=timezone.now()
        )
        return done(request, "Thank you. You can change your account until an outcome is proposed.", to=page)
    return form_page(
        request,
        title="Your account of your work",
        form=form,
        submit="Send your account",
        crumbs=_crumbs(request, found, here=True),
        back=page,
    )


def review_propose(request: PortalRequest, pk: int) -> HttpResponse:
    """Propose what becomes of the designation."""
    found = _find(pk)
    allow(rules.may_propose_review(request.person, found, timezone.localdate()))
    form = ProposeReviewForm(request.POST or None, review=found)
    page = path_to("sle:review", request.alliance, pk=pk)
    if form.is_valid():
        services.propose_review(review=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        return done(request, "Proposed. Another person has to approve it before anybody is told.", to=page)
    return form_page(
        request,
        title=f"What becomes of the designation of {found.designation.person.name}?",
        form=form,
        submit="Propose this",
        crumbs=_crumbs(request, found, here=True),
        back=page,
    )


@require_POST
def review_ask_panel(request: PortalRequest, pk: int) -> HttpResponse:
    """Have a panel score the papers of the review, blind."""
    found = _find(pk)
    allow(rules.may_ask_panel(request.person, found, timezone.localdate()))
    try:
        exercise = ask_panel(review=found, by=request.person, now=timezone.now())
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=path_to("sle:review", request.alliance, pk=pk))
    return done(
        request,
        "The panel’s papers are ready. Give it a chair and members, and clear the dossier; then scoring can start.",
        to=path_to("panels:exercise", request.alliance, pk=exercise.pk),
    )


@require_POST
def review_approve(request: PortalRequest, pk: int) -> HttpResponse:
    """Approve what is proposed: the letter goes out."""
    found = _find(pk)
    services.approve_review(review=found, by=request.person, now=timezone.now())
    name = found.designation.person.name
    said = (
        f"The designation of {name} is renewed" if found.outcome == ReviewOutcome.RENEW else f"{name} is de-designated"
    )
    return done(request, f"{said}. The letter is on its way.", to=path_to("sle:review", request.alliance, pk=pk))


def review_send_back(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask for more evidence instead of approving."""
    found = _find(pk)
    allow(rules.may_approve_review(request.person, found))
    form = ReasonForm(request.POST or None, label="What is missing?", hint="For whoever proposed it.")
    page = path_to("sle:review", request.alliance, pk=pk)
    if form.is_valid():
        services.send_back_review(
            review=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return done(request, "Sent back. The review gathers evidence again.", to=page)
    return form_page(
        request,
        title="Send the proposal back",
        form=form,
        submit="Send it back",
        crumbs=_crumbs(request, found, here=True),
        back=page,
    )
