"""Forms of rest, end and review of support, and of a concern."""

from __future__ import annotations

from django import forms

from alliance.dates import DayField
from support.forms.deployments import told


class EndForm(forms.Form):
    """The last day, why before all days are used, and whether somebody else takes over."""

    on = DayField(label="Last day")
    reason = told(
        "Why does it end early?", "Not needed once all days are used. Leader and school read this.", required=False
    )
    replaced = forms.BooleanField(label="Somebody else takes over: another leader is looked for", required=False)


class ReviewForm(forms.Form):
    """The mid-term review."""

    on = DayField(label="Day of the review")
    found = told(
        "What was reached, and what changes from here?",
        "The school, its leaders and the alliance read this.",
        rows=6,
        missing="Say what came of the review.",
    )


class ConcernForm(forms.Form):
    """What somebody tells the alliance, or what became of it."""

    words = told("What concerns you?", rows=6, missing="Write something first.")

    def __init__(self, *args: object, label: str = "", hint: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they are
        self.fields["words"].label = label or self.fields["words"].label
        self.fields["words"].help_text = hint
