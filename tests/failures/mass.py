"""Run as a process of its own (`python -m tests.failures.mass 500`): releases so many letters and mails at once.

One transaction, as a release is: letters and mails are there together or not at all. Further arguments: `crash`, and
the process dies by SIGKILL after half of them, in the middle of the transaction; `letters`, and there are no mails;
`from=1000`, and people are numbered from there.
"""

from __future__ import annotations

import os
import signal
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
django.setup()

from django.db import transaction  # noqa: E402  # Django is set up above
from django_scopes import scopes_disabled  # noqa: E402  # Django is set up above

from alliance.post.kinds import kinds  # noqa: E402  # Django is set up above
from alliance.post.services import send, write_letter  # noqa: E402  # Django is set up above
from alliance.schools.models import Alliance  # noqa: E402  # Django is set up above
from tests.factories.people import PersonFactory  # noqa: E402  # Django is set up above
from tests.factories.post import NOTICE, OUTCOME, word_them  # noqa: E402  # Django is set up above


def release(how_many: int, *, crash: bool = False, mails: bool = True, first: int = 0) -> None:
    """A letter and a mail to each of so many people."""
    for kind in (NOTICE, OUTCOME):
        kinds()[kind.name] = kind
    alliance = Alliance.objects.filter(slug="boldmere").first()
    if alliance is None:
        alliance = Alliance.objects.create(slug="boldmere", name="Boldmere", signatory_name="Dr Jane Carter")
        word_them(alliance)
    with transaction.atomic():
        for n in range(first, first + how_many):
            if crash and n == first + how_many // 2:
                os.kill(os.getpid(), signal.SIGKILL)
            person = PersonFactory(email=f"person{n}@example.sch.uk")
            write_letter(
                OUTCOME.name, to=person, alliance=alliance, about=person, values={"what": str(n)}, dedupe=f"letter:{n}"
            )
            if mails:
                send(
                    NOTICE.name, to=person, alliance=alliance, about=person, values={"what": str(n)}, dedupe=f"mail:{n}"
                )


if __name__ == "__main__":
    with scopes_disabled():
        release(
            int(sys.argv[1]),
            crash="crash" in sys.argv,
            mails="letters" not in sys.argv,
            first=next((int(word.removeprefix("from=")) for word in sys.argv if word.startswith("from=")), 0),
        )
