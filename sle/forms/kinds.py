"""Forms of the kinds of leaders, and of leaders designated nationally."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from alliance.dates import DayField
from alliance.schools.forms import SchoolField
from alliance.schools.models import Alliance
from sle.forms.applications import told, yes_no
from sle.leader_kinds import SLE, kinds_of
from sle.models import DesignationKind

NUMBER = forms.NumberInput(attrs={"class": "govuk-input--width-3"})


class KindForm(forms.Form):
    """What holds for a kind of leader."""

    word = forms.CharField(
        label="What is one of them called?",
        max_length=80,
        help_text="In the middle of a sentence: local leader of education.",
    )
    plural = forms.CharField(label="And several?", max_length=80, help_text="Local leaders of education.")
    own_areas = yes_no(
        "Do they have areas of their own?", "If not, they are designated in the areas of the shared list."
    )
    years = forms.IntegerField(
        label="For how many years are they designated?",
        help_text="Leave this empty if a designation does not run out.",
        required=False,
        min_value=1,
        max_value=20,
        widget=NUMBER,
    )
    review_months = forms.IntegerField(
        label="How many months before the end does the review begin?",
        help_text="Leave this empty if designations are not reviewed.",
        required=False,
        min_value=1,
        max_value=24,
        widget=NUMBER,
    )
    remind_every = forms.IntegerField(
        label="Working days between reminders in a review", min_value=1, max_value=30, widget=NUMBER, initial=4
    )
    appeal_working_days = forms.IntegerField(
        label="Working days in which an ending can be appealed", min_value=1, max_value=60, widget=NUMBER, initial=10
    )
    appeal_grounds = told("On which grounds can an ending be appealed?", "This stands in the letter.", rows=5)

    def __init__(self, *args: Any, kind: DesignationKind | None = None, **kwargs: Any) -> None:
        if kind is not None:
            kwargs["initial"] = {name: getattr(kind, name) for name in self.base_fields}
            kwargs["initial"]["own_areas"] = "yes" if kind.own_areas else "no"
        super().__init__(*args, **kwargs)
        if kind is not None and kind.code == SLE:  # called what the alliance's vocabulary says
            del self.fields["word"], self.fields["plural"]


class NewKindForm(KindForm):
    """A kind of leader more."""

    code = forms.CharField(
        label="What is their abbreviation?",
        max_length=10,
        help_text="For example: LLE. It is the same in all alliances.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        validators=[RegexValidator(r"^[A-Z][A-Z0-9]*$", "Use capital letters and digits only, like LLE.")],
    )
    field_order = ["code"]


class NationalForm(forms.Form):
    """Somebody who is designated nationally."""

    kind = forms.ChoiceField(label="As what?", widget=forms.RadioSelect)
    first_name = forms.CharField(label="First name", max_length=80)
    surname = forms.CharField(label="Surname", max_length=80)
    email = forms.EmailField(label="E-mail address", help_text="The address they sign in with, if they ever do.")
    school = SchoolField(label="Home school")
    since = DayField(label="Designated since")
    evidence = told("How do you know?", "For example: the agency’s list of June, or the letter they have shown.")

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (kind.code, f"{kind.word} ({kind.code})") for kind in kinds_of(alliance).values() if kind.is_national
        ]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_since(self) -> Any:
        """A day that has come."""
        since = self.cleaned_data["since"]
        if since and since > timezone.localdate():
            raise forms.ValidationError("That day is still to come.")
        return since
