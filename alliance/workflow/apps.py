from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "alliance.workflow"
    label = "workflow"
