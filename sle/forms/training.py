"""Forms of core training."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from alliance.choices import hinted
from alliance.dates import DayField, MomentField, TimeField
from alliance.diary.models import Attendance
from alliance.diary.states import AttendanceState
from alliance.money import PoundsField
from sle.forms.applications import told
from sle.models import Designation, DesignationKind

YES, NO = "yes", "no"


class TrainingDayForm(forms.Form):
    """A day of core training."""

    title = forms.CharField(label="Title", max_length=160, initial="Core training for new leaders")
    day = DayField(label="Day")
    begins = TimeField(label="Begins at", help_text="For example 9:30am.")
    ends = TimeField(label="Ends at")
    place = forms.CharField(
        label="Where", max_length=200, required=False, help_text="Leave it empty where it is online only."
    )
    link = forms.CharField(
        label="Link, if it is online", max_length=300, required=False, help_text="Whoever has a place is told it."
    )
    details = told("What should people know?", "Whom to ask for, what to bring, lunch.", rows=4, required=False)
    capacity = forms.IntegerField(
        label="Places",
        min_value=1,
        max_value=1000,
        required=False,
        help_text="Empty: as many as want to come.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    book_by = MomentField(label="Book or answer by", help_text="Leaders choose themselves until then; staff later too.")
    fee_pence = PoundsField(
        label="Fee for each leader, in pounds", initial=0, help_text="Owed by the home school of whoever attends."
    )
    kinds = forms.MultipleChoiceField(label="Who must come?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, kinds: Iterable[DesignationKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(kind.code, kind.plural.capitalize()) for kind in kinds]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Adds errors where the day has no place, or ends before it begins or before the last day for an answer."""
        cleaned = super().clean() or {}
        if not cleaned.get("place") and not cleaned.get("link") and not {"place", "link"} & set(self.errors):
            self.add_error("place", "Say where it is, or give the link of the meeting online.")
        day, begins, ends = (cleaned.get(name) for name in ("day", "begins", "ends"))
        if day and begins and ends:
            starts_at = timezone.make_aware(datetime.combine(day, begins))
            cleaned["starts_at"], cleaned["ends_at"] = starts_at, timezone.make_aware(datetime.combine(day, ends))
            if ends <= begins:
                self.add_error("ends", "It must end after it begins.")
            if (book_by := cleaned.get("book_by")) and book_by > starts_at:
                self.add_error("book_by", "The last day for an answer must be before it begins.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `plan_training` takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("day", "begins", "ends")}


class InviteForm(forms.Form):
    """Who is invited: whoever was newly designated is ticked."""

    leaders = forms.MultipleChoiceField(
        label="Whom do you invite?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one leader."},
    )

    def __init__(self, *args: Any, leaders: Iterable[Designation], **kwargs: Any) -> None:
        self.known = {str(one.pk): one for one in leaders}
        kwargs["initial"] = {"leaders": [pk for pk, one in self.known.items() if one.application_id]}
        super().__init__(*args, **kwargs)
        self.fields["leaders"].choices = [(pk, _described(one)) for pk, one in self.known.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self) -> list[Designation]:
        """The leaders who are ticked."""
        return [self.known[pk] for pk in self.cleaned_data["leaders"]]


def _described(held: Designation) -> str:
    since = f", designated {timezone.localtime(held.replied_at):%-d %b %Y}" if held.replied_at else ""
    return hinted(held.person.name, f"{held.kind}, {held.home_school.name}{since}")


class AttendanceForm(forms.Form):
    """Who came, for everybody who had a place; whoever has a certificate is not asked about."""

    def __init__(self, *args: Any, people: Iterable[tuple[Attendance, Designation]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for row, held in self.people:
            said = {AttendanceState.ATTENDED: YES, AttendanceState.ABSENT: NO}
            self.fields[f"came_{row.pk}"] = forms.ChoiceField(
                label=held.person.name,
                help_text=held.home_school.name,
                choices=[(YES, "Came"), (NO, "Did not come")],
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                required=False,
                initial=said.get(AttendanceState(row.state)),
            )
        self.mark_optional = False

    def came(self) -> dict[int, bool]:
        """What was said, by primary key of the attendance."""
        said = {row.pk: self.cleaned_data[f"came_{row.pk}"] for row, _ in self.people}
        return {pk: answer == YES for pk, answer in said.items() if answer}


class RecordTrainingForm(forms.Form):
    """Core training done elsewhere, or before the portal."""

    done_on = DayField(label="When was it done?")
    where = forms.CharField(
        label="Where, and how do you know?",
        max_length=200,
        help_text="For example: with the alliance that they come from; they have shown the certificate.",
    )


class OrderNumberForm(forms.Form):
    """The school's purchase order number."""

    order_number = forms.CharField(
        label="Purchase order number", max_length=40, widget=forms.TextInput(attrs={"class": "govuk-input--width-10"})
    )
