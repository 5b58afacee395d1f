"""Forms about post: they check input and never write."""

from __future__ import annotations

from django import forms

from alliance.post import checking


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


class LetterCheckForm(forms.Form):
    """Number and code of a letter or certificate; cleaned, the number is a year and a number."""

    number = forms.CharField(
        label="Number of the letter or certificate",
        max_length=20,
        help_text="It stands beside “Letter” or “Number” at the top, for example 2027/0012.",
        error_messages={"required": "Enter the number of the letter or certificate."},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="It stands below the number, for example K7QD-MP3X.",
        error_messages={"required": "Enter the code."},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )

    def clean_number(self) -> tuple[int, int]:
        """Year and number."""
        number = checking.number_in(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError("Enter the number as it stands at the top, for example 2027/0012.")
        return number

    def clean_code(self) -> str:
        """The code as it is printed."""
        return checking.code_in(self.cleaned_data["code"])
