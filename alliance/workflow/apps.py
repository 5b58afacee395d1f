from django.apps import AppConfig
from django.core import checks

from alliance.workflow.database_role import the_portal_may_only_add_events


class WorkflowConfig(AppConfig):
    name = "alliance.workflow"
    label = "workflow"

    def ready(self) -> None:
        """`check --deploy --database default` asks what the portal's database role could do."""
        checks.register(the_portal_may_only_add_events, checks.Tags.database, deploy=True)
