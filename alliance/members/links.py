"""Personal links: minted when a mail goes out, the same for the same mail, found again by the hash of their token."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_scopes import scopes_disabled

from alliance.members.models import PersonalLink
from alliance.post.models import Mail
from alliance.refusal import Refusal


def token_hash(token: str) -> str:
    """What is stored of a token (SHA-256, hexadecimal)."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def mint(
    *,
    subject: models.Model,
    purpose: str,
    email: str,
    mail: Mail | None = None,
    days: int = 60,
    until: datetime | None = None,
) -> str:
    """A token for `email` to act on `subject`; older links for the same purpose and subject die.

    A mail that was posted earlier and goes out late (its first tries failed) kills no link of a later mail, which the
    person may have in hand by now: then both live until one is used.

    The token follows from the mail that carries it and the installation's secret key, so that a mail which goes out
    twice (its worker was killed between sending and writing that down) carries the same link both times: minting
    again for the same mail revokes nothing, and revives nothing that was used or replaced meanwhile. Without a mail
    the token is random. Expires after `days`, or at `until`. Returns the token, which is stored nowhere.
    """
    now = timezone.now()
    expires_at = until or now + timedelta(days=days)
    token = _token_of(mail, subject, purpose, email) if mail else secrets.token_urlsafe(24)
    if PersonalLink._base_manager.filter(token_hash=token_hash(token)).update(expires_at=expires_at):
        return token
    PersonalLink._base_manager.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk, purpose=purpose, revoked_at=None, used_at=None
    ).exclude(token_hash__in=_hashes_of_later(mail, subject, purpose)).update(revoked_at=now)
    PersonalLink._base_manager.create(
        alliance_id=subject.alliance_id,  # type: ignore[attr-defined]  # every linked record is an alliance's
        purpose=purpose,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        email=email.lower(),
        token_hash=token_hash(token),
        minted_at=now,
        expires_at=expires_at,
    )
    return token


def _hashes_of_later(mail: Mail | None, subject: models.Model, purpose: str) -> list[str]:
    """The hashes that links to `subject` have, or would have, in the mails about it that were posted after `mail`."""
    if mail is None:
        return []
    later = Mail._base_manager.filter(about_type=subject._meta.label_lower, about_id=subject.pk, pk__gt=mail.pk)
    return [token_hash(_token_of(one, subject, purpose, one.email)) for one in later]


def _token_of(mail: Mail, subject: models.Model, purpose: str, email: str) -> str:
    """192 bits that nobody can work out from the mail's Message-ID without the secret key."""
    said = "\n".join((mail.message_id, purpose, subject._meta.label_lower, str(subject.pk), email.lower()))
    digest = salted_hmac("alliance.members.links", said, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:24]).decode()


def find(token: str, purpose: str) -> PersonalLink | None:
    """The link of this token and purpose, dead or alive, in whatever alliance; None if there never was one."""
    with scopes_disabled():  # named place: the token itself says which alliance it belongs to
        return (
            PersonalLink.objects.filter(token_hash=token_hash(token), purpose=purpose)
            .select_related("alliance")
            .first()
        )


def may_use(link: PersonalLink | None, now: datetime) -> Refusal | None:
    """May this link still act? The sentence says what to do instead."""
    if link is None:
        return Refusal("This link is not complete. Copy the whole address from the e-mail, or open it from there.")
    if link.used_at:
        return Refusal("This link has been used: what you sent has been received. You need not do anything.")
    if link.revoked_at:
        return Refusal("A newer e-mail has replaced this link. Please use the link in the latest e-mail.")
    if link.expires_at <= now:
        return Refusal("This link has expired. Ask the alliance to send you a new one.")
    return None


def use(link: PersonalLink, *, now: datetime) -> bool:
    """Mark the link as used; False if somebody used or revoked it first."""
    return bool(
        PersonalLink._base_manager.filter(pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=now).update(
            used_at=now
        )
    )


@transaction.atomic
def revoke(*, subject: models.Model, purpose: str | None = None) -> None:
    """Kill every living link on `subject` (for `purpose`, or for all)."""
    living = PersonalLink._base_manager.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk, revoked_at=None, used_at=None
    )
    (living.filter(purpose=purpose) if purpose else living).update(revoked_at=timezone.now())
