"""The Celery application: web, worker and scheduler share it."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")

TRANSPORT_ALIASES["files"] = "alliance.file_queue:Transport"

app = Celery("alliance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
