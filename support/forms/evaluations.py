"""Forms of evaluations: the school's own, the leader's comment, what was gained, what has lasted, a measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from alliance.dates import DayField
from alliance.drafts import RevisionForm
from support.forms.deployments import told
from support.models import NeedEvaluation
from support.services.evaluations import SAID
from support.states import Grade, Lasted

MOST_CHARACTERS = 5000


def _grade(label: str, hint: str, missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=Grade.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": missing},
    )


class EvaluationForm(RevisionForm):
    """How a leader's work went: for each planned area what has changed and the evidence, then over all."""

    effectiveness = _grade("How effective was the leader?", "", "Say how effective the leader was.")
    overall = _grade("How did it go over all?", "", "Say how it went over all.")
    changed = told("What is different now?", "For pupils, teachers and leaders.", required=False)
    better = told("What could have been better?", "The leader and the alliance read this.", required=False)

    def __init__(self, *args: Any, lines: Sequence[NeedEvaluation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            area = line.need.area.name
            self.fields[f"impact-{line.pk}"] = _grade(
                f"{area}: how much has the support changed?", line.need.focus, f"Say how much has changed in {area}."
            )
            self.fields[f"evidence-{line.pk}"] = told(
                f"{area}: what is the evidence?",
                "For example results, books, lessons seen, what pupils say.",
                missing=f"Give the evidence for {area}.",
            )
        self.order_fields([name for name in self.fields if name not in SAID])

    def typed(self) -> dict[str, str]:
        """What can be kept of a draft: texts as typed, grades only where they are one."""
        given: Mapping[str, str] = self.data
        found = {}
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                found[name] = given.get(name, "") if given.get(name) in Grade.values else ""
            elif name != "revision":
                found[name] = given.get(name, "").replace("\r\n", "\n")[:MOST_CHARACTERS]
        return found


class CommentForm(forms.Form):
    """The leader's comment on an evaluation."""

    text = told(
        "Your comment", "The school and the alliance read it. It cannot be changed.", missing="Write your comment."
    )


class GainedForm(forms.Form):
    """What somebody took back from the work."""

    text = told("What was gained?", missing="Say what was gained.")


class SettleForm(forms.Form):
    """What staff did about an evaluation."""

    done = told(
        "What did you do about it?", "For the alliance alone. Leave it empty where nothing was needed.", required=False
    )


class FollowUpForm(forms.Form):
    """What has lasted a term later."""

    lasted = forms.ChoiceField(
        label="How much of what the support had changed is still there?",
        choices=Lasted.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how much has lasted."},
    )
    text = told("What has lasted, and what has not?", missing="Say what has lasted.")


class ReadingForm(forms.Form):
    """Where a measure stands."""

    value = forms.DecimalField(
        label="Value",
        max_digits=9,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        error_messages={"required": "Enter the value.", "invalid": "Enter a number, like 62 or 62.5."},
    )
    on = DayField(label="On which day?")
    source = forms.CharField(
        label="Source", max_length=160, error_messages={"required": "Say where the number comes from."}
    )

    def clean_on(self) -> Any:
        """Not a day to come."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return on
