from django.apps import AppConfig


class ExpertiseConfig(AppConfig):
    name = "alliance.expertise"
    label = "expertise"
