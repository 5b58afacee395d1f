"""The national lists of areas of expertise: pure data, loaded by `manage.py load_areas`.

The first list is that of 2012. The later one renamed two headings, moved assessment to teaching and added citizenship.
Designations keep the version that they were made under.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEADERSHIP = "Leadership and management"
ACHIEVEMENT = "Pupil achievement"


@dataclass(frozen=True)
class ListFacts:
    """One version of the list: Ofsted focus -> names of areas, in the list's order."""

    version: str
    name: str
    current: bool
    areas: Mapping[str, tuple[str, ...]]


SUBJECTS = (
    "Art",
    "Closing the gap",
    "Drama",
    "Design and technology",
    "Early years",
    "English",
    "Geography",
    "History",
    "Information and communication technology",
    "Maths",
    "Modern foreign languages",
    "Music",
    "Phonics",
    "Physical education",
    "Personal, social and health education",
    "Religious education",
    "Science",
    "Special educational needs",
    "Support for the most able pupils",
)

AREA_LISTS = (
    ListFacts(
        version="2012",
        name="Areas of expertise 2012",
        current=False,
        areas={
            LEADERSHIP: (
                "Academies and academy transition",
                "Assessment",
                "Leadership of continuing professional development",
                "School business management and financial management",
                "Leadership of curriculum",
            ),
            ACHIEVEMENT: SUBJECTS,
            "Quality of teaching": ("Initial teacher training and newly qualified teacher development",),
            "Behaviour and safety": ("Behaviour and discipline", "Attendance"),
        },
    ),
    ListFacts(
        version="2015",
        name="Areas of expertise 2015",
        current=True,
        areas={
            LEADERSHIP: (
                "Academies and academy transition",
                "Leadership of continuing professional development",
                "School business management and financial management",
                "Leadership of curriculum",
            ),
            ACHIEVEMENT: (*SUBJECTS[:1], "Citizenship", *SUBJECTS[1:]),
            "Teaching, learning and assessment": (
                "Assessment",
                "Initial teacher training and newly qualified teacher development",
            ),
            "Personal development, behaviour and welfare": ("Behaviour and discipline", "Attendance"),
        },
    ),
)
