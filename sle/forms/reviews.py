"""Forms of a review: why it begins, the leader's account, what is proposed."""

from __future__ import annotations

from typing import Any

from django import forms

from alliance.expertise.models import Area
from alliance.words import WordsField
from sle.forms.applications import told
from sle.forms.rounds import AreaChoice
from sle.leader_kinds import areas_of, kind_of
from sle.models import Review
from sle.rules.reviews import review_problem
from sle.states import ReviewOutcome


class BeginReviewForm(forms.Form):
    """Why a review begins before its time, if it does."""

    concern = told(
        "Has something come up?",
        "Leave this empty for a review because the years run out. What you write here is told to the leader.",
        required=False,
        rows=4,
    )


class AccountForm(forms.Form):
    """The leader's own account."""

    statement = WordsField(
        max_words=600,
        rows=14,
        label="What have you done as a leader, and what came of it?",
        help_text="Where you supported colleagues, what changed, how you know, and whether you would like to go on.",
    )


class ProposeReviewForm(forms.Form):
    """What becomes of the designation."""

    outcome = forms.ChoiceField(
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        label="What do you propose?",
        error_messages={"required": "Choose what you propose."},
    )
    years = forms.IntegerField(
        label="Renew for how many years?",
        required=False,
        min_value=1,
        max_value=10,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )
    areas = AreaChoice(
        Area.objects.none(), label="In which areas?", widget=forms.CheckboxSelectMultiple, required=False
    )
    conditions = told("Conditions", "These stand in the letter of renewal.", required=False)
    reasons = told(
        "Reasons", "To end a designation they are needed, and stand in the letter.", required=False, rows=6, most=4000
    )

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        designation = review.designation
        kind = kind_of(designation.alliance, designation.kind)
        held = list(designation.areas.values_list("area", flat=True))
        proposed = [area.pk for area in review.areas.all()]
        kwargs["initial"] = {
            "outcome": review.outcome,
            "years": review.years or kind.years,
            "areas": proposed or held,
            "conditions": review.conditions,
            "reasons": review.reasons,
        }
        super().__init__(*args, **kwargs)
        open_to = areas_of(kind) | Area.objects.filter(pk__in=held)  # those of an older list stay
        self.fields["areas"].queryset = open_to  # type: ignore[attr-defined]  # an AreaChoice

    def clean(self) -> dict[str, Any]:
        """What the outcome asks for is there."""
        values = super().clean() or {}
        if "outcome" in values and not {"years", "areas"} & set(self.errors):
            field, problem = review_problem(
                values["outcome"], values.get("years"), len(values.get("areas", ())), values.get("reasons", "")
            )
            if problem:
                self.add_error(field, problem)
        return values
