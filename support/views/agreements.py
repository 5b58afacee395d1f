"""The agreement: scoping visit, draft, page, signatures, PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.drafts import Stale
from alliance.form_pages import form_page, render_form
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest, VisitorRequest
from alliance.times import in_words
from alliance.workflow.notes import notes_about
from support.forms.agreements import AgreementForm, ChangeForm, LineForm, ScopingForm, SignForm
from support.kinds.agreements import SIGNATURE_LINK
from support.models import Agreement, Request
from support.queries.agreements import agreements_of, all_signatures, lines_of, signatures_of
from support.rules import agreements as rules
from support.rules.sides import runs_support
from support.services import agreements as services
from support.services.wording import called_off_in_words, line_in_words
from support.states import AgreementState, SignatureState
from support.views.deployments import crumbs_for, request_url
from support.views.links import by_token
from support.views.requests import find_request


def agreement_url(found: Request) -> str:
    """The path of the page of a request's agreement."""
    return path_to("support:agreement", found.alliance, code=found.code)


def request_scope(request: PortalRequest, code: str) -> HttpResponse:
    """Note the scoping visit."""
    found = find_request(request, code)
    allow(rules.may_note_scoping(request.person, found))
    form = ScopingForm(request.POST or None)
    if form.is_valid():
        try:
            services.note_scoping(request=found, by=request.person, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("on", refused.refusal.sentence)
        else:
            said = "The scoping visit is noted. The agreement is drawn up next."
            return done(request, said, to=request_url(found))
    return form_page(
        request,
        title="Note the scoping visit",
        lead="Before the agreement the leader goes to see the school, or speaks with it at length.",
        form=form,
        submit="Note the visit",
        crumbs=crumbs_for(request.person, found),
        back=request_url(found),
    )


@require_POST
def agreement_draft(request: PortalRequest, code: str) -> HttpResponse:
    """Begin the draft, or another version of it."""
    found = find_request(request, code)
    services.draft_agreement(request=found, by=request.person, now=timezone.now())
    page = path_to("support:agreement_change", found.alliance, code=found.code)
    return done(request, "The draft is filled in as far as it is known.", to=page)


@never_cache
def agreement_change(request: PortalRequest, code: str) -> HttpResponse:
    """Write the draft."""
    found = find_request(request, code)
    agreement = _latest(request, found)
    allow(rules.may_change_agreement(request.person, agreement))
    lines = list(lines_of(agreement))
    form = AgreementForm(
        request.POST or None, initial={name: getattr(agreement, name) for name in AgreementForm.base_fields}
    )
    line_forms = [LineForm(request.POST or None, line=line) for line in lines]
    stale: list[tuple[str, str]] | None = None
    valid = [one.is_valid() for one in (form, *line_forms)]
    if all(valid):
        values = dict(form.cleaned_data)
        try:
            services.save_agreement(
                agreement=agreement,
                revision=values.pop("revision"),
                values=values,
                lines={one.line.pk: one.cleaned_data for one in line_forms},
                by=request.person,
                now=timezone.now(),
            )
        except Stale as refused:
            stale = _stored(agreement, values, form, line_forms)
            form.stand_on(refused.revision)
        except Refused as refused:
            form.add_error(None, refused.refusal.sentence)
        else:
            return done(request, "Saved. Read it as it will be signed.", to=agreement_url(found))
    context = {
        "found": found,
        "agreement": agreement,
        "form": form,
        "line_forms": line_forms,
        "forms": line_forms,
        "stale": stale,
        "crumbs_list": [*crumbs_for(request.person, found), ("Agreement", agreement_url(found))],
    }
    return render_form(request, "support/agreement_change.html", context, stale=stale is not None)


def _stored(
    agreement: Agreement, values: Mapping[str, Any], form: AgreementForm, line_forms: Sequence[LineForm]
) -> list[tuple[str, str]]:
    """What stands now, with its label, of everything that was typed otherwise."""
    found = []
    for name, typed in values.items():
        stands = getattr(agreement, name)
        if str(stands).split() != str(typed).split():
            found.append((str(form.fields[name].label), in_words(stands) if isinstance(stands, date) else str(stands)))
    lines = {line.pk: line for line in lines_of(agreement)}
    for one in line_forms:
        line = lines[one.line.pk]
        if any(getattr(line, name) != typed for name, typed in one.cleaned_data.items()):
            found.append((line.deployment.supporter.person.name, line_in_words(line)))
    return found


@never_cache
@require_safe
def agreement(request: PortalRequest, code: str, version: int | None = None) -> HttpResponse:
    """The agreement as it stands, or one of its earlier versions, and who has signed it."""
    found = find_request(request, code)
    shown = _latest(request, found, version)
    signatures = list(signatures_of(shown))
    mine = [one for one in signatures if rules.may_sign(one) is None]
    earlier = [one for one in agreements_of(found) if one.pk != shown.pk]
    staff = runs_support(request.person, found.alliance)
    context = {
        "found": found,
        "agreement": shown,
        "lines": lines_of(shown),
        "called_off": called_off_in_words(shown.late_hours),
        "signatures": [
            (one, rules.may_chase_signature(request.person, one) is None, notes_about(one, "refuse") if staff else ())
            for one in signatures
        ],
        "to_sign": [one for one in mine if rules.may_sign_in_to_sign(request.person, one) is None],
        "earlier": [one for one in earlier if rules.may_see_agreement(request.person, one) is None],
        "missing": rules.missing_in_agreement(shown) if shown.state == AgreementState.DRAFT else [],
        "may_change": rules.may_change_agreement(request.person, shown) is None,
        "propose_refusal": rules.may_propose_agreement(request.person, shown),
        "may_draft": version is None
        and shown.state != AgreementState.DRAFT
        and rules.may_draft_agreement(request.person, found) is None,
        "crumbs_list": crumbs_for(request.person, found),
    }
    return render(request, "support/agreement.html", context)


def _latest(request: PortalRequest, found: Request, version: int | None = None) -> Agreement:
    """The version asked for, else the latest that this person may see; 404 where there is none yet."""
    versions = list(agreements_of(found))
    if version is not None:
        versions = [one for one in versions if one.version == version]
    seen = [one for one in versions if rules.may_see_agreement(request.person, one) is None]
    if versions and not seen:
        allow(rules.may_see_agreement(request.person, versions[0]))
    if not seen:
        raise Http404("There is no such agreement yet.")
    return seen[0]


@require_POST
def agreement_propose(request: PortalRequest, code: str) -> HttpResponse:
    """Send the draft to be signed by all."""
    found = find_request(request, code)
    shown = _latest(request, found)
    services.propose_agreement(agreement=shown, by=request.person, now=timezone.now())
    return done(request, "Everybody has been asked to sign. The words are final from now on.", to=agreement_url(found))


@require_POST
def signature_send_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Send a party the link again."""
    found = get_object_or_404(all_signatures(), pk=pk)
    sent = services.send_signature_again(signature=found, by=request.person, now=timezone.now())
    said = f"The link is on its way to {found.name} again." if sent else "It was sent a moment ago."
    return done(request, said, to=agreement_url(found.agreement.request))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_sign(request: VisitorRequest, token: str) -> HttpResponse:
    """A party reads the agreement and signs its own line, or says what has to change."""
    found, link, refusal = by_token(
        request,
        token,
        purpose=SIGNATURE_LINK,
        rows=all_signatures(),
        may_sign_in=rules.may_sign_in_to_sign,
        may_answer=rules.may_sign_as,
    )
    if refusal is not None:
        signed = found.state == SignatureState.SIGNED
        heading = "Thank you" if signed else "Nothing is needed from you here"
        return render(request, "support/link_closed.html", {"refusal": refusal, "heading": heading}, status=410)
    asks_change = request.POST.get("what") == "change"
    form = SignForm(request.POST if request.method == "POST" and not asks_change else None)
    change = ChangeForm(request.POST if asks_change else None)
    here = path_to("support:agreement_sign", found.alliance, token=token)
    given: dict[str, Any] = {"signature": found, "link": link, "by": request.person, "now": request.received_at}
    try:
        if asks_change and change.is_valid():
            services.refuse_to_sign(reason=change.cleaned_data["reason"], **given)
            return done(request, "Thank you. The alliance has been told, and writes to you again.", to=here)
        if form.is_valid():
            name, post = form.cleaned_data["signed_name"], form.cleaned_data["signed_post"]
            services.sign(signed_name=name, signed_post=post, **given)
            return done(request, "Thank you. Your signature has been received.", to=here)
    except Refused as refused:
        return not_done(request, refused.refusal.sentence, to=here)
    context = {
        "signature": found,
        "agreement": found.agreement,
        "found": found.agreement.request,
        "form": form,
        "change": change,
        "forms": [change],
    }
    return render_form(request, "support/agreement_sign.html", context)


@require_safe
def agreement_pdf(request: PortalRequest, code: str, version: int) -> FileResponse:
    """The signed agreement as a PDF; 404 before all have signed, and while it is being made."""
    found = find_request(request, code)
    shown = _latest(request, found, version)
    if shown.letter is None or not shown.letter.pdf:
        raise Http404("The PDF is being made. Please try again in a minute.")
    name = f"agreement-{found.code}-{shown.version}.pdf"
    return FileResponse(shown.letter.pdf.open(), as_attachment=True, filename=name, content_type="application/pdf")
