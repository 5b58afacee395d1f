"""A real mail server for tests: takes every mail that is sent to it over SMTP, and keeps it."""

from __future__ import annotations

import email
import re
import socket
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class MailServer:
    """`mails` holds what came in, oldest first; `refuse` maps an address to the answer it gets ("550 No such user")."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse one address."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep one mail."""
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 Kept"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address, oldest first."""
        return [mail for mail in self.mails if address in str(mail["To"])]


def words_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    return body.get_content()


def link_in(mail: EmailMessage) -> str:
    """The first address in a mail's text."""
    found = re.search(r"https?://\S+", words_of(mail))
    assert found, f"no link in: {words_of(mail)}"
    return found.group().rstrip(".,)>")
