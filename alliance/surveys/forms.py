"""Forms of the yearly ask: setting it up, and one page of questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from alliance.dates import MomentField
from alliance.drafts import RevisionForm
from alliance.surveys.models import school_year
from alliance.surveys.questions import Question, Section, Shape
from alliance.words import WordsField

NUMBER = forms.NumberInput(attrs={"class": "govuk-input--width-3"})
LARGEST = 9_999


class AskForm(forms.Form):
    """Times and words of a draft."""

    opens_at = MomentField(label="From when can schools answer?", help_text="They get the e-mail then.")
    closes_at = MomentField(label="Until when can schools answer?", help_text="Exact to the second, UK time.")
    introduction = forms.CharField(
        label="What should schools read first?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=3000,
        required=False,
        help_text="Why you ask, and what became of last year’s answers. It stands above the questions.",
    )
    remind_every = forms.IntegerField(
        label="Working days between reminders", min_value=1, max_value=20, initial=5, widget=NUMBER
    )
    remind_before = forms.IntegerField(
        label="Working days before the closing time to remind everyone who has not answered",
        min_value=1,
        max_value=20,
        initial=2,
        widget=NUMBER,
    )

    def clean(self) -> dict[str, Any]:
        """Opening before closing."""
        values = super().clean() or {}
        opens, closes = values.get("opens_at"), values.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "Schools need some time to answer: it has to close after it opens.")
        return values


class NewAskForm(AskForm):
    """The same for a new one, with its school year."""

    year = forms.TypedChoiceField(
        label="Which school year is it about?", coerce=int, widget=forms.RadioSelect(attrs={"class": ""})
    )
    field_order = ["year"]

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, school_year(year)) for year in years]  # type: ignore[attr-defined]  # a ChoiceField


class MoreTimeForm(forms.Form):
    """A later closing time."""

    closes_at = MomentField(label="Until when can schools answer now?")

    def __init__(self, *args: Any, later_than: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.later_than = later_than

    def clean_closes_at(self) -> datetime:
        """Later than so far."""
        closes: datetime = self.cleaned_data["closes_at"]
        if closes <= self.later_than:
            raise ValidationError("Choose a time that is later than the closing time so far, and still to come.")
        return closes


class ReopenForm(forms.Form):
    """Why answers are opened again."""

    reason = forms.CharField(
        label="Why are they opened again?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="The school gets this by e-mail, with a new link.",
    )


class SignForm(forms.Form):
    """Who answers for the school."""

    signer_name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    signer_post = forms.CharField(label="Their post", max_length=120, required=False)

    def __init__(self, *args: Any, by_telephone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer_name"].label = "Who at the school told you?" if by_telephone else "Your name"
        self.fields["signer_post"].label = "Their post" if by_telephone else "Your post"


class SectionForm(RevisionForm):
    """One page of questions, made from the section that declares them."""

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        for question in section.questions:
            self.fields[question.key] = field_for(question)

    def typed(self) -> dict[str, Any]:
        """The answers as they are stored; what has an error is left out."""
        return {q.key: self.cleaned_data[q.key] for q in self.section.questions if q.key in self.cleaned_data}


def field_for(question: Question) -> forms.Field:
    """The field in which a question is answered."""
    told: dict[str, Any] = {"label": question.text, "help_text": question.hint, "required": question.required}
    if question.shape is Shape.SEVERAL:
        told["required"] = False
        return forms.MultipleChoiceField(choices=question.choices, widget=forms.CheckboxSelectMultiple, **told)
    if question.shape is Shape.ONE:
        return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **told)
    if question.shape is Shape.NUMBER:
        return forms.IntegerField(min_value=0, max_value=question.most or LARGEST, widget=NUMBER, **told)
    return WordsField(max_words=question.most or 300, rows=5, max_length=10_000, **told)
