"""Records of the SLE responsibility, by noun."""

from sle.models.applications import (
    APPLICATION,
    AdjustmentRequest,
    Answer,
    Application,
    ApplicationArea,
    EligibilityFinding,
)
from sle.models.areas import Area, AreaList
from sle.models.decisions import DECISION, OUTCOME_LETTER, AreaDecision, OutcomeLetter
from sle.models.interviews import INTERVIEW, Interview, InterviewScore
from sle.models.references import REFERENCE, Reference
from sle.models.register import DESIGNATION, AgencyReturn, Designation, DesignationArea
from sle.models.rounds import ROUND, EligibilityRule, Extension, Question, Round, RoundArea

__all__ = [
    "APPLICATION",
    "DECISION",
    "DESIGNATION",
    "INTERVIEW",
    "OUTCOME_LETTER",
    "REFERENCE",
    "ROUND",
    "AdjustmentRequest",
    "AgencyReturn",
    "Answer",
    "Application",
    "ApplicationArea",
    "Area",
    "AreaDecision",
    "AreaList",
    "Designation",
    "DesignationArea",
    "EligibilityFinding",
    "EligibilityRule",
    "Extension",
    "Interview",
    "InterviewScore",
    "OutcomeLetter",
    "Question",
    "Reference",
    "Round",
    "RoundArea",
]
