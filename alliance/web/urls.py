"""Addresses of this app."""

from django.urls import path

from alliance.web.views import branding, day_one, home, inbox

app_name = "web"
urlpatterns = [
    path("", home.alliances, name="alliances"),
    path("<slug:alliance>/", home.public, name="public"),
    path("<slug:alliance>/partners/import/", day_one.partner_import, name="partner_import"),
    path("<slug:alliance>/inbox/", inbox.inbox, name="inbox"),
    path("<slug:alliance>/look/<slug:version>.css", branding.brand, name="brand"),
    path("<slug:alliance>/look/logo", branding.logo, name="logo"),
]
