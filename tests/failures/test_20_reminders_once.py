"""20. A reminder job run twice, after a day down, or after a moved deadline sends each reminder once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from alliance.portal import Portal
from alliance.post.models import Mail
from alliance.post.services import send
from alliance.workflow import asking
from tests.factories.post import test_kinds  # noqa: F401  # a fixture

pytestmark = pytest.mark.usefixtures("test_kinds")


@pytest.fixture
def deadline(cast, monkeypatch):
    """A deadline that can be moved; its reminder is due from three days before it."""
    kept = {"at": timezone.now() + timedelta(days=2)}

    @transaction.atomic
    def remind(alliance, now):
        if alliance == cast.alliance and kept["at"] - timedelta(days=3) <= now < kept["at"]:
            send("test.notice", to=cast.head, alliance=alliance, values={"what": "it"}, dedupe="reminder:1:three-days")

    def broken(alliance, now):
        raise RuntimeError("another app's trouble")

    portals = (Portal(name="broken", reminders=(broken,)), Portal(name="test", reminders=(remind,)))
    monkeypatch.setattr(asking, "portals", lambda: portals)
    return kept


def test_run_twice_it_sends_once_and_another_app_s_trouble_stops_nothing(deadline, caplog):
    for _ in range(2):
        assert asking.ask_every_alliance("reminders", now=timezone.now()) == 2  # once in each alliance
    assert Mail.objects.count() == 1
    assert "broken failed in boldmere" in caplog.text


def test_after_a_day_down_it_sends_once(deadline):
    now = timezone.now()
    asking.ask_every_alliance("reminders", now=now - timedelta(days=5))
    assert Mail.objects.count() == 0
    asking.ask_every_alliance("reminders", now=now + timedelta(days=1))
    assert Mail.objects.count() == 1


def test_a_moved_deadline_sends_neither_too_early_nor_twice(deadline):
    now = timezone.now()
    deadline["at"] = now + timedelta(days=10)
    asking.ask_every_alliance("reminders", now=now)
    assert Mail.objects.count() == 0
    asking.ask_every_alliance("reminders", now=now + timedelta(days=8))
    deadline["at"] = now + timedelta(days=12)
    asking.ask_every_alliance("reminders", now=now + timedelta(days=10))
    assert Mail.objects.count() == 1
