"""Letters and other papers as PDF: tagged (PDF/UA-1), from the portal's own files only, the same bytes for the same
pages."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.template import Context, Engine
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from alliance.addresses import full, path_to
from alliance.post.jobs import NotDone
from alliance.post.kinds import is_certificate
from alliance.post.models import Letter
from alliance.post.texts import MissingValue

# WeasyPrint warns of every property that only browsers know.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)

# What a letter may be made of: `own:<room>/<file>`, each room a folder of the portal.
ROOMS: Mapping[str, Callable[[], Path]] = {
    "css": lambda: settings.BASE_DIR / "templates" / "post",
    "fonts": lambda: settings.BASE_DIR / "static" / "built" / "fonts",
    "branding": lambda: Path(settings.MEDIA_ROOT) / "branding",
}


class NotMade(NotDone):
    """A PDF cannot be made; the message says why, for whoever waits for it."""


@dataclass(frozen=True)
class Written:
    """A PDF, and how many of its pages each of the pages of HTML became."""

    content: bytes
    lengths: tuple[int, ...]


class OwnFiles(URLFetcher):
    """Gives WeasyPrint the portal's own files by addresses like `own:branding/logo.png`, and nothing else: no
    network, no other folder. What is refused or missing stops the letter instead of leaving a hole in it.

    `more` are rooms that papers of one sort have and letters have not.
    """

    def __init__(self, more: Mapping[str, Callable[[], Path]] | None = None) -> None:
        super().__init__()
        self.rooms = {**ROOMS, **(more or {})}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file at `url`. Raises FatalURLFetchingError for anything that is not one of the portal's own."""
        path = own_file(url, self.rooms)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def own_file(url: str, rooms: Mapping[str, Callable[[], Path]] = ROOMS) -> Path:
    """The path of `own:<room>/<file>`. Raises FatalURLFetchingError where it leads outside, or nowhere."""
    scheme, _, rest = url.partition(":")
    room, _, name = rest.partition("/")
    if scheme != "own" or room not in rooms:
        raise FatalURLFetchingError(f"A letter may not fetch {url}.")
    folder = rooms[room]().resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise FatalURLFetchingError(f"A letter may not fetch {url}.")
    if not path.is_file():
        raise FatalURLFetchingError(f"The file {room}/{name} is missing.")
    return path


class Loud(str):
    """Stands for a variable that a template asks for and nobody gave: where Django would print nothing, this raises."""

    def __mod__(self, variable: Any) -> NoReturn:
        raise MissingValue(str(variable))


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(settings.BASE_DIR / "templates")], string_if_invalid=Loud("%s"))


@cache
def _fonts_and_style(style: str) -> tuple[FontConfiguration, CSS]:
    """Shared by all letters of a process: five times the work otherwise, and memory that grows with each letter."""
    fonts = FontConfiguration()
    return fonts, CSS(url=style, font_config=fonts, url_fetcher=OwnFiles())


def page_of(template: str, context: dict[str, Any]) -> str:
    """A whole page of HTML for a PDF. Raises MissingValue where the template asks for what there is not."""
    return _engine().get_template(template).render(Context(context))


def letter_page(letter: Letter) -> str:
    """The letter as a whole HTML page. Raises MissingValue where the template asks for what there is not."""
    alliance = letter.alliance
    where = ", ".join(line.strip(" ,\r") for line in alliance.address.split("\n") if line.strip())
    context = {
        "letter": letter,
        "alliance": alliance,
        "logo": f"own:{alliance.logo.name}" if alliance.logo else "",
        "signature": f"own:{alliance.signature.name}" if alliance.signature else "",
        "foot": [item for item in (where, alliance.telephone, alliance.email, alliance.website) if item],
        "certificate": is_certificate(letter.kind),
        "dated": f"{letter.dated.day} {letter.dated:%B %Y}",
        "made": f"{letter.dated:%Y-%m-%d}",
        "check": full(path_to("post:letter_check", alliance)).partition("://")[2],
    }
    return page_of("post/letter.html", context)


def render(letter: Letter) -> bytes:
    """The PDF of `letter`. Raises NotMade with the reason."""
    pages = (letter_page(letter) for _ in range(1))
    return write_pdf(pages, style="own:css/letter.css", identifier=f"letter-{letter.pk}").content


def write_pdf(pages: Iterable[str], *, style: str, identifier: str, files: OwnFiles | None = None) -> Written:
    """One PDF of these pages of HTML, each beginning a new one; its title and language are those of the first.

    `style` is the address of the style sheet (`own:…`), `identifier` what the file's own id is made of. Pages are asked
    for one at a time, each laid out before the next. Raises NotMade with the reason.
    """
    try:
        fonts, sheet = _fonts_and_style(style)
        fetcher = files or OwnFiles()
        laid_out = [
            HTML(string=page, base_url="own:css/", url_fetcher=fetcher).render(
                font_config=fonts, stylesheets=[sheet], pdf_variant="pdf/ua-1"
            )
            for page in pages
        ]
        whole = laid_out[0].copy([page for document in laid_out for page in document.pages])
        content = whole.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode())
    except MissingValue as missing:
        raise NotMade(f"The letter asks for “{missing}”, which is not known.") from missing
    except FatalURLFetchingError as refused:
        raise NotMade(str(refused)) from refused
    return Written(bytes(content or b""), tuple(len(document.pages) for document in laid_out))
