"""The words of mails and letters: the portal's standard and the alliance's own."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done, not_done
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.outbox import rules
from alliance.outbox.filters import WordingFilter
from alliance.outbox.forms import TextForm
from alliance.outbox.queries import Wording, wordings_open_to
from alliance.post import services
from alliance.post.kinds import Kind, Medium, kinds_in
from alliance.post.queries import own_versions
from alliance.post.services import TextRefused
from alliance.post.texts import problems_of, sample_of, standard
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import placeholders


@require_safe
def text_list(request: PortalRequest) -> HttpResponse:
    """Every kind of mail and letter that the person may reword."""
    allow(rules.may_see_outbox(request.person, request.alliance))

    def page(one: Wording) -> str:
        app, verb = one.kind.name.split(".")
        return path_to("post:text", request.alliance, app=app, verb=verb)

    columns = [
        Column("Text", text=lambda one: one.kind.title, url=page),
        Column("Kind", text=lambda one: "Letter" if one.kind.medium is Medium.LETTER else "E-mail"),
        Column("Wording", text=lambda one: f"Your own, version {one.own}" if one.own else "Standard"),
    ]
    return list_page(
        request,
        rows=wordings_open_to(request.person, request.alliance),
        columns=columns,
        title="Texts of e-mails and letters",
        filterset=WordingFilter,
        empty="No e-mail or letter has a text that you can reword.",
        template="post/text_list.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: PortalRequest, app: str, verb: str) -> HttpResponse:
    """Read, preview and reword one text."""
    kind = _found(request, app, verb)
    versions = own_versions(kind.name, request.alliance)
    newest = versions[0] if versions else None
    own = newest if newest and not newest.follows_standard else None
    followed = _followed(kind, request.alliance)
    subject, body = (own.subject, own.body) if own else followed
    shown = {"subject": subject, "body": body, "version": newest.version if newest else 0}
    form = TextForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
        for wrong in problems_of(kind, subject, body):
            form.add_error("subject" if "subject" in wrong else "body", wrong)
        if form.is_valid() and "preview" not in request.POST:
            try:
                services.reword(kind=kind, alliance=request.alliance, by=request.person, **form.cleaned_data)
            except TextRefused as refused:
                # Theirs is shown among the other versions; whoever saves again has seen it.
                form.add_error(None, str(refused))
                typed = request.POST.copy()
                typed["version"] = str(newest.version if newest else 0)
                form.data = typed
            else:
                words = f"The text “{kind.title}” is saved. Everything posted from now on uses it."
                return done(request, words, to=path_to("post:text", request.alliance, app=app, verb=verb))
    context = {
        "kind": kind,
        "app": app,
        "verb": verb,
        "form": form,
        "own": own,
        "versions": [v for v in versions if v != newest or not own or form.non_field_errors()],
        "standard": followed,
        "placeholders": [
            *sorted((placeholders(request.alliance) | dict(kind.sample)).items()),
            *([("link", "the personal link")] if kind.link else []),
        ],
        "sample": _sample(kind, subject, body, request.alliance) if not form.errors else None,
        "is_letter": kind.medium is Medium.LETTER,
        "saved": "preview" not in request.POST,
    }
    return render_form(request, "post/text.html", context)


@require_POST
def text_standard(request: PortalRequest, app: str, verb: str) -> HttpResponse:
    """Go back to the portal's standard wording."""
    kind = _found(request, app, verb)
    here = path_to("post:text", request.alliance, app=app, verb=verb)
    versions = own_versions(kind.name, request.alliance)
    try:
        services.back_to_standard(
            kind=kind, alliance=request.alliance, version=versions[0].version if versions else 0, by=request.person
        )
    except TextRefused as refused:
        return not_done(request, str(refused), to=here)
    return done(request, f"The text “{kind.title}” follows the portal’s standard again.", to=here)


def _sample(kind: Kind, subject: str, body: str, alliance: Alliance) -> tuple[str, str]:
    """The text filled with sample values; a letter's as the safe HTML that it is made of."""
    filled_subject, filled = sample_of(kind, subject, body, alliance)
    return filled_subject, mark_safe(filled) if kind.medium is Medium.LETTER else filled  # noqa: S308  # fill_html's own


def _followed(kind: Kind, alliance: Alliance) -> tuple[str, str]:
    """Subject and body in use while the alliance has no wording of this kind: those of the kind that it follows, or the
    portal's standard."""
    versions = own_versions(kind.base, alliance) if kind.base else []
    if versions and not versions[0].follows_standard:
        return versions[0].subject, versions[0].body
    return standard(kind)


def _found(request: PortalRequest, app: str, verb: str) -> Kind:
    kind = kinds_in(request.alliance).get(f"{app}.{verb}")
    if kind is None:
        raise Http404("There is no such text.")
    allow(rules.may_reword(request.person, request.alliance, kind))
    return kind
