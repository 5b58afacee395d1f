"""Addresses of this app."""

from django.urls import URLPattern

app_name = "schools"
urlpatterns: list[URLPattern] = []
