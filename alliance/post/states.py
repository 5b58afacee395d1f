"""States of mails and letters in the outbox: pure data."""

from django.db.models import TextChoices

from alliance.workflow.moves import Moves


class MailState(TextChoices):
    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    BOUNCED = "bounced", "Came back"
    CANCELLED = "cancelled", "Cancelled"


# A worker claims a waiting row, or one whose worker has died (its lease is over: see post.delivery).
MAIL_MOVES = Moves(
    claim=((MailState.WAITING, MailState.SENDING), MailState.SENDING),
    wait_again=(MailState.SENDING, MailState.WAITING),
    mark_sent=(MailState.SENDING, MailState.SENT),
    fail=(MailState.SENDING, MailState.FAILED),
    bounce=((MailState.SENDING, MailState.SENT), MailState.BOUNCED),
    try_again=((MailState.FAILED, MailState.BOUNCED), MailState.WAITING),
    cancel=((MailState.WAITING, MailState.FAILED, MailState.BOUNCED), MailState.CANCELLED),
)


class LetterState(TextChoices):
    """Of the PDF; the letter's text is final from the moment the row exists."""

    WAITING = "waiting", "Waiting for its PDF"
    MAKING = "making", "PDF being made"
    MADE = "made", "PDF made"
    FAILED = "failed", "PDF failed"


LETTER_MOVES = Moves(
    claim=((LetterState.WAITING, LetterState.MAKING), LetterState.MAKING),
    wait_again=(LetterState.MAKING, LetterState.WAITING),
    mark_made=(LetterState.MAKING, LetterState.MADE),
    fail=(LetterState.MAKING, LetterState.FAILED),
    try_again=(LetterState.FAILED, LetterState.WAITING),
)


class PrintState(TextChoices):
    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being made"
    MADE = "made", "Ready"
    FAILED = "failed", "Failed"


PRINT_MOVES = Moves(
    claim=((PrintState.WAITING, PrintState.MAKING), PrintState.MAKING),
    wait_again=(PrintState.MAKING, PrintState.WAITING),
    mark_made=(PrintState.MAKING, PrintState.MADE),
    fail=(PrintState.MAKING, PrintState.FAILED),
    try_again=(PrintState.FAILED, PrintState.WAITING),
)
