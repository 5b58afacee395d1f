"""Database constraints that many models share."""

from __future__ import annotations

from django.db import models


def one_of(field: str, choices: type[models.TextChoices], *, name: str, blank: bool = False) -> models.CheckConstraint:
    """A CHECK that the column `field` holds one of `choices`; an empty text only where they hold one, or `blank`."""
    allowed = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": allowed}), name=name)
