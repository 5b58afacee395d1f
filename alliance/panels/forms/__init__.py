"""Forms of the panels' pages."""

from alliance.panels.forms.meetings import MeetingForm
from alliance.panels.forms.running import (
    PaperForm,
    PassageForm,
    ReasonForm,
    RubricForm,
    SeatForm,
    SetupForm,
    SharingForm,
)
from alliance.panels.forms.scoring import AgreeForm, DeclarationForm, FewerForm, RecuseForm, ScoreForm

__all__ = [
    "AgreeForm",
    "DeclarationForm",
    "FewerForm",
    "MeetingForm",
    "PaperForm",
    "PassageForm",
    "ReasonForm",
    "RecuseForm",
    "RubricForm",
    "ScoreForm",
    "SeatForm",
    "SetupForm",
    "SharingForm",
]
