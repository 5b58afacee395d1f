"""Addresses of this app."""

from django.urls import path

from alliance.panels.views import desk

app_name = "panels"
urlpatterns = [
    path("<int:pk>/declaration/", desk.declaration, name="declaration"),
    path("<int:pk>/desk/", desk.desk, name="desk"),
    path("<int:pk>/score/<str:code>/recuse/", desk.recuse, name="recuse"),
]
