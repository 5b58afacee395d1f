"""Forms of a leader's part in a request: the home head's answer, the leader's, the school's choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from alliance.choices import hinted
from support.models import Deployment
from support.rules.days import in_days

AGREES = "agrees"


def told(label: str, hint: str = "", *, rows: int = 4, required: bool = True, missing: str = "") -> forms.CharField:
    """A few lines of text."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
    )


def _either(label: str, yes: Any, no: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(AGREES, yes), ("no", no)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )


class AnswerForm(forms.Form):
    """Yes or no, and words that a no has to have."""

    reason_missing = "Say why it is not possible, so that the alliance can look for somebody else."

    def clean(self) -> dict[str, Any]:
        """A no comes with its reason."""
        values = super().clean() or {}
        if values.get("answer") == "no" and not values.get("words", "").strip():
            self.add_error("words", self.reason_missing)
        return values


class HeadAnswerForm(AnswerForm):
    """The home head's answer."""

    answer = _either(
        "Do you release them?",
        hinted("Yes, I release them", "If you have conditions, write them below."),
        hinted("No, it is not possible now", "Please say why below. The leader is not told."),
    )
    words = told(
        "Conditions, or the reason why not",
        "Conditions are seen by the leader and the alliance: for example, not on Mondays.",
        required=False,
    )
    signer_name = forms.CharField(
        label="Your name, as your signature",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    signer_post = forms.CharField(label="Your post", max_length=120)


class LeaderAnswerForm(AnswerForm):
    """The leader's answer."""

    answer = _either("Can you take this on?", "Yes, propose me to the school", "No, not this time")
    words = told("If not, why?", "The alliance reads this, the school does not.", required=False)


class NameHomeHeadForm(forms.Form):
    """The head of a home school, confirmed with the school."""

    name = forms.CharField(label="Name of the head", max_length=120)
    email = forms.EmailField(label="E-mail address of the head")
    how = told("How did you confirm this with the school?", "For example: rang the office on the school’s own number.")


class ChooseForm(forms.Form):
    """One or several of those proposed."""

    leaders: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        Deployment.objects.none(),
        label="Who is to come?",
        help_text="Choose one, or several who each do a part. Whoever you leave out is told kindly.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one leader."},
    )

    def __init__(self, *args: Any, offered: Sequence[Deployment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["leaders"]
        field.queryset = Deployment.objects.filter(pk__in=[one.pk for one in offered])  # type: ignore[attr-defined]  # of a model
        # As read by the page, with what each is to do: the choice is made from what stands there.
        field.choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (
                one.pk,
                hinted(
                    one.supporter.person.name,
                    f"{one.home_school.name} · {in_days(one.half_days)}"
                    + (f" · {', '.join(line.need.area.name for line in one.needs.all())}"),
                ),
            )
            for one in offered
        ]


class ReasonForm(forms.Form):
    """Why: a reason that has to be given and is kept on the record."""

    reason = told("Reason", missing="Give the reason, for the record.")

    def __init__(self, *args: Any, label: str = "Reason", hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint
