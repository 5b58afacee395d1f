"""What the outbox costs with 100,000 mails: queries and milliseconds of its pages, and the plan of each query.

`python -m bench.outbox [--mails 100000] [--rounds 7] [--plans]`, with the portal's own DATABASE_URL (SQLite without
one). Half of the mails are another alliance's. The same pages are asked for with a hundredth of the mails first, so
that the number of queries can be compared. The database is one of its own, dropped at the end.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("PORTAL_DATA", tempfile.mkdtemp(prefix="bench-outbox-"))

import django

django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import timezone
from django_scopes import scopes_disabled

from alliance.post.models import Mail, Text
from tests.conftest import Cast, make_cast
from tests.queries import queries_of

PAGES = {
    "newest": "",
    "page 500": "?page=500",
    "waiting": "?state=waiting",
    "failed": "?state=failed",
    "one kind": "?kind=sle.outcome_ready",
    "by address": "?to=reader77",
    "by day posted": "?sort=posted_at",
}
STATES = ("sent",) * 95 + ("failed", "bounced", "cancelled", "waiting", "sent")


def fill(cast: Cast, mails: int) -> None:
    """So many mails in all, every second one another alliance's, in the usual mixture of states."""
    text, _ = Text.objects.get_or_create(kind="sle.outcome_ready", version=1, defaults={"subject": "S", "body": "B"})
    now, first = timezone.now(), Mail.objects.count()
    Mail.objects.bulk_create(
        (
            Mail(
                alliance=cast.other if n % 2 else cast.alliance,
                kind="sle.outcome_ready" if n % 20 == 0 else "sle.head_asked",
                text=text,
                email=f"reader{n}@example.org",
                name=f"Reader {n}",
                subject="The outcome of your application",
                body="Dear reader, " * 40,
                about_type="sle.application",
                about_id=n,
                dedupe_key=f"bench:{n}",
                state=STATES[n // 2 % 100],
                due_at=now,
                message_id=f"<{n}@bench>",
                sent_at=now,
            )
            for n in range(first, mails)
        ),
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def asked(client: Client, path: str, rounds: int) -> tuple[int, float, list[str]]:
    """Queries, median milliseconds, and what was asked of the table of mails."""
    queries, times = queries_of(client, path), []
    for _ in range(rounds):
        start = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - start)
    about_mails = [sql for sql in queries if 'FROM "post_mail"' in sql]
    return len(queries), statistics.median(times) * 1000, about_mails


def plan(sql: str) -> str:
    """How the database goes about `sql`."""
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + sql.replace("%", "%%"))
        return "\n".join(f"      {row[-1]}" for row in cursor.fetchall())


def main(mails: int, rounds: int, plans: bool) -> int:
    """Measure and print; 1 if a page asks more queries of many mails than of few."""
    cast = make_cast()
    client = Client()
    client.force_login(cast.administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    base, found = f"/{cast.alliance.slug}/post/outbox/", {}
    for number in (mails // 100, mails):
        with scopes_disabled():
            fill(cast, number)
        found[number] = {name: asked(client, base + query, rounds) for name, query in PAGES.items()}
    print(f"{connection.vendor}: outbox with {mails:,} mails, median of {rounds}")
    more = False
    for name, (queries, taken, sqls) in found[mails].items():
        few = found[mails // 100][name]
        more |= queries > few[0]
        print(f"  {name:14} {queries} queries, {taken:7.1f} ms   ({few[0]} queries, {few[1]:.1f} ms with a hundredth)")
        for sql in sqls if plans else ():
            print(f"    {sql[:110]}…\n{plan(sql)}")
    return int(more)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--plans", action="store_true", help="print how the database finds the mails")
    arguments = parser.parse_args()
    setup_test_environment(debug=False)
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        answer = main(arguments.mails, arguments.rounds, arguments.plans)
    finally:
        teardown_databases(kept, verbosity=0)
    sys.exit(answer)
