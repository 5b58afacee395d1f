"""Addresses of this app."""

from django.urls import URLPattern

app_name = "sle"
urlpatterns: list[URLPattern] = []
