"""Choosing a school in a form: typed by name, town, postcode or URN, and picked from a list where several fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alliance.keys import key_in
from alliance.schools.models import School
from alliance.schools.names import search_form
from alliance.schools.queries import search_schools, successors_of, urn_in
from alliance.schools.states import SchoolStatus

LISTED = 20


@dataclass(frozen=True)
class TypedSchool:
    """What came back: the text, the text for which a list was shown, and the URN picked from that list."""

    text: str = ""
    asked: str = ""
    picked: str = ""


def described(school: School) -> str:
    """A school so that nobody confuses it: "Penns Primary School, Sutton Coldfield, B72 1BS (103356)"."""
    place = ", ".join(part for part in (school.name, school.town, school.postcode) if part)
    return f"{place} ({school.urn})"


def listed(school: School) -> str:
    """A school in a list of candidates: described, and when it closed if it did."""
    if school.status != SchoolStatus.CLOSED:
        return described(school)
    return f"{described(school)}, closed{_on(school)}"


def _on(school: School) -> str:
    return f" on {school.close_date.day} {school.close_date:%B %Y}" if school.close_date else ""


class SchoolWidget(forms.Widget):
    """A text input, and beneath it radios once a list of candidates is needed. Works without JavaScript; with it,
    `data-school-search` suggests schools while one types (from the page `schools:school_search`)."""

    template_name = "schools/_school_widget.html"
    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.candidates: list[School] = []

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedSchool:
        return TypedSchool(
            text=(data.get(name) or "").strip(),
            asked=data.get(f"{name}_asked") or "",
            picked=data.get(f"{name}_picked") or "",
        )

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_picked" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed = value if isinstance(value, TypedSchool) else TypedSchool(text=str(value or ""))
        context = super().get_context(name, typed.text, attrs)
        context["widget"]["candidates"] = [
            {"urn": school.urn, "label": listed(school), "checked": str(school.urn) == typed.picked}
            for school in self.candidates
        ]
        return context


class SchoolField(forms.Field):
    """A school of the national register. Cleans to a School, or None where it is not required and left empty.

    With `open_only` (the default) a closed school is not taken: what it has become is offered instead.
    """

    widget: type[SchoolWidget] = SchoolWidget
    default_error_messages = {
        "required": "Enter the school’s name, town or URN.",
        "none": "No school was found for “%(text)s”. Check the spelling, or try its town, postcode or URN.",
        "no_urn": "There is no school with the URN %(text)s on the register.",
        "several": "Several schools fit. Choose the one you mean.",
        "too_many": f"More than {LISTED} schools fit. Choose the one you mean, or add the town to see fewer.",
        "became": "%(school)s closed%(on)s. Choose what it has become.",
        "closed": "%(school)s closed%(on)s. Enter a school that is open.",
    }

    def __init__(self, *, open_only: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("label", "School")
        kwargs.setdefault("help_text", "Type its name, town, postcode or URN.")
        super().__init__(**kwargs)
        self.open_only = open_only

    def prepare_value(self, value: Any) -> Any:
        """What the text input shows for a School, its primary key, or what was typed."""
        if isinstance(value, int):
            value = School.objects.filter(pk=value).first()
        return described(value) if isinstance(value, School) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial) or ""
        return bool(isinstance(data, TypedSchool) and (data.text != before or data.picked))

    def clean(self, value: Any) -> School | None:
        typed = value if isinstance(value, TypedSchool) else TypedSchool(text=str(value or ""))
        if not typed.text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self._open(self._resolve(typed))

    def _resolve(self, typed: TypedSchool) -> School:
        chosen = key_in(typed.picked)
        if chosen is not None and typed.asked == typed.text:
            picked = School.objects.filter(urn=chosen).first()
            if picked:
                return picked
        found = search_schools(typed.text, limit=LISTED + 1)
        if not found:
            urn = urn_in(typed.text)
            code, shown = ("no_urn", str(urn)) if urn else ("none", _cut(typed.text))
            raise ValidationError(self.error_messages[code], code=code, params={"text": shown})
        if len(found) == 1:
            return found[0]
        self._offer(found[:LISTED])
        code = "too_many" if len(found) > LISTED else "several"
        raise ValidationError(self.error_messages[code], code=code)

    def _open(self, school: School) -> School:
        if not self.open_only or school.status != SchoolStatus.CLOSED:
            return school
        became = [one for one in successors_of(school) if one.status != SchoolStatus.CLOSED]
        self._offer(became)
        code = "became" if became else "closed"
        params = {"school": school.name, "on": _on(school)}
        raise ValidationError(self.error_messages[code], code=code, params=params)

    def _offer(self, schools: Iterable[School]) -> None:
        self.widget.candidates = list(schools)


def _cut(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def suggestions(text: str) -> list[dict[str, Any]]:
    """What the search page answers to a script: urn, name, town, and the text that the input shall hold."""
    if len(search_form(text)) < 2:
        return []
    return [
        {
            "urn": school.urn,
            "name": school.name,
            "town": school.town,
            "text": described(school),
            "label": listed(school),
        }
        for school in search_schools(text, limit=LISTED)
    ]
