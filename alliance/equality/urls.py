"""Addresses of this app."""

from django.urls import path

from alliance.equality import views

app_name = "equality"
urlpatterns = [path("<slug:app>/<slug:code>/", views.answers, name="answers")]
