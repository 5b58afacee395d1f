"""What a mail server's answer means: later, never to this address, or never at all."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    LATER = "later"
    CAME_BACK = "came back"
    FAILED = "failed"


@dataclass(frozen=True)
class Answer:
    """What the server's answer means, and its own words."""

    outcome: Outcome
    words: str


# RFC 5321 (4.2.3) and RFC 4954: the server asks for patience.
TEMPORARY = {421, 432, 450, 451, 452, 454, 455}
# The server does not know us: our settings are wrong, not the mail. It can go out once they are right.
OURS = {530, 534, 535, 538}


def understand(error: Exception) -> Answer:
    """What `error`, raised while a mail was handed to the server, means for the mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        words = _words(code, text)
        return Answer(Outcome.LATER if _patience(code) else Outcome.CAME_BACK, words)
    if isinstance(error, smtplib.SMTPResponseException):
        words = _words(error.smtp_code, error.smtp_error)
        connecting = isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError)
        later = _patience(error.smtp_code) or error.smtp_code in OURS or connecting
        return Answer(Outcome.LATER if later else Outcome.FAILED, words)
    # Every exception of smtplib is an OSError; only losing the line is one that passes.
    lost = isinstance(error, smtplib.SMTPServerDisconnected)
    if lost or (isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)):
        return Answer(Outcome.LATER, f"The mail server could not be reached: {error}")
    return Answer(Outcome.FAILED, f"The e-mail could not be sent: {error}")


def _patience(code: int) -> bool:
    return code in TEMPORARY


def _words(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return f"The mail server said: {code} {' '.join(said.split())}"
