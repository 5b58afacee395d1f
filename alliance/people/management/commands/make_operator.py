"""`manage.py make_operator EMAIL`: whoever has a shell on the server names who runs the installation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from alliance.addresses import full
from alliance.people.services import make_operator


class Command(BaseCommand):
    help = "Makes the person with this e-mail address an operator: they create alliances and invite first directors."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address.") from None
        person = make_operator(email=email)
        self.stdout.write(
            f"{person.email} is an operator. Sign in by an e-mailed code at {full('/account/login/code/')}"
        )
