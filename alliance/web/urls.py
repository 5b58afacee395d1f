"""Addresses of this app."""

from django.urls import path

from alliance.web.views import branding, day_one, home, inbox, partners, pictures, settings

app_name = "web"
urlpatterns = [
    path("", home.alliances, name="alliances"),
    path("<slug:alliance>/", home.public, name="public"),
    path("<slug:alliance>/partners/import/", day_one.partner_import, name="partner_import"),
    path("<slug:alliance>/partners/", partners.partner_list, name="partner_list"),
    path("<slug:alliance>/partners/add/", partners.partner_form, name="partner_add"),
    path("<slug:alliance>/partners/<int:pk>/", partners.partner_form, name="partner_change"),
    path("<slug:alliance>/partners/<int:pk>/end/", partners.partner_end, name="partner_end"),
    path("<slug:alliance>/settings/", settings.settings, name="settings"),
    path("<slug:alliance>/settings/facts/", settings.facts_change, name="facts_change"),
    path("<slug:alliance>/settings/look/", settings.look_change, name="look_change"),
    path("<slug:alliance>/settings/pictures/<slug:picture>/", pictures.picture_change, name="picture_change"),
    path("<slug:alliance>/settings/pictures/<slug:picture>/remove/", pictures.picture_remove, name="picture_remove"),
    path("<slug:alliance>/settings/pictures/<slug:picture>/file", pictures.picture, name="picture"),
    path("<slug:alliance>/settings/words/", settings.words_change, name="words_change"),
    path(
        "<slug:alliance>/settings/responsibilities/<slug:responsibility>/",
        settings.responsibility_change,
        name="responsibility_change",
    ),
    path("<slug:alliance>/settings/<slug:section>/", settings.setting_list, name="setting_list"),
    path("<slug:alliance>/settings/<slug:section>/add/", settings.setting_form, name="setting_add"),
    path("<slug:alliance>/settings/<slug:section>/<int:pk>/", settings.setting_form, name="setting_change"),
    path("<slug:alliance>/settings/<slug:section>/<int:pk>/remove/", settings.setting_remove, name="setting_remove"),
    path("<slug:alliance>/inbox/", inbox.inbox, name="inbox"),
    path("<slug:alliance>/look/<slug:version>.css", branding.brand, name="brand"),
    path("<slug:alliance>/look/logo", branding.logo, name="logo"),
]
