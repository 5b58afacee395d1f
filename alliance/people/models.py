"""People: whoever signs in. A person is global, with name and e-mail only; roles belong to alliances (members)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import functions

from alliance.schools.names import search_form


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, email: str | None) -> Person:
        """The person with this e-mail address, however it is written."""
        return self.get(email=(email or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who signs in by e-mail; further addresses are allauth's EmailAddress rows."""

    email = models.EmailField("e-mail address", unique=True)
    first_name = models.CharField(max_length=80, blank=True)
    surname = models.CharField(max_length=80, blank=True)
    search_name = models.CharField(max_length=260, blank=True, db_index=True)
    telephone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(
        default=False, help_text="Runs the installation: imports the register, creates alliances. Belongs to none."
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["surname", "first_name", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=functions.Lower("email")), name="person_email_lower_case")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """First name and surname, or the e-mail address of somebody who has not told us yet."""
        return " ".join(part for part in (self.first_name, self.surname) if part) or self.email

    def findable(self) -> str:
        """What `search_name` must hold; the services keep it so."""
        return search_form(self.first_name, self.surname, self.email.replace("@", " ").replace(".", " "))

    def has_module_perms(self, app_label: str) -> bool:
        """Django's own permissions are not used: see each app's rules."""
        return False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used: see each app's rules."""
        return False
