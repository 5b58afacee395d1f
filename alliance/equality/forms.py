"""The questions as a form: every answer may be "prefer not to say", which is what stands there at first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from alliance.equality.questions import PREFER_NOT, QUESTIONS


class AnswersForm(forms.Form):
    """A question under the other; nothing is required, so nothing is marked as optional."""

    mark_optional = False

    def __init__(self, data: Any = None, *, given: Mapping[str, str]) -> None:
        super().__init__(data)
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text,
                help_text=question.hint,
                choices=[*question.choices, ("", PREFER_NOT)],
                initial=given.get(question.key, ""),
                required=False,
                widget=forms.RadioSelect,
            )
