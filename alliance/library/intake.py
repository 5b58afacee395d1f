"""How uploads come in: of each file no more is kept than is needed to say that it is too large."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class StopAtLimit(FileUploadHandler):
    """Stands before Django's own handlers and passes on at most `UPLOAD_MAX_BYTES` and a little of each file (of an
    operator, who brings in the register of schools, `REGISTER_MAX_BYTES`).

    The rest is read and thrown away, so that the visitor gets a page with a sentence and not a broken connection, and
    nobody fills the disk. What arrives is then larger than allowed, and is refused as such.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.passed_on = 0
        person = getattr(request, "user", None)
        operator = person is not None and person.is_authenticated and person.is_operator
        self.most = settings.REGISTER_MAX_BYTES if operator else settings.UPLOAD_MAX_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count from nothing for each file."""
        super().new_file(*args, **kwargs)
        self.passed_on = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The chunk for the next handler, or None when enough of this file is there."""
        if self.passed_on > self.most:
            return None
        self.passed_on += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file itself is made by the handlers that follow."""
