"""Records of the SLE responsibility, by noun."""

from sle.models.appeals import APPEAL, Appeal, AppealGround, AppealHearer
from sle.models.applications import (
    APPLICATION,
    AdjustmentRequest,
    Answer,
    Application,
    ApplicationArea,
    EligibilityFinding,
)
from sle.models.decisions import DECISION, OUTCOME_LETTER, AreaDecision, OutcomeLetter
from sle.models.fairness import FAIRNESS_PAPER, FairnessPaper
from sle.models.interviews import INTERVIEW, Interview, InterviewPlan
from sle.models.kinds import DesignationKind
from sle.models.references import REFERENCE, Reference
from sle.models.register import DESIGNATION, AgencyReturn, Designation, DesignationArea, RegisterChange
from sle.models.reviews import MOVE, RELEASE, REVIEW, Move, Release, Review
from sle.models.rounds import ROUND, EligibilityRule, Extension, Question, Round, RoundArea
from sle.models.training import Planned, Training, TrainingDay

__all__ = [
    "APPEAL",
    "APPLICATION",
    "DECISION",
    "DESIGNATION",
    "FAIRNESS_PAPER",
    "INTERVIEW",
    "MOVE",
    "OUTCOME_LETTER",
    "REFERENCE",
    "RELEASE",
    "REVIEW",
    "ROUND",
    "AdjustmentRequest",
    "AgencyReturn",
    "Answer",
    "Appeal",
    "AppealGround",
    "AppealHearer",
    "Application",
    "ApplicationArea",
    "AreaDecision",
    "Designation",
    "DesignationArea",
    "DesignationKind",
    "EligibilityFinding",
    "EligibilityRule",
    "Extension",
    "FairnessPaper",
    "Interview",
    "InterviewPlan",
    "Move",
    "OutcomeLetter",
    "Planned",
    "Question",
    "Reference",
    "RegisterChange",
    "Release",
    "Review",
    "Round",
    "RoundArea",
    "Training",
    "TrainingDay",
]
