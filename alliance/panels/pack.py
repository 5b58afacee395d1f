"""A scorer's dossiers as one PDF to read on the train: codes only, blacked out like the pages, cleared copies behind
each dossier. Nothing is fetched while it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
from django.conf import settings

from alliance.panels.models import ClearedCopy, Exercise
from alliance.panels.queries import PackEntry
from alliance.post.pdf import OwnFiles, page_of, write_pdf

# What a pack is made of, besides what letters are: pictures among the cleared papers, and its own style.
ROOMS = {
    "cleared": lambda: Path(settings.MEDIA_ROOT) / "cleared",
}


def lay_out(exercise: Exercise, entries: Sequence[PackEntry], *, said: Callable[[int], None]) -> bytes:
    """The PDF, tagged for screen readers. Says after each dossier how many are laid out.

    PDFs among the papers follow their dossier, each after a page that names it. Raises post.pdf.NotMade.
    """

    def pages() -> Iterator[str]:
        for count, one in enumerate(entries):
            said(count)
            context = {"exercise": exercise, "entry": one.entry, "sections": one.sections, "papers": _pdfs(one)}
            yield page_of("panels/pack_entry.html", context)

    written = write_pdf(pages(), style="own:css/report.css", identifier=f"pack-{exercise.pk}", files=OwnFiles(ROOMS))
    said(len(entries))
    return _with_papers(written.content, written.lengths, [_pdfs(one) for one in entries])


def _pdfs(one: PackEntry) -> list[ClearedCopy]:
    copies = [section.paper.copy for section in one.sections if section.paper and section.paper.copy]
    return [copy for copy in copies if copy.content_type == "application/pdf"]


def _with_papers(content: bytes, lengths: Sequence[int], papers: Sequence[Sequence[ClearedCopy]]) -> bytes:
    """`content` with each entry's papers behind the pages that name them: the last ones of its dossier."""
    if not any(papers):
        return content
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        end = 0
        for length, copies in zip(lengths, papers, strict=True):
            end += length
            at = end - len(copies)
            for copy in copies:
                at += 1  # behind the page that names it
                with copy.file.open("rb") as file, pikepdf.open(BytesIO(file.read())) as added:
                    for page in added.pages:
                        pdf.pages.insert(at, page)
                        at, end = at + 1, end + 1
        pdf.save(out)
    return out.getvalue()
