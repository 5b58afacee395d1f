"""The Alliance Portal: the Django project and its core, one package per mechanism."""

from alliance.celery import app as celery_app

__all__ = ["celery_app"]
