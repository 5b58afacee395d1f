"""32. Every page of a panel costs the same number of queries for few entries and for 300."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels.models import Assignment, Conflict, Criterion, Dossier, Entry, Level, Mark, Score
from tests.queries import costs_the_same, queries_of

pytestmark = [pytest.mark.slow, pytest.mark.once]

PAGES = [
    ("ann", "desk"),
    ("ann", "next_unscored"),
    ("ann", "pack"),
    ("ann", "score"),
    ("ann", "comparison"),
    ("ann", "inbox"),
    ("chair", "exercise"),
    ("chair", "table"),
    ("chair", "table?all=1"),
    ("chair", "table?format=csv"),
    ("chair", "scorer_list"),
    ("chair", "meeting_list"),
    ("chair", "comparison"),
    ("chair", "inbox"),
    ("deputy", "table"),
    ("staff", "exercise"),
    ("staff", "seat_list"),
    ("staff", "dossier_clear"),
    ("staff", "sharing"),
    ("staff", "inbox"),
]


def crowd(panel, numbers):
    """Entries by bulk inserts, every second one scored by everybody, every third closed to the deputy; each with a
    mark in its dossier."""
    given = {"alliance_id": panel.alliance.pk}
    seats = list(panel.exercise.seats.all())
    level = Level.objects.filter(rubric=panel.rubric).last()
    criteria = list(Criterion.objects.filter(rubric=panel.rubric))
    entries = Entry.objects.bulk_create(
        Entry(
            **given,
            exercise=panel.exercise,
            candidate_id=1000 + number,
            code=f"SLE-{1000 + number}",
            areas=["Maths"],
            score_count=0 if number % 2 else len(seats),
            mean=None if number % 2 else level.value,
            median=None if number % 2 else level.value,
            spread=None if number % 2 else 0,
        )
        for number in numbers
    )
    section = {"key": "q1", "title": "Question 1", "kind": "answer", "text": "I led phonics.", "document": None}
    dossiers = Dossier.objects.bulk_create(
        Dossier(
            **given,
            entry=entry,
            version=1,
            sections=[section],
            frozen_at=timezone.now(),
            cleared_at=timezone.now(),
            cleared_by=panel.staff,
        )
        for entry in entries
    )
    Mark.objects.bulk_create(
        Mark(**given, dossier=dossier, section="q1", start=2, end=5, why="a name", state="kept") for dossier in dossiers
    )
    Conflict.objects.bulk_create(
        Conflict(**given, entry=entry, seat=panel.deputy, kind="declared", at=timezone.now())
        for entry in entries
        if entry.candidate_id % 3 == 1
    )
    held = Assignment.objects.bulk_create(
        Assignment(
            **given,
            entry=entry,
            seat=seat,
            position=entry.candidate_id,
            state="submitted" if entry.score_count else "assigned",
            mean=entry.mean,
        )
        for entry in entries
        for seat in seats
        if seat != panel.deputy or entry.candidate_id % 3 != 1
    )
    Score.objects.bulk_create(
        Score(**given, assignment=one, criterion=criterion, level=level)
        for one in held
        if one.state == "submitted"
        for criterion in criteria
    )


@pytest.mark.parametrize(("who", "name"), PAGES)
def test_32_a_page_of_a_panel_costs_the_same_for_any_number_of_entries(scoring, cast, sign_in, who, name):
    for seat in (scoring.chair, scoring.deputy, scoring.ann, scoring.bob):
        scoring.score(seat, scoring.two, "Green")
    entry = scoring.two if name == "comparison" else scoring.one
    coded = name in ("score", "comparison", "dossier_clear", "sharing")
    page, _, asked_for = name.partition("?")
    address = {"inbox": "web:inbox"}.get(page, f"panels:{page}")
    more = {} if page == "inbox" else {"pk": scoring.exercise.pk} | ({"code": entry.code} if coded else {})
    path = path_to(address, cast.alliance, **more) + (f"?{asked_for}" if asked_for else "")
    client = sign_in(scoring.staff if who == "staff" else getattr(scoring, who).person)
    if name == "next_unscored":
        path = client.get(path).headers["Location"]
    costs_the_same(lambda: queries_of(client, path), lambda numbers: crowd(scoring, numbers), (1, 3, 298))
