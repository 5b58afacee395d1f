"""Forms of a person about themselves."""

from __future__ import annotations

from django import forms


class ProfileForm(forms.Form):
    """A person's own name and telephone number."""

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
    telephone = forms.CharField(
        label="Telephone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        help_text="Shown to the staff of alliances in which you have a role.",
    )
