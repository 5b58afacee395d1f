"""Forms of heads, referees, and of staff who chase them."""

from __future__ import annotations

from django import forms

from alliance.drafts import RevisionForm
from alliance.words import WordsField
from sle.forms.applications import PersonToAskForm, told, yes_no
from sle.rules.references import STATEMENT_WORDS
from sle.states import Support

SUPPORT = [
    (Support.STRONGLY, "Yes, strongly"),
    (Support.CLEARLY, "Yes"),
    (Support.RESERVATIONS, "Yes, with reservations"),
    (Support.NOT, "No"),
]


class SignedForm(RevisionForm):
    """What head and referee both fill in. Nothing is required while it is a draft: sending checks that."""

    statement = WordsField(max_words=STATEMENT_WORDS, rows=14, required=False, label="Your statement")
    signer_name = forms.CharField(
        label="Your name, as your signature",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    signer_post = forms.CharField(label="Your post", max_length=120, required=False)


class HeadReferenceForm(SignedForm):
    """The headteacher's part of an application."""

    confirms_role = yes_no("Does the applicant hold the leadership role they describe?", required=False)
    confirms_years = forms.IntegerField(
        label="For how many full years have they held a leadership role?",
        min_value=0,
        max_value=50,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )
    agrees_release = yes_no(
        "Would your school release the applicant to support other schools?",
        "About 15 days a year as a guide.",
        required=False,
    )
    field_order = [
        "confirms_role",
        "confirms_years",
        "agrees_release",
        "statement",
        "signer_name",
        "signer_post",
        "revision",
    ]


class SecondReferenceForm(SignedForm):
    """The second reference, from somebody who was supported or saw the impact."""

    known_how = forms.CharField(label="How do you know the applicant?", max_length=200, required=False)
    known_years = forms.CharField(
        label="How long have you known them?",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    support = forms.ChoiceField(
        label="Do you support the application?", choices=SUPPORT, widget=forms.RadioSelect, required=False
    )
    signer_school = forms.CharField(label="Your school or organisation", max_length=120, required=False)
    field_order = [
        "known_how",
        "known_years",
        "statement",
        "support",
        "signer_name",
        "signer_post",
        "signer_school",
        "revision",
    ]


class DeclineForm(forms.Form):
    """Why somebody will not give a reference."""

    reason = told(
        "Why will you not give this reference?",
        "The alliance’s staff read this. The applicant is told only that you declined.",
        most=2000,
    )


class SendBackForm(forms.Form):
    """What the applicant should change."""

    reason = told("What should the applicant change?", "The applicant gets this by e-mail.", most=2000)


class CallForm(forms.Form):
    """A telephone call."""

    text = told("What was said?", "Who you spoke to and what they will do.")


class ConfirmAddressForm(forms.Form):
    """How staff made sure that an address is the head's."""

    how = told(
        "How did you confirm it with the school?",
        "Whom you spoke to, on which number. Use the school’s published one, not one from the application.",
    )


class RedirectForm(PersonToAskForm):
    """The acting or new head, and how staff know."""

    reason = told("Why does it go to them, and how did you confirm their address with the school?")


class ReplaceRefereeForm(PersonToAskForm):
    """Another second referee, and how the applicant asked for it."""

    reason = told(
        "How did the applicant ask for this, and why?", "Kept on the record. The applicant is told by e-mail."
    )


class SettleRuleForm(forms.Form):
    """Whether a rule is met, and why."""

    met = yes_no("Is the rule met?")
    reason = told("Why?", "Kept on the record.")
