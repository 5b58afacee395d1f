"""References: asking, chasing, and what heads and referees do through their link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.drafts import Stale
from alliance.members.links import revoke, use
from alliance.members.models import PersonalLink
from alliance.members.services.contacts import confirm_head
from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import Refusal, Refused, allow
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.models import APPLICATION, REFERENCE, Application, Reference
from sle.rules import references as rules
from sle.services.eligibility import settle_automatically
from sle.services.notices import minute, tell_applicant, tell_referee
from sle.states import DecidedBy, ReferenceKind, ReferenceState


@transaction.atomic
def ask(*, reference: Reference, by: Person | None, now: datetime) -> None:
    """Ask the head or referee by mail, with a personal link that is made as the mail goes out."""
    REFERENCE.apply(reference, "ask", by=by, at=now, asked_at=now, last_sent_at=now)
    tell_referee(reference, _verb(reference, "asked"), dedupe=now.isoformat())


def drop(reference: Reference) -> None:
    """Ask no more: its links die, and mails about it that have not gone out yet do not."""
    revoke(subject=reference)
    cancel_waiting(about=reference)


@transaction.atomic
def send_again(*, reference: Reference, by: Person | None, now: datetime) -> bool:
    """Send the mail with the link again; the link sent before dies. False if it was sent within this minute."""
    locked = _locked(reference)
    if locked.state != ReferenceState.ASKED:
        raise REFERENCE.refused(locked)
    allow(rules.no_longer_wanted(locked))
    if not tell_referee(locked, _verb(locked, "asked"), dedupe=minute(now)):
        return False
    Reference.objects.filter(pk=locked.pk).update(last_sent_at=now)
    record(locked, "send_again", by=by, at=now)
    return True


@transaction.atomic
def save_reference(*, reference: Reference, revision: int, values: Mapping[str, Any], now: datetime) -> Reference:
    """Keep the draft of a reference as it is typed; `revision` is the one it was typed over.

    Saving the same again is no change. Raises Stale with the reference as it stands, and Refused once it is no
    longer wanted.
    """
    locked = _locked(reference)
    allow(rules.may_answer(locked, now))
    if not any(differs(locked, name, value) for name, value in values.items()):
        return locked
    if locked.revision != revision:
        raise Stale(locked, locked.revision)
    for name, value in values.items():
        setattr(locked, name, _as_stored(value))
    locked.revision, locked.saved_at = locked.revision + 1, now
    locked.save(update_fields=[*values, "revision", "saved_at"])
    return locked


def differs(reference: Reference, name: str, typed: object) -> bool:
    """Is what was typed into this field another thing than what is stored?"""
    return bool(getattr(reference, name) != _as_stored(typed))


def _as_stored(typed: object) -> object:
    """Browsers end lines in their own way."""
    return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed


@transaction.atomic
def give_reference(
    *, reference: Reference, link: PersonalLink | None, by: Person | None, received: datetime, now: datetime
) -> None:
    """The head or referee signs and sends the reference; its link is dead from now on (None: sent from an account).

    The head's return submits the application: until then it cannot be considered. `received` is when the server
    received the request. Raises Refused, and MoveRefused if it was given before; then nothing is changed.
    """
    locked = _locked(reference)
    allow(rules.may_give_reference(locked, received))
    REFERENCE.apply(locked, "give", by=by, at=now, returned_at=received)
    application = locked.application
    if locked.kind == ReferenceKind.HEAD:
        APPLICATION.apply(application, "submit", by=by, at=now, submitted_at=received)
        settle_automatically(application=application, who=DecidedBy.HEAD, now=now)
        tell_applicant(application, "application_submitted")
    else:
        tell_applicant(application, "second_reference_received", referee=locked.name, dedupe=str(locked.pk))
    if link is not None and not use(link, now=now):
        raise Refused(Refusal("This link has been replaced or used. Please use the link in the latest e-mail."))
    drop(locked)
    tell_referee(locked, "reference_received")


@transaction.atomic
def decline_reference(*, reference: Reference, reason: str, by: Person | None, now: datetime) -> None:
    """The head or referee declines, with a reason for the alliance; the applicant is told that they declined."""
    locked = _locked(reference)
    allow(rules.may_decline(locked, now))
    REFERENCE.apply(locked, "decline", by=by, at=now)
    write_note(locked, "decline", reason, by=by)
    drop(locked)
    tell_applicant(locked.application, "reference_declined", referee=locked.name, dedupe=str(locked.pk))


@transaction.atomic
def send_back(*, reference: Reference, reason: str, by: Person | None, now: datetime) -> None:
    """The head sends the application back for changes; the applicant can change it and hand it over again in time."""
    locked = _locked(reference)
    allow(rules.may_send_back(locked, now))
    application = locked.application
    REFERENCE.apply(locked, "unask", by=by, at=now)
    APPLICATION.apply(application, "send_back", by=by, at=now, handed_over_at=None, declared_at=None)
    write_note(application, "send_back", reason, by=by)
    drop(locked)
    tell_applicant(application, "application_sent_back", reason=reason, dedupe=now.isoformat())


@transaction.atomic
def note_call(*, reference: Reference, text: str, by: Person) -> None:
    """Write down a telephone call about a reference that is awaited."""
    write_note(reference, "call", text, by=by)
    record(reference, "call", by=by)


@transaction.atomic
def confirm_address(*, reference: Reference, how: str, by: Person, now: datetime) -> None:
    """Staff have confirmed with the school that this is its head's address: it counts from now on, and the head is
    asked. `how` (who was called at what number) is kept as a note."""
    locked = _locked(reference)
    allow(rules.may_confirm_address(by, locked))
    application = locked.application
    if locked.school is None:
        raise Refused(Refusal("The application names no school, so no head of it can be confirmed."))
    confirm_head(
        alliance=application.round.alliance,
        school=locked.school,
        name=locked.name,
        email=locked.email,
        telephone=locked.telephone,
        how=how,
        by=by,
        now=now,
    )
    write_note(locked, "confirm_address", how, by=by)
    ask(reference=locked, by=by, now=now)


@transaction.atomic
def redirect_reference(
    *, reference: Reference, name: str, email: str, telephone: str, post: str, reason: str, by: Person, now: datetime
) -> Reference:
    """Staff send a head's reference to an acting or new head, whose address they have confirmed with the school."""
    locked = _locked(reference)
    allow(rules.may_redirect(by, locked))
    application = locked.application
    allow(rules.may_be_referee(application, locked.kind, email, by=by))
    was_asked = locked.state == ReferenceState.ASKED
    REFERENCE.apply(locked, "replace", by=by, at=now)
    drop(locked)
    if was_asked and locked.email != email.strip().lower():
        tell_referee(locked, "reference_not_needed")
    new = Reference.objects.create(
        alliance_id=locked.alliance_id,
        application=application,
        kind=locked.kind,
        school=application.school,
        name=name.strip(),
        email=email.strip().lower(),
        telephone=telephone,
        post=post,
    )
    write_note(new, "redirect", reason, by=by)
    if application.school is not None:
        confirm_head(
            alliance=application.round.alliance,
            school=application.school,
            name=new.name,
            email=new.email,
            telephone=telephone,
            how=reason,
            by=by,
            now=now,
        )
    ask(reference=new, by=by, now=now)
    return new


def _verb(reference: Reference, what: str) -> str:
    """The mail's name for the kind of reference: "head_asked", "referee_reminder"."""
    return f"{'head' if reference.kind == ReferenceKind.HEAD else 'referee'}_{what}"


def _locked(reference: Reference) -> Reference:
    """The reference with its application, both locked (the application first, as everywhere)."""
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("round__alliance", "applicant", "school")
        .get(pk=reference.application_id)
    )
    locked = Reference.objects.select_for_update(of=("self",)).select_related("school").get(pk=reference.pk)
    locked.application = application
    return locked
