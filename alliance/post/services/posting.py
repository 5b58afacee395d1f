"""Posting: nothing is sent, everything is posted, in the transaction of the decision it tells of."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from alliance.people.models import Person
from alliance.post.kinds import Kind, kind_named
from alliance.post.models import MAIL, Letter, Mail, Text
from alliance.post.states import MailState
from alliance.post.texts import PERSONAL_LINK, current, fill_html, fill_plain, one_line
from alliance.schools.models import Alliance
from alliance.schools.vocabulary import placeholders
from alliance.workflow.machine import MoveRefused

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Addressee:
    """Somebody who gets a mail without being a person of the portal: a referee, a bursar."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Posting:
    """One of many mails: whom it is to, what it is about, what fills its text, and the key under which it is once.

    `calendar` is an entry for the reader's calendar that goes out with it (iCalendar text; `alliance.diary.ical`).
    """

    to: Person | Addressee
    about: models.Model | None
    values: Mapping[str, str]
    dedupe: str
    calendar: str = ""


@dataclass(frozen=True)
class Writing:
    """One letter to be written: whom it is to, what it is about, and the key under which it is written once.

    `html` is an approved body (from `texts.fill_html`) where the letter was edited before approval; else the text in
    force is filled with `values`. `address` is what stands under the name: lines of school and postal address. What is
    to no single person (an agreement) is to an `Addressee`, whose name stands there.
    """

    to: Person | Addressee
    about: models.Model
    dedupe: str
    values: Mapping[str, str] = field(default_factory=dict)
    html: str | None = None
    address: str = ""


class NotInTransaction(Exception):
    """Something was posted outside a transaction: it could be sent although the decision was rolled back."""


def send(
    kind: str,
    *,
    to: Person | Addressee,
    alliance: Alliance | None,
    about: models.Model | None = None,
    values: Mapping[str, str] | None = None,
    dedupe: str,
    due: datetime | None = None,
    calendar: str = "",
) -> Mail | None:
    """Post one mail of `kind`; None if one with this `dedupe` key was posted before.

    `values` fill the text's placeholders; `due` (now) is when it may go out; `calendar` as in `Posting`. Raises
    NotInTransaction outside a transaction and MissingValue where the text asks for a value that is not given.
    """
    _in_transaction(kind)
    text = current(kind_named(kind), alliance)
    row = _row(kind, text, alliance, Posting(to, about, values or {}, dedupe, calendar), due)
    mail, new = Mail._base_manager.get_or_create(dedupe_key=dedupe, defaults=row)
    if not new:
        return None
    wake()
    return mail


def send_many(kind: str, *, alliance: Alliance, postings: Sequence[Posting], due: datetime | None = None) -> None:
    """As `send`, for many mails of a kind: in the same few queries however many there are.

    What was posted before under its `dedupe` key is not posted again. Raises NotInTransaction and MissingValue.
    """
    _in_transaction(kind)
    text = current(kind_named(kind), alliance)
    keys = [posting.dedupe for posting in postings]
    known = set(Mail._base_manager.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    Mail._base_manager.bulk_create(
        Mail(**_row(kind, text, alliance, posting, due)) for posting in postings if posting.dedupe not in known
    )
    wake()


def _in_transaction(kind: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(kind)


def _row(kind: str, text: Text, alliance: Alliance | None, posting: Posting, due: datetime | None) -> dict[str, Any]:
    """The fields of one mail."""
    declared, to, about = kind_named(kind), posting.to, posting.about
    values = {**placeholders(alliance), **posting.values, **({"link": PERSONAL_LINK} if declared.link else {})}
    return {
        "alliance": alliance,
        "kind": kind,
        "text": text,
        "person": to if isinstance(to, Person) else None,
        "email": to.email,
        "name": one_line(to.name) if to.name != to.email else "",
        "subject": one_line(fill_plain(text.subject, values))[:300],
        "body": fill_plain(text.body, values),
        "about_type": about._meta.label_lower if about else "",
        "about_id": about.pk if about else None,
        "dedupe_key": posting.dedupe,
        "calendar": posting.calendar,
        "secret": declared.secret,
        "due_at": due or timezone.now(),
        "message_id": make_msgid(domain=urlsplit(settings.PUBLIC_URL).hostname or "localhost"),
    }


def write_letter(
    kind: str,
    *,
    to: Person | Addressee,
    alliance: Alliance,
    about: models.Model,
    values: Mapping[str, str] | None = None,
    html: str | None = None,
    address: str = "",
    dated: date | None = None,
    worded: Kind | None = None,
    dedupe: str,
) -> Letter:
    """Write one letter: as `write_letters`, with what a `Writing` holds."""
    writing = Writing(to, about, dedupe, values or {}, html, address)
    [letter] = write_letters(kind, alliance=alliance, writings=[writing], dated=dated, worded=worded)
    return letter


def write_letters(
    kind: str,
    *,
    alliance: Alliance,
    writings: Sequence[Writing],
    dated: date | None = None,
    worded: Kind | None = None,
) -> list[Letter]:
    """Write letters of `kind`, numbered, their words final from now on; their PDFs are made by a worker.

    `dated` is the day that the letters bear (today); `worded` the kind whose words they have, where the alliance has
    other ones for these readers (`Kind.base`). Who signs is kept with each, because a letter stays as it was
    when its alliance has a new director. A letter already written under its `dedupe` key is returned as it is. The
    same few queries however many there are. Raises NotInTransaction and MissingValue.
    """
    _in_transaction(kind)
    # Numbers are given one at a time in each alliance: its row is the lock, and under it the keys are looked up.
    signing = Alliance.objects.select_for_update().get(pk=alliance.pk)
    keys = [writing.dedupe for writing in writings]
    letters = {letter.dedupe_key: letter for letter in Letter._base_manager.filter(dedupe_key__in=keys)}
    new = [writing for writing in writings if writing.dedupe not in letters]
    if new:
        signatory = {} if kind_named(kind).signed_within else _signatory(signing)
        text, words = current(worded or kind_named(kind), alliance), placeholders(alliance)
        last = Letter._base_manager.filter(alliance=alliance).aggregate(models.Max("number"))["number__max"] or 0
        made = Letter._base_manager.bulk_create(
            Letter(
                alliance=alliance,
                kind=kind,
                text=text,
                number=number,
                person=writing.to if isinstance(writing.to, Person) else None,
                name=writing.to.name,
                address=writing.address,
                **signatory,
                subject=one_line(fill_plain(text.subject, {**words, **writing.values}))[:300],
                html=writing.html if writing.html is not None else fill_html(text.body, {**words, **writing.values}),
                about_type=writing.about._meta.label_lower,
                about_id=writing.about.pk,
                dedupe_key=writing.dedupe,
                dated=dated or timezone.localdate(),
                due_at=timezone.now(),
            )
            for number, writing in enumerate(new, start=last + 1)
        )
        letters |= {letter.dedupe_key: letter for letter in made}
        wake()
    return [letters[key] for key in keys]


def _signatory(alliance: Alliance) -> dict[str, str]:
    """Who signs the alliance's letters on this day."""
    return {"signatory_name": alliance.signatory_name, "signatory_post": alliance.signatory_post}


@transaction.atomic
def cancel_waiting(*, about: models.Model, kinds: Iterable[str] | None = None) -> int:
    """Cancel the mails about this record that have not gone out yet (of these `kinds`, or all); how many.

    A mail that a worker has in hand at this moment still goes out: it cannot be called back.
    """
    waiting = Mail._base_manager.filter(
        Q(state=MailState.WAITING), about_type=about._meta.label_lower, about_id=about.pk
    )
    cancelled = 0
    for mail in waiting.filter(kind__in=list(kinds)) if kinds is not None else waiting:
        try:
            MAIL.apply(mail, "cancel", by=None, **wiped(mail))
            cancelled += 1
        except MoveRefused:
            log.info("Mail %s went out before it could be cancelled.", mail.pk)
    return cancelled


def wiped(mail: Mail) -> dict[str, Any]:
    """The change that takes the words out of a mail that holds a secret, once it has no more use for them."""
    return {"body": ""} if mail.secret else {}


def wake() -> None:
    """Wake a worker once this transaction is committed. If the broker is down the sweep finds the rows."""

    def call() -> None:
        try:
            current_app.send_task("post.sweep", retry=False, expires=60)
        except Exception:  # noqa: BLE001  # whatever the broker's trouble, what was decided stands and is swept up later
            log.warning("The broker did not answer; the sweep will find what was posted.")

    connection = transaction.get_connection()
    if call.__qualname__ not in {getattr(entry[1], "__qualname__", "") for entry in connection.run_on_commit}:
        transaction.on_commit(call)
