"""Kinds of post that only tests send, and post of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from alliance.people.models import Person
from alliance.post.kinds import Kind, Medium, kinds
from alliance.post.models import Letter, Mail, Text
from alliance.post.services import send, write_letter
from alliance.schools.models import Alliance

NOTICE = Kind(name="test.notice", title="A notice", sample={"what": "the hall"})
LINKED = Kind(name="test.linked", title="A question", sample={}, link=lambda mail: f"https://portal.test/{mail.pk}/")
CODE = Kind(name="test.code", title="A code", sample={"code": "ABCD"}, secret=True)
OUTCOME = Kind(name="test.outcome", title="An outcome", sample={"what": "designated"}, medium=Medium.LETTER)


@pytest.fixture
def test_kinds(monkeypatch: pytest.MonkeyPatch, cast: Any) -> None:
    """The kinds above are declared, and the first alliance has words for them."""
    for kind in (NOTICE, LINKED, CODE, OUTCOME):
        monkeypatch.setitem(kinds(), kind.name, kind)
    word_them(cast.alliance)


def word_them(alliance: Alliance) -> None:
    """Give an alliance its own words for the kinds above."""
    words = {
        "test.notice": ("About {what}", "Dear reader\n\nThis is about {what}."),
        "test.linked": ("A question", "Answer here:\n{link}"),
        "test.code": ("Your code", "Your code is {code}."),
        "test.outcome": ("Your outcome", "Dear reader\n\nThe panel says: **{what}**."),
    }
    for kind, (subject, body) in words.items():
        Text.objects.create(alliance=alliance, kind=kind, version=1, subject=subject, body=body)


def post_mail(alliance: Alliance, to: Any, *, kind: str = "test.notice", dedupe: str, **values: str) -> Mail:
    """Post one mail about the alliance itself."""
    given = values or {"what": "the hall"}
    with transaction.atomic():
        mail = send(kind, to=to, alliance=alliance, about=alliance, values=given, dedupe=dedupe)
    assert mail is not None
    return mail


def post_letter(alliance: Alliance, to: Person, *, dedupe: str, **more: Any) -> Letter:
    """Write one letter about the alliance itself."""
    with transaction.atomic():
        return write_letter(
            "test.outcome",
            to=to,
            alliance=alliance,
            about=alliance,
            values={"what": "designated"},
            dedupe=dedupe,
            **more,
        )
