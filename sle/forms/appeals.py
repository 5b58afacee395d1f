"""Forms of an appeal: what the applicant says, who hears it, what they find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.choices import hinted
from alliance.dates import DayField, MomentField
from alliance.people.models import Person
from alliance.times import in_words
from alliance.words import WordsField
from sle.forms.applications import MOST_CHARACTERS, RevisionForm
from sle.models import Appeal, AppealGround
from sle.queries.appeals import Candidate
from sle.rules.appeals import GROUND_WORDS, day_problem, remedies_for, too_few
from sle.services.appeals.hearing import Found
from sle.states import AppealFinding, Remedy

REMEDIES = {
    Remedy.ELIGIBILITY: hinted(
        "Its eligibility is settled again",
        "If it is eligible after all, it goes to the round’s panel, or to one of its own once that has finished.",
    ),
    Remedy.DECISION: hinted(
        "It is decided again, on the scores that it has",
        "Chair and director decide again with your findings before them: the scores are sound, the decision is not.",
    ),
    Remedy.SCORING: hinted(
        "A new panel scores it, and then it is decided again",
        "People who took no part score the same papers by the same criteria: the scores are not sound.",
    ),
    Remedy.DESIGNATION: hinted(
        "The designation stands as it did", "The review is open again, and is decided with your findings before it."
    ),
}


class StatementsForm(RevisionForm):
    """What the applicant says on each of the round's grounds; nothing on those that are none of theirs."""

    def __init__(self, data: Any = None, *, appeal: Appeal) -> None:
        self.grounds: list[AppealGround] = list(appeal.grounds.all())
        initial = {f"ground-{ground.position}": ground.statement for ground in self.grounds}
        super().__init__(data, initial={**initial, "revision": appeal.revision})
        for ground in self.grounds:
            field = WordsField(
                label=ground.text.rstrip("."),
                help_text="What happened, and how you know. Leave it empty if this is not a ground of your appeal.",
                max_words=GROUND_WORDS,
                rows=8,
                required=False,
                max_length=MOST_CHARACTERS,
                strip=False,
            )
            field.widget.attrs.pop("maxlength", None)
            self.fields[f"ground-{ground.position}"] = field

    @property
    def statements(self) -> dict[int, str]:
        """What was typed, however long, by the ground's position."""
        typed = {one.position: self.data.get(f"ground-{one.position}") for one in self.grounds}
        return {position: text[:MOST_CHARACTERS] for position, text in typed.items() if text is not None}


class PaperAppealForm(forms.Form):
    """An appeal that came on paper: when, where the paper is, and what it says on each ground (`grounds`, in order)."""

    received_at = MomentField(label="When did the alliance receive the paper?")
    kept = forms.CharField(
        label="How did it come, and where is the paper kept?",
        help_text="For example: by post, in the appeals folder in the office.",
        max_length=500,
        error_messages={"required": "Say how it came and where the paper is kept, so that it can be found."},
    )

    def __init__(self, *args: Any, grounds: Sequence[str], until: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_at"].help_text = f"This time counts. The last day is {in_words(until)}."
        self.positions = range(1, len(grounds) + 1)
        for position, text in enumerate(grounds, start=1):
            self.fields[f"ground-{position}"] = forms.CharField(
                label=text.rstrip("."),
                help_text="Word for word, as it stands on the paper. Leave it empty if the paper says nothing on this.",
                required=False,
                max_length=MOST_CHARACTERS,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 8}),
            )

    def clean(self) -> dict[str, Any]:
        """An appeal says something on one ground at least."""
        values = super().clean() or {}
        if not any((values.get(f"ground-{position}") or "").strip() for position in self.positions):
            self.add_error("ground-1", "Type in what the paper says on at least one ground.")
        return values

    @property
    def statements(self) -> dict[int, str]:
        """What the paper says, by the ground's position."""
        return {position: self.cleaned_data[f"ground-{position}"] for position in self.positions}


class HearingForm(forms.Form):
    """Who hears an appeal, and by when they decide: those of the alliance or others, so neither is optional alone."""

    mark_optional = False
    hearers = forms.MultipleChoiceField(
        label="Who hears this appeal?", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label="Others, by the e-mail address with which they sign in",
        help_text="One to a line: for example heads of another alliance.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    decide_by = DayField(label="Decided by", help_text="The applicant is told this day.")

    def __init__(self, *args: Any, candidates: Sequence[Candidate], needed: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed
        self.people = {str(one.person.pk): one.person for one in candidates if not one.why_not}
        self.fields["hearers"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(one.person.pk), hinted(one.person.name, one.roles)) for one in candidates if not one.why_not
        ]
        self.fields["hearers"].help_text = (
            f"{needed} at least. Whoever took part in the decision is not among them; whether "
            "somebody has an interest is looked up when you name them."
        )

    def clean_others(self) -> list[Person]:
        """The people with these addresses."""
        found = []
        for address in self.cleaned_data["others"].split():
            person = Person.objects.filter(email=address.lower(), is_active=True).first()
            if person is None:
                raise ValidationError(f"Nobody signs in with {address}. Ask them to sign in to the portal once.")
            found.append(person)
        return found

    def clean_decide_by(self) -> date:
        """A day to come."""
        day: date = self.cleaned_data["decide_by"]
        if problem := day_problem(day, timezone.localdate()):
            raise ValidationError(problem.sentence)
        return day

    def clean(self) -> dict[str, Any]:
        """As many people as the appeal needs."""
        values = super().clean() or {}
        if "hearers" in values and "others" in values and (problem := too_few(len(self.named), self.needed)):
            self.add_error("hearers", problem.sentence)
        return values

    @property
    def named(self) -> list[Person]:
        """Everybody who is named."""
        ticked = [self.people[pk] for pk in self.cleaned_data["hearers"]]
        return list(dict.fromkeys([*ticked, *self.cleaned_data["others"]]))


class FindingsForm(RevisionForm):
    """What those who hear an appeal find on each ground it rests on, and what is put right."""

    def __init__(self, data: Any = None, *, appeal: Appeal) -> None:
        self.grounds = [ground for ground in appeal.grounds.all() if ground.statement.strip()]
        initial: dict[str, Any] = {"revision": appeal.revision, "remedy": appeal.remedy}
        for ground in self.grounds:
            initial |= {f"finding-{ground.position}": ground.finding, f"reasons-{ground.position}": ground.reasons}
        super().__init__(data, initial=initial)
        for ground in self.grounds:
            self.fields[f"finding-{ground.position}"] = forms.ChoiceField(
                label=f"“{ground.text}”: what do you find?",
                choices=AppealFinding.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose what you find on “{ground.text}”."},
            )
            self.fields[f"reasons-{ground.position}"] = forms.CharField(
                label=f"“{ground.text}”: why?",
                help_text="The applicant reads this in the letter.",
                max_length=6000,
                widget=forms.Textarea(attrs={"rows": 5}),
                error_messages={"required": f"Give the reasons for what you find on “{ground.text}”."},
            )
        offered = remedies_for(appeal)
        self.fields["remedy"] = forms.ChoiceField(
            label="If a ground is upheld: what is to be done?",
            help_text="Choose the least that puts it right. Everything else of the round stays as it is.",
            choices=[(remedy, REMEDIES[remedy]) for remedy in offered],
            widget=forms.RadioSelect,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """A ground that is upheld needs a remedy."""
        values = super().clean() or {}
        findings = [values.get(f"finding-{ground.position}") for ground in self.grounds]
        if AppealFinding.UPHELD in findings and not values.get("remedy") and "remedy" not in self.errors:
            self.add_error("remedy", "Say what is to be done, because a ground is upheld.")
        return values

    @property
    def found(self) -> dict[int, Found]:
        """What was found, by the ground's position."""
        return {
            ground.position: Found(
                self.cleaned_data[f"finding-{ground.position}"], self.cleaned_data[f"reasons-{ground.position}"]
            )
            for ground in self.grounds
        }
