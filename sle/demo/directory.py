"""The demo's public directory: leaders who agreed to stand in it, each in their own words; others did not."""

from __future__ import annotations

from typing import Any

from sle.demo.life import leader
from sle.demo.making import at
from sle.models import Designation
from sle.services.directory import join_directory, leave_directory

BOLDMERE = {
    "Faisal Rahman": "Practical science from Reception to Year 6, with what is in the cupboard. I plan a term with "
    "your subject lead, teach the first lessons beside them, and come back to see what stuck.",
    "Grace Holloway": "I help coordinators in their first two years: provision maps that are used, meetings with "
    "parents that end well, and evidence that stands up.",
    "Robin Clay": "Phonics for whole schools. I begin with a day of listening to readers, and stay until your own "
    "people can train the next ones.",
    "Nadia Begum": "",
    "Helen Brandreth": "Two years as head of a school that had been in special measures. I sit beside new heads in "
    "the weeks when everything comes at once.",
    "Colin Farrow": "Federations, governors, and how to say no.",
    "Imogen Slater": "Early reading and the first weeks of Reception. Small village schools are what I know best.",
}
WEST_LONDON = {
    "Beatrice Lowe": "Sixth form and A level mathematics, and the step into it from Year 11.",
    "Marcus Adler": "Dyslexia in the ordinary classroom: what helps one pupil and does no harm to thirty.",
    "Yasmin Noor": "Play outdoors in the middle of the city, for two to five.",
}


def boldmere_directory(cast: Any) -> None:
    """Most leaders have agreed, one would rather not, some have not said; one works where the register's extract
    knows the way."""
    leader(cast, "Imogen Slater", 124087, "Early years", ends=600)
    _agree(cast, BOLDMERE)
    reserved = Designation.objects.select_related("person", "alliance").get(person__surname="Marsh", kind="SLE")
    leave_directory(designation=reserved, by=reserved.person, now=at(-40))


def west_london_directory(cast: Any) -> None:
    """Leaders at schools whose place the register's extract knows, so that distances between them are true."""
    leader(cast, "Beatrice Lowe", 137935, "Maths", ends=700)
    leader(cast, "Marcus Adler", 101173, "Special educational needs", ends=500)
    leader(cast, "Yasmin Noor", 100000, "Early years", ends=900)
    _agree(cast, WEST_LONDON)


def _agree(cast: Any, words: dict[str, str]) -> None:
    for held in Designation.objects.filter(state="current").select_related("person", "alliance"):
        if held.person.name in words:
            join_directory(designation=held, about=words[held.person.name], by=held.person, now=at(-20))
