"""Forms of the board: priorities of a school year, and what support is measured against."""

from __future__ import annotations

from typing import Any

from django import forms

from alliance.schools.models import Alliance
from support.forms.supply import areas_open_to
from support.models import BoardTargets, Priority

NARROW = {"class": "govuk-input--width-5"}


class PriorityForm(forms.ModelForm):
    """What matters most: an area, a phase, why, and how much of it is wanted."""

    class Meta:
        model = Priority
        fields = ["area", "phase", "why", "half_days", "schools"]
        labels = {
            "area": "In which area?",
            "phase": "For which phase?",
            "why": "Why is it a priority?",
            "half_days": "How many half days are wanted?",
            "schools": "How many schools are to be reached?",
        }
        help_texts = {
            "why": "In a sentence. The board reads it.",
            "half_days": "Two half days are a day. Leave it empty where no number was agreed.",
            "schools": "Leave it empty where no number was agreed.",
        }
        widgets = {
            "why": forms.Textarea(attrs={"rows": 2}),
            "half_days": forms.NumberInput(attrs=NARROW),
            "schools": forms.NumberInput(attrs=NARROW),
        }
        error_messages = {"why": {"required": "Say why it is a priority."}, "area": {"required": "Choose an area."}}

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset, area.empty_label = areas_open_to(alliance), "Choose an area"


class TargetsForm(forms.ModelForm):
    """What support is measured against."""

    class Meta:
        model = BoardTargets
        fields = ["good_percent", "in_need_half_days"]
        labels = {
            "good_percent": "Share of evaluations that say good or better, in per cent",
            "in_need_half_days": "Half days for schools in need, in a school year",
        }
        help_texts = {
            "good_percent": "Other alliances have aimed at 90.",
            "in_need_half_days": "Two half days are a day: 60 are 30 days.",
        }
        widgets = {name: forms.NumberInput(attrs=NARROW) for name in fields}
