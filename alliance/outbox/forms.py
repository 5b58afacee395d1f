"""Forms about post: they check input and never write."""

from __future__ import annotations

from django import forms


class TryAgainForm(forms.Form):
    """Send a mail once more, perhaps to a better address."""

    email = forms.EmailField(
        label="Send it to",
        max_length=254,
        help_text="Correct the address here if it was wrong.",
        error_messages={
            "required": "Enter an e-mail address.",
            "invalid": "Enter an e-mail address in the right form, like name@example.com.",
        },
    )


class TextForm(forms.Form):
    """An alliance's wording of a mail or letter."""

    subject = forms.CharField(label="Subject", max_length=200, error_messages={"required": "Give the text a subject."})
    body = forms.CharField(
        label="Words",
        widget=forms.Textarea(attrs={"rows": 18}),
        strip=False,
        error_messages={"required": "Give the text some words."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
