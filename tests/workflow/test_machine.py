"""Moves: legal ones write state, changes and event together; illegal and late ones write nothing."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from alliance.members.models import INVITATION, Invitation
from alliance.workflow.events import record
from alliance.workflow.machine import MoveRefused
from alliance.workflow.models import Event


@pytest.fixture
def invitation(cast):
    return Invitation.objects.create(
        alliance=cast.alliance, email="new@example.org", role="director", sent_at=timezone.now()
    )


def test_a_move_writes_state_changes_and_event_together(cast, invitation):
    INVITATION.apply(invitation, "accept", by=cast.director, email="newer@example.org")
    invitation.refresh_from_db()
    event = Event.objects.get(subject_type="members.invitation", subject_id=invitation.pk)
    assert (invitation.state, invitation.email) == ("accepted", "newer@example.org")
    assert (event.move, event.before, event.after, event.fields) == ("accept", "sent", "accepted", ["email"])
    assert (event.person, event.alliance) == (cast.director, cast.alliance)


def test_a_move_from_a_stale_object_is_refused_and_writes_nothing(cast, invitation):
    stale = Invitation.objects.get(pk=invitation.pk)
    INVITATION.apply(invitation, "accept", by=cast.director)
    with pytest.raises(MoveRefused) as refused:
        INVITATION.apply(stale, "withdraw", by=cast.director)
    assert "This invitation is accepted by now" in refused.value.refusal.sentence
    assert Event.objects.filter(subject_id=invitation.pk).count() == 1


def test_available_moves_are_those_of_the_table(invitation):
    assert INVITATION.available(invitation) == {"accept", "withdraw"}
    INVITATION.apply(invitation, "withdraw", by=None)
    assert INVITATION.available(invitation) == set()


def test_moving_many_is_all_or_nothing(cast, invitation):
    second = Invitation.objects.create(
        alliance=cast.alliance, email="b@example.org", role="director", sent_at=timezone.now()
    )
    INVITATION.apply(second, "accept", by=None)
    with pytest.raises(MoveRefused):
        INVITATION.apply_many([invitation, second], "withdraw", by=cast.director)
    invitation.refresh_from_db()
    assert invitation.state == "sent"
    INVITATION.apply_many([invitation], "withdraw", by=cast.director)
    assert Event.objects.filter(subject_id=invitation.pk, move="withdraw").count() == 1


@pytest.mark.parametrize("statement", ["UPDATE workflow_event SET move = 'x'", "DELETE FROM workflow_event"])
def test_events_are_never_changed_or_removed(cast, invitation, statement):
    record(invitation, "looked_at", by=cast.director)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.filter(move="looked_at").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_events_stay_guarded_between_tests_that_commit(cast, invitation, time):
    record(invitation, "looked_at", by=cast.director)
    with pytest.raises(DatabaseError, match="never changed or removed"):
        connection.cursor().execute("DELETE FROM workflow_event")
    assert Event.objects.count() == 1
