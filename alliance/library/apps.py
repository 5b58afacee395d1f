from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "alliance.library"
    label = "library"
