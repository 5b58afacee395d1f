"""Staff at work on references and eligibility: chase list, calls, addresses, redirecting, rules, paper, more time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.times import in_short
from sle.forms.applications import ArrangementForm, PaperForm
from sle.forms.references import CallForm, ConfirmAddressForm, RedirectForm, ReplaceRefereeForm, SettleRuleForm
from sle.forms.rounds import ExtensionForm
from sle.models import AdjustmentRequest, EligibilityRule
from sle.queries.applications import applications_in
from sle.queries.references import chase_rows, papers_to_confirm
from sle.rules import applications as rules
from sle.rules import eligibility as eligibility_rules
from sle.rules import references as reference_rules
from sle.services import adjustments, applications, eligibility, extensions, paper, references
from sle.views.pages import (
    application_crumbs,
    find_application,
    find_reference,
    find_round,
    form_page,
    round_crumbs,
)


@require_safe
def application_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The applications of a round, for staff who are not on its panel."""
    found = find_round(request, pk)
    allow(rules.may_see_applications(request.person, found))
    return list_page(
        request,
        rows=applications_in(found),
        title=f"Applications: {found.title}",
        template="sle/application_list.html",
        columns=[
            Column(
                "Applicant",
                text=lambda a: a.name,
                sort="surname",
                url=lambda a: path_to("sle:application", request.alliance, code=a.code),
            ),
            Column("School", text=lambda a: a.school.name if a.school else "", sort="school__name"),
            Column("Areas", text=lambda a: ", ".join(chosen.area.name for chosen in a.areas.all())),
            Column("State", text=lambda a: a.get_state_display(), sort="state"),
            Column("Handed over", text=lambda a: in_short(a.handed_over_at), sort="handed_over_at"),
            Column("Submitted", text=lambda a: in_short(a.submitted_at), sort="submitted_at"),
        ],
        csv_name="applications",
        empty="Nobody has started an application yet. Share the round’s public page.",
        context={"round": found, "crumbs_list": round_crumbs(found)},
    )


@require_safe
def chase_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Who holds up whom since when, with the telephone number, calls, and sending again."""
    found = find_round(request, pk)
    allow(rules.may_see_applications(request.person, found))
    rows = [chase for chase in chase_rows(found) if chase.reference.application.applicant_id != request.person.pk]
    context = {"round": found, "rows": rows, "papers": papers_to_confirm(found), "crumbs_list": round_crumbs(found)}
    return render(request, "sle/chase_list.html", context)


@require_POST
def reference_send_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Send the mail with the link again."""
    found = find_reference(request, pk)
    allow(reference_rules.may_send_again(request.person, found))
    to = _back_from(request, found.application.code, found.application.round_id)
    if references.send_again(reference=found, by=request.person, now=timezone.now()):
        return done(request, f"The link goes to {found.name} again. The one sent before no longer works.", to=to)
    return not_done(request, f"The link went to {found.name} a moment ago.", to=to)


def reference_call(request: PortalRequest, pk: int) -> HttpResponse:
    """Note a telephone call."""
    found = find_reference(request, pk)
    allow(reference_rules.may_chase(request.person, found))
    form = CallForm(request.POST or None)
    chase = path_to("sle:chase_list", request.alliance, pk=found.application.round_id)
    if form.is_valid():
        references.note_call(reference=found, text=form.cleaned_data["text"], by=request.person)
        return done(request, "The call is noted.", to=chase)
    return form_page(
        request,
        title=f"Note a call about {found.application.name}’s reference from {found.name}",
        form=form,
        submit="Note the call",
        crumbs=[*round_crumbs(found.application.round), ("Chase list", chase)],
        back=chase,
    )


def reference_confirm_address(request: PortalRequest, pk: int) -> HttpResponse:
    """Confirm with the school that this is its head's address."""
    found = find_reference(request, pk)
    allow(reference_rules.may_confirm_address(request.person, found))
    form = ConfirmAddressForm(request.POST or None)
    page = path_to("sle:application", request.alliance, code=found.application.code)
    if form.is_valid():
        references.confirm_address(reference=found, how=form.cleaned_data["how"], by=request.person, now=timezone.now())
        return done(request, f"Confirmed, on the record. {found.name} is asked now.", to=page)
    context = {
        "reference": found,
        "form": form,
        "crumbs_list": application_crumbs(found.application, staff=True),
    }
    return render_form(request, "sle/reference_confirm_address.html", context)


def reference_redirect(request: PortalRequest, pk: int) -> HttpResponse:
    """Send a head's reference to an acting or new head."""
    found = find_reference(request, pk)
    allow(reference_rules.may_redirect(request.person, found))
    form = RedirectForm(request.POST or None)
    page = path_to("sle:application", request.alliance, code=found.application.code)
    if form.is_valid():
        try:
            new = references.redirect_reference(
                reference=found, by=request.person, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            return done(request, f"{new.name} is asked now. The earlier link no longer works.", to=page)
    return form_page(
        request,
        title=f"Ask another head for {found.application.name}’s reference",
        form=form,
        submit="Ask them instead",
        crumbs=application_crumbs(found.application, staff=True),
        lead="For an acting or new head. Confirm their address with the school first; it is kept as the head’s.",
        back=page,
    )


def reference_replace(request: PortalRequest, pk: int) -> HttpResponse:
    """Name another second referee for an applicant who asks for it."""
    found = find_reference(request, pk)
    allow(reference_rules.may_replace_referee(request.person, found))
    form = ReplaceRefereeForm(request.POST or None)
    page = path_to("sle:application", request.alliance, code=found.application.code)
    if form.is_valid():
        try:
            new = applications.replace_referee(
                reference=found, by=request.person, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            return done(request, f"{new.name} is asked now, and the applicant is told.", to=page)
    return form_page(
        request,
        title=f"Name another second referee for {found.application.name}",
        form=form,
        submit="Ask them instead",
        crumbs=application_crumbs(found.application, staff=True),
        lead=f"For an applicant who cannot do it themselves. {found.name} is told that nothing more is needed.",
        back=page,
    )


def eligibility_settle(request: PortalRequest, code: str, rule: int) -> HttpResponse:
    """Settle one eligibility rule, with a reason."""
    found = find_application(request, code)
    allow(eligibility_rules.may_settle_eligibility(request.person, found))
    chosen = get_object_or_404(EligibilityRule, pk=rule, round=found.round)
    form = SettleRuleForm(request.POST or None)
    page = path_to("sle:application", request.alliance, code=code)
    if form.is_valid():
        eligibility.settle_rule(
            application=found, rule=chosen, by=request.person, now=timezone.now(), **form.cleaned_data
        )
        return done(request, "The rule is settled, on the record.", to=page)
    return form_page(
        request,
        title="Settle an eligibility rule",
        form=form,
        submit="Settle the rule",
        crumbs=application_crumbs(found, staff=True),
        lead=f"“{chosen.text}”",
        back=page,
    )


def application_find_ineligible(request: PortalRequest, code: str) -> HttpResponse:
    """Turn the application down by the rules that are not met, which the letter names, once that is confirmed."""
    found = find_application(request, code)
    allow(eligibility_rules.may_find_ineligible(request.person, found))
    if request.method != "POST":
        not_met = [finding.rule.text for finding in found.findings.select_related("rule") if not finding.met]
        return form_page(
            request,
            title=f"{found.name} is not eligible",
            submit="Send the letter",
            crumbs=application_crumbs(found, staff=True),
            lead=f"Not met: “{'”, “'.join(not_met)}”. The letter names this, the grounds of appeal and its time limit.",
            warning="The panel does not see the application, and the letter goes out at once. This cannot be undone.",
            back=path_to("sle:application", request.alliance, code=code),
        )
    eligibility.find_ineligible(application=found, by=request.person, now=timezone.now())
    return done(
        request,
        f"{found.name} is not eligible. The letter with the rule is in their portal and an e-mail tells them.",
        to=path_to("sle:application", request.alliance, code=code),
    )


def application_extend(request: PortalRequest, code: str) -> HttpResponse:
    """Give one person more time."""
    found = find_application(request, code)
    allow(rules.may_extend_application(request.person, found))
    form = ExtensionForm(request.POST or None)
    form.fields["reason"].help_text = "An adjustment, or a fault outside their control. Kept with your name."
    page = path_to("sle:application", request.alliance, code=code)
    if form.is_valid():
        values = form.cleaned_data
        try:
            extensions.extend_application(
                application=found,
                hand_over_until=values["hand_over_by"],
                references_until=values["references_by"],
                reason=values["reason"],
                by=request.person,
                now=timezone.now(),
            )
        except Refused as refused:
            form.refuse(refused.refusal)
        else:
            return done(request, f"{found.name} has more time and is told.", to=page)
    return form_page(
        request,
        title=f"Give {found.name} more time",
        form=form,
        submit="Give more time",
        crumbs=application_crumbs(found, staff=True),
        back=page,
    )


def application_arrangement(request: PortalRequest, code: str) -> HttpResponse:
    """What was asked for privately, and what the panel may know. Reading it is written down."""
    found = find_application(request, code)
    allow(rules.may_handle_application(request.person, found))
    asked = get_object_or_404(AdjustmentRequest, application=found)
    form = ArrangementForm(request.POST or None, initial={"arrangement": asked.arrangement})
    page = path_to("sle:application", request.alliance, code=code)
    if form.is_valid():
        adjustments.arrange(request=asked, arrangement=form.cleaned_data["arrangement"], by=request.person)
        return done(request, "Saved. The panel sees only these words.", to=page)
    if request.method == "GET":
        adjustments.note_reading(request=asked, by=request.person)
    context = {"asked": asked, "form": form, "crumbs_list": application_crumbs(found, staff=True)}
    return render_form(request, "sle/application_arrangement.html", context)


def application_enter_paper(request: PortalRequest, pk: int) -> HttpResponse:
    """Type in an application that came on paper: first whose it is and when it came, then the scan."""
    found = find_round(request, pk)
    allow(rules.may_enter_paper(request.person, found))
    form = PaperForm(request.POST or None)
    if form.is_valid():
        try:
            made = paper.enter_paper(round=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(
                "email" if isinstance(refused, paper.WrongPerson) else "received_at", refused.refusal.sentence
            )
        else:
            return done(
                request,
                "Now store the scan of the paper. Then type in what it says, and ask the applicant to confirm it.",
                to=path_to("sle:application_scan", request.alliance, code=made.code),
            )
    return form_page(
        request,
        title="Enter a paper application",
        form=form,
        submit="Continue",
        crumbs=round_crumbs(found),
    )


@require_POST
def application_ask_to_confirm(request: PortalRequest, code: str) -> HttpResponse:
    """Ask the applicant to confirm what staff typed from paper."""
    found = find_application(request, code)
    paper.ask_to_confirm(application=found, by=request.person, now=timezone.now())
    page = path_to("sle:application", request.alliance, code=code)
    return done(request, f"{found.name} gets an e-mail to read and confirm the application.", to=page)


def _back_from(request: PortalRequest, code: str, round_id: int) -> str:
    """Back to the chase list for staff who came from there, else to the application."""
    chase = path_to("sle:chase_list", request.alliance, pk=round_id)
    return chase if request.POST.get("from") == "chase" else path_to("sle:application", request.alliance, code=code)
