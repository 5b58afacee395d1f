"""A yearly ask and its answers, made the way the portal makes them: through its services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alliance.expertise.services import load_areas
from alliance.members.models import PersonalLink
from alliance.people.models import Person
from alliance.post.models import Mail
from alliance.surveys import services
from alliance.surveys.kinds import reply_link
from alliance.surveys.models import Ask, Reply
from alliance.surveys.queries import asked_of
from alliance.surveys.questions import Shape


def make_ask(
    by: Person, alliance: Any, *, year: int | None = None, opened: bool = True, now: datetime | None = None
) -> Ask:
    """An ask to the alliance's partner schools, open since yesterday for ten days unless `opened` is False; for 2026/27
    or, where there is one, the year after."""
    load_areas()
    now = now or timezone.now()
    year = year or max([2025, *Ask.objects.filter(alliance=alliance).values_list("year", flat=True)]) + 1
    values = {"opens_at": now - timedelta(days=1), "closes_at": (now + timedelta(days=10)).replace(microsecond=0)}
    made = services.create_ask(alliance=alliance, year=year, values=values, by=by, now=now)
    if opened:
        services.open_ask(ask=made, by=by, now=now)
        made.refresh_from_db()
    return made


def fill(
    reply: Reply,
    ticked: dict[str, list[str]],
    *,
    by: Person | None = None,
    now: datetime | None = None,
    given: dict[str, dict[str, int]] | None = None,
) -> Reply:
    """Answer every section: in each those areas, by name, that `ticked` gives under the section's key, and the numbers
    that `given` does."""
    done: set[str] = set()
    while missing := [section for section in asked_of(_fresh(reply)) if section.key not in done]:
        section = missing[0]
        names = ticked.get(section.key, [])
        stored = reply.parts.filter(section=section.key).first()
        values: dict[str, Any] = {
            q.key: [value for value, name in q.choices if name in names] if q.shape is Shape.SEVERAL else None
            for q in section.questions
        }
        values |= given.get(section.key, {}) if given else {}
        services.save_part(
            reply=reply,
            section=section.key,
            values=values,
            revision=stored.revision if stored else 0,
            finished=True,
            by=by,
            received=now or timezone.now(),
        )
        done.add(section.key)
    return _fresh(reply)


def answered(
    reply: Reply,
    ticked: dict[str, list[str]],
    *,
    by: Person | None = None,
    now: datetime | None = None,
    given: dict[str, dict[str, int]] | None = None,
) -> Reply:
    """The same, handed in."""
    filled = fill(reply, ticked, by=by, now=now, given=given)
    services.hand_in(
        reply=filled,
        signer_name="Jo Ward",
        signer_post="Headteacher",
        link=None,
        by=by,
        received=now or timezone.now(),
    )
    return _fresh(reply)


def token_of(reply: Reply) -> str:
    """The token of the school's latest mail, minted as it goes out."""
    mail = Mail.objects.filter(about_type="surveys.reply", about_id=reply.pk).order_by("pk").last()
    assert mail is not None
    token = reply_link(mail).rstrip("/").rsplit("/", 1)[-1]
    assert PersonalLink.objects.filter(subject_id=reply.pk, purpose="surveys.reply", revoked_at=None).exists()
    return token


def _fresh(reply: Reply) -> Reply:
    return Reply.objects.select_related("ask__alliance", "school").prefetch_related("parts").get(pk=reply.pk)
