"""What releasing a round costs: queries and seconds of the one transaction, by the number of letters.

`python -m bench.release [--letters 500]`, with the portal's own DATABASE_URL (SQLite without one). Measured with a
tenth of the letters too, so that what one more person costs can be told from what a release costs anyway. PDFs and
mails are made afterwards by workers: see `bench.letters`. The database is one of its own, dropped at the end.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("PORTAL_DATA", tempfile.mkdtemp(prefix="bench-release-"))

import django

django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, setup_test_environment, teardown_databases
from django.utils import timezone
from django_scopes import scope

from alliance.panels.models import Entry
from alliance.post.models import Letter, Mail
from sle.models import ApplicationArea, AreaDecision, Designation, OutcomeLetter, Round
from sle.services import release
from sle.states import DecisionState, Outcome, OutcomeLetterState
from tests.conftest import Cast, make_cast
from tests.factories.sle_panel import make_application, make_stage

BODY = "Dear {name},\n\n**Maths: designated.** Reply by {reply_by}. {training}\n\n{feedback}\n\nUntil {appeal_until}."


def decided_round(cast: Cast, letters: int) -> Round:
    """A round in which so many people are designated, everything approved: applications by hand, the rest in bulk."""
    stage = make_stage(cast.alliance, cast.lead, title=f"Round of {letters}")
    applications = [make_application(stage.round, f"Pat N{letters}x{n}") for n in range(letters)]
    alliance, now = cast.alliance, timezone.now()
    Entry.objects.bulk_create(
        Entry(alliance=alliance, exercise=stage.exercise, candidate_id=one.pk, code=f"SLE-{n}", areas=["Maths"])
        for n, one in enumerate(applications)
    )
    AreaDecision.objects.bulk_create(
        AreaDecision(
            alliance=alliance,
            application_area=line,
            outcome=Outcome.DESIGNATED,
            state=DecisionState.APPROVED,
            proposed_by=stage.chair,
            proposed_at=now,
            approved_by=cast.director,
            approved_at=now,
        )
        for line in ApplicationArea.objects.filter(application__in=applications)
    )
    OutcomeLetter.objects.bulk_create(
        OutcomeLetter(
            alliance=alliance,
            application=one,
            state=OutcomeLetterState.APPROVED,
            body=BODY.replace("{name}", one.name),
            feedback=[
                {"criterion": f"Criterion {n}", "text": "Clear evidence from more than one side."} for n in "12345"
            ],
        )
        for one in applications
    )
    Round.objects.filter(pk=stage.round.pk).update(state="deciding")
    stage.round.refresh_from_db()
    return stage.round


def measured(cast: Cast, letters: int) -> tuple[int, float]:
    """Queries and seconds of one release; fails when it did not write what it should."""
    round = decided_round(cast, letters)
    before = Letter.objects.count(), Mail.objects.count(), Designation.objects.count()
    with CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        release.release_round(round=round, by=cast.administrator, now=timezone.now())
        taken = time.perf_counter() - start
    after = Letter.objects.count(), Mail.objects.count(), Designation.objects.count()
    wrote = [late - early for early, late in zip(before, after, strict=True)]
    if wrote != [letters, 2 * letters, letters]:
        raise SystemExit(f"The release of {letters} wrote {wrote} letters, mails and offers.")
    return len(queries), taken


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=500)
    arguments = parser.parse_args()
    setup_test_environment(debug=False)
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        cast = make_cast()
        with scope(alliance=cast.alliance):
            few, many = measured(cast, arguments.letters // 10), measured(cast, arguments.letters)
        each = (many[0] - few[0]) / (arguments.letters - arguments.letters // 10)
        print(f"{connection.vendor}: {arguments.letters} letters in {many[1]:.2f} s with {many[0]:,} queries")
        print(
            f"  {arguments.letters // 10} letters: {few[1]:.2f} s with {few[0]:,} queries; one more: {each:.2f} queries"
        )
    finally:
        teardown_databases(kept, verbosity=0)
    sys.exit(0)
