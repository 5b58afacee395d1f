"""Forms of the outcome letters and their release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from alliance.dates import MomentField
from sle.wording import unknown_placeholders


class LetterForm(forms.Form):
    """The words of one letter: its text, and the feedback for each criterion as a field of its own."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    body = forms.CharField(
        label="Text of the letter",
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=(
            "A blank line makes a paragraph, ## a heading, ** ** bold. Leave {feedback}, {reply_by}, {training} and "
            "{appeal_until} where they are: they are filled in on the day of release."
        ),
        error_messages={"required": "The letter must say something."},
    )

    def __init__(self, *args: Any, feedback: Sequence[Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = [entry["criterion"] for entry in feedback]
        for number, entry in enumerate(feedback):
            self.fields[f"feedback_{number}"] = forms.CharField(
                label=f"Feedback: {entry['criterion']}",
                required=False,
                initial=entry["text"],
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def clean_body(self) -> str:
        """Nothing in braces that nobody fills, and the feedback is not lost."""
        body: str = self.cleaned_data["body"]
        if unknown := unknown_placeholders(body):
            names = ", ".join(f"{{{name}}}" for name in unknown)
            raise forms.ValidationError(f"Nobody fills in {names}: put the right words in its place.")
        if self.criteria and "{feedback}" not in body:
            raise forms.ValidationError("Keep {feedback} where the panel’s feedback should stand.")
        return body

    @property
    def feedback(self) -> list[dict[str, str]]:
        """The feedback as edited, per criterion."""
        return [
            {"criterion": criterion, "text": self.cleaned_data[f"feedback_{number}"].strip()}
            for number, criterion in enumerate(self.criteria)
        ]


class ReleaseTimeForm(forms.Form):
    """When to release."""

    at = MomentField(
        label="Release at",
        help_text="The letters then go out by themselves, if nothing stands in the way at that time.",
    )
