"""Forms of the panels' pages."""

from alliance.panels.forms.meetings import MeetingForm
from alliance.panels.forms.running import (
    CapsForm,
    PaperForm,
    PassageForm,
    ReasonForm,
    RubricForm,
    SeatForm,
    SetupForm,
    SharingForm,
)
from alliance.panels.forms.scoring import (
    AgreeForm,
    CalibrationForm,
    DeclarationForm,
    FewerForm,
    RecuseForm,
    ScoreForm,
    SpreadForm,
)

__all__ = [
    "AgreeForm",
    "CalibrationForm",
    "CapsForm",
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
    "SpreadForm",
]
