"""The partners of an alliance: the list, adding, changing, ending."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.lists import Column, list_page
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.schools.models import Partner
from alliance.schools.vocabulary import word_for
from alliance.web import rules
from alliance.web.filters import PartnerFilter
from alliance.web.forms import PartnerForm
from alliance.web.services import settings as services
from alliance.web.templatetags.portal import day


@require_safe
def partner_list(request: PortalRequest) -> HttpResponse:
    """Every partner, now and before."""
    alliance = request.alliance
    allow(rules.may_keep_partners(request.person, alliance))
    columns = [
        Column("Name", lambda p: p.name, sort="name", url=lambda p: path_to("web:partner_change", alliance, pk=p.pk)),
        Column("Kind", lambda p: p.get_kind_display(), sort="kind"),
        Column("URN", lambda p: p.school.urn if p.school else ""),
        Column("Tier", lambda p: p.tier.name if p.tier else "", sort="tier__position"),
        Column("Division", lambda p: p.division.name if p.division else "", sort="division__name"),
        Column("Since", lambda p: day(p.since), sort="since", csv=lambda p: p.since),
        Column("Until", lambda p: day(p.until), sort="until", csv=lambda p: p.until),
    ]
    return list_page(
        request,
        rows=Partner.objects.filter(alliance=alliance).select_related("school", "tier", "division"),
        columns=columns,
        title=word_for(alliance, "Partner", plural=True),
        filterset=PartnerFilter,
        template="web/partner_list.html",
        empty="No partners yet. Add one, or bring in the whole list from a CSV file.",
        csv_name="partners",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def partner_form(request: PortalRequest, pk: int | None = None) -> HttpResponse:
    """Add a partner, or change one."""
    alliance = request.alliance
    allow(rules.may_keep_partners(request.person, alliance))
    partner = get_object_or_404(Partner, alliance=alliance, pk=pk) if pk else None
    form = PartnerForm(request.POST or None, instance=partner, alliance=alliance)
    if form.is_valid():
        services.save_row(row=form.instance, fields=form.changed_data, by=request.person)
        return done(request, f"“{form.instance.name}” is saved.", to=path_to("web:partner_list", alliance))
    title = partner.name if partner else "Add a partner"
    return render_form(request, "web/partner_form.html", {"form": form, "title": title, "partner": partner})


@require_POST
def partner_end(request: PortalRequest, pk: int) -> HttpResponse:
    """End a partnership today."""
    alliance = request.alliance
    allow(rules.may_keep_partners(request.person, alliance))
    partner = get_object_or_404(Partner, alliance=alliance, pk=pk)
    partner.until = timezone.localdate()
    services.save_row(row=partner, fields=["until"], by=request.person)
    sentence = f"The partnership with “{partner.name}” has ended today. It stays on the list as ended."
    return done(request, sentence, to=path_to("web:partner_list", alliance))
