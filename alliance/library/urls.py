"""Addresses of this app."""

from django.urls import path

from alliance.library import views

app_name = "library"
urlpatterns = [path("<int:pk>/", views.document, name="document")]
