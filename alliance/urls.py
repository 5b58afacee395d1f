"""Every address of the portal. First parts that are no alliance are reserved: see alliance.schools.rules."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
]
