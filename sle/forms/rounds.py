"""Forms for setting up and running a round."""

from __future__ import annotations

from typing import Any

from django import forms

from alliance.dates import DayField, MomentField
from alliance.expertise.models import Area
from alliance.panels.models import Rubric
from alliance.refusal import Refusal
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import said_later
from sle.forms.applications import told
from sle.leader_kinds import areas_of, designated_here
from sle.models import DesignationKind, EligibilityRule, Question, Round
from sle.rules.appeals import MOST_HEARERS
from sle.states import DecidedBy, EligibilityCheck

NUMBER = forms.NumberInput(attrs={"class": "govuk-input--width-3"})


class RubricChoice(forms.ModelChoiceField):
    """Rubrics by name and version; which ones are offered is set when the form is made."""

    def label_from_instance(self, obj: Rubric) -> str:
        return f"{obj.name}, version {obj.version}"


class AreaChoice(forms.ModelMultipleChoiceField):
    """Areas by name and heading; which ones are offered is set when the form is made."""

    def label_from_instance(self, obj: Area) -> str:
        return f"{obj.name} ({obj.focus})" if obj.focus else obj.name


class TitleForm(forms.Form):
    """What a round is called."""

    title = forms.CharField(
        label="What is the round called?", max_length=120, help_text="For example: Specialist leaders, spring 2027."
    )


class NewRoundForm(TitleForm):
    """A new round; whom it is for is asked where the alliance designates leaders of several kinds."""

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = designated_here(alliance)
        if len(kinds) > 1:
            self.fields["kind"] = forms.ChoiceField(
                label="Whom is it for?",
                choices=[(kind.code, kind.plural[0].upper() + kind.plural[1:]) for kind in kinds],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose whom the round is for."},
            )


class AboutForm(TitleForm):
    """What the public page says."""

    about = forms.CharField(
        label="Who should apply, and why?",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="This stands on the public page of the round.",
    )


class TimesForm(forms.Form):
    """The times that applicants, heads and referees rely on; 3pm UK time if nobody says otherwise."""

    opens_at = MomentField(label="When does the round open?")
    hand_over_by = MomentField(
        label=said_later("By when do applicants hand over to their {headteacher}?"),
        help_text="Exact to the second, UK time.",
    )
    references_by = MomentField(
        label=said_later("By when do {headteachers} and referees return their part?"),
        help_text="The same time or later. Heads need some days.",
    )

    def clean(self) -> dict[str, Any]:
        """Opening, handing over, references: in this order."""
        values = super().clean() or {}
        opens, hand_over, references = (values.get(name) for name in ("opens_at", "hand_over_by", "references_by"))
        if opens and hand_over and hand_over <= opens:
            self.add_error("hand_over_by", "Applicants have to hand over after the round has opened.")
        if hand_over and references and references < hand_over:
            self.add_error("references_by", "References cannot close before applicants hand over.")
        return values


class LaterDatesForm(forms.Form):
    """What is planned after closing; shown on the public timetable."""

    score_by = MomentField(label="By when does the panel score?", required=False)
    interviews_on = forms.CharField(
        label="When are interviews?", max_length=80, required=False, help_text="In words: week beginning 11 February."
    )
    outcomes_on = DayField(label="When do applicants hear the outcome?", required=False)
    reply_by = DayField(label="By when do those designated reply?", required=False)
    training_on = DayField(label="When is the core training?", required=False)
    designated_years = forms.IntegerField(
        label="For how many years are people designated?", min_value=1, max_value=10, widget=NUMBER
    )


class ScoringForm(forms.Form):
    """How the panel works."""

    rubric = RubricChoice(None, label="Criteria and levels", required=False, empty_label="Not chosen yet")
    anonymous = forms.TypedChoiceField(
        label="Does the panel see who applies?",
        choices=[("yes", "No: names and schools are hidden"), ("no", "Yes: names and schools are shown")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    scores_per_entry = forms.IntegerField(
        label="Scores for each application",
        min_value=2,
        max_value=12,
        required=False,
        widget=NUMBER,
        help_text="Leave empty if everyone on the panel without a conflict scores every application.",
    )
    second_reference = forms.BooleanField(label="Ask for a second reference", required=False)
    interviews = forms.BooleanField(label="Hold interviews", required=False)
    interview_rubric = RubricChoice(None, label="Criteria for interviews", required=False, empty_label="Not chosen yet")

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rubric", "interview_rubric"):
            self.fields[name].queryset = (  # type: ignore[attr-defined]  # a RubricChoice
                Rubric.objects.filter(alliance=alliance).order_by("name", "-version", "pk")
            )
        if "anonymous" in self.initial:
            self.initial = {**self.initial, "anonymous": "yes" if self.initial["anonymous"] else "no"}


class PrivacyForm(forms.Form):
    """What applicants agree to when they declare."""

    privacy_notice = forms.CharField(
        label="Privacy notice",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Who sees an application, what goes to the agency, how long it is kept.",
    )
    kept_years = forms.IntegerField(
        label="For how many years are applications kept?", min_value=1, max_value=10, widget=NUMBER
    )


class AppealForm(forms.Form):
    """Grounds and time limit of an appeal; they stand in every outcome letter."""

    appeal_grounds = forms.CharField(
        label="Grounds for appeal",
        help_text="One to a line: applicants say on which of them they appeal. Letters and pages add that disagreeing "
        "with the panel’s judgement is not a ground.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    appeal_working_days = forms.IntegerField(
        label="Working days to appeal, from the date of the letter", min_value=1, max_value=60, widget=NUMBER
    )
    appeal_hearers = forms.IntegerField(
        label="How many people hear an appeal?",
        help_text="They must have taken no part in the decision. Three is usual.",
        min_value=1,
        max_value=MOST_HEARERS,
        widget=NUMBER,
    )


class RemindersForm(forms.Form):
    """How often people are reminded, in working days."""

    remind_every = forms.IntegerField(
        label="Working days between reminders to heads and referees", min_value=1, max_value=20, widget=NUMBER
    )
    remind_before = forms.IntegerField(
        label="Working days before a closing time to remind everyone unfinished",
        min_value=1,
        max_value=20,
        widget=NUMBER,
    )


class AreasForm(forms.Form):
    """The areas that a round looks for."""

    areas = AreaChoice(
        Area.objects.none(), label="Which areas are you looking for?", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, kind: DesignationKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas_of(kind)  # type: ignore[attr-defined]  # an AreaChoice


class OwnAreaForm(forms.Form):
    """An area of the alliance's own."""

    name = forms.CharField(label="What is the area called?", max_length=120, help_text="For example: Inclusion.")
    national = forms.ModelChoiceField(
        Area.objects.none(),
        label="Which area of the national list is it part of?",
        required=False,
        empty_label="None",
        help_text="The agency’s return names the national area.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        national = Area.objects.filter(area_list__current=True)
        self.fields["national"].queryset = national  # type: ignore[attr-defined]  # a ModelChoiceField


class TargetsForm(forms.Form):
    """How many leaders the round hopes for in each of its areas: a guide, no quota."""

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for chosen in round.areas.select_related("area"):
            self.fields[f"target_{chosen.pk}"] = forms.IntegerField(
                label=chosen.area.name, min_value=1, max_value=99, required=False, initial=chosen.target, widget=NUMBER
            )

    def targets(self) -> dict[int, int | None]:
        """Number by primary key of the round's area."""
        return {int(name.removeprefix("target_")): value for name, value in self.cleaned_data.items()}


class QuestionForm(forms.ModelForm):
    """One question of the application."""

    class Meta:
        model = Question
        fields = ("title", "text", "word_limit")
        labels = {"title": "Heading", "text": "The question", "word_limit": "Word limit"}
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "word_limit": NUMBER}

    def clean_word_limit(self) -> int:
        """A limit that leaves room for an answer."""
        limit = int(self.cleaned_data["word_limit"])
        if not 20 <= limit <= 2000:
            raise forms.ValidationError("Give a limit between 20 and 2,000 words.")
        return limit


class RuleForm(forms.ModelForm):
    """One eligibility rule."""

    class Meta:
        model = EligibilityRule
        fields = ("text", "decided_by", "automatic")
        labels = {
            "text": "The rule",
            "decided_by": "Who settles it?",
            "automatic": "What can the portal read itself?",
        }
        widgets = {"decided_by": forms.RadioSelect, "automatic": forms.Select}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_by"].choices = DecidedBy.choices  # type: ignore[attr-defined]  # without the empty one
        self.fields["automatic"].choices = EligibilityCheck.choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """A rule that answers or the head settle says what is read there."""
        values = super().clean() or {}
        if values.get("decided_by") != DecidedBy.STAFF and values.get("automatic") == EligibilityCheck.NONE:
            self.add_error("automatic", "Say what the portal reads, or let staff settle the rule.")
        return values


class ReasonForm(forms.Form):
    """A reason, which is kept and where the page says so passed on."""

    reason = told("Reason", most=2000)


class ExtensionForm(ReasonForm):
    """More time, with its reason."""

    hand_over_by = MomentField(label="New time for handing over", required=False)
    references_by = MomentField(label="New time for references", required=False)
    field_order = ["hand_over_by", "references_by", "reason"]

    def refuse(self, refusal: Refusal) -> None:
        """Say why the times are not taken beside the one that was given."""
        given = "hand_over_by" if self.cleaned_data.get("hand_over_by") else "references_by"
        self.add_error(given, refusal.sentence)

    def clean(self) -> dict[str, Any]:
        """At least one new time, in order."""
        values = super().clean() or {}
        hand_over, references = values.get("hand_over_by"), values.get("references_by")
        if not self.errors and not hand_over and not references:
            self.add_error("hand_over_by", "Give at least one new time.")
        if hand_over and references and references < hand_over:
            self.add_error("references_by", "References cannot close before applicants hand over.")
        return values
