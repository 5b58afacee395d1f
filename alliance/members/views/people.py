"""Who holds which role since when; giving and ending roles."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.members import queries, rules, services
from alliance.members.filters import MembershipFilter
from alliance.members.forms import RoleForm
from alliance.members.models import Membership
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.times import in_short, in_words


def role_words(membership: Membership) -> str:
    """The role in the alliance's words, with what it is of: "Lead of a responsibility: Research and development"."""
    of = membership.get_responsibility_display() if membership.role == Role.LEAD else membership.partner
    words = str(Role(membership.role).label)
    return f"{words}: {of}" if of else words


@require_safe
def member_list(request: PortalRequest) -> HttpResponse:
    """Everybody with a role in the alliance."""
    alliance = request.alliance
    allow(rules.may_see_people(request.person, alliance))
    rows = (
        Membership.objects.filter(alliance=alliance)
        .select_related("person", "school", "partner")
        .order_by("person__surname", "person__first_name", "pk")
    )
    columns = [
        Column(
            "Name",
            text=lambda row: row.person.name,
            sort="person__surname",
            url=lambda row: path_to("members:person", alliance, pk=row.person_id),
        ),
        Column("Role", text=lambda row: role_words(row), sort="role"),
        Column("School", text=lambda row: row.school.name if row.school else "", sort="school__name"),
        Column("E-mail address", text=lambda row: row.person.email, sort="person__email"),
        Column("Telephone", text=lambda row: row.person.telephone, screen=False),
        Column("Since", text=lambda row: in_short(row.since), sort="since"),
        Column("Until", text=lambda row: in_short(row.until), sort="until"),
    ]
    return list_page(
        request,
        rows=rows,
        columns=columns,
        filterset=MembershipFilter,
        title="People",
        template="members/member_list.html",
        empty="Nobody has a role here yet. Invite the first person.",
        csv_name=f"people-{alliance.slug}",
        context={
            "may_invite": rules.may_invite(request.person, alliance) is None,
            "waiting": queries.open_invitations(alliance).count(),
            "to_confirm": queries.heads_to_confirm(alliance).count(),
        },
    )


@require_safe
def person(request: PortalRequest, pk: int) -> HttpResponse:
    """One person: how to reach them, and their roles in this alliance, past ones too."""
    allow(rules.may_see_people(request.person, request.alliance))
    found: Person = get_object_or_404(queries.people_of(request.alliance), pk=pk)
    roles = [
        (membership, role_words(membership), rules.may_end_role(request.person, membership))
        for membership in queries.roles_of(found, request.alliance)
    ]
    return render(
        request,
        "members/person.html",
        {
            "found": found,
            "roles": roles,
            "may_give": bool(rules.roles_to_give(request.person, request.alliance)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def role_give(request: PortalRequest, pk: int) -> HttpResponse:
    """Give somebody of the alliance one more role."""
    allow(rules.may_invite(request.person, request.alliance))
    found: Person = get_object_or_404(queries.people_of(request.alliance), pk=pk)
    roles = rules.roles_to_give(request.person, request.alliance)
    form = RoleForm(request.POST or None, alliance=request.alliance, roles=roles)
    if request.method == "POST" and form.is_valid():
        allow(rules.may_give_role(request.person, request.alliance, form.cleaned_data["role"]))
        given = services.give_role(alliance=request.alliance, person=found, by=request.person, **form.cleaned_data)
        return done(
            request,
            f"{found.name} has the role “{role_words(given)}” since {in_words(given.since)}.",
            to=path_to("members:person", request.alliance, pk=found.pk),
        )
    return render_form(request, "members/role_give.html", {"form": form, "found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: PortalRequest, pk: int) -> HttpResponse:
    """End a role today."""
    membership: Membership = get_object_or_404(
        Membership.objects.filter(alliance=request.alliance).select_related("person", "school", "partner", "alliance"),
        pk=pk,
    )
    allow(rules.may_end_role(request.person, membership))
    if request.method == "POST":
        services.end_role(membership=membership, by=request.person)
        staff = rules.may_see_people(request.person, request.alliance) is None
        to = path_to("members:person", request.alliance, pk=membership.person_id) if staff else "/"
        return done(request, f"{membership.person.name} does not have this role any more.", to=to)
    context = {"membership": membership, "role_words": role_words(membership)}
    return render_form(request, "members/role_end.html", context)
