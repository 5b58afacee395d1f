from django.apps import AppConfig


class EqualityConfig(AppConfig):
    name = "alliance.equality"
    label = "equality"
