"""Forms of interviews: how they are held, slots, who is invited, and which slot somebody takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.dates import DayField, MomentField, read_time
from alliance.panels.models import Seat
from alliance.people.models import Person
from sle.models import Application
from sle.queries.interviews import Slot


def short(width: int) -> forms.TextInput:
    """An input for so many letters."""
    return forms.TextInput(attrs={"class": f"govuk-input--width-{width}"})


class PlanForm(forms.Form):
    """Where, what to know, and until when applicants choose."""

    place = forms.CharField(label="Where", max_length=200, error_messages={"required": "Say where the interviews are."})
    details = forms.CharField(
        label="What applicants should know",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Whom to ask for, what to bring, where to park. It stands in the e-mails and calendar entries.",
    )
    choose_by = MomentField(
        label="Until when do applicants choose a slot?",
        help_text="Until then they can also change it themselves. Afterwards the alliance’s staff can.",
    )


class _Interviewers(forms.Form):
    """Who interviews, out of those who can."""

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, Person] = {str(seat.person_id): seat.person for seat in seats}
        self.fields["interviewers"] = forms.MultipleChoiceField(
            label="Who interviews?",
            choices=[(pk, person.name) for pk, person in self.people.items()],
            widget=forms.CheckboxSelectMultiple,
            help_text="Members of the panel who have declared their interests.",
            error_messages={"required": "Choose who interviews."},
        )

    def interviewers(self) -> list[Person]:
        """The people chosen."""
        return [self.people[pk] for pk in self.cleaned_data["interviewers"]]


class TimeField(forms.CharField):
    """A time of day as people type it; gives a `time`."""

    def clean(self, value: Any) -> Any:
        """The time. Raises ValidationError."""
        typed = super().clean(value)
        try:
            return read_time(typed)
        except ValueError:
            raise ValidationError("Give the time like 9:30am or 14:00.", code="invalid") from None


class SlotsForm(_Interviewers):
    """Slots one after the other in one room."""

    day = DayField(label="Day")
    begins = TimeField(label="The first begins at", max_length=10, widget=short(5), help_text="Like 9:20am.")
    ends = TimeField(label="The last is over by", max_length=10, widget=short(5))
    minutes = forms.IntegerField(label="Minutes for each", min_value=5, max_value=480, initial=30, widget=short(3))
    room = forms.CharField(label="Room", max_length=80, widget=short(20), error_messages={"required": "Name the room."})

    def clean(self) -> dict[str, Any]:
        """The whole runs forward."""
        values = super().clean() or {}
        begins, ends = values.get("begins"), values.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", "The last slot must be over after the first begins.")
        return values

    def times(self) -> tuple[datetime, datetime]:
        """From when to when, aware."""
        zone, values = timezone.get_current_timezone(), self.cleaned_data
        begins, ends = (datetime.combine(values["day"], values[name], tzinfo=zone) for name in ("begins", "ends"))
        return begins, ends


class SlotForm(_Interviewers):
    """Another time, room or other interviewers for one slot."""

    starts_at = MomentField(label="When")
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=480, widget=short(3))
    room = forms.CharField(label="Room", max_length=80, widget=short(20), error_messages={"required": "Name the room."})


class InviteForm(forms.Form):
    """The applicants that are ticked. `may_invite` are those who can be."""

    applications: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        Application.objects.none(), error_messages={"required": "Tick at least one applicant in the table."}
    )

    def __init__(self, *args: Any, may_invite: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        related = Application.objects.select_related("round__alliance", "alliance", "applicant", "school")
        self.fields["applications"].queryset = related.filter(pk__in=may_invite)  # type: ignore[attr-defined]  # a ModelMultipleChoiceField


class ChooseForm(forms.Form):
    """One of the free slots."""

    def __init__(self, *args: Any, slots: Sequence[Slot], words: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {str(slot.occasion.pk): slot for slot in slots}
        self.fields["slot"] = forms.ChoiceField(
            label="Which time?",
            choices=list(zip(self.slots, words, strict=True)),
            widget=forms.RadioSelect,
            error_messages={
                "required": "Choose a time.",
                "invalid_choice": "This time cannot be chosen any more. Choose another.",
            },
        )

    def slot(self) -> Slot:
        """The slot chosen."""
        return self.slots[self.cleaned_data["slot"]]
