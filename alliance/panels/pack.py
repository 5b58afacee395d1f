"""A scorer's dossiers as one PDF to read on the train: codes only, blacked out like the pages, cleared copies behind.

Pure but for the files of cleared copies. Nothing is fetched while it is made.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

from alliance.panels.models import Entry, Exercise
from alliance.panels.queries import ReadSection

_FONTS = FontConfiguration()


@dataclass(frozen=True)
class PackEntry:
    """An entry with the sections of its dossier as the panel reads them."""

    entry: Entry
    sections: Sequence[ReadSection]


def pictures_of_the_page(url: str, *args: object, **kwargs: object) -> URLFetcherResponse:
    """WeasyPrint asks here for every address: only pictures that stand in the page itself are given."""
    if url.startswith("data:image/png;base64,"):
        return URLFetcherResponse(url, base64.b64decode(url.partition(",")[2]), {"Content-Type": "image/png"})
    raise FatalURLFetchingError(f"A panel pack fetches nothing: {url[:60]}")


def make_pack(exercise: Exercise, entries: Sequence[PackEntry]) -> bytes:
    """The PDF, tagged for screen readers; PDFs among the papers follow at the end, each named on the page before."""
    pictures: dict[int, str] = {}
    papers = []
    for one in entries:
        for section in one.sections:
            copy = section.paper.copy if section.paper else None
            if copy is None:
                continue
            with copy.file.open("rb") as file:
                content = file.read()
            if copy.content_type == "image/png":
                pictures[copy.pk] = f"data:image/png;base64,{base64.b64encode(content).decode()}"
            else:
                papers.append((one.entry.code, copy.name, content))
    html = render_to_string(
        "panels/pack.html",
        {
            "exercise": exercise,
            "entries": [
                (
                    one.entry,
                    [(s, pictures.get(s.paper.copy.pk) if s.paper and s.paper.copy else None) for s in one.sections],
                )
                for one in entries
            ],
        },
    )
    made = HTML(string=html, url_fetcher=pictures_of_the_page).write_pdf(pdf_variant="pdf/ua-1", font_config=_FONTS)
    return _with_papers(made, papers) if papers else made


def _picture(section: ReadSection, pictures: dict[int, str]) -> str | None:
    copy = section.paper.copy if section.paper else None
    return pictures.get(copy.pk) if copy else None


def _with_papers(made: bytes, papers: Sequence[tuple[str, str, bytes]]) -> bytes:
    """`made` with the papers behind it, each after a page that says whose code it belongs to."""
    out = BytesIO()
    with pikepdf.open(BytesIO(made)) as pdf:
        for code, name, content in papers:
            title = render_to_string("panels/pack_paper.html", {"code": code, "name": name})
            page = HTML(string=title, url_fetcher=pictures_of_the_page).write_pdf(font_config=_FONTS)
            for part in (page, content):
                with pikepdf.open(BytesIO(part)) as added:
                    pdf.pages.extend(added.pages)
        pdf.save(out)
    return out.getvalue()
