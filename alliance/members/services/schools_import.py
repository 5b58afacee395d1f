"""The national register of schools brought in from a page: uploaded by an operator, read by a worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from alliance.members import rules
from alliance.members.models import SCHOOLS_IMPORT, SchoolsImport
from alliance.people.models import Person
from alliance.post.jobs import NotDone, carry_out
from alliance.post.services import wake
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.services.register import (
    ImportRefused,
    ImportReport,
    Remarks,
    import_links,
    import_schools,
    is_links,
)
from alliance.workflow.events import record

KEPT = 200  # remarks of each sort


def ask_for_import(*, upload: UploadedFile, by: Person, now: datetime) -> SchoolsImport:
    """Keep an uploaded file of the register for a worker to bring in.

    Raises Refused where `by` is no operator, another import has not ended, or the first line is not the register's.
    """
    allow(rules.may_import_schools(by))
    name = default_storage.save("imports/register.csv", upload)
    try:
        is_links(Path(default_storage.path(name)))
        with transaction.atomic():
            made = SchoolsImport.objects.create(
                name=str(upload.name)[:200], file=name, asked_by=by, asked_at=now, due_at=now
            )
            record(made, "asked", by=by, at=now)
            wake()
    except ImportRefused as refused:
        default_storage.delete(name)
        raise Refused(Refusal(str(refused))) from refused
    except BaseException:
        default_storage.delete(name)
        raise
    return made


def bring_schools_in(pk: int) -> None:
    """Bring the file of an import into the register; whatever becomes of it, the file goes with the import's end."""
    found = SchoolsImport.objects.filter(pk=pk).first()
    if found is None:
        return
    carry_out(SCHOOLS_IMPORT, found, lambda: {"report": _read(found)}, failed="The file could not be read")
    found.refresh_from_db()
    if found.state in rules.IMPORT_OVER:
        for name in (found.file, _progress(found)):
            default_storage.delete(name)


def read_so_far(found: SchoolsImport) -> int:
    """How much of the file has been read, in per cent."""
    try:
        with default_storage.open(_progress(found), "r") as file:
            return int(file.read() or 0)
    except (FileNotFoundError, ValueError):
        return 0


def _progress(found: SchoolsImport) -> str:
    return f"{found.file}.progress"


def _read(found: SchoolsImport) -> dict[str, Any]:
    path = Path(default_storage.path(found.file))
    try:
        bring_in = import_links if is_links(path) else import_schools
        return _told(bring_in(path=path, told=_teller(found, path)))
    except ImportRefused as refused:
        raise NotDone(str(refused)) from refused
    except FileNotFoundError as gone:
        raise NotDone("The file is not there any more. Upload it again.") from gone


def _teller(found: SchoolsImport, path: Path) -> Callable[[int], None]:
    """Writes down how much is read. In a file: the whole import is one transaction, which nobody sees into."""
    with path.open("rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(partial(file.read, 1 << 20), b"")) or 1
    progress, last = Path(default_storage.path(_progress(found))), -1

    def told(line: int) -> None:
        nonlocal last
        now = min(100 * line // lines, 100)
        if now > last:
            last = now
            progress.write_text(str(now))

    return told


def _told(report: ImportReport) -> dict[str, Any]:
    """The report as it is kept."""
    return {
        "counts": {"added": report.added, "changed": report.changed, "unchanged": report.unchanged},
        "encoding": f"{report.encoding.name}: {report.encoding.because}",
        "missing": list(report.missing),
        "repaired": _kept(report.repaired),
        "unreadable": _kept(report.unreadable),
    }


def _kept(remarks: Remarks) -> dict[str, Any]:
    return {"count": remarks.count, "lines": [str(remark) for remark in remarks.kept[:KEPT]]}
