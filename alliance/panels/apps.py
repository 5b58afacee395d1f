from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "alliance.panels"
    label = "panels"
