"""Mails go out once each, with the same Message-ID; what the server says decides what happens next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.post import delivery
from alliance.post.claims import MOST_ATTEMPTS, PAUSES
from alliance.post.models import Mail
from alliance.post.sweeping import take_due
from alliance.workflow.models import Event
from tests.factories.post import post_mail
from tests.mail_server import words_of

pytestmark = pytest.mark.usefixtures("test_kinds")


def test_a_mail_goes_out_with_its_message_id_and_the_alliance_as_sender(cast, mail_server):
    cast.alliance.email = "office@boldmere.example.sch.uk"
    cast.alliance.save()
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    [sent] = mail_server.mails
    assert (mail.state, mail.attempts, mail.lease_until) == ("sent", 1, None)
    assert sent["Message-ID"] == mail.message_id
    assert sent["To"] == "Hana Head <hana.head@example.sch.uk>"
    assert str(sent["From"]).startswith("Boldmere Teaching School Alliance <")
    assert sent["Reply-To"] == "office@boldmere.example.sch.uk"
    assert "\n".join(words_of(sent).split("\r\n")).strip() == "Dear reader\n\nThis is about the hall."


@pytest.mark.parametrize("code", [421, 450, 451, 452])
def test_a_temporary_answer_puts_the_mail_off(cast, mail_server, code):
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    mail_server.refuse[cast.head.email] = f"{code} Come back later"
    before = timezone.now()
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 1)
    assert mail.problem == f"The mail server said: {code} Come back later"
    assert before + PAUSES[0] <= mail.due_at <= timezone.now() + PAUSES[0]
    delivery.deliver([mail.pk])
    assert Mail.objects.get(pk=mail.pk).attempts == 1  # not before it is due


def test_a_refused_address_comes_back_with_the_server_s_words(cast, mail_server):
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    mail_server.refuse[cast.head.email] = "550 No such user here"
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert (mail.state, mail.problem) == ("bounced", "The mail server said: 550 No such user here")
    assert Event.objects.filter(subject_type="post.mail", subject_id=mail.pk, move="bounce").count() == 1


def test_one_bad_address_does_not_hold_up_the_others(cast, mail_server):
    first, second = (post_mail(cast.alliance, to, dedupe=to.email) for to in (cast.head, cast.teacher))
    mail_server.refuse[cast.head.email] = "550 No such user here"
    delivery.deliver([first.pk, second.pk])
    assert [mail["To"] for mail in mail_server.mails] == ["Tara Teacher <tara.teacher@example.sch.uk>"]


def test_the_personal_link_is_made_at_sending_and_never_stored(cast, mail_server):
    mail = post_mail(cast.alliance, cast.head, kind="test.linked", dedupe="a")
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert mail.body == "Answer here:\n[personal link]"
    assert (
        "\n".join(words_of(mail_server.mails[0]).split("\r\n")).strip()
        == f"Answer here:\nhttps://portal.test/{mail.pk}/"
    )


def test_a_mail_whose_link_cannot_be_made_fails_visibly(cast, mail_server):
    mail = post_mail(cast.alliance, cast.head, kind="test.linked", dedupe="a")
    Mail.objects.filter(pk=mail.pk).update(kind="test.gone")
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert (mail.state, mail_server.mails) == ("failed", [])
    assert "nothing in the portal makes the link of “test.gone”" in mail.problem


def test_the_words_of_a_secret_are_wiped_once_sent(cast, mail_server):
    mail = post_mail(cast.alliance, cast.head, kind="test.code", dedupe="a", code="WXYZ")
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert "WXYZ" in words_of(mail_server.mails[0])
    assert (mail.state, mail.body) == ("sent", "")


def test_a_secret_that_waits_keeps_its_words_until_it_is_sent(cast, mail_server):
    mail = post_mail(cast.alliance, cast.head, kind="test.code", dedupe="a", code="WXYZ")
    mail_server.refuse[cast.head.email] = "451 Not now"
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert (mail.state, "WXYZ" in mail.body) == ("waiting", True)
    assert mail.due_at < timezone.now() + timedelta(minutes=1)


def test_a_row_in_a_living_worker_s_hand_is_left_alone_and_a_dead_one_s_is_taken(cast, mail_server):
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    soon = timezone.now() + timedelta(minutes=1)
    Mail.objects.filter(pk=mail.pk).update(state="sending", attempts=1, lease_until=soon)
    delivery.deliver([mail.pk])
    assert mail_server.mails == []
    Mail.objects.filter(pk=mail.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    delivery.deliver([mail.pk])
    assert len(mail_server.mails) == 1
    assert Mail.objects.get(pk=mail.pk).attempts == 2


def test_a_mail_that_stops_every_worker_is_given_up(cast, mail_server):
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    gone = timezone.now() - timedelta(seconds=1)
    Mail.objects.filter(pk=mail.pk).update(state="sending", attempts=MOST_ATTEMPTS, lease_until=gone)
    delivery.deliver([mail.pk])
    mail.refresh_from_db()
    assert (mail.state, mail_server.mails) == ("failed", [])
    assert mail.problem == f"A worker was stopped at it {MOST_ATTEMPTS} times before it could finish."


def test_the_sweep_hands_out_each_row_once_and_secrets_to_the_quick_queue(cast):
    notices = [post_mail(cast.alliance, cast.head, dedupe=f"n{n}") for n in range(12)]
    code = post_mail(cast.alliance, cast.head, kind="test.code", dedupe="c", code="X")
    now = timezone.now()
    calls = take_due(now=now)
    assert [(call.queue, call.argument) for call in calls] == [
        ("quick", [code.pk]),
        ("bulk", [mail.pk for mail in notices[:10]]),
        ("bulk", [mail.pk for mail in notices[10:]]),
    ]
    assert take_due(now=now) == []
    assert len(take_due(now=now + timedelta(minutes=5))) == 3  # the messages were lost: handed out again
