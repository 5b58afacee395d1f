"""Days and times in forms, typed in parts as GOV.UK's services ask for them; times are UK time."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
STANDARD_TIME = time(15)  # 3pm if nobody says otherwise


class PartsWidget(forms.MultiWidget):
    """Day, month, year, and where asked a time, each a small text input with its own label."""

    template_name = "govuk/parts.html"
    use_fieldset = True

    def __init__(self, *, with_time: bool, attrs: dict[str, Any] | None = None) -> None:
        parts = [("Day", "2", "numeric"), ("Month", "2", "numeric"), ("Year", "4", "numeric")]
        if with_time:
            parts.append(("Time", "5", ""))
        self.labels = [label for label, _, _ in parts]
        widgets = []
        for _, width, mode in parts:
            own = {"class": f"govuk-input govuk-input--width-{width}"}
            widgets.append(forms.TextInput(attrs=own | ({"inputmode": mode} if mode else {})))
        self.with_time = with_time
        super().__init__(widgets, attrs)

    def decompress(self, value: date | datetime | None) -> list[Any]:
        """A stored day or time as what stands in the inputs."""
        if value is None:
            return [None, None, None, *([time_in_words(STANDARD_TIME)] if self.with_time else [])]
        if isinstance(value, datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            day = [local.day, local.month, local.year]
            return [*day, time_in_words(local.time())] if self.with_time else day
        return [value.day, value.month, value.year, *([time_in_words(STANDARD_TIME)] if self.with_time else [])]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The parts, each with its label."""
        context = super().get_context(name, value, attrs)
        for label, part in zip(self.labels, context["widget"]["subwidgets"], strict=True):
            part["label"] = label
        return context


def time_in_words(at: time) -> str:
    """A time of day as people type it: "3pm", "9:30am", "midday"."""
    if at == time(12):
        return "midday"
    half = "am" if at.hour < 12 else "pm"
    return f"{at.hour % 12 or 12}{f':{at.minute:02}' if at.minute else ''}{half}"


def read_time(text: str) -> time:
    """A time of day from what people type: 3pm, 3.30 pm, 15:00, midday. Raises ValueError for anything else."""
    bare = text.strip().lower().replace(" ", "").replace(".", ":")
    if bare in ("midday", "noon", "12noon"):
        return time(12)
    if bare == "midnight":
        raise ValueError("midnight belongs to two days")
    found = re.fullmatch(r"(\d{1,2})(?::?(\d{2}))?(?::(\d{2}))?(am|pm)?", bare)
    if not found:
        raise ValueError(f"no time of day: {text}")
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            raise ValueError(f"no time of day: {text}")
        hour = hour % 12 + (12 if found[4] == "pm" else 0)
    return time(hour, minute, second)


def read_day(day: str, month: str, year: str) -> date:
    """A date from its three parts; months also by name, years also with two digits. Raises ValueError."""
    month = month.strip().lower()
    number = MONTHS.index(month[:3]) + 1 if month[:3] in MONTHS else int(month)
    full_year = int(year) + (2000 if len(year.strip()) <= 2 else 0)
    if not 1900 <= full_year <= 2200:
        raise ValueError(f"no year of ours: {year}")
    return date(full_year, number, int(day))


class _PartsField(forms.Field):
    """What DayField and MomentField share: reading the parts, and sentences that say which one is wrong."""

    with_time = False

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PartsWidget(with_time=self.with_time))
        super().__init__(**kwargs)

    def _named(self) -> str:
        return str(self.label or "The date").rstrip("?")

    def clean(self, value: Any) -> Any:
        """The day or aware time. Raises ValidationError with a sentence that names the field."""
        parts = [str(part or "").strip() for part in value or []]
        if not any(parts[:3]):
            if self.required:
                raise ValidationError(f"{self._named()}: give a day, a month and a year.", code="required")
            return None
        missing = [name for name, part in zip(("day", "month", "year"), parts, strict=False) if not part]
        if missing:
            raise ValidationError(
                f"{self._named()}: the {' and the '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing.",
                code="incomplete",
            )
        try:
            day = read_day(*parts[:3])
        except ValueError:
            raise ValidationError(f"{self._named()}: there is no such day.", code="invalid") from None
        return self.finish(day, parts)

    def finish(self, day: date, parts: list[str]) -> Any:
        """What the field gives, once the day is known."""
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares what was stored with what the parts say now."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


class DayField(_PartsField):
    """A date in three parts; gives a `date`."""


class MomentField(_PartsField):
    """A date in three parts and a time, 3pm if nobody says otherwise; gives an aware `datetime` in UK time."""

    with_time = True

    def finish(self, day: date, parts: list[str]) -> datetime:
        """The aware time. A time that the change to summer time skips or repeats is refused."""
        try:
            at = read_time(parts[3]) if len(parts) > 3 and parts[3] else STANDARD_TIME
        except ValueError:
            raise ValidationError(f"{self._named()}: give the time like 3pm or 15:00.", code="invalid") from None
        zone = timezone.get_current_timezone()
        made = datetime.combine(day, at, tzinfo=zone)
        if made.utcoffset() != made.replace(fold=1).utcoffset():
            raise ValidationError(
                f"{self._named()}: the clocks change at that time. Choose another hour.", code="ambiguous"
            )
        return made


class TimeField(forms.CharField):
    """A time of day as people type it ("9:30am", "15:00"); gives a `time`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored time as people type it."""
        return time_in_words(value) if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        """The time, or None. Raises ValidationError."""
        text = super().clean(value)
        try:
            return read_time(text) if text else None
        except ValueError:
            raise ValidationError(f"{self.label}: give the time like 9:30am or 15:00.", code="invalid") from None
