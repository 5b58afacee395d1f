"""Scoring by a panel, for any responsibility that has to choose between people or bids.

A responsibility opens an Exercise, hands over a Dossier per candidate and reads the agreed scores back. Who the
candidate is stays with the responsibility: nothing in this app names one.
"""

from alliance.panels.models.entries import MARK, ClearedCopy, Conflict, Dossier, Entry, Mark
from alliance.panels.models.exercises import EXERCISE, SEAT, Exercise, Interest, Seat
from alliance.panels.models.meetings import MEETING, Discussion, Meeting, Minute
from alliance.panels.models.packs import PACK, Pack
from alliance.panels.models.proposals import PROPOSAL, Proposal
from alliance.panels.models.rubrics import Criterion, Level, Rubric
from alliance.panels.models.scores import ASSIGNMENT, AgreedScore, Assignment, Score

__all__ = [
    "ASSIGNMENT",
    "EXERCISE",
    "MARK",
    "MEETING",
    "PACK",
    "PROPOSAL",
    "SEAT",
    "AgreedScore",
    "Assignment",
    "ClearedCopy",
    "Conflict",
    "Criterion",
    "Discussion",
    "Dossier",
    "Entry",
    "Exercise",
    "Interest",
    "Level",
    "Mark",
    "Meeting",
    "Minute",
    "Pack",
    "Proposal",
    "Rubric",
    "Score",
    "Seat",
]
