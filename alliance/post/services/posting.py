"""Posting: nothing is sent, everything is posted, in the transaction of the decision it tells of."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from alliance.people.models import Person
from alliance.post.kinds import kind_named
from alliance.post.models import MAIL, Letter, Mail
from alliance.post.states import MailState
from alliance.post.texts import PERSONAL_LINK, current, fill_html, fill_plain, one_line
from alliance.schools.models import Alliance
from alliance.workflow.machine import MoveRefused

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Addressee:
    """Somebody who gets a mail without being a person of the portal: a referee, a bursar."""

    email: str
    name: str = ""


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
) -> Mail | None:
    """Post one mail of `kind`; None if one with this `dedupe` key was posted before.

    `values` fill the text's placeholders; `due` (now) is when it may go out. Raises NotInTransaction outside a
    transaction and MissingValue where the text asks for a value that is not given.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(kind)
    declared = kind_named(kind)
    text = current(declared, alliance)
    all_values = {**(values or {}), **({"link": PERSONAL_LINK} if declared.link else {})}
    mail, new = Mail._base_manager.get_or_create(
        dedupe_key=dedupe,
        defaults={
            "alliance": alliance,
            "kind": kind,
            "text": text,
            "person": to if isinstance(to, Person) else None,
            "email": to.email,
            "name": one_line(to.name) if to.name != to.email else "",
            "subject": one_line(fill_plain(text.subject, all_values))[:300],
            "body": fill_plain(text.body, all_values),
            "about_type": about._meta.label_lower if about else "",
            "about_id": about.pk if about else None,
            "secret": declared.secret,
            "due_at": due or timezone.now(),
            "message_id": make_msgid(domain=urlsplit(settings.PUBLIC_URL).hostname or "localhost"),
        },
    )
    if not new:
        return None
    wake()
    return mail


def write_letter(
    kind: str,
    *,
    to: Person,
    alliance: Alliance,
    about: models.Model,
    values: Mapping[str, str] | None = None,
    html: str | None = None,
    address: str = "",
    dedupe: str,
) -> Letter:
    """Write one letter of `kind`, numbered, its words final from now on; its PDF is made by a worker.

    `html` is an approved body (from `texts.fill_html`) where the letter was edited before approval; else the text in
    force is filled with `values`. `address` is what stands under the name: lines of school and postal address. Who
    signs is kept with the letter, because a letter stays as it was when its alliance has a new director. The letter
    already written under this `dedupe` key is returned as it is. Raises NotInTransaction and MissingValue.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(kind)
    # Numbers are given one at a time in each alliance: its row is the lock, and under it the key is looked up.
    signing = Alliance.objects.select_for_update().get(pk=alliance.pk)
    existing = Letter._base_manager.filter(dedupe_key=dedupe).first()
    if existing:
        return existing
    text = current(kind_named(kind), alliance)
    last = Letter._base_manager.filter(alliance=alliance).aggregate(models.Max("number"))["number__max"] or 0
    letter = Letter._base_manager.create(
        alliance=alliance,
        kind=kind,
        text=text,
        number=last + 1,
        person=to,
        name=to.name,
        address=address,
        signatory_name=signing.signatory_name,
        signatory_post=signing.signatory_post,
        subject=one_line(fill_plain(text.subject, values or {}))[:300],
        html=html if html is not None else fill_html(text.body, values or {}),
        about_type=about._meta.label_lower,
        about_id=about.pk,
        dedupe_key=dedupe,
        dated=timezone.localdate(),
        due_at=timezone.now(),
    )
    wake()
    return letter


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
