"""Addresses of this app."""

from django.urls import path

from alliance.schools.views import search

app_name = "schools"
urlpatterns = [
    path("search/", search.school_search, name="school_search"),
]
