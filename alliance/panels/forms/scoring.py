"""Forms of the panels' pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from alliance.choices import hinted
from alliance.drafts import RevisionForm
from alliance.panels.models import Criterion, Entry, Level
from alliance.panels.rules import waits_for
from alliance.panels.services import Given


class LinesField(forms.CharField):
    """Several short texts, one a line; cleans to the list of those that are not empty. `each` is what a line holds."""

    def __init__(self, *, each: str = "school or person", **kwargs: Any) -> None:
        self.each = each
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Raises ValidationError for a line longer than 200 characters."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        if any(len(line) > 200 for line in lines):
            raise forms.ValidationError(f"Write one {self.each} on each line, 200 characters at most.")
        return [line for line in lines if line]


class DeclarationForm(forms.Form):
    """With whom somebody on the panel must have nothing to do. Where names are shown, candidates can be ticked."""

    candidates = forms.TypedMultipleChoiceField(
        label="Applicants you must not score",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    schools = LinesField(
        label="Schools",
        help_text="One a line: name or URN. Schools where you work, worked in the last three years, are a governor, "
        "or have family.",
    )
    people = LinesField(
        label="People",
        help_text="One a line: first name and surname, or e-mail address. Family, friends, people you manage, coach "
        "or mentor, or have given a reference for in this round.",
    )
    declared = forms.BooleanField(
        label="I have named everybody with whom I should have nothing to do, as far as I know",
        error_messages={"required": "Confirm that you have named everybody you know of."},
    )

    def __init__(self, *args: Any, candidates: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if candidates:
            self.fields["candidates"].choices = candidates  # type: ignore[attr-defined]  # it is a choice field
        else:
            del self.fields["candidates"]

    def clean(self) -> dict[str, Any]:
        """An anonymous exercise has no candidates to tick."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned.setdefault("candidates", [])
        return cleaned


class RecuseForm(forms.Form):
    """Stepping back from one entry. A reason is not asked for: it could say who the candidate is."""

    reason = forms.CharField(
        label="Anything the alliance should know",
        help_text="You need not say why.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ScoreForm(forms.Form):
    """One scorer's levels and comments on one entry. Nothing is required of a draft."""

    comment = forms.CharField(
        label="Comment on the whole application",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    dossier = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, criteria: list[Criterion], levels: list[Level], together: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        choices = [(str(level.pk), hinted(level.name, level.meaning)) for level in levels]
        used = "The feedback to the applicant is drafted from your comments."
        for criterion in criteria:
            self.fields[f"level_{criterion.pk}"] = forms.ChoiceField(
                label="Level",
                required=False,
                choices=[*choices, ("none", "Cannot judge")],
                widget=forms.RadioSelect,
            )
            self.fields[f"comment_{criterion.pk}"] = forms.CharField(
                label="Comment",
                help_text="The panel reads it once everybody has scored." if together else used,
                required=False,
                max_length=5000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.mark_optional = False

    def by_criterion(self) -> list[tuple[Criterion, Any, Any]]:
        """Each criterion with its two fields as bound to this form."""
        return [(one, self[f"level_{one.pk}"], self[f"comment_{one.pk}"]) for one in self.criteria]

    def given(self) -> dict[int, Given]:
        """What was given, by id of the criterion."""
        said = {}
        for criterion in self.criteria:
            level = self.cleaned_data.get(f"level_{criterion.pk}") or ""
            said[criterion.pk] = Given(
                level=int(level) if level.isdigit() else None,
                cannot_judge=level == "none",
                comment=self.cleaned_data.get(f"comment_{criterion.pk}") or "",
            )
        return said

    def restate(self, name: str, value: object) -> None:
        """Show the form again with another value in a hidden field: the latest revision or dossier."""
        data = self.data.copy()  # type: ignore[attr-defined]  # what was posted is a QueryDict
        data[name] = str(value)
        self.data = data

    def demand_all(self) -> bool:
        """Is there a level, or "cannot judge", on every criterion? Adds an error to each that has neither."""
        for criterion in self.criteria:
            if not self.cleaned_data.get(f"level_{criterion.pk}"):
                self.add_error(
                    f"level_{criterion.pk}",
                    f"Choose a level for “{criterion.name}”, or say that you cannot judge it.",
                )
        return not self.errors


class AgreeForm(RevisionForm):
    """What the panel agreed on each criterion, and why. At a meeting `out` names those who must be out of the room."""

    def __init__(
        self, *args: Any, criteria: list[Criterion], levels: list[Level], out: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        if out:
            names = " and ".join(out)
            self.fields["out"] = forms.BooleanField(
                label=f"{names} {'is' if len(out) == 1 else 'are'} out of the room",
                error_messages={
                    "required": f"Confirm that {names} {'is' if len(out) == 1 else 'are'} out of the room."
                },
            )
        for criterion in criteria:
            self.fields[f"level_{criterion.pk}"] = forms.ChoiceField(
                label="Agreed level",
                required=False,
                choices=[("", "Not agreed"), *((str(level.pk), level.name) for level in levels)],
            )
            self.fields[f"reason_{criterion.pk}"] = forms.CharField(
                label="Reason", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean(self) -> dict[str, Any]:
        """A level that changed needs a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        for criterion in self.criteria:
            level, reason = cleaned.get(f"level_{criterion.pk}"), cleaned.get(f"reason_{criterion.pk}")
            if level and not (reason or "").strip():
                self.add_error(
                    f"reason_{criterion.pk}", f"Say in a sentence why the panel agreed on this for “{criterion.name}”."
                )
        return cleaned

    def agreed(self) -> list[tuple[Criterion, int, str]]:
        """(criterion, id of the level, reason) of what is new or different from before."""
        return [
            (one, int(self.cleaned_data[f"level_{one.pk}"]), self.cleaned_data[f"reason_{one.pk}"].strip())
            for one in self.criteria
            if self.cleaned_data[f"level_{one.pk}"] and {f"level_{one.pk}", f"reason_{one.pk}"} & set(self.changed_data)
        ]

    def by_criterion(self) -> list[tuple[Criterion, Any, Any]]:
        """Each criterion with its two fields as bound to this form."""
        return [(one, self[f"level_{one.pk}"], self[f"reason_{one.pk}"]) for one in self.criteria]


class CalibrationForm(forms.Form):
    """The dossier that the panel scores together first: a text for every kind of evidence that the rubric names, in the
    order in which dossiers have them (`titles`)."""

    harmless = forms.BooleanField(
        label="Nothing in it says who it is about, and it is nobody’s application in this round",
        error_messages={"required": "Confirm that it tells nobody’s name and is no application of this round."},
    )

    def __init__(
        self,
        *args: Any,
        criteria: list[Criterion],
        titles: Mapping[str, str],
        texts: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mark_optional = False
        named = dict.fromkeys(key for criterion in criteria for key in criterion.evidence)
        place = {key: number for number, key in enumerate(titles)}
        self.keys = sorted(named, key=lambda key: place.get(key, len(place))) or ["answer"]
        for key in self.keys:
            self.fields[f"text_{key}"] = forms.CharField(
                label=titles.get(key) or f"Evidence “{key}”",
                required=False,
                max_length=20_000,
                initial=texts.get(key, ""),
                widget=forms.Textarea(attrs={"rows": 6}),
            )
        self.order_fields([*(f"text_{key}" for key in self.keys), "harmless"])

    def clean(self) -> dict[str, Any]:
        """A dossier has something to read."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any((cleaned.get(f"text_{key}") or "").strip() for key in self.keys):
            self.add_error(f"text_{self.keys[0]}", "Write what the panel is to read, in one place at least.")
        return cleaned

    def sections(self) -> list[dict[str, Any]]:
        """What was written, as sections of a dossier."""
        return [
            {"key": key, "title": self.fields[f"text_{key}"].label, "kind": "answer", "text": text}
            for key in self.keys
            if (text := self.cleaned_data[f"text_{key}"].strip())
        ]


class SpreadForm(forms.Form):
    """Why the chair goes on before everybody has scored the dossier; nothing is asked when everybody has."""

    def __init__(self, *args: Any, waiting: int, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if waiting:
            self.fields["reason"] = forms.CharField(
                label="Why you do not wait for the others",
                help_text="They need not score it any more. The reason stays on the record.",
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": waits_for(waiting, entry).sentence},
            )


class FewerForm(forms.Form):
    """The chair lets an entry be decided with fewer scores."""

    scores = forms.IntegerField(
        label="How many scores are enough",
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why fewer scores are enough. It stays on the record."},
    )
