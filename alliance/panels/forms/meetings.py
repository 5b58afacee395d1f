"""The form of a moderation meeting."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from alliance.dates import DayField
from alliance.panels.forms.scoring import LinesField
from alliance.panels.models import Seat


class MeetingForm(forms.Form):
    """When a moderation meeting is held, and who is there."""

    held_on = DayField(label="Day of the meeting")
    present: forms.ModelMultipleChoiceField[Seat] = forms.ModelMultipleChoiceField(
        label="Who of the panel is there",
        queryset=Seat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say who of the panel is there."},
    )
    others = LinesField(
        label="Others who are there",
        each="name",
        help_text="One name on each line. The portal knows nothing of their conflicts: ask them.",
    )

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        field.queryset = seats
        field.label_from_instance = lambda seat: f"{seat.person.name}, {seat.get_role_display().lower()}"

    def clean_held_on(self) -> date:
        """A meeting is opened when it begins, or written down after it."""
        day: date = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("The day lies ahead. Open the meeting when it begins.")
        return day
