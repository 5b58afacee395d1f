"""A folder instead of a mail server, for the demo: every mail becomes one file that a mail program opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class MailFolder(BaseEmailBackend):
    """Writes each mail to `settings.EMAIL_FILE_PATH` as `<time>-<to>-….eml`: the newest is the last by name."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; how many. Raises OSError where the folder cannot be written."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            to = re.sub(r"[^\w@.-]", "_", ", ".join(message.to))[:80]
            start = f"{timezone.localtime():%Y-%m-%d-%H%M%S-%f}-{to}-"
            with NamedTemporaryFile(dir=folder, prefix=start, suffix=".eml", delete=False) as file:
                file.write(message.message().as_bytes())
        return len(email_messages)
