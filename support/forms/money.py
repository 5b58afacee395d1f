"""Forms about money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from alliance.dates import DayField
from alliance.money import PoundsField
from alliance.schools.models import Alliance
from alliance.schools.queries import current_partners
from support.rules.school_years import SchoolTerm


class RateForm(forms.Form):
    """What half a day costs from a day on. People think in days, so days are asked for."""

    kind = forms.ChoiceField(label="For whom?", required=False, widget=forms.RadioSelect)
    from_day = DayField(label="From which day on?")
    day_pence = PoundsField(
        label="What is charged for a day, in pounds", help_text="For example 350. Half of it for half a day."
    )
    share_pence = PoundsField(
        label="Of that, what the alliance keeps, in pounds", help_text="For example 50. The rest is the home school’s."
    )

    def __init__(self, *args: Any, kinds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(code, name.capitalize()) for code, name in kinds.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Adds errors where the share is more than the whole, or half a day is no whole pence."""
        cleaned = super().clean() or {}
        whole, share = cleaned.get("day_pence"), cleaned.get("share_pence")
        for name, pence in (("day_pence", whole), ("share_pence", share)):
            if pence is not None and pence % 2:
                self.add_error(name, "Half of this is no whole number of pence. Give an even number of pence.")
        if whole is not None and share is not None and share > whole:
            self.add_error("share_pence", "The alliance cannot keep more than is charged.")
        return cleaned


class PotForm(forms.Form):
    """A funding pot."""

    name = forms.CharField(
        label="What is it called?", max_length=120, error_messages={"required": "Enter a name for the pot."}
    )
    funder: Any = forms.ModelChoiceField(
        queryset=None, label="Who gives the money?", required=False, empty_label="Nobody on the list of partners"
    )

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = current_partners(alliance)  # type: ignore[attr-defined]  # of a model


class SumForm(forms.Form):
    """A sum that moved on a day."""

    pence = PoundsField(label="How much, in pounds?", error_messages={"required": "Enter a sum."})
    on = DayField(label="On which day?")

    def clean_pence(self) -> int:
        """More than nought."""
        pence: int = self.cleaned_data["pence"]
        if not pence:
            raise forms.ValidationError("Enter a sum of more than nought.")
        return pence

    def clean_on(self) -> Any:
        """Not a day to come."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("This day is still to come. Enter the day on which the money moved.")
        return on


class TermForm(forms.Form):
    """For which school term statements are made."""

    term = forms.ChoiceField(
        label="Up to the end of which school term?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a school term."},
    )

    def __init__(self, *args: Any, terms: Sequence[SchoolTerm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = {term.last.isoformat(): term for term in terms}
        self.fields["term"].choices = [(key, term.name) for key, term in self.terms.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_term(self) -> SchoolTerm:
        """The term itself."""
        return self.terms[self.cleaned_data["term"]]


class OrderNumberForm(forms.Form):
    """A school's own purchase order number."""

    order_number = forms.CharField(label="Purchase order number", max_length=40, required=False)
