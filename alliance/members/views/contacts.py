"""Contacts at schools, and confirming a headteacher's address with the school."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.members import queries, rules, services
from alliance.members.filters import ContactFilter
from alliance.members.forms import ConfirmForm, ContactForm
from alliance.members.models import SchoolContact
from alliance.refusal import Refused, allow
from alliance.requests import PortalRequest
from alliance.schools.vocabulary import word_for
from alliance.times import in_short
from alliance.workflow.notes import notes_about


@require_safe
def contact_list(request: PortalRequest) -> HttpResponse:
    """Who is known at which school, and who confirmed it."""
    alliance = request.alliance
    allow(rules.may_see_people(request.person, alliance))

    def confirmed(row: SchoolContact) -> object:
        if row.confirmed_at:
            by = f" by {row.confirmed_by.name}" if row.confirmed_by else ""
            return f"{in_short(timezone.localdate(row.confirmed_at))}{by}"
        if not row.is_head:
            return ""
        return format_html(
            '<a class="govuk-link" href="{}">Confirm<span class="govuk-visually-hidden"> {} of {}</span></a>',
            path_to("members:contact_confirm", alliance, pk=row.pk),
            row.name,
            row.school.name,
        )

    def post(row: SchoolContact) -> str:
        return row.post or (word_for(alliance, "Headteacher") if row.is_head else "")

    columns = [
        Column(
            "Name",
            text=lambda row: row.name,
            sort="name",
            url=lambda row: path_to("members:contact_change", alliance, pk=row.pk),
        ),
        Column("School", text=lambda row: row.school.name, sort="school__name"),
        Column("URN", text=lambda row: row.school.urn, screen=False),
        Column("Post", text=post, sort="post"),
        Column("E-mail address", text=lambda row: row.email, sort="email"),
        Column("Telephone", text=lambda row: row.telephone),
        Column(
            "Confirmed with the school",
            text=confirmed,
            sort="confirmed_at",
            csv=lambda row: in_short(timezone.localdate(row.confirmed_at)) if row.confirmed_at else "",
        ),
    ]
    return list_page(
        request,
        rows=queries.living_contacts(alliance).order_by("school__name", "name", "pk"),
        columns=columns,
        filterset=ContactFilter,
        title="Contacts at schools",
        template="members/contact_list.html",
        empty="No contacts are known yet. Add the first one, or bring in a list from CSV.",
        csv_name=f"contacts-{alliance.slug}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request: PortalRequest) -> HttpResponse:
    """Write down somebody at a school."""
    allow(rules.may_change_contact(request.person, request.alliance))
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact = services.add_contact(alliance=request.alliance, by=request.person, **form.cleaned_data)
        return done(
            request,
            f"{contact.name} is a contact at {contact.school.name}.",
            to=path_to("members:contact_list", request.alliance),
        )
    return render_form(request, "members/contact_form.html", {"form": form, "contact": None})


@require_http_methods(["GET", "HEAD", "POST"])
def contact_change(request: PortalRequest, pk: int) -> HttpResponse:
    """Correct a contact; a new address has to be confirmed again."""
    contact = _contact(request, pk)
    known = {name: getattr(contact, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_contact(contact=contact, by=request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", refused.refusal.sentence)
        else:
            return done(
                request,
                f"{contact.name}’s details have been changed.",
                to=path_to("members:contact_list", request.alliance),
            )
    notes = notes_about(contact, "confirm_contact")
    return render_form(request, "members/contact_form.html", {"form": form, "contact": contact, "notes": notes})


@require_http_methods(["GET", "HEAD", "POST"])
def contact_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """Say that, and how, the school has confirmed an address."""
    contact = _contact(request, pk)
    allow(rules.may_confirm_contact(request.person, contact))
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.confirm_contact(contact=contact, by=request.person, how=form.cleaned_data["how"], now=timezone.now())
        return done(
            request,
            f"{contact.email} counts as an address of {contact.school.name} from now on.",
            to=path_to("members:contact_list", request.alliance),
        )
    return render_form(request, "members/contact_confirm.html", {"form": form, "contact": contact})


@require_http_methods(["GET", "HEAD", "POST"])
def contact_end(request: PortalRequest, pk: int) -> HttpResponse:
    """The person is no contact there any more."""
    contact = _contact(request, pk)
    if request.method == "POST":
        services.end_contact(contact=contact, by=request.person)
        return done(
            request,
            f"{contact.name} is no contact at {contact.school.name} any more.",
            to=path_to("members:contact_list", request.alliance),
        )
    return render(request, "members/contact_end.html", {"contact": contact})


def _contact(request: PortalRequest, pk: int) -> SchoolContact:
    allow(rules.may_change_contact(request.person, request.alliance))
    contact: SchoolContact = get_object_or_404(queries.living_contacts(request.alliance), pk=pk)
    return contact
