"""Inviting people, and taking up an invitation by its personal link."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.members import links, queries, rules, services
from alliance.members.filters import InvitationFilter
from alliance.members.forms import InviteForm, SetUpForm
from alliance.members.models import Invitation, PersonalLink
from alliance.members.services.invitations import PURPOSE, may_be_set_up, words_for_role
from alliance.people.models import Person
from alliance.refusal import Refused, allow, first_refusal
from alliance.requests import PortalRequest, VisitorRequest
from alliance.times import in_short


@require_safe
def invitation_list(request: PortalRequest) -> HttpResponse:
    """Invitations: waiting, accepted, withdrawn."""
    alliance = request.alliance
    allow(rules.may_see_people(request.person, alliance))
    rows = Invitation.objects.filter(alliance=alliance).select_related("school", "partner", "invited_by")

    def manage(row: Invitation) -> object:
        if row.state != "sent":
            return row.get_state_display()
        return format_html(
            '<a class="govuk-link" href="{}">Send again or withdraw<span class="govuk-visually-hidden"> {}</span></a>',
            path_to("members:invitation", alliance, pk=row.pk),
            row.email,
        )

    columns = [
        Column("Invited", text=lambda row: f"{row.first_name} {row.surname}".strip(), sort="surname"),
        Column("E-mail address", text=lambda row: row.email, sort="email"),
        Column("Role", text=lambda row: words_for_role(row), sort="role"),
        Column("Sent", text=lambda row: in_short(timezone.localdate(row.sent_at)), sort="sent_at"),
        Column("By", text=lambda row: row.invited_by.name if row.invited_by else ""),
        Column("State", text=manage, csv=lambda row: row.get_state_display()),
    ]
    return list_page(
        request,
        rows=rows,
        columns=columns,
        filterset=InvitationFilter,
        title="Invitations",
        template="members/invitation_list.html",
        empty="No invitation has been sent yet. Invite somebody from “People”.",
        csv_name=f"invitations-{alliance.slug}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: PortalRequest) -> HttpResponse:
    """Invite somebody by e-mail to take a role."""
    alliance = request.alliance
    allow(rules.may_invite(request.person, alliance))
    form = InviteForm(request.POST or None, alliance=alliance, roles=rules.roles_to_give(request.person, alliance))
    if request.method == "POST" and form.is_valid():
        try:
            invitation = services.invite(alliance=alliance, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            return done(
                request,
                f"An invitation goes to {invitation.email} now. The link in it works for 30 days.",
                to=path_to("members:member_list", alliance),
            )
    return render_form(request, "members/person_invite.html", {"form": form})


@require_safe
def invitation(request: PortalRequest, pk: int) -> HttpResponse:
    """One invitation: send it again, or withdraw it."""
    allow(rules.may_see_people(request.person, request.alliance))
    found = _invitation(request, pk)
    return render(
        request,
        "members/invitation.html",
        {
            "invitation": found,
            "role": words_for_role(found),
            "refusal": rules.may_change_invitation(request.person, found),
        },
    )


@require_POST
def invitation_send_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Post the invitation anew, with a new link."""
    found = _invitation(request, pk)
    services.send_invitation_again(invitation=found, by=request.person)
    sentence = f"The invitation goes to {found.email} again. The link in the earlier e-mail will not work any more."
    return done(request, sentence, to=path_to("members:invitation_list", request.alliance))


@require_POST
def invitation_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Take the invitation back."""
    found = _invitation(request, pk)
    services.withdraw_invitation(invitation=found, by=request.person)
    sentence = f"The invitation of {found.email} is withdrawn. Its link says so from now on."
    return done(request, sentence, to=path_to("members:invitation_list", request.alliance))


def _invitation(request: PortalRequest, pk: int) -> Invitation:
    found: Invitation = get_object_or_404(
        Invitation.objects.filter(alliance=request.alliance).select_related("school", "partner", "alliance"), pk=pk
    )
    return found


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: VisitorRequest, token: str) -> HttpResponse:
    """What the link in an invitation opens. Looking changes nothing; the form accepts."""
    link = links.find(token, PURPOSE)
    refusal = links.may_use(link, timezone.now())
    if link is not None and link.alliance != request.alliance:
        raise Http404("This link belongs to another alliance.")
    found = _invited(link)
    refusal = first_refusal(rules.may_accept_invitation(request.person, found) if found else None, refusal)
    if refusal or found is None:
        context = {"refusal": refusal, "invitation": found, "accepted": bool(found and found.state == "accepted")}
        return render(request, "members/invitation_dead.html", context, status=200 if found else 404)
    if request.person is not None:
        return _accept_as(request, request.person, found, link)
    owner = Person.objects.filter(pk__in=queries.accounts_of_address(found.email)).first()
    if owner is not None and may_be_set_up(owner):
        return render(request, "members/invitation_sign_in.html", _shown(found, next=request.path))
    return _set_up(request, found, link)


def _invited(link: PersonalLink | None) -> Invitation | None:
    if link is None:
        return None
    found: Invitation | None = (
        Invitation.objects.filter(pk=link.subject_id)
        .select_related("alliance", "school", "partner", "invited_by")
        .first()
    )
    return found


def _accept_as(request: VisitorRequest, person: Person, found: Invitation, link: PersonalLink | None) -> HttpResponse:
    """Somebody signed in accepts, and is told with which account."""
    if request.method == "POST":
        services.accept_invitation(invitation=found, link=link, person=person, now=timezone.now())
        return done(request, "Welcome. You have accepted the invitation.", to=path_to("web:inbox", found.alliance))
    own = found.email in queries.addresses_of(person)
    return render(request, "members/invitation_accept.html", _shown(found, own_address=own))


def _set_up(request: VisitorRequest, found: Invitation, link: PersonalLink | None) -> HttpResponse:
    """Nobody has signed in with the invited address yet: an account is set up with it."""
    names = {"first_name": found.first_name, "surname": found.surname}
    form = SetUpForm(request.POST or None, email=found.email, initial=names)
    if request.method == "POST" and form.is_valid():
        person = services.set_up_account(invitation=found, link=link, now=timezone.now(), **form.cleaned_data)
        # Signing in makes a new session and a new CSRF token.
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return done(request, "Welcome. Your account is set up.", to=path_to("web:inbox", found.alliance))
    return render_form(request, "members/invitation_set_up.html", _shown(found, form=form))


def _shown(found: Invitation, **more: object) -> dict[str, object]:
    role = words_for_role(found)
    return {"invitation": found, "role": role, **more}
