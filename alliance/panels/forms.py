"""Forms of the panels' pages."""

from __future__ import annotations

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Several short texts, one a line; cleans to the list of those that are not empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Raises ValidationError for a line longer than 200 characters."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError("Write one school or person on each line, 200 characters at most.")
        return [line for line in lines if line]


class DeclarationForm(forms.Form):
    """With whom somebody on the panel must have nothing to do. Where names are shown, candidates can be ticked."""

    candidates = forms.TypedMultipleChoiceField(
        label="Applicants you must not score",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    schools = LinesField(
        label="Schools",
        help_text="One a line: name or URN. Schools where you work, worked in the last three years, are a governor, "
        "or have family.",
    )
    people = LinesField(
        label="People",
        help_text="One a line: first name and surname, or e-mail address. Family, friends, people you manage, coach "
        "or mentor, or have given a reference for in this round.",
    )
    declared = forms.BooleanField(
        label="I have named everybody with whom I should have nothing to do, as far as I know",
        error_messages={"required": "Confirm that you have named everybody you know of."},
    )

    def __init__(self, *args: Any, candidates: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if candidates:
            self.fields["candidates"].choices = candidates  # type: ignore[attr-defined]  # it is a choice field
        else:
            del self.fields["candidates"]

    def clean(self) -> dict[str, Any]:
        """An anonymous exercise has no candidates to tick."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned.setdefault("candidates", [])
        return cleaned


class RecuseForm(forms.Form):
    """Stepping back from one entry. A reason is not asked for: it could say who the candidate is."""

    reason = forms.CharField(
        label="Anything the alliance should know",
        help_text="You need not say why.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
