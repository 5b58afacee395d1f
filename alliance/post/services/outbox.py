"""What staff and mail servers do to post that exists: try again, cancel, tell that it came back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.people.models import Person
from alliance.post.models import LETTER, MAIL, Letter, Mail, PrintBatch
from alliance.post.rules import may_readdress
from alliance.post.services.posting import wake, wiped
from alliance.post.states import MailState
from alliance.refusal import allow
from alliance.workflow.machine import MoveRefused


@transaction.atomic
def try_mail_again(*, mail: Mail, by: Person | None, email: str = "") -> None:
    """Send a mail that failed or came back once more, to `email` where a better address is known.

    Its attempts are counted from the beginning; its Message-ID stays. Raises MoveRefused, and Refused where the mail
    is for nobody but the person at the address it was posted to.
    """
    email = email.strip().lower()
    changes: dict[str, Any] = {}
    if email and email != mail.email.lower():
        allow(may_readdress(mail))
        changes["email"] = email
    MAIL.apply(
        mail, "try_again", by=by, due_at=timezone.now(), attempts=0, woken_until=None, lease_until=None, **changes
    )
    wake()


def try_failed_mails_again(*, mails: list[Mail], by: Person | None) -> int:
    """Send these mails once more; how many. Those that somebody else dealt with meanwhile are left alone."""
    tried = 0
    for mail in mails:
        try:
            try_mail_again(mail=mail, by=by)
        except MoveRefused:
            continue
        tried += 1
    return tried


@transaction.atomic
def try_letter_again(*, letter: Letter, by: Person | None) -> None:
    """Make the PDF of a letter whose PDF failed. Raises MoveRefused."""
    LETTER.apply(letter, "try_again", by=by, due_at=timezone.now(), attempts=0, woken_until=None, lease_until=None)
    wake()


@transaction.atomic
def cancel_mail(*, mail: Mail, by: Person | None) -> None:
    """Never send this mail; or let one that failed or came back rest. Raises MoveRefused."""
    MAIL.apply(mail, "cancel", by=by, **wiped(mail))


def came_back(*, message_id: str, words: str) -> Mail | None:
    """A mail server tells that the mail of this Message-ID could not be delivered, in its own `words`.

    Returns the mail, now marked as come back, or None if there is no such mail or it was marked before.
    """
    mail = Mail._base_manager.filter(message_id=message_id.strip()).first()
    if mail is None or mail.state not in (MailState.SENDING, MailState.SENT):
        return None
    try:
        MAIL.apply(mail, "bounce", by=None, problem=words[:2000], **wiped(mail))
    except MoveRefused:
        return None
    return mail


@transaction.atomic
def print_letters(*, letters: list[Letter], double_sided: bool, by: Person) -> PrintBatch:
    """Ask for these letters of one alliance as one PDF, in this order; a worker puts it together.

    `double_sided` lets every letter begin on the front of a sheet.
    """
    now = timezone.now()
    batch = PrintBatch._base_manager.create(
        alliance_id=letters[0].alliance_id,
        letters=[letter.pk for letter in letters],
        double_sided=double_sided,
        asked_by=by,
        asked_at=now,
        due_at=now,
    )
    wake()
    return batch
