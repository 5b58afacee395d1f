"""Forms of a move to another alliance, and of a new home school."""

from __future__ import annotations

from typing import Any

from django import forms

from alliance.schools.forms import SchoolField
from alliance.schools.models import Alliance
from sle.forms.applications import told
from sle.models import Designation
from sle.queries.moves import alliances_to_move_to


class AllianceChoice(forms.ModelChoiceField):
    """Alliances by name; which ones are offered is set when the form is made."""

    def label_from_instance(self, obj: Alliance) -> str:
        return obj.name


class MoveForm(forms.Form):
    """Where a leader wants to go."""

    to = AllianceChoice(Alliance.objects.none(), label="Which alliance do you want to move to?", empty_label=None)
    reason = told("Would you say why?", "Read by the staff of your present alliance only.", required=False)

    def __init__(self, *args: Any, designation: Designation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = alliances_to_move_to(designation)  # type: ignore[attr-defined]  # a model choice


class HomeSchoolForm(forms.Form):
    """Where a leader works now."""

    school = SchoolField(label="Home school")
    reason = told("How do you know?", "Kept on the record. For example: they told us of their new post.")
