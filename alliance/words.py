"""Answers with a limit of words, counted in one way by the browser and by the server."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


def count_words(text: str) -> int:
    """The number of words: runs of anything but white space, as GOV.UK's character count does it."""
    return len(text.split())


class WordsField(forms.CharField):
    """A long answer of at most `max_words` words (None: no limit).

    Nothing is cut: an answer that is too long comes back whole, with a sentence that says by how much.
    """

    def __init__(self, *, max_words: int | None, rows: int = 10, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows}
        if max_words:
            attrs["data-maxwords"] = max_words
        super().__init__(widget=forms.Textarea(attrs=attrs), **kwargs)
        self.max_words = max_words

    def validate(self, value: str) -> None:
        """Raises ValidationError where there are too many words."""
        super().validate(value)
        count = count_words(value)
        if self.max_words and count > self.max_words:
            over = count - self.max_words
            raise ValidationError(
                f"{self.label or 'This answer'}: {count} words are {over} more than the {self.max_words} allowed.",
                code="too_many_words",
            )
