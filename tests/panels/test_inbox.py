"""What a panel puts into inboxes."""

import pytest
from django.utils import timezone

from alliance.panels import services
from alliance.panels.models import Entry, Exercise
from alliance.portal import portals


@pytest.mark.slow
def test_the_inbox_tells_staff_and_whoever_is_in_the_chair_what_waits(scoring, cast):
    [panels] = [portal for portal in portals() if portal.name == "panels"]

    def titles(person):
        return [one.title for one in panels.inbox(person, cast.alliance)]

    services.recuse(entry=scoring.two, seat=scoring.chair, now=timezone.now())
    late = scoring.enter(3, cleared=False)
    assert titles(scoring.staff) == ["Clear 1 dossier"]
    scoring.clear(late)
    for seat in (scoring.chair, scoring.deputy, scoring.ann):
        for entry in (scoring.one, late) if seat is scoring.chair else (scoring.one, scoring.two, late):
            scoring.score(seat, entry, "Green")
    for entry in (scoring.one, scoring.two):
        scoring.score(scoring.bob, entry, "Amber")
    assert titles(scoring.staff) == []
    services.leave_seat(seat=scoring.bob, by=scoring.staff, reason="Ill.")
    assert titles(scoring.staff) == ["Everybody has scored: end scoring"]
    Entry.objects.filter(pk=late.pk).update(fewer_accepted=5)
    assert titles(scoring.staff)[0] == "Too few can score 1 application"
    services.end_scoring(exercise=Exercise.objects.get(pk=scoring.exercise.pk), by=scoring.staff, now=timezone.now())
    assert titles(scoring.staff) == []
    assert titles(scoring.chair.person) == ["Agree on 1 application on which scorers differ"]
    assert titles(scoring.deputy.person) == ["Agree on 1 application on which scorers differ"]
    assert titles(scoring.ann.person) == []


@pytest.mark.slow
def test_the_inbox_says_how_many_wait(scoring, cast):
    [panels] = [portal for portal in portals() if portal.name == "panels"]
    [item] = panels.inbox(scoring.ann.person, cast.alliance)
    assert (item.title, item.action, item.due) == ("Score 2 applications", "Score", scoring.exercise.score_by)
    scoring.score(scoring.ann, scoring.one, "Green")
    assert [one.title for one in panels.inbox(scoring.ann.person, cast.alliance)] == ["Score 1 application"]
    assert [one.title for one in panels.navigation(scoring.ann.person, cast.alliance)] == ["Panels"]
    assert list(panels.navigation(cast.teacher, cast.alliance)) == []
    assert [sentence for check in panels.invariants for sentence in check(cast.alliance)] == []
    Entry.objects.filter(pk=scoring.one.pk).update(mean=1)
    assert len([sentence for check in panels.invariants for sentence in check(cast.alliance)]) == 1
