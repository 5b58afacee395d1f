"""Forms of those who run a panel: seats, the way of scoring, clearing, rubrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from alliance.choices import hinted
from alliance.dates import MomentField
from alliance.library.models import Document
from alliance.panels.models import Exercise, Rubric, Seat
from alliance.panels.standard import CriterionSpec, LevelSpec, RubricSpec
from alliance.panels.states import LevelEffect, SeatRole
from alliance.schools.forms import SchoolField


class SeatForm(forms.Form):
    """A seat for somebody, by e-mail: also for a head from outside the alliance."""

    email = forms.EmailField(label="E-mail address", error_messages={"required": "Enter their e-mail address."})
    first_name = forms.CharField(label="First name", max_length=80, required=False)
    surname = forms.CharField(label="Surname", max_length=80, required=False)
    role = forms.ChoiceField(label="Role", choices=SeatRole.choices, initial=SeatRole.SCORER, widget=forms.RadioSelect)
    school = SchoolField(
        label="Their school",
        required=False,
        help_text="For somebody from outside the alliance: they never score people from their own school or trust.",
    )


class ReasonForm(forms.Form):
    """Why, for the record."""

    reason = forms.CharField(
        label="Why",
        help_text="It stays on the record of the panel.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why. It stays on the record."},
    )


class SetupForm(forms.Form):
    """What scoring is done by."""

    rubric: forms.ModelChoiceField[Rubric] = forms.ModelChoiceField(
        label="Rubric", queryset=Rubric.objects.none(), empty_label=None
    )
    anonymous = forms.BooleanField(
        label="The panel scores without names",
        help_text="Every dossier is then cleared of names, schools and addresses before scoring opens.",
        required=False,
    )
    scores_per_entry = forms.IntegerField(
        label="Scores for each application",
        help_text="Leave empty if everybody without a conflict scores everything.",
        min_value=1,
        max_value=20,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )
    score_by = MomentField(label="Scores are due by", required=False)

    def __init__(self, *args: Any, exercise: Exercise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "rubric": exercise.rubric_id,
            "anonymous": exercise.anonymous,
            "scores_per_entry": exercise.scores_per_entry,
            "score_by": exercise.score_by,
        }
        rubrics = Rubric.objects.filter(alliance=exercise.alliance)
        self.fields["rubric"].queryset = rubrics  # type: ignore[attr-defined]  # a ModelChoiceField


class CapsForm(forms.Form):
    """How many applications each scorer takes at most, before it is worked out who scores what."""

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.mark_optional = False
        for seat in seats:
            self.fields[f"cap_{seat.pk}"] = forms.IntegerField(
                label=seat.person.name,
                min_value=0,
                max_value=5000,
                required=False,
                initial=seat.cap,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
            )

    def caps(self) -> dict[int, int | None]:
        """The most for each seat, by its id; None for any number."""
        return {seat.pk: self.cleaned_data[f"cap_{seat.pk}"] for seat in self.seats}


class SharingForm(forms.Form):
    """Who scores one entry, by hand."""

    seats: forms.ModelMultipleChoiceField[Seat] = forms.ModelMultipleChoiceField(
        label="Who scores it",
        queryset=Seat.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        self.fields["seats"].queryset = seats  # type: ignore[attr-defined]  # it is a model choice field
        field: Any = self.fields["seats"]
        field.label_from_instance = lambda seat: seat.person.name


class PassageForm(forms.Form):
    """A passage to black out, typed or pasted as it stands in the dossier."""

    typed = forms.CharField(
        label="Black out another passage",
        help_text="Type or paste it as it stands in the dossier. It is blacked out wherever it stands.",
        max_length=500,
        error_messages={"required": "Type the passage that is to be blacked out."},
    )


class PaperForm(forms.Form):
    """What becomes of an uploaded paper: copied, replaced by a blacked-out version, or left out."""

    what = forms.ChoiceField(
        label="What the panel gets",
        choices=[
            ("copy", hinted("A clean copy", "Without hidden data such as the author’s name, under a neutral name.")),
            ("replace", hinted("A blacked-out version", "Upload it below. Its hidden data is taken out too.")),
            ("leave_out", "Nothing: leave the paper out"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the panel gets of this paper."},
    )
    upload = forms.FileField(label="Blacked-out version", help_text="A PDF or a picture.", required=False)
    harmless = forms.BooleanField(label="I have read it, and nothing in it says who it is about", required=False)

    def __init__(self, *args: Any, held: Document | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        if held:
            self.initial.setdefault("what", "replace")
            self.fields["upload"].help_text = f"“{held.name}” is kept from before. Choose a file only to replace it."

    def clean(self) -> dict[str, Any]:
        """A replacement needs a version: what is sent is held before the rest of the form is looked at."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("what") == "replace" and not self.held:
            self.add_error("upload", "Choose the blacked-out PDF or picture.")
        return cleaned


@dataclass(frozen=True)
class Rows:
    """Numbered rows of fields: those in use and an empty one, and the empty ones after it."""

    used: list[tuple[int, list[forms.BoundField]]]
    spare: list[tuple[int, list[forms.BoundField]]]


class RubricForm(forms.Form):
    """A rubric on one page: its name, its rule, up to six levels and twelve criteria; rows left empty do not count."""

    LEVELS, CRITERIA = 6, 12

    name = forms.CharField(
        label="Name of the rubric",
        max_length=120,
        error_messages={"required": "Give the rubric a name, like “SLE matrix”."},
    )
    minimum_mean = forms.DecimalField(
        label="Lowest mean for a recommendation",
        help_text="Leave empty if no mean rules anybody out.",
        min_value=0,
        max_digits=6,
        decimal_places=3,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )

    def __init__(self, *args: Any, spec: RubricSpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": spec.name}
        if spec.minimum_mean is not None:
            self.initial["minimum_mean"] = Decimal(spec.minimum_mean) / 1000
        self.mark_optional = False
        for row in range(self.LEVELS):
            self._level(row, spec.levels[row] if row < len(spec.levels) else None)
        for row in range(self.CRITERIA):
            self._criterion(row, spec.criteria[row] if row < len(spec.criteria) else None)

    def _add(self, name: str, field: forms.Field, value: Any) -> None:
        self.fields[name] = field
        self.initial[name] = value

    def _level(self, row: int, spec: LevelSpec | None) -> None:
        narrow = forms.NumberInput(attrs={"class": "govuk-input--width-4"})
        name = forms.CharField(label="Name", max_length=30, required=False)
        self._add(f"level_{row}_name", name, spec.name if spec else "")
        meaning = forms.CharField(label="What it means", max_length=200, required=False)
        self._add(f"level_{row}_meaning", meaning, spec.meaning if spec else "")
        points = forms.DecimalField(label="Points", min_value=0, max_value=1000, required=False, widget=narrow)
        self._add(f"level_{row}_points", points, Decimal(spec.value) / 1000 if spec else None)
        effect = forms.ChoiceField(label="When agreed on a criterion", choices=LevelEffect.choices, required=False)
        self._add(f"level_{row}_effect", effect, spec.effect if spec else LevelEffect.FOR)

    def _criterion(self, row: int, spec: CriterionSpec | None) -> None:
        name = forms.CharField(label="Name", max_length=120, required=False)
        self._add(f"criterion_{row}_name", name, spec.name if spec else "")
        text = forms.CharField(
            label="What it asks for",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self._add(f"criterion_{row}_text", text, spec.text if spec else "")
        weight = forms.IntegerField(
            label="Weight",
            min_value=1,
            max_value=100,
            required=False,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
        )
        self._add(f"criterion_{row}_weight", weight, spec.weight if spec else 1)
        evidence = forms.CharField(
            label="Evidence",
            max_length=300,
            required=False,
        )
        self._add(f"criterion_{row}_evidence", evidence, ", ".join(spec.evidence) if spec else "")

    def levels(self) -> Rows:
        """The fields of each level."""
        return self._rows("level", self.LEVELS, ("name", "meaning", "points", "effect"))

    def criteria(self) -> Rows:
        """The fields of each criterion."""
        return self._rows("criterion", self.CRITERIA, ("name", "text", "weight", "evidence"))

    def _rows(self, kind: str, count: int, names: Sequence[str]) -> Rows:
        rows = [(row + 1, [self[f"{kind}_{row}_{name}"] for name in names]) for row in range(count)]
        used = max((number for number, fields in rows if fields[0].value()), default=0)
        return Rows(rows[: used + 1], rows[used + 1 :])

    def clean(self) -> dict[str, Any]:
        """Two levels and a criterion at least; points rise; names differ."""
        cleaned: dict[str, Any] = super().clean() or {}
        points = []
        for row in range(self.LEVELS):
            if cleaned.get(f"level_{row}_name"):
                if cleaned.get(f"level_{row}_points") is None:
                    self.add_error(f"level_{row}_points", f"Say how many points level {row + 1} is worth.")
                else:
                    points.append(cleaned[f"level_{row}_points"])
        if len(points) < 2:
            self.add_error("level_0_name", "A rubric needs two levels at least.")
        elif sorted(set(points)) != points:
            self.add_error("level_0_points", "Begin with the lowest level; each must be worth more than the last.")
        if not any(cleaned.get(f"criterion_{row}_name") for row in range(self.CRITERIA)):
            self.add_error("criterion_0_name", "A rubric needs a criterion at least.")
        return cleaned

    def spec(self) -> RubricSpec:
        """What was typed, as data."""
        said = self.cleaned_data
        least = said.get("minimum_mean")
        return RubricSpec(
            name=said["name"],
            minimum_mean=round(least * 1000) if least is not None else None,
            levels=tuple(
                LevelSpec(
                    said[f"level_{row}_name"],
                    said[f"level_{row}_meaning"],
                    round(said[f"level_{row}_points"] * 1000),
                    said[f"level_{row}_effect"] or LevelEffect.FOR,
                )
                for row in range(self.LEVELS)
                if said[f"level_{row}_name"]
            ),
            criteria=tuple(
                CriterionSpec(
                    said[f"criterion_{row}_name"],
                    said[f"criterion_{row}_text"],
                    said[f"criterion_{row}_weight"] or 1,
                    tuple(key.strip() for key in said[f"criterion_{row}_evidence"].split(",") if key.strip()),
                )
                for row in range(self.CRITERIA)
                if said[f"criterion_{row}_name"]
            ),
        )
