"""Making letters: claim, render, store, mark; and putting made ones together for printing."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pikepdf
from django.core.files.storage import default_storage

from alliance.post.jobs import carry_out
from alliance.post.models import LETTER, PRINT, Letter, PrintBatch
from alliance.post.pdf import NotMade, render
from alliance.post.states import LetterState

ENOUGH = 45.0


def make(ids: Iterable[int]) -> None:
    """Make the PDFs of the letters of these ids: those that are due and in nobody else's hand, one at a time."""
    started = time.monotonic()
    # Read together, claimed one at a time: what another has claimed or changed since, the claim refuses.
    letters = Letter._base_manager.select_related("alliance").in_bulk(list(ids))
    for pk in sorted(letters):
        if time.monotonic() - started > ENOUGH:
            break
        _make_one(letters[pk])
    Letter._base_manager.filter(pk__in=list(letters), state="waiting", attempts=0).update(woken_until=None)


def _make_one(letter: Letter) -> None:
    def work() -> dict[str, Any]:
        pdf = render(letter)
        name = store_pdf(f"letters/{letter.alliance_id}/{letter.dated.year}/{letter.pk}.pdf", pdf)
        return {"pdf": name, "sha256": hashlib.sha256(pdf).hexdigest()}

    carry_out(LETTER, letter, work)


def store_pdf(name: str, pdf: bytes) -> str:
    """Keep `pdf` under `name` in the portal's files, whole or not at all; returns `name`.

    The name comes from the row alone, and the same letter gives the same bytes: a worker killed between storing
    and marking leaves no second file behind.
    """
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    with unfinished.open("wb") as file:
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return name


def put_together(pk: int) -> None:
    """Merge the letters of a print batch into one PDF, noting how far it is."""
    batch = PrintBatch._base_manager.filter(pk=pk).first()
    if batch is not None:
        carry_out(PRINT, batch, lambda: _merge(batch))


def _merge(batch: PrintBatch) -> dict[str, Any]:
    letters = Letter._base_manager.filter(alliance_id=batch.alliance_id).in_bulk(batch.letters)
    with pikepdf.new() as whole:
        for count, letter_id in enumerate(batch.letters, start=1):
            letter = letters.get(letter_id)
            if letter is None or letter.state != LetterState.MADE:
                number = f"Letter {letter.reference}" if letter else "A letter of this batch"
                raise NotMade(f"{number} has no PDF. Print the others without it, or wait until it is made.")
            with pikepdf.open(default_storage.path(str(letter.pdf.name))) as pdf:
                whole.pages.extend(pdf.pages)
                if batch.double_sided and len(pdf.pages) % 2:
                    whole.add_blank_page(page_size=(595.28, 841.89))
            if count % 10 == 0 or count == len(batch.letters):
                PrintBatch._base_manager.filter(pk=batch.pk).update(done=count)
        whole.docinfo["/Title"] = f"{len(batch.letters)} letters"
        content = io.BytesIO()
        whole.save(content)
        name = store_pdf(f"prints/{batch.alliance_id}/{batch.pk}.pdf", content.getvalue())
        return {"pdf": name, "pages": len(whole.pages)}
