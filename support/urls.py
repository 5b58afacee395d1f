"""Addresses of this app."""

from django.urls import path

from support.views import requests

app_name = "support"

REQUESTS = [
    path("requests/", requests.request_list, name="request_list"),
    path("requests/<slug:code>/", requests.request, name="request"),
]

urlpatterns = [*REQUESTS]
