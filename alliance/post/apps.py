from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "alliance.post"
    label = "post"
