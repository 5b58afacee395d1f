"""Forms of matching: a leader's part in a request as it is planned."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from support.models import Need, Request
from support.queries.matching import half_days_of


class PlanLeaderForm(forms.Form):
    """Which needs a leader is to meet, and with how many half days."""

    needs: Any = forms.ModelMultipleChoiceField(
        label="Which needs are they to meet?",
        queryset=Need.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one need."},
    )
    half_days = forms.IntegerField(
        label="How many half days?",
        min_value=1,
        max_value=400,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    beyond_days = forms.BooleanField(
        label="I have settled with them that it may be more than they have left this school year", required=False
    )

    def __init__(self, *args: Any, request: Request, ticked: Collection[int], **kwargs: Any) -> None:
        chosen = [need for need in request.needs.all() if need.pk in ticked]
        kwargs["initial"] = {
            "needs": [need.pk for need in chosen],
            "half_days": sum(half_days_of(need, request) for need in chosen) or None,
        }
        super().__init__(*args, **kwargs)
        rows = Need.objects.filter(request=request).select_related("area").order_by("area__position", "pk")
        field: Any = self.fields["needs"]
        field.queryset = rows
        field.label_from_instance = lambda need: f"{need.area.name}, {need.get_phase_display().lower()}"
