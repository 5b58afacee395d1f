"""Forms of deciding: what is proposed for the applications that are ticked, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from alliance.dates import DayField
from sle.models import ApplicationArea, AreaDecision
from sle.rules.decisions import reserve_problem
from sle.states import DESIGNATING, Outcome


class ProposeForm(forms.Form):
    """An outcome for each ticked line. `areas` are the lines this person may propose for."""

    areas: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        ApplicationArea.objects.none(), error_messages={"required": "Tick at least one line of the table."}
    )
    outcome = forms.ChoiceField(
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        label="What do you propose for the ticked lines?",
        error_messages={"required": "Choose an outcome."},
    )
    reserve_until = DayField(required=False, label="In reserve until", help_text="Only for a reserve.")
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Reason",
        help_text="Needed where the outcome is not what the panel’s rule recommends. The applicant does not see it.",
    )

    def __init__(self, *args: Any, may_propose: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = ApplicationArea.objects.filter(pk__in=may_propose).select_related("application__round", "area")
        self.fields["areas"].queryset = areas  # type: ignore[attr-defined]  # a model choice field

    def clean(self) -> dict[str, Any]:
        """A reserve has a date after today."""
        values = super().clean() or {}
        until = values.get("reserve_until")
        if "reserve_until" not in self.errors:
            problem = reserve_problem(values.get("outcome", ""), until, timezone.localdate())
            if problem:
                self.add_error("reserve_until", problem)
        return values


class ApproveForm(forms.Form):
    """The proposals that are ticked. `decisions` are those this person may approve."""

    decisions: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        AreaDecision.objects.none(), error_messages={"required": "Tick at least one proposal."}
    )

    def __init__(self, *args: Any, may_approve: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decisions = AreaDecision.objects.filter(pk__in=may_approve)
        decisions = decisions.select_related("application_area__application__round")
        self.fields["decisions"].queryset = decisions  # type: ignore[attr-defined]  # a ModelMultipleChoiceField


class PlaceForm(forms.Form):
    """A place for somebody in reserve."""

    outcome = forms.ChoiceField(
        choices=[(one, Outcome(one).label) for one in DESIGNATING],
        widget=forms.RadioSelect,
        label="How will they be designated?",
        error_messages={"required": "Choose how they will be designated."},
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Which place has come up, and why is it offered to this applicant first?",
        help_text="Kept on the record. The applicant does not see it.",
        error_messages={"required": "Give the reason, for the record."},
    )


class ReasonForm(forms.Form):
    """Why: a reason that has to be given and is kept on the record."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": "Give the reason, for the record."}
    )

    def __init__(self, *args: Any, label: str = "Reason", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint
