"""Forms of a head's release: the head's answer, and staff who name the head."""

from __future__ import annotations

from django import forms

from sle.forms.applications import told, yes_no


class ReleaseForm(forms.Form):
    """The head's answer."""

    agrees = yes_no("Do you release them to support other schools?", "About 15 days a year as a guide.")
    view = told("What would you like to tell us?", rows=6, most=5000, required=False)
    signer_name = forms.CharField(
        label="Your name, as your signature",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    signer_post = forms.CharField(label="Your post", max_length=120)

    def __init__(self, *args: object, within_review: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        if within_review:
            self.fields["view"].label = "How do you see their work, in your school and beyond?"


class NameHeadForm(forms.Form):
    """The head of a home school, confirmed with the school."""

    name = forms.CharField(label="Name of the head", max_length=120)
    email = forms.EmailField(label="E-mail address of the head")
    how = told("How did you confirm this with the school?", "For example: rang the office on the school’s own number.")
