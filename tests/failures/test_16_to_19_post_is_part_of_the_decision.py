"""16 to 19. Post is part of the decision: once each, rolled back with it, retried, and due when its row says so."""

import re

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alliance.addresses import path_to
from alliance.post import delivery, letters, services, tasks
from alliance.post.claims import PAUSES
from alliance.post.models import Mail
from alliance.post.services import NotInTransaction
from alliance.post.sweeping import take_due
from tests.factories.post import post_letter, post_mail, test_kinds  # noqa: F401  # a fixture

pytestmark = pytest.mark.usefixtures("test_kinds")


@pytest.mark.slow
def test_16_the_same_task_twice_sends_one_mail_and_makes_one_pdf(cast, mail_server):
    mail, letter = post_mail(cast.alliance, cast.head, dedupe="m"), post_letter(cast.alliance, cast.head, dedupe="l")
    for _ in range(2):
        delivery.deliver([mail.pk, mail.pk])
        letters.make([letter.pk, letter.pk])
    assert len(mail_server.mails) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("made", 1)


def test_17_a_rolled_back_decision_posts_nothing(cast):
    with transaction.atomic():
        services.send("test.notice", to=cast.head, alliance=cast.alliance, values={"what": "x"}, dedupe="a")
        transaction.set_rollback(True)
    assert Mail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_17_nothing_can_be_posted_outside_a_transaction(cast):
    with pytest.raises(NotInTransaction):
        services.send("test.notice", to=cast.head, alliance=cast.alliance, values={"what": "x"}, dedupe="a")
    assert Mail.objects.count() == 0


@pytest.mark.slow
def test_18_a_mail_server_that_is_down_is_tried_for_days_then_it_fails_visibly(cast, sign_in, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    waits = []
    for _ in range(len(PAUSES)):
        delivery.deliver([mail.pk])
        mail.refresh_from_db()
        assert mail.state == "waiting"
        waits.append(round((mail.due_at - timezone.now()).total_seconds() / 60))
        Mail.objects.update(due_at=timezone.now())
    assert waits == [1, 5, 15, 60, 120, 240, 480, 720, 1440]
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert mail.state == "failed"
    assert mail.problem.startswith("Tried 10 times. The mail server could not be reached:")
    client, page = sign_in(cast.director), path_to("post:mail", cast.alliance, pk=mail.pk)
    shown = client.get(page).content.decode()
    assert "Tried 10 times. The mail server could not be reached:" in shown
    assert "Try again</button>" in shown
    client.post(path_to("post:mail_try_again", cast.alliance, pk=mail.pk), {"email": mail.email})
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)


def test_19_due_times_are_rows_that_are_polled(cast):
    later = timezone.now() + timezone.timedelta(days=2)
    with transaction.atomic():
        mail = services.send(
            "test.notice", to=cast.head, alliance=cast.alliance, values={"what": "x"}, dedupe="a", due=later
        )
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.due_at) == ("waiting", 0, later)
    assert take_due(now=timezone.now()) == []
    assert [call.task for call in take_due(now=later)] == ["post.deliver_mails"]


@pytest.mark.django_db(transaction=True)
def test_19_no_message_carries_a_countdown(cast, monkeypatch):
    """Every message that post sends, as it goes to the broker."""
    sent = []

    def keep(name, args=(), **options):
        sent.append((name, options))

    monkeypatch.setattr(current_app._get_current_object(), "send_task", keep)
    post_mail(cast.alliance, cast.head, dedupe="m")
    post_letter(cast.alliance, cast.head, dedupe="l")
    tasks.sweep()
    assert {name for name, _ in sent} == {"post.sweep", "post.deliver_mails", "post.make_letters"}
    assert not [options for _, options in sent if {"eta", "countdown"} & set(options)]


def test_19_nothing_else_sends_messages():
    """Nobody else gives a task to the broker, and so nobody with a countdown."""
    sending = re.compile(r"\b(send_task|apply_async|delay|countdown|eta)\b *[(=]")
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in ("alliance", "sle")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if sending.search(path.read_text())
    }
    assert found == {"alliance/post/services/posting.py", "alliance/post/tasks.py"}


def test_19_a_task_ends_before_the_broker_believes_it_lost():
    timeout = 600  # seconds; the settings have it where there is Redis
    assert f'"visibility_timeout": {timeout}' in (settings.BASE_DIR / "alliance" / "settings.py").read_text()
    assert settings.CELERY_TASK_TIME_LIMIT < settings.POST_LEASE_SECONDS < timeout
