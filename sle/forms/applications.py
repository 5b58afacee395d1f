"""Forms of an application, one thing per page."""

from __future__ import annotations

from typing import Any

from django import forms

from alliance.dates import MomentField
from alliance.drafts import RevisionForm
from alliance.expertise.models import Area
from alliance.schools.forms import SchoolField
from alliance.schools.vocabulary import said_later
from alliance.words import WordsField
from sle.models import Application, Question

# Nobody types more; a request with more is cut rather than kept.
MOST_CHARACTERS = 30_000
YES_NO = [("yes", "Yes"), ("no", "No")]


def yes_no(label: str, help_text: str = "", *, required: bool = True) -> forms.TypedChoiceField:
    """A question answered by yes or no, as True, False, or None where it may stay open."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        required=required,
    )


def told(label: str, help_text: str = "", *, rows: int = 3, most: int = 1000, required: bool = True) -> forms.CharField:
    """A few sentences, at most `most` characters."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=required, widget=widget)


def as_yes_no(value: bool | None) -> str:
    """What a yes-or-no question shows for a stored value."""
    return "" if value is None else "yes" if value else "no"


class YouForm(RevisionForm):
    """Who applies."""

    first_name = forms.CharField(
        label="First name", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    surname = forms.CharField(
        label="Surname", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    post = forms.CharField(label="Your post", max_length=120, help_text="For example: assistant headteacher.")
    telephone = forms.CharField(
        label="Telephone number",
        max_length=20,
        help_text="Only for questions about your application.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "class": "govuk-input--width-20"}),
    )


class ApplicantSchoolForm(RevisionForm):
    """Where the applicant works; a closed school leads to what it has become."""

    school = SchoolField(label="Which school do you work at?")


class TrnForm(RevisionForm):
    """Seven digits, or a reason for having none."""

    trn = forms.RegexField(
        r"^[0-9]{7}$",
        label="Teacher reference number",
        required=False,
        error_messages={"invalid": "A teacher reference number has seven digits, like 1234567."},
        help_text="Seven digits. It is on your payslip or your teachers’ pension papers.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "numeric"}),
    )
    no_trn_reason = forms.CharField(
        label="If you have none, say why",
        max_length=200,
        required=False,
        help_text="For example: I am a school business manager.",
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and "trn" in data:  # people copy it with spaces or a slash, as on the payslip: 12/34567
            data = data.copy()
            data["trn"] = data["trn"].replace(" ", "").replace("/", "")
        super().__init__(data, **kwargs)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        values = super().clean() or {}
        neither = not values.get("trn") and not values.get("no_trn_reason")
        if neither and "trn" not in self.errors and not self.lacking_is_fine:
            self.add_error("trn", "Enter your teacher reference number, or say below why you have none.")
        if values.get("trn"):
            values["no_trn_reason"] = ""
        return values


class LeadershipForm(RevisionForm):
    """The leadership role that the head will confirm."""

    leadership_role = forms.CharField(
        label="Your leadership role", max_length=120, help_text="For example: head of maths."
    )
    leadership_years = forms.IntegerField(
        label="For how many full years have you held a leadership role?",
        min_value=0,
        max_value=50,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )
    is_head = yes_no(said_later("Are you {headteacher} of a school?"))
    is_hlta = yes_no("Are you a higher level teaching assistant?")


class ApplicationAreasForm(RevisionForm):
    """The areas applied for, among those that the round looks for."""

    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label="Which areas do you apply for?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one area."},
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sought = Area.objects.filter(pk__in=application.round.areas.values("area"))
        self.fields["areas"].queryset = sought  # type: ignore[attr-defined]  # a ModelMultipleChoiceField


class AnswerForm(RevisionForm):
    """One answer, with its word limit."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = WordsField(
            label="Your answer",
            max_words=question.word_limit,
            rows=16,
            required=False,
            max_length=MOST_CHARACTERS,
            strip=False,
        )
        self.fields["text"].widget.attrs.pop("maxlength", None)


class AdjustmentsForm(RevisionForm):
    """What the applicant asks for privately."""

    mark_optional = True
    request = told(
        "Do you need anything done differently?",
        "For example more time, large print, or a room without steps. Only the alliance’s staff read this. "
        "The panel is told only what has been arranged, in the words that staff choose.",
        rows=6,
        most=4000,
        required=False,
    )


class PersonToAskForm(forms.Form):
    """Who is asked for a reference."""

    name = forms.CharField(label="Name", max_length=120)
    post = forms.CharField(label="Post", max_length=120, required=False)
    email = forms.EmailField(
        label="E-mail address at work",
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
        help_text="We send the link there. Check it with them.",
    )
    telephone = forms.CharField(
        label="Telephone number",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )


class RefereeForm(RevisionForm, PersonToAskForm):
    """Who supports the application, as its applicant names them."""

    mark_optional = True


class DeclarationForm(forms.Form):
    """The declaration before handing over."""

    declared = forms.BooleanField(
        label="What I have written is true and my own work, and I have read the privacy notice.",
        error_messages={"required": "Confirm the declaration to hand your application over."},
    )


class PaperForm(forms.Form):
    """An application that came on paper: whose, and when it was received."""

    first_name = forms.CharField(label="Applicant’s first name", max_length=80)
    surname = forms.CharField(label="Applicant’s surname", max_length=80)
    email = forms.EmailField(label="Applicant’s e-mail address", help_text="They confirm there what you type.")
    received_at = MomentField(
        label="When did the alliance receive the paper?", help_text="This time counts for the closing time."
    )


class ArrangementForm(forms.Form):
    """What the panel is told of an adjustment."""

    arrangement = told(
        "What has been arranged, in words that the panel may read",
        "Say what is done, not why: “Interview in a ground-floor room, 20 minutes longer.”",
        required=False,
    )
