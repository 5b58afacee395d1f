"""Forms of visits: planned, written down on a phone, called off; and a correction of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from alliance.dates import DayField, MomentField, TimeField
from alliance.drafts import RevisionForm
from support.forms.deployments import told
from support.models import Deployment, Visit
from support.rules.days import in_days
from support.states import VisitState

MOST_CHARACTERS = 5000
LENGTHS = [(1, "Half a day"), (2, "1 day"), (3, "1½ days"), (4, "2 days")]


def _length() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="How long?",
        choices=LENGTHS,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": "Choose how long."},
    )


class PlanVisitForm(forms.Form):
    """A visit to come, for the diary."""

    starts_at = MomentField(label="When does it begin?", help_text="Day and time, for example 9am.")
    until = TimeField(label="Until what time?", initial="3pm")
    half_days = _length()
    place = forms.CharField(label="Where?", required=False, max_length=200, help_text="Empty: at the supported school.")
    details = told("What to bring or prepare, whom to ask for", required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        """The end is on the day of the beginning."""
        values = super().clean() or {}
        begins, until = values.get("starts_at"), values.get("until")
        if begins is not None and until is not None:
            values["ends_at"] = begins.replace(hour=until.hour, minute=until.minute)
            if values["ends_at"] <= begins:
                self.add_error("until", "It must end after it begins.")
        return values


class NoteVisitForm(forms.Form):
    """A visit that was arranged without the diary."""

    on = DayField(label="Day of the visit")
    half_days = _length()


class RecordForm(RevisionForm):
    """The record of a visit, short enough for a phone."""

    on = DayField(label="Day of the visit")
    half_days = _length()
    focus = forms.CharField(label="Focus", help_text="For example: reasoning in year 5.", max_length=300)
    activity = told("What did you do?", rows=5)
    next_steps = told("Next steps, as agreed with the school", "Who does what by when.", rows=4)

    def typed(self) -> dict[str, Any]:
        """What can be kept of a record that may not be complete: a day only where it is one."""
        kept = {name: self.cleaned_data[name] for name in ("on", "half_days") if self.cleaned_data.get(name)}
        texts = {"focus": 300, "activity": MOST_CHARACTERS, "next_steps": MOST_CHARACTERS}
        given: Mapping[str, str] = self.data
        return kept | {name: given.get(name, "").replace("\r\n", "\n")[:most] for name, most in texts.items()}


AS_AGREED, NOT_THE_SCHOOL, OTHERWISE = "agreed", "leader", "otherwise"


class CallOffForm(forms.Form):
    """Why a visit does not take place."""

    reason = told("Why?", "Everybody who has the visit in their calendar reads this.", missing="Say why.")


class StaffCallOffForm(CallOffForm):
    """The same for staff, who say whether it counts: as agreed, or otherwise and why."""

    counts = forms.ChoiceField(
        label="Does it count as used?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it counts as used."},
    )
    why = told("If you decide otherwise than is agreed, why?", "Both schools and the leader read this.", required=False)

    def __init__(self, *args: Any, late: bool, half_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = in_days(half_days)
        choices = [(AS_AGREED, "It does not count, as agreed"), (OTHERWISE, f"It counts all the same: {days}")]
        if late:
            choices = [
                (AS_AGREED, f"The school calls it off. It counts as agreed: {days}"),
                (NOT_THE_SCHOOL, "The leader, the home school or the alliance calls it off. It does not count"),
                (OTHERWISE, "The school calls it off, and it does not count all the same"),
            ]
        else:
            self.fields["counts"].initial = AS_AGREED
        self.fields["counts"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Whoever decides otherwise says why."""
        values = super().clean() or {}
        if values.get("counts") == OTHERWISE and not values.get("why", "").strip():
            self.add_error("why", "Say why you decide otherwise than is agreed.")
        return values


class CorrectionForm(forms.Form):
    """Half days more or fewer, and why."""

    half_days = forms.IntegerField(
        label="Half days",
        help_text="2 adds a day to what is used; −1 gives half a day back.",
        min_value=-40,
        max_value=40,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    on = DayField(label="For which day?")
    visit: forms.ModelChoiceField = forms.ModelChoiceField(
        Visit.objects.none(), label="Which visit is corrected?", required=False, empty_label="None of them"
    )
    reason = told("Reason", missing="Give the reason, for the record.")

    def __init__(self, *args: Any, deployment: Deployment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visits = Visit.objects.filter(deployment=deployment, ledger__isnull=False).exclude(state=VisitState.PLANNED)
        self.fields["visit"].queryset = visits.distinct()  # type: ignore[attr-defined]  # a ModelChoiceField
