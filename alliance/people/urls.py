"""Addresses of this app: below /account/, outside any alliance."""

from django.urls import path

from alliance.people import views

app_name = "people"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("again/<slug:key>/", views.typed_again, name="typed_again"),
]
