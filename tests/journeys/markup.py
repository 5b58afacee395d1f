"""Keeps every page that a browser is served in the journeys, for one call of the Nu checker at the end."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

VNU = "node_modules/vnu-jar/build/dist/vnu.jar"


class PagesServed:
    """A middleware of the tests' settings; idle until a journey names a folder.

    What the server sent is checked, not what the browser made of it: a browser mends bad nesting silently.
    """

    folder: Path | None = None

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        whole = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if self.folder and whole and response.content.lstrip()[:9].lower() == b"<!doctype":
            # Tokens and nonces differ each time: pages that differ in nothing else are checked once.
            same = re.sub(rb'value="[A-Za-z0-9]{64}"', b"", response.content)
            name = re.sub(r"\W+", "-", request.path).strip("-") or "front"
            mark = hashlib.sha256(same).hexdigest()[:12]
            (self.folder / f"{name[:80]}-{response.status_code}-{mark}.html").write_bytes(response.content)
        return response


def mistakes_in(folder: Path) -> str:
    """What the Nu checker finds in the pages of `folder`, one mistake a line; an empty text is the only good answer."""
    pages = sorted(folder.glob("*.html"))
    if not pages:
        return ""
    java = shutil.which("java")
    assert java, "There is no Java for the Nu checker: `make setup-tests` installs it or says what to install."
    command = [java, "-jar", settings.BASE_DIR / VNU, "--errors-only", "--stdout", "--format", "gnu", *pages]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).replace(f"file:{folder}/", "")
