from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "alliance.schools"
    label = "schools"
