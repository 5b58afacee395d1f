"""Addresses of the operator's pages, below /operator/."""

from django.urls import path

from alliance.members.views import operator

app_name = "operator"
urlpatterns = [
    path("", operator.alliance_list, name="alliance_list"),
    path("schools/", operator.schools_import, name="schools_import"),
    path("alliances/new/", operator.alliance_found, name="alliance_found"),
    path("alliances/<int:pk>/director/", operator.director_invite, name="director_invite"),
    path(
        "alliances/<int:pk>/director/<int:invitation_pk>/again/",
        operator.director_invite_again,
        name="director_invite_again",
    ),
]
