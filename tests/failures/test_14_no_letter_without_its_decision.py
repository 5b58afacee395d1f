"""14. A crash in the middle of a bulk decision leaves no letter without a decision, nor the reverse."""

import os
import signal

import pytest
from django.db import connection, connections
from django.utils import timezone
from django_scopes import scope

from alliance.post.models import Letter, Mail
from sle.models import Application, AreaDecision, Designation, OutcomeLetter
from sle.plugs.outcomes import invariants
from sle.services import decisions, release
from sle.states import Outcome
from tests.factories.sle_panel import make_application, make_decided, make_stage

FIRST, FACTOR = 5, 1.3


class Kill:
    """Kills this very process, as kill -9 does, before its n-th statement."""

    def __init__(self, statement):
        self.left = statement

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def killed_at(statement, act):
    """Does `act` in a process of its own that is killed before its n-th statement. Was it killed?"""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            with connection.execute_wrapper(Kill(statement)):
                act()
            connections.close_all()
        except BaseException:  # noqa: BLE001  # a child of the tests must never go on as a second pytest
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
    return os.WIFSIGNALED(status)


def kill_until_done(act, nothing_happened):
    """Kill `act` ever later, looking each time that nothing is half done, until it comes to its end."""
    statement, kills = FIRST, 0
    while killed_at(int(statement), act):
        nothing_happened()
        statement, kills = statement * FACTOR, kills + 1
    return kills


@pytest.mark.processes
def test_a_release_that_is_killed_anywhere_has_not_happened(transactional_db, cast):
    stage, applications = make_decided(
        cast.alliance, cast.lead, cast.director, "Alex Okafor", "Bea Moss", "Cy Long", "Di Short"
    )
    now = timezone.now()

    def act():
        with scope(alliance=cast.alliance):
            release.release_round(round=stage.round, by=cast.administrator, now=now)

    def nothing_happened():
        stage.round.refresh_from_db()
        assert stage.round.state == "deciding"
        assert not Letter.objects.exists()
        assert not Mail.objects.filter(kind__startswith="sle.outcome").exists()
        assert not Designation.objects.exists()
        assert set(AreaDecision.objects.values_list("state", flat=True)) == {"approved"}
        assert set(OutcomeLetter.objects.values_list("state", flat=True)) == {"approved"}
        assert set(Application.objects.values_list("state", flat=True)) == {"submitted"}
        assert list(invariants(cast.alliance)) == []

    assert kill_until_done(act, nothing_happened) >= 8
    number = len(applications)
    assert Letter.objects.count() == Designation.objects.count() == number
    assert Mail.objects.filter(kind="sle.outcome_ready").count() == number
    assert AreaDecision.objects.filter(state="released").count() == number
    assert OutcomeLetter.objects.filter(state="released", letter__isnull=False).count() == number
    assert list(invariants(cast.alliance)) == []


@pytest.mark.processes
def test_a_bulk_approval_that_is_killed_anywhere_approves_and_drafts_nothing(transactional_db, cast):
    stage = make_stage(cast.alliance, cast.lead)
    applications = [make_application(stage.round, name) for name in ("Alex Okafor", "Bea Moss", "Cy Long")]
    stage.start_scoring()
    for application in applications:
        stage.score(application, "Green")
    stage.start_deciding()
    for application in applications:
        stage.propose(application, Outcome.DESIGNATED)
    now = timezone.now()

    def act():
        with scope(alliance=cast.alliance):
            waiting = AreaDecision.objects.select_related("application_area__application__round")
            decisions.approve_outcomes(round=stage.round, decisions=list(waiting), by=cast.director, now=now)

    def nothing_happened():
        assert set(AreaDecision.objects.values_list("state", flat=True)) == {"proposed"}
        assert set(OutcomeLetter.objects.values_list("body", flat=True)) == {""}

    assert kill_until_done(act, nothing_happened) >= 5
    assert set(AreaDecision.objects.values_list("state", flat=True)) == {"approved"}
    assert OutcomeLetter.objects.exclude(body="").count() == len(applications)
