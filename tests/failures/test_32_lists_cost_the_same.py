"""32. Every list costs the same number of queries for 1, 3 and 300 rows."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.db import models, transaction
from django_scopes import scopes_disabled

from alliance.expertise.models import Area
from alliance.library.models import Document
from alliance.members.models import Invitation, SchoolContact
from alliance.panels.models import Rubric
from alliance.people.models import Person
from alliance.post.models import Letter, Mail, PrintBatch
from alliance.schools.models import Closure, Division, Tier
from alliance.surveys.models import Ask
from alliance.workflow.models import Event, Note
from sle.models import AgencyReturn, EligibilityRule, Extension, Question, Round
from support.models import Pot, Request, Supporter
from tests.architecture.pages import ADDRESSES, PAGES, ROWS, address, path_of, standing, visitor
from tests.conftest import Cast
from tests.factories.schools import PartnerFactory
from tests.multiply import multiply
from tests.queries import dearer, queries_of

# Rows of their own; what hangs on people and rounds is multiplied with them.
MODELS: tuple[type[models.Model], ...] = (
    *(Mail, Letter, PrintBatch, Document, Event, Note, Tier, Division, Closure, SchoolContact, Invitation),
    *(AgencyReturn, Extension, Question, EligibilityRule, Area, Ask),
)
FEW, MANY = 2, 5
# What there is for pages that are about no record of their own: lines of the matrix that make some of everything.
WORLD = (
    *("post:letter", "post:mail", "post:print_batch"),
    # Support that is asked for, agreed, at work and evaluated, while the school's head is still the one of the cast.
    *("support:request", "support:agreement_sign", "support:deployment at work", "support:evaluation"),
    *("members:invitation", "members:contact_change"),
    *("web:setting_change", "sle:reference_call", "sle:return_download", "panels:table at work"),
    # Rounds at every stage at which something waits for somebody in their inbox.
    *("sle:round_panel", "sle:decision_list", "sle:round_release", "sle:place_take_back"),
    # One ask: with both years taken, the page that sets one up leads elsewhere.
    "surveys:reply_list",
    *("sle:appeal_arrange", "sle:appeal"),
    # What waits about designations that stand.
    *("sle:review proposed", "sle:release_settle"),
)


def applicants() -> list[Person]:
    return list(Person.objects.filter(sle_applications__isnull=False).distinct())


def everything_grows(cast: Cast) -> None:
    """More of everything: post, rounds, applicants with all that is theirs, scorers, members, partners, alliances."""
    multiply([row for model in MODELS for row in model._base_manager.all()], FEW)
    multiply([*Round.objects.all(), *Rubric.objects.all(), *applicants()], FEW)
    leaders = Person.objects.filter(pk__in=Supporter.objects.values("person"))
    multiply([*Request.objects.all(), *Pot.objects.all(), *leaders], FEW)
    multiply(Person.objects.filter(seats__role="scorer").distinct(), FEW)
    multiply([*applicants()[:1], cast.teacher, cast.other], MANY)
    PartnerFactory.create_batch(MANY, alliance=cast.alliance)


def about_no_record(line: str) -> bool:
    return not {"pk", "code", "token", "key"} & ADDRESSES[address(line)] and line == address(line)


def groups() -> dict[str, list[str]]:
    """The pages that are about the same records, by the name of what makes these."""
    found: dict[Any, list[str]] = {}
    for line in PAGES:
        found.setdefault(None if about_no_record(line) else ROWS[line].make, []).append(line)
    return {lines[0]: lines for lines in found.values()}


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("lines", groups().values(), ids=groups())
def test_no_page_asks_more_when_there_is_more(shared_cast, sign_in, lines):
    def ask(*, seen: bool) -> dict[str, list[str]]:
        return {line: queries_of(clients[line], path, seen=seen) for line, path in paths.items()}

    with transaction.atomic():
        for line in WORLD if about_no_record(lines[0]) else ():
            ROWS[line].make(shared_cast)
        arguments = [ROWS[line].make(shared_cast) for line in (lines if about_no_record(lines[0]) else lines[:1])]
        paths = {
            line: path_of(line, shared_cast, given)
            for line, given in zip(lines, itertools.cycle(arguments), strict=False)
        }
        clients = {line: sign_in(visitor(line, shared_cast)) for line in lines}
        few = ask(seen=False)
        with scopes_disabled():
            everything_grows(shared_cast)
        many = ask(seen=True)
        transaction.set_rollback(True)
    wrong = [f"{line} asks {more}" for line in lines if (more := dearer(few[line], many[line]))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_multiplying_copies_what_hangs_on_a_record(shared_cast):
    with standing("panels:comparison at work", shared_cast), scopes_disabled():
        before = {model: model._base_manager.count() for model in (Round, Person, Event)}
        assert multiply(applicants(), 3) > 100
        for application in Round.objects.get().applications.all():
            assert application.answers.count() == 2
            assert application.references.count() == 2
            assert application.applicant.sle_applications.get() == application
        assert Round.objects.get().applications.count() == 8
        assert Person.objects.count() == before[Person] + 6
