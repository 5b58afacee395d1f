"""What the pages of this app share: a page with one form, and the way back to a round or an application."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from alliance.addresses import path_to
from alliance.form_pages import Crumb, form_page
from alliance.requests import PortalRequest
from sle.models import Application, Reference, Round

__all__ = [
    "Crumb",
    "application_crumbs",
    "find_application",
    "find_reference",
    "find_round",
    "form_page",
    "round_crumbs",
]


def find_round(request: PortalRequest, pk: int) -> Round:
    """The round in the alliance of the request; 404 otherwise."""
    return get_object_or_404(Round.objects.select_related("alliance"), pk=pk)


def find_application(request: PortalRequest, code: str) -> Application:
    """The application with this code, with what its pages read; 404 otherwise."""
    return get_object_or_404(
        Application.objects.select_related("round__alliance", "alliance", "applicant", "school").prefetch_related(
            "areas__area",
            "answers__question",
            "references__school",
            "extensions",
            "round__questions",
            "round__areas__area",
        ),
        code=code,
    )


def find_reference(request: PortalRequest, pk: int) -> Reference:
    """The reference with its application; 404 otherwise."""
    return get_object_or_404(
        Reference.objects.select_related(
            "application__round__alliance", "application__alliance", "application__applicant", "application__school"
        ).prefetch_related("application__extensions", "application__references"),
        pk=pk,
    )


def round_crumbs(round: Round) -> list[Crumb]:
    """The way back from a page of a round, for staff."""
    alliance = round.alliance
    return [("Rounds", path_to("sle:round_list", alliance)), (round.title, path_to("sle:round", alliance, pk=round.pk))]


def application_crumbs(application: Application, *, staff: bool) -> list[Crumb]:
    """The way back from a page of an application."""
    alliance = application.round.alliance
    here = (
        application.name if staff else "Your application",
        path_to("sle:application", alliance, code=application.code),
    )
    return [*round_crumbs(application.round), here] if staff else [here]
