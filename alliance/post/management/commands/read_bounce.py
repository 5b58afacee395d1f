"""`manage.py read_bounce < notification`: what a mail server pipes to the portal when a mail comes back."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from alliance.post.bounces import read
from alliance.post.services import came_back

# More than any notification holds that returns headers; a full copy of a mail of ours is far smaller too.
MOST_BYTES = 5 * 1024 * 1024


class Command(BaseCommand):
    help = "Reads a delivery status notification (RFC 3464) on standard input and marks the mail as come back."

    def handle(self, *args: Any, **options: Any) -> None:
        """Always ends well: a mail server would answer a failure by sending yet another notification."""
        bounce = read(sys.stdin.buffer.read(MOST_BYTES))
        if bounce is None:
            self.stdout.write("This is no notice of an e-mail that could not be delivered: nothing is changed.")
            return
        mail = came_back(message_id=bounce.message_id, words=bounce.words)
        if mail is None:
            self.stdout.write(f"No sent e-mail has the Message-ID {bounce.message_id}: nothing is changed.")
        else:
            self.stdout.write(f"The e-mail to {mail.email} is marked as come back.")
