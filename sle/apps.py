from django.apps import AppConfig


class SleConfig(AppConfig):
    name = "sle"
