"""Addresses of this app."""

from django.urls import path

from alliance.web.views import branding, home, inbox

app_name = "web"
urlpatterns = [
    path("", home.alliances, name="alliances"),
    path("<slug:alliance>/", home.public, name="public"),
    path("<slug:alliance>/inbox/", inbox.inbox, name="inbox"),
    path("<slug:alliance>/look/<slug:version>.css", branding.brand, name="brand"),
    path("<slug:alliance>/look/logo", branding.logo, name="logo"),
]
