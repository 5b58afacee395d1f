"""Notices of mails that came back, as mail servers of several makes write them."""

import io
import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command

from alliance.post import delivery
from alliance.post.bounces import read
from tests.factories.post import post_mail

pytestmark = pytest.mark.usefixtures("test_kinds")


def notice(message_id: str, *, action: str = "failed", original: str = "message/rfc822") -> bytes:
    return f"""From: MAILER-DAEMON@mx.example.org
To: portal@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; hana.head@example.sch.uk
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <hana.head@example.sch.uk>:
    Recipient address rejected

--edge
Content-Type: {original}

Message-ID: {message_id}
Subject: About the hall

Dear reader
--edge--
""".encode()


def pipe_in(monkeypatch, raw: bytes) -> str:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("read_bounce", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("original", ["message/rfc822", "text/rfc822-headers"])
def test_a_notice_marks_the_mail_and_keeps_the_server_s_words(cast, mail_server, monkeypatch, original):
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    delivery.deliver([mail.pk])
    said = pipe_in(monkeypatch, notice(mail.message_id, original=original))
    mail.refresh_from_db()
    assert said == "The e-mail to hana.head@example.sch.uk is marked as come back.\n"
    assert mail.state == "bounced"
    assert mail.problem == (
        "The mail server of hana.head@example.sch.uk said: 550 5.1.1 <hana.head@example.sch.uk>: "
        "Recipient address rejected"
    )


def test_a_delay_changes_nothing(cast, mail_server, monkeypatch):
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    delivery.deliver([mail.pk])
    assert "nothing is changed" in pipe_in(monkeypatch, notice(mail.message_id, action="delayed"))
    mail.refresh_from_db()
    assert mail.state == "sent"


def test_a_stranger_s_mail_and_rubbish_change_nothing(cast, monkeypatch):
    mail = post_mail(cast.alliance, cast.head, dedupe="a")
    assert "No sent e-mail has the Message-ID" in pipe_in(monkeypatch, notice("<someone@else.example>"))
    assert "No sent e-mail has the Message-ID" in pipe_in(monkeypatch, notice(mail.message_id))  # it never went out
    for raw in (b"", b"\xff\x00\xfe", b"Subject: hello\n\nhello", b"Content-Type: multipart/report; boundary=x\n\n--x"):
        assert read(raw) is None
