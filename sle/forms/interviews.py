"""Forms of the interview: the slot, and the result against the interview's criteria."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from alliance.choices import hinted
from alliance.dates import MomentField
from alliance.panels.models import Rubric
from sle.models import InterviewScore
from sle.services.interviews import Finding


class SlotForm(forms.Form):
    """When and where, as staff arranged it."""

    starts_at = MomentField(label="When")
    place = forms.CharField(label="Where", max_length=200, error_messages={"required": "Say where the interview is."})
    details = forms.CharField(
        label="What the applicant should know",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Whom to ask for, what to bring, where to park. It stands in the invitation.",
    )


class ResultForm(forms.Form):
    """A level and, if there is one, a comment for every criterion; `written` is what stands there so far, and
    `correcting` it needs a reason."""

    def __init__(
        self,
        *args: Any,
        rubric: Rubric,
        written: Iterable[InterviewScore] = (),
        correcting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for score in written:
            self.initial[f"level_{score.criterion_id}"] = score.level_id
            self.initial[f"comment_{score.criterion_id}"] = score.comment
        self.criteria = list(rubric.criteria.all())
        self.levels = {str(level.pk): level for level in rubric.levels.all()}
        choices = [(pk, hinted(level.name, level.meaning)) for pk, level in self.levels.items()]
        for criterion in self.criteria:
            self.fields[f"level_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.name,
                help_text=criterion.text,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose a level for “{criterion.name}”."},
            )
            self.fields[f"comment_{criterion.pk}"] = forms.CharField(
                label=f"Comment on {criterion.name}",
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="It goes into the draft of the feedback, where it can be edited.",
            )

        if correcting:
            self.fields["reason"] = forms.CharField(
                label="Why is it corrected?",
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text="It stays on the record, with what was written down before. The applicant does not see it.",
                error_messages={"required": "Give the reason, for the record."},
            )

    def findings(self) -> list[Finding]:
        """What was found, per criterion."""
        return [
            Finding(
                criterion,
                self.levels[self.cleaned_data[f"level_{criterion.pk}"]],
                self.cleaned_data[f"comment_{criterion.pk}"],
            )
            for criterion in self.criteria
        ]
