"""Forms of a person about themselves."""

from __future__ import annotations

from typing import Any

from django import forms

from alliance.people import services
from alliance.people.models import Person


class NameForm(forms.Form):
    """A person's own name."""

    first_name = forms.CharField(
        label="First name",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": "Enter your first name."},
    )
    surname = forms.CharField(
        label="Surname",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": "Enter your surname."},
    )


class ProfileForm(NameForm):
    """A person's own name and telephone number."""

    telephone = forms.CharField(
        label="Telephone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        help_text="Shown to the staff of alliances in which you have a role.",
    )


class SignUpForm(NameForm):
    """The name of somebody who makes an account; allauth adds the address and the password."""

    field_order = ["first_name", "surname", "email", "password1"]

    def signup(self, request: Any, user: Person) -> None:
        """Called by allauth once the account exists."""
        services.change_name(
            person=user, first_name=self.cleaned_data["first_name"], surname=self.cleaned_data["surname"]
        )
