"""The questions of equality monitoring: fixed lists, the same for every alliance and round.

A changed list is a new question with the next number in its key; the old one stays, so that frozen tables can be read.
The protected characteristics are those of the Equality Act 2010 that people can be asked about here; ethnic groups are
the five of the Census of England and Wales 2021. "Prefer not to say" can be said to each, and is never stored.
"""

from __future__ import annotations

from dataclasses import dataclass

PREFER_NOT = "Prefer not to say"


@dataclass(frozen=True)
class Question:
    """One question: its key, its words, a name for the head of a table, and the answers as (key, words)."""

    key: str
    text: str
    name: str
    choices: tuple[tuple[str, str], ...]
    hint: str = ""


QUESTIONS = (
    Question(
        "age_1",
        "How old are you?",
        "Age",
        (
            ("under_30", "Under 30"),
            ("30_39", "30 to 39"),
            ("40_49", "40 to 49"),
            ("50_59", "50 to 59"),
            ("60", "60 or over"),
        ),
    ),
    Question("sex_1", "What is your sex?", "Sex", (("female", "Female"), ("male", "Male"))),
    Question(
        "gender_1",
        "Is your gender the same as the sex you were registered with at birth?",
        "Gender the same as registered at birth",
        (("same", "Yes"), ("different", "No")),
    ),
    Question(
        "ethnic_group_1",
        "What is your ethnic group?",
        "Ethnic group",
        (
            ("asian", "Asian or Asian British"),
            ("black", "Black, Black British, Caribbean or African"),
            ("mixed", "Mixed or multiple ethnic groups"),
            ("white", "White"),
            ("other", "Another ethnic group"),
        ),
    ),
    Question(
        "disability_1",
        "Are you disabled?",
        "Disabled",
        (("yes", "Yes"), ("no", "No")),
        "A physical or mental condition counts if it has lasted, or will last, a year or more and makes "
        "everyday life substantially harder.",
    ),
    Question(
        "religion_1",
        "What is your religion or belief?",
        "Religion or belief",
        (
            ("none", "None"),
            ("buddhist", "Buddhist"),
            ("christian", "Christian"),
            ("hindu", "Hindu"),
            ("jewish", "Jewish"),
            ("muslim", "Muslim"),
            ("sikh", "Sikh"),
            ("other", "Another religion or belief"),
        ),
    ),
    Question(
        "orientation_1",
        "What is your sexual orientation?",
        "Sexual orientation",
        (
            ("straight", "Straight or heterosexual"),
            ("gay", "Gay or lesbian"),
            ("bisexual", "Bisexual"),
            ("other", "Another orientation"),
        ),
    ),
)
