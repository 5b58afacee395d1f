"""The kinds of file that the portal takes: pure data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileType:
    """A kind of file: what people call it, its extension with the dot, and its content type."""

    title: str
    extension: str
    content_type: str


PDF = FileType("PDF", ".pdf", "application/pdf")
DOCX = FileType(
    "Word document (.docx)", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)
JPEG = FileType("JPEG picture", ".jpg", "image/jpeg")
PNG = FileType("PNG picture", ".png", "image/png")

FILE_TYPES = (PDF, DOCX, JPEG, PNG)
