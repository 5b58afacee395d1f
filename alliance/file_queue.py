"""Messages as files, for the portal on one machine without servers.

Kombu's own file transport opens a message's file under its final name and writes to it afterwards: on a busy machine a
worker that looks in between reads an empty message and ends. Here a message is written beside and then given its name.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's, but that a message is there whole or not at all."""

    def _put(  # type: ignore[override]  # kombu declares it in two ways that differ
        self, queue: str, message: dict[str, Any], **kwargs: Any
    ) -> None:
        # The name is as kombu reads it: in the order of time, the queue between the dots.
        file = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        unfinished = file.with_suffix(".part")
        unfinished.write_text(dumps(message), encoding="utf-8")
        unfinished.replace(file)


class Transport(filesystem.Transport):
    """Named `files` in the broker's address."""

    Channel = Channel
