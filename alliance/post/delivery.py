"""Handing mails to the mail server: claim, send, mark."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from contextlib import nullcontext
from email.mime.text import MIMEText
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django_scopes import scope
from icalendar import Calendar

from alliance.post.claims import PAUSES, SHORT_PAUSES, claim, put_off, settle, worn_out
from alliance.post.kinds import kinds
from alliance.post.models import MAIL, Mail
from alliance.post.services.posting import wiped
from alliance.post.smtp import Outcome, understand
from alliance.post.texts import PERSONAL_LINK

log = logging.getLogger(__name__)

# A task stops starting mails after this many seconds; the sweep wakes a worker again for the rest.
ENOUGH = 45.0


class NoLink(Exception):
    """The personal link of a mail cannot be made: what it would lead to is gone, or nobody declares it any more."""


def deliver(ids: Iterable[int]) -> None:
    """Send the mails of these ids over one connection: those that are due and in nobody else's hand.

    Each is claimed, sent and marked before the next is looked at, so that a killed worker has one mail in hand.
    """
    started = time.monotonic()
    connection = get_connection()
    try:
        for pk in ids:
            if time.monotonic() - started > ENOUGH:
                break
            _deliver_one(pk, connection)
    finally:
        connection.close()
    # What was not reached must not wait until the sweep believes the message lost.
    Mail._base_manager.filter(pk__in=list(ids), state="waiting", attempts=0).update(woken_until=None)


def _deliver_one(pk: int, connection: BaseEmailBackend) -> None:
    mail = Mail._base_manager.select_related("alliance").filter(pk=pk).first()
    if mail is None or not claim(MAIL, mail) or worn_out(MAIL, mail, **wiped(mail)):
        return
    pauses = SHORT_PAUSES if mail.secret else PAUSES
    try:
        message = compose(mail)
    except Exception as error:
        log.exception("Mail %s could not be composed.", pk)
        settle(MAIL, mail, "fail", problem=f"The e-mail could not be written: {error}", **wiped(mail))
        return
    try:
        connection.open()
        connection.send_messages([message])
    except Exception as error:  # noqa: BLE001  # whatever happens is judged, and stands on the row
        connection.close()
        answer = understand(error)
        log.warning("Mail %s: %s", pk, answer.words)
        if answer.outcome is Outcome.LATER:
            put_off(MAIL, mail, answer.words, pauses, **wiped(mail))
        else:
            move = "bounce" if answer.outcome is Outcome.CAME_BACK else "fail"
            settle(MAIL, mail, move, problem=answer.words, **wiped(mail))
        return
    settle(MAIL, mail, "mark_sent", sent_at=timezone.now(), problem="", **wiped(mail))


def compose(mail: Mail) -> EmailMessage:
    """The message as it goes over the wire: always with the Message-ID of the row, and with a personal link minted
    now, where its kind has one.

    Raises NoLink.
    """
    body = mail.body
    if PERSONAL_LINK in body:
        kind = kinds().get(mail.kind)
        if kind is None or kind.link is None:
            raise NoLink(f"nothing in the portal makes the link of “{mail.kind}”.")
        with scope(alliance=mail.alliance) if mail.alliance else nullcontext():
            body = body.replace(PERSONAL_LINK, kind.link(mail))
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = EmailMessage(
        subject=mail.subject,
        body=body,
        from_email=formataddr((mail.alliance.name if mail.alliance else name, address)),
        to=[formataddr((mail.name, mail.email)) if mail.name else mail.email],
        reply_to=[mail.alliance.email] if mail.alliance and mail.alliance.email else None,
        # Machines do not answer what a machine wrote (RFC 3834).
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.calendar:
        message.attach(_calendar_part(mail.calendar))
    return message


def _calendar_part(calendar: str) -> MIMEText:
    """An entry for a calendar, so that mail programs offer to take it over (RFC 6047: its method in its type too)."""
    part = MIMEText(calendar, "calendar", "utf-8")
    part.set_param("method", str(Calendar.from_ical(calendar)["METHOD"]))
    part.add_header("Content-Disposition", "attachment", filename="calendar.ics")
    return part
