"""Forms of the agreement: its draft, a line for each leader, the scoping visit, a signature."""

from __future__ import annotations

from typing import Any

from django import forms

from alliance.dates import DayField
from alliance.drafts import RevisionForm
from alliance.money import PoundsField
from support.forms.deployments import told
from support.models import AgreementLine, Pot
from support.rules.agreements import dates_problem
from support.states import Invoiced


class ScopingForm(forms.Form):
    """When the leader has been to see the school, and what they found."""

    on = DayField(label="Day of the scoping visit")
    found = told(
        "What was found and agreed?", "Helps to draw up the agreement. The school and leaders see it.", required=False
    )


class AgreementForm(RevisionForm):
    """The draft of an agreement. It may lack anything until it is sent to be signed."""

    purpose = told("Purpose", required=False)
    outcomes = told("What will be different", required=False)
    visits = told("Visits", "How many, how long, and what happens at them.", required=False)
    late_hours = forms.IntegerField(
        label="Called off late: fewer hours than this before a visit",
        help_text="If the school calls a visit off later than this, it counts as used. 0: it never does.",
        min_value=0,
        max_value=336,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    milestones = told("Milestones", "What is to be reached by when.", required=False)
    begins_on = DayField(label="First day", required=False)
    ends_on = DayField(label="Last day", required=False)
    review_on = DayField(label="Mid-term review", required=False)
    safeguarding = told("Safeguarding and insurance", required=False)

    def clean(self) -> dict[str, Any]:
        """Dates follow each other."""
        values = super().clean() or {}
        problem = dates_problem(values.get("begins_on"), values.get("review_on"), values.get("ends_on"))
        if problem:
            self.add_error("ends_on", problem)
        return values


class LineForm(forms.Form):
    """What the agreement says of one leader."""

    half_days = forms.IntegerField(
        label="Half days", min_value=1, max_value=400, widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    )
    half_day_pence = PoundsField(label="Charged for half a day, in pounds", help_text="0 where it costs nothing.")
    share_pence = PoundsField(label="Of that, the alliance keeps, in pounds")
    invoiced_by = forms.ChoiceField(
        label="Who invoices the school?",
        choices=Invoiced.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    pot: forms.ModelChoiceField = forms.ModelChoiceField(
        Pot.objects.none(), label="Paid from", required=False, empty_label="The school’s own budget"
    )

    def __init__(self, *args: Any, line: AgreementLine, **kwargs: Any) -> None:
        names = ("half_days", "half_day_pence", "share_pence", "invoiced_by", "pot")
        initial = {name: getattr(line, name) for name in names}
        super().__init__(*args, **{"prefix": f"line{line.pk}", "initial": initial, **kwargs})
        self.line = line
        pots = Pot.objects.order_by("name")
        self.fields["pot"].queryset = pots  # type: ignore[attr-defined]  # a ModelChoiceField
        if not pots:
            del self.fields["pot"]

    def clean(self) -> dict[str, Any]:
        """The alliance keeps a part, not more than there is."""
        values = super().clean() or {}
        if (values.get("share_pence") or 0) > (values.get("half_day_pence") or 0):
            self.add_error("share_pence", "The alliance cannot keep more than is charged.")
        return values


class SignForm(forms.Form):
    """A signature: the name typed, the post, and that the words were read; or what has to change."""

    agreed = forms.BooleanField(
        label="I have read this agreement and sign it",
        error_messages={"required": "Tick that you have read the agreement and sign it."},
    )
    signed_name = forms.CharField(
        label="Your full name, as your signature",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    signed_post = forms.CharField(label="Your post", max_length=120)


class ChangeForm(forms.Form):
    """What has to change before a party signs."""

    reason = told("What has to change before you can sign?", missing="Say what has to change.")
