"""What schools are told by mail: one place that knows the values of each text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from alliance.post.models import Mail
from alliance.post.services import Addressee, Posting, send_many
from alliance.surveys.models import Ask, Reply
from alliance.surveys.queries import contacts_at
from alliance.times import in_words


def tell_schools(
    ask: Ask, replies: Sequence[Reply], verb: str, *, dedupe: str = "", due: datetime | None = None, **more: str
) -> list[Reply]:
    """Post the mail `surveys.<verb>` to whoever is known now at the schools of `replies`, in the transaction of what it
    tells of; the replies of those told. `dedupe` tells repeated mails of one kind apart: who got this one before gets
    no other. Schools of which nobody is known get none. The same few queries however many there are."""
    keys = {reply.pk: f"surveys.{verb}:{reply.pk}:{dedupe}" for reply in replies}
    posted = set(Mail.objects.filter(dedupe_key__in=keys.values()).values_list("dedupe_key", flat=True))
    new = [reply for reply in replies if keys[reply.pk] not in posted]
    known = contacts_at(ask.alliance, [reply.school for reply in new])
    moved = []
    for reply in new:
        before = reply.name, reply.email
        reply.name, reply.email = known.get(reply.school_id, ("", ""))
        if before != (reply.name, reply.email):
            moved.append(reply)
    Reply.objects.bulk_update(moved, ["name", "email"])
    told = [reply for reply in new if reply.email]
    postings = []
    for reply in told:
        values = {
            "name": reply.name,
            "school": reply.school.name,
            "year": ask.title,
            "alliance": ask.alliance.name,
            "closes_at": in_words(ask.closes_at),
            **more,
        }
        postings.append(Posting(Addressee(reply.email, reply.name), reply, values, keys[reply.pk]))
    send_many(f"surveys.{verb}", alliance=ask.alliance, postings=postings, due=due)
    return told


def tell_with_link(
    ask: Ask,
    replies: Sequence[Reply],
    verb: str,
    *,
    now: datetime,
    dedupe: str = "",
    due: datetime | None = None,
    **more: str,
) -> int:
    """As `tell_schools`, for mails that carry the link: when it was last sent is written down. How many are told."""
    told = tell_schools(ask, replies, verb, dedupe=dedupe, due=due, **more)
    Reply.objects.filter(pk__in=[reply.pk for reply in told]).update(last_sent_at=due or now)
    return len(told)
