"""15 to 19, 35. Post is part of the decision: rolled back with it, once each, retried, kept without the broker."""

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from alliance.post import delivery, letters, services
from alliance.post.claims import PAUSES
from alliance.post.models import Letter, Mail
from alliance.post.services import NotInTransaction
from tests.factories.post import post_letter, post_mail, test_kinds  # noqa: F401  # a fixture

pytestmark = pytest.mark.usefixtures("test_kinds")


def test_15_deciding_twice_before_release_leaves_one_letter(cast):
    first = post_letter(cast.alliance, cast.head, dedupe="outcome:1")
    second = post_letter(cast.alliance, cast.head, dedupe="outcome:1", html="<p>Something else</p>")
    assert (first.pk, Letter.objects.count()) == (second.pk, 1)


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


def test_18_a_mail_server_that_is_down_is_tried_for_days_then_it_fails_visibly(cast, settings):
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
    services.try_mail_again(mail=mail, by=cast.director)
    assert (mail.state, mail.attempts) == ("waiting", 0)


@pytest.mark.django_db(transaction=True)
def test_35_what_is_posted_stands_when_the_broker_is_down(cast, monkeypatch, caplog):
    def gone(*args, **kwargs):
        raise ConnectionError("no broker")

    monkeypatch.setattr(current_app._get_current_object(), "send_task", gone)
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    assert Mail.objects.get().pk == mail.pk
    assert "the sweep will find what was posted" in caplog.text


def test_19_due_times_are_rows_and_no_message_carries_a_countdown(cast):
    later = timezone.now() + timezone.timedelta(days=2)
    with transaction.atomic():
        mail = services.send(
            "test.notice", to=cast.head, alliance=cast.alliance, values={"what": "x"}, dedupe="a", due=later
        )
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.due_at) == ("waiting", 0, later)
