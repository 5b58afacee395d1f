"""Reading what mail servers write back: delivery status notifications (RFC 3464)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

MESSAGE_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")


@dataclass(frozen=True)
class Bounce:
    """A mail that was not delivered: its Message-ID, and the server's words."""

    message_id: str
    words: str


def read(raw: bytes) -> Bounce | None:
    """What the notification `raw` says failed for good; None for anything else (delays, successes, other mail)."""
    message = message_from_bytes(raw, policy=compat32)
    failed = [block for block in _status_blocks(message) if str(block.get("Action", "")).strip().lower() == "failed"]
    original = _original_id(message)
    if not failed or original is None:
        return None
    block = failed[0]
    said = str(block.get("Diagnostic-Code") or block.get("Status") or "no reason given")
    said = " ".join(said.split(";", 1)[-1].split())
    address = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "").split(";", 1)[-1].strip()
    return Bounce(original, f"The mail server of {address or 'the receiver'} said: {said}")


def _status_blocks(message: Message) -> list[Message]:
    """The groups of fields in the message/delivery-status part: the first is about the server, the others about
    addressees."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            return [block for block in blocks if isinstance(block, Message)] if isinstance(blocks, list) else []
    return []


def _original_id(message: Message) -> str | None:
    """The Message-ID of the mail that came back: in its returned copy or headers, else in what the notification
    answers."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload(0)
            if isinstance(inner, Message) and (found := MESSAGE_ID.search(str(inner.get("Message-ID", "")))):
                return found.group()
        if kind == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            header = message_from_bytes(text if isinstance(text, bytes) else b"", policy=compat32)
            if found := MESSAGE_ID.search(str(header.get("Message-ID", ""))):
                return found.group()
    for name in ("In-Reply-To", "References"):
        if found := MESSAGE_ID.search(str(message.get(name, ""))):
            return found.group()
    return None
