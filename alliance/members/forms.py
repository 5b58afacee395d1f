"""Forms about people and their roles: they check input and never write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from alliance.members.states import SCHOOL_ROLES, Role
from alliance.people.forms import NameForm
from alliance.people.models import Person
from alliance.schools.forms import SchoolField
from alliance.schools.models import Alliance
from alliance.schools.queries import current_partners
from alliance.schools.rules import may_be_address
from alliance.schools.states import Responsibility
from alliance.schools.vocabulary import said_later


class EmailAddressField(forms.EmailField):
    """An e-mail address, as it is kept: in lower case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=kwargs.pop("label", "E-mail address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={
                "required": "Enter an e-mail address.",
                "invalid": "Enter an e-mail address in the right form, like name@example.com.",
            },
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class RoleForm(forms.Form):
    """Which role, where, or of what."""

    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect, error_messages={"required": "Choose a role."})
    school = SchoolField(required=False, help_text="For roles at a school. Type its name, town, postcode or URN.")
    responsibility = forms.ChoiceField(
        label="Which responsibility", required=False, help_text="For a lead of a responsibility."
    )
    partner: Any = forms.ModelChoiceField(
        queryset=None,
        label="Which organisation",
        required=False,
        empty_label="None",
        help_text="For a commissioner of support: the local authority, diocese or trust.",
    )

    def __init__(self, *args: Any, alliance: Alliance, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if Role.LEAD in roles:
            chosen: Any = self.fields["responsibility"]
            chosen.choices = [("", "None"), *Responsibility.choices]
        else:
            del self.fields["responsibility"]
        if Role.COMMISSIONER in roles:
            self.fields["partner"].queryset = current_partners(alliance).filter(school=None)  # type: ignore[attr-defined]  # of a model
        else:
            del self.fields["partner"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        if role in SCHOOL_ROLES and not cleaned.get("school") and "school" not in self.errors:
            self.add_error("school", "Enter the school at which the person has this role.")
        if role == Role.LEAD and not cleaned.get("responsibility"):
            self.add_error("responsibility", "Choose the responsibility that the person leads.")
        if role not in SCHOOL_ROLES and "school" not in self.errors:
            cleaned["school"] = None
        if role == Role.COMMISSIONER and not cleaned.get("partner"):
            self.add_error("partner", self._no_partner())
        if role != Role.COMMISSIONER:
            cleaned["partner"] = None
        cleaned.setdefault("responsibility", "")
        return cleaned

    def _no_partner(self) -> str:
        known: Any = self.fields["partner"]
        if known.queryset.exists():
            return "Choose the organisation for which the person commissions support."
        return "The alliance has no partner that is not a school. Add the organisation under “Partners” first."


class InviteForm(RoleForm):
    """Whom to invite, and to which role."""

    first_name = forms.CharField(
        label="First name", max_length=80, error_messages={"required": "Enter the person’s first name."}
    )
    surname = forms.CharField(
        label="Surname", max_length=80, error_messages={"required": "Enter the person’s surname."}
    )
    email = EmailAddressField(help_text="The invitation goes to this address.")

    field_order = ["first_name", "surname", "email", "role", "school", "responsibility", "partner"]


class SetUpForm(NameForm):
    """Somebody's account, made from an invitation: the address is the one invited and cannot be changed here."""

    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters. If you leave this empty, we send you a code by e-mail whenever you sign in.",
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password"):
            person = Person(
                email=self.email, first_name=cleaned.get("first_name", ""), surname=cleaned.get("surname", "")
            )
            try:
                validate_password(cleaned["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ContactForm(forms.Form):
    """Somebody whom the alliance knows at a school."""

    school = SchoolField()
    name = forms.CharField(label="Name", max_length=120, error_messages={"required": "Enter the person’s name."})
    email = EmailAddressField()
    telephone = forms.CharField(label="Telephone", max_length=20, required=False)
    post = forms.CharField(
        label="Post", max_length=100, required=False, help_text="For example “School business manager”."
    )
    is_head = forms.BooleanField(
        label=said_later("Is the {headteacher}"),
        required=False,
        help_text=said_later(
            "The address counts as the {headteacher}’s once somebody has confirmed it with the school."
        ),
    )


class ConfirmForm(forms.Form):
    """How staff made sure that an address is the headteacher's."""

    how = forms.CharField(
        label="How did you confirm it?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example “Telephoned the number on the national register, spoke to the office manager”.",
        error_messages={"required": "Say how you confirmed the address with the school."},
    )


class DirectorForm(forms.Form):
    """Who is to be an alliance's first director."""

    first_name = forms.CharField(
        label="Director’s first name", max_length=80, error_messages={"required": "Enter the director’s first name."}
    )
    surname = forms.CharField(
        label="Director’s surname", max_length=80, error_messages={"required": "Enter the director’s surname."}
    )
    email = EmailAddressField(label="Director’s e-mail address", help_text="The invitation goes to this address.")


class AllianceForm(DirectorForm):
    """A new alliance and its first director."""

    name = forms.CharField(
        label="Name of the alliance", max_length=120, error_messages={"required": "Enter the name of the alliance."}
    )
    short_name = forms.CharField(label="Short name", max_length=40, required=False, help_text="For example “BTSA”.")
    slug = forms.CharField(
        label="Address",
        max_length=40,
        help_text="What stands after the portal’s own address, like “west-herts”. It cannot be changed later.",
        error_messages={"required": "Enter the alliance’s address."},
    )

    field_order = ["name", "short_name", "slug", "first_name", "surname", "email"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].strip()
        refusal = may_be_address(slug)
        if refusal:
            raise ValidationError(refusal.sentence)
        return slug


class SchoolsFileForm(forms.Form):
    """A file of the national register."""

    file = forms.FileField(
        label="File of the register",
        help_text="As it is downloaded: edubasealldata….csv with the schools, or links_edubasealldata….csv with the "
        "links between them. Schools first, then links.",
        error_messages={"required": "Choose the file.", "empty": "This file is empty. Choose another."},
    )

    def clean_file(self) -> Any:
        """Not larger than operators may upload."""
        file = self.cleaned_data["file"]
        if file.size > settings.REGISTER_MAX_BYTES:
            raise ValidationError(f"This file is larger than {settings.REGISTER_MAX_BYTES // 1024**2} MB.")
        return file
