"""A stranger, and another alliance's staff, at every page of a round that staff, panel and applicant have: nothing."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.post.models import Letter, Mail
from sle.models import Application, Designation, OutcomeLetter
from sle.services import register, release
from sle.services.returns import make_return
from sle.states import Outcome
from tests.architecture.pages import ADDRESSES
from tests.architecture.role_matrix import all_rows
from tests.architecture.role_matrix.rows import Row
from tests.factories.sle_panel import Stage, make_application, make_stage

APPS = ("sle", "panels", "post", "members")
SIGN_IN = "Sign in"
NOT_FOUND = "Page not found"
REFUSED = "You cannot do this"
OPEN_TO_ALL = ("other_director", "anonymous")
# A page's heading, and the first paragraph that follows.
HEADING = re.compile(r"<h1[^>]*>\s*(.*?)\s*</h1>.*?<p[^>]*>\s*(.*?)\s*</p>", re.DOTALL)
# A whole sentence that says no, without a number or a time in it.
SENTENCE = re.compile(r"[A-Z][^\d]{15,200}\.")


@dataclass
class Found:
    """What stands behind the pages, and the words that nobody else may read."""

    stage: Stage
    application: Application
    returned: int | None = None

    def words(self) -> list[str]:
        """Names, answers, statements and comments: each is on one of the pages, for those whom it concerns."""
        return [
            self.stage.round.title,
            self.application.name,
            self.application.code,
            self.stage.entry(self.application).code,
            self.stage.chair.surname,
            "I led q1.",
            "Very good work.",
            "Clear evidence.",
        ]

    def argument(self, name: str, argument: str) -> Any:
        """What stands in the address called `name` for one of its arguments; None if there is no such record (yet)."""
        round, application = self.stage.round, self.application
        app, _, verb = name.partition(":")
        if argument == "code":
            return self.stage.entry(application).code if app == "panels" else application.code
        if argument == "pk":
            owners = {
                "sle:letter": OutcomeLetter,
                "sle:designation": Designation,
                "post:mail": Mail,
                "post:letter": Letter,
            }
            for start, model in owners.items():
                if name == start or name.startswith(f"{start}_"):
                    return model.objects.values_list("pk", flat=True).first()
            if name == "sle:return_download":
                return self.returned
            if verb.startswith("reference"):
                return application.references.first().pk
            if verb.startswith("rubric"):
                return self.stage.exercise.rubric_id
            return self.stage.exercise.pk if app == "panels" else round.pk if app == "sle" else None
        return {
            "seat": self.stage.seats["scorer"].pk,
            "section": "q1",
            "step": "about",
            "part": "areas",
            "key": "q1",
            "question": round.questions.first().pk,
            "rule": round.eligibility_rules.first().pk,
            "area": 1,
            "mean": 2000,
        }.get(argument)


def closed_pages() -> dict[str, Row]:
    """Every address to be opened (by GET) that the role matrix does not give to all who are signed in."""
    return {
        name: row
        for name, row in all_rows().items()
        if name in ADDRESSES
        and name.partition(":")[0] in APPS
        and not row.post
        and not set(OPEN_TO_ALL) & set(row.allowed.split())
    }


def paths(found: Found, slug: str) -> list[str]:
    """The addresses of this round's pages as `slug` would have them."""
    made = []
    for name in sorted(closed_pages()):
        wanted = ADDRESSES[name] - {"alliance"}
        arguments = {argument: found.argument(name, argument) for argument in wanted}
        if "alliance" in ADDRESSES[name] and None not in arguments.values():
            made.append(reverse(name, kwargs={**arguments, "alliance": slug}))
    return made


def sees_nothing(client: Client, path: str, secrets: list[str], headings: tuple[str, ...]) -> None:
    """Open `path`; the page is one of those that say no, and holds none of the words."""
    response = client.get(path, follow=True)
    page = html.unescape(response.content.decode())
    heading, said = HEADING.findall(page)[0]
    assert heading in headings, f"{path} answered {response.status_code}: {heading}"
    want = {SIGN_IN: 200, NOT_FOUND: 404, REFUSED: 403}[heading]
    assert response.status_code == want, f"{path} answered {response.status_code}"
    assert heading != REFUSED or SENTENCE.fullmatch(said), f"{path} says {said}"
    # What the visitor typed may come back: the address itself stands in the link to sign in.
    shown = page.replace(path, "").replace(path.replace("/", "%2F"), "")
    assert not (told := [word for word in secrets if word in shown]), f"{path} says {told}"


def scoring(cast: Any) -> Found:
    stage = make_stage(cast.alliance, cast.lead)
    application = make_application(stage.round, "Alexandra Okafor")
    stage.start_scoring()
    stage.score(application, "Green")
    return Found(stage, application)


def deciding(cast: Any) -> Found:
    found = scoring(cast)
    found.stage.start_deciding()
    found.stage.propose(found.application, Outcome.DESIGNATED)
    found.stage.approve(cast.director)
    found.stage.approve_letters(found.application)
    return found


def released(cast: Any) -> Found:
    found = deciding(cast)
    release.release_round(round=found.stage.round, by=cast.administrator, now=timezone.now())
    register.accept_offer(designation=Designation.objects.get(), by=found.application.applicant, now=timezone.now())
    found.returned = make_return(alliance=cast.alliance, round=None, by=cast.lead, now=timezone.now()).pk
    return found


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("stage", [scoring, deciding, released])
def test_strangers_and_other_alliances_find_nothing_of_a_round(cast, sign_in, stage):
    found = stage(cast)
    own, secrets = paths(found, cast.alliance.slug), found.words()
    assert len(own) > 50
    for person, headings in (
        (None, (SIGN_IN,)),
        (cast.outsider, (NOT_FOUND, REFUSED)),
        (cast.other_director, (NOT_FOUND, REFUSED)),
    ):
        client = sign_in(person)
        for path in own:
            sees_nothing(client, path, secrets, headings)
    # The same records under the address of the alliance that the visitor does work for.
    client = sign_in(cast.other_administrator)
    for path in paths(found, cast.other.slug):
        if re.search(r"\d", path):
            sees_nothing(client, path, secrets, (NOT_FOUND, REFUSED))


@pytest.mark.slow
@pytest.mark.once
def test_the_words_that_are_looked_for_do_stand_on_the_pages_of_those_whom_they_concern(cast, sign_in):
    found, client = released(cast), sign_in(cast.director)
    answers = [client.get(path) for path in paths(found, cast.alliance.slug)]
    seen = "".join(
        html.unescape(a.content.decode()) for a in answers if "html" in a["Content-Type"] and not a.streaming
    )
    assert not [word for word in found.words()[:5] if word not in seen]
