"""Forms of the public directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alliance.words import WordsField

ABOUT_WORDS = 80


class ListingForm(forms.Form):
    """What a leader says of their work."""

    about = WordsField(
        max_words=ABOUT_WORDS,
        rows=5,
        required=False,
        label="What would you like to say about your work?",
        help_text="For schools that look for help: what you are good at, and what has changed where you have helped.",
    )

    def clean_about(self) -> str:
        """Raises ValidationError for an e-mail address: the directory shows none."""
        about: str = self.cleaned_data["about"]
        if "@" in about:
            raise ValidationError("Leave e-mail addresses out: schools write to the alliance.")
        return about


class DirectoryForm(forms.Form):
    """The form of the directory's filters: a distance is counted from somewhere."""

    def clean(self) -> dict[str, Any]:
        """Adds an error where a distance is asked for and no place to count from."""
        cleaned = super().clean() or {}
        if cleaned.get("within") and not cleaned.get("near") and "near" not in self.errors:
            self.add_error("near", "Say from which school the distance is counted.")
        return cleaned
