"""The form of a leader's place in the public directory."""

from __future__ import annotations

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
