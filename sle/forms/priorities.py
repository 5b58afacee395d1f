"""Choosing what of the schools' priorities is shown, and targets taken from them."""

from __future__ import annotations

from typing import Any

from django import forms

from alliance.expertise.models import Area
from sle.forms.rounds import NUMBER
from sle.models import Round
from sle.queries.priorities import Priority, YearOfNeeds
from sle.rules.priorities import SCHOOLS_FOR_EACH, proposed_target


class ShownForm(forms.Form):
    """Which year, and schools of which phase. Everything may be left out."""

    mark_optional = False
    year = forms.TypedChoiceField(label="School year", coerce=int, required=False)
    phase = forms.ChoiceField(label="Phase", required=False)

    def __init__(self, *args: Any, years: list[tuple[int, str]], phases: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = years  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["phase"].choices = [("", "All phases"), *((p, p) for p in phases)]  # type: ignore[attr-defined]  # a ChoiceField


class EachForm(forms.Form):
    """How many schools one leader can help in a year: the proposals follow from it."""

    each = forms.IntegerField(
        label="Schools that one leader can help in a year",
        min_value=1,
        max_value=20,
        initial=SCHOOLS_FOR_EACH,
        widget=NUMBER,
    )

    def number(self) -> int:
        """What was asked for, else the usual."""
        return int(self.cleaned_data["each"]) if self.is_bound and self.is_valid() else SCHOOLS_FOR_EACH


class TargetsFromPrioritiesForm(forms.Form):
    """A target for each area in which schools need support or the round looks already."""

    def __init__(
        self, *args: Any, round: Round, needs: YearOfNeeds, areas: dict[str, Area], each: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        sought = {chosen.area_id: chosen.target for chosen in round.areas.all()}
        rows = {row.area: row for row in needs.by_area()}
        for name, area in areas.items():
            row = rows.get(name, Priority(name))
            if not row.need and area.pk not in sought:
                continue
            proposed = proposed_target(need=row.need, urgent=row.urgent, supply=row.supply, each=each)
            self.fields[f"area_{area.pk}"] = forms.IntegerField(
                label=name,
                min_value=1,
                max_value=99,
                required=False,
                initial=proposed,
                help_text=_why(row),
                widget=NUMBER,
            )

    def targets(self) -> dict[int, int | None]:
        """Number by primary key of the area."""
        return {int(name.removeprefix("area_")): value for name, value in self.cleaned_data.items()}


def _why(row: Priority) -> str:
    schools = f"{row.need} school{'' if row.need == 1 else 's'} in need"
    urgent = f", {row.urgent} of them urgent" if row.urgent else ""
    return f"{schools}{urgent}; {row.supply} designated; {row.offer} could offer somebody."
