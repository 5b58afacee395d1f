"""Forms of the reply to an offer, and of the end of a designation."""

from __future__ import annotations

from typing import Any

from django import forms

from alliance.choices import hinted
from sle.models import Designation
from sle.services.register import RESIGN, TRANSFER


class AcceptForm(forms.Form):
    """Accepting; somebody designated elsewhere says what becomes of that designation."""

    def __init__(self, *args: Any, held: Designation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if held is not None:
            other = held.alliance.name
            self.fields["instead"] = forms.ChoiceField(
                label=f"You are a specialist leader of {other}. What becomes of that designation?",
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
