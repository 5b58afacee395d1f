"""Forms of the reply to an offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from alliance.choices import hinted
from alliance.schools.vocabulary import with_article
from alliance.times import in_words
from sle.leader_kinds import kind_of
from sle.models import AreaDecision, Designation
from sle.services.endings import RESIGN, TRANSFER


class AcceptForm(forms.Form):
    """Accepting; somebody designated elsewhere says what becomes of that designation."""

    def __init__(self, *args: Any, held: Designation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held is not None:
            other, kind = held.alliance.name, kind_of(held.alliance, held.kind)
            self.fields["instead"] = forms.ChoiceField(
                label=f"You are {with_article(kind.word)} of {other}. What becomes of that designation?",
                help_text="You can be designated by one alliance only.",
                choices=[
                    (TRANSFER, hinted("Transfer it", f"{other} is told which alliance you move to")),
                    (RESIGN, hinted("Resign it", f"{other} is told that you resigned, and nothing else")),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose what becomes of the designation that you hold."},
            )


class DeclineForm(forms.Form):
    """Declining, with a reason if one is given."""

    reason = forms.CharField(label="Would you tell us why?", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class LeaveReserveForm(forms.Form):
    """The areas in which somebody in reserve no longer wants a place."""

    def __init__(self, *args: Any, reserves: Sequence[AreaDecision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"] = forms.TypedMultipleChoiceField(
            label="Tick the area to confirm it"
            if len(reserves) == 1
            else "In which areas do you no longer want a place?",
            coerce=int,
            choices=[
                (one.pk, f"{one.application_area.area.name}, in reserve until {in_words(one.reserve_until)}")
                for one in reserves
            ],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Tick the areas in which you no longer want a place."},
        )
