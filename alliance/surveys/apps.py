from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "alliance.surveys"
    label = "surveys"
