"""Letters per second through the worker against WeasyPrint alone with the same letter (at least 0.8 of it).

`python -m bench.letters [--letters 200] [--rounds 3]`, after `make build`. In each round WeasyPrint alone (twice: how
far the two stand from 1 is the A/A control) and a real worker alternate, with one process and with two. Measured is
from the first to the last letter of a round by the times that the rows bear, the processes warm. All data is a
temporary folder's own; with `--grown` the servers of DATABASE_URL and REDIS_URL.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
os.environ.setdefault("PORTAL_DATA", tempfile.mkdtemp(prefix="bench-letters-"))

import django

django.setup()

from datetime import date, datetime

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from alliance.post import pdf
from alliance.post.models import Letter
from alliance.schools.models import Alliance
from tests.failures.installation import Installation

WARM = 10
_shared: list[tuple[FontConfiguration, CSS, str]] = []


def _prepare() -> None:
    """Once per process: style and fonts are shared, as they are in the worker."""
    alliance = Alliance(slug="boldmere", name="Boldmere", signatory_name="Dr Jane Carter")
    letter = Letter(
        pk=1,
        alliance=alliance,
        number=1,
        dated=date(2027, 2, 1),
        name="First Surname",
        subject="Your outcome",
        html="<p>Dear reader</p>\n<p>The panel says: <strong>7</strong>.</p>",
        signatory_name="Dr Jane Carter",
    )
    fonts = FontConfiguration()
    style = CSS(url="own:css/letter.css", font_config=fonts, url_fetcher=pdf.OwnFiles())
    _shared.append((fonts, style, pdf.letter_page(letter)))


def bare(how_many: int) -> None:
    """WeasyPrint alone: the letter's finished page to PDF, nothing stored."""
    if not _shared:
        _prepare()
    fonts, style, page = _shared[0]
    for _ in range(how_many):
        HTML(string=page, url_fetcher=pdf.OwnFiles()).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
        )


def bare_rate(pool: ProcessPoolExecutor, processes: int, letters: int) -> float:
    """Letters per second by WeasyPrint alone in so many processes."""
    started = time.perf_counter()
    list(pool.map(bare, [letters // processes] * processes))
    return letters / (time.perf_counter() - started)


def worker_rate(installation: Installation, letters: int, batch: int) -> float:
    """Letters per second by the running worker: from the first to the last one made of a new batch, once warm."""
    begun = max(made_at(installation), default=None)
    installation.run("-m", "tests.failures.mass", str(letters + WARM), "letters", f"from={batch}")
    waiting = "SELECT count(*) FROM post_letter WHERE state <> 'made'"
    # Asked seldom: whoever looks takes a little of the two cores that are measured.
    installation.wait(lambda: not installation.rows(waiting)[0][0], 300, every=1)
    times = [made for made in made_at(installation) if begun is None or made > begun][WARM:]
    return (len(times) - 1) / (times[-1] - times[0]).total_seconds()


def made_at(installation: Installation) -> list[datetime]:
    """When the letters so far were made, in order."""
    rows = installation.rows("SELECT made_at FROM post_letter WHERE state = 'made' ORDER BY made_at")
    return [datetime.fromisoformat(str(made)) for (made,) in rows]


def main() -> None:
    """Print the medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--grown", action="store_true")
    asked = parser.parse_args()
    for processes in (1, 2):
        folder = Path(tempfile.mkdtemp(prefix="bench-letters-"))
        installation = Installation(folder, grown=asked.grown)
        installation.environment |= {"PORTAL_POST_LEASE": "180", "PORTAL_POST_WAKE": "60"}
        ratios, controls, rates = [], [], []
        try:
            with ProcessPoolExecutor(processes) as pool:
                bare_rate(pool, processes, WARM * processes)
                for number in range(asked.rounds):
                    first = bare_rate(pool, processes, asked.letters)
                    worker = installation.worker(processes)
                    installation.scheduler()
                    through = worker_rate(installation, asked.letters, number * 10_000)
                    for process in list(installation.running):
                        installation.kill(process)
                    assert worker.returncode is not None
                    second = bare_rate(pool, processes, asked.letters)
                    ratios.append(through / ((first + second) / 2))
                    controls.append(first / second)
                    rates.append(through)
        finally:
            installation.close()
        print(
            f"{processes} process{'es' if processes > 1 else ''}: worker {statistics.median(rates):.1f} letters/s, "
            f"{statistics.median(ratios):.2f} of WeasyPrint alone; A/A {min(controls):.2f}-{max(controls):.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
