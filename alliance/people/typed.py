"""What somebody typed when their session had expired: kept until they have signed in, and given back.

It stays in the session, which survives signing in. Files and passwords are not kept: files are stored by a step of
their own, and passwords are typed again.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

KEPT_AS = "typed"
AT_ONCE = 3
HOURS = 2
# Ten answers of a thousand words are a twentieth of this; more is no form of ours.
MOST_CHARACTERS = 1_000_000
# Set by `never_kept` on views whose posts hold what must stand nowhere else.
NEVER_KEPT = "never_kept"
SECRETS = ("password", "password1", "password2", "oldpassword", "code", "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Typed:
    """A post that was not done: its address, its fields in order, and whether files were chosen with it."""

    address: str
    fields: list[tuple[str, str]]
    had_files: bool


def never_kept(view: Any) -> Any:
    """Mark a view: what is posted to it is not kept, not even for two hours, and has to be typed again."""
    setattr(view, NEVER_KEPT, True)
    return view


def is_never_kept(view: Any) -> bool:
    """Is what is posted to this view not kept?"""
    return getattr(view, NEVER_KEPT, False)


def keep(request: Any) -> str | None:
    """Keep what this post brought; the key under which it is found, or None where there is nothing to keep."""
    fields = [(name, value) for name, values in request.POST.lists() if name not in SECRETS for value in values]
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return None
    key = secrets.token_hex(8)
    now = time.time()
    older = {k: v for k, v in request.session.get(KEPT_AS, {}).items() if v["at"] > now - HOURS * 3600}
    latest = dict(sorted(older.items(), key=lambda item: item[1]["at"])[-(AT_ONCE - 1) :])
    request.session[KEPT_AS] = latest | {
        key: {
            "address": request.get_full_path(),
            "fields": fields,
            "had_files": bool(request.FILES),
            "at": now,
            "whose": _whose(request),
        }
    }
    return key


def kept(request: Any, key: str) -> Typed | None:
    """What was kept under `key` in this session; None if nothing was, it is too old, or another person typed it."""
    found = request.session.get(KEPT_AS, {}).get(key)
    if found is None or found["at"] < time.time() - HOURS * 3600:
        return None
    if found["whose"] not in ("", str(request.user.pk)):
        return None
    return Typed(found["address"], [(name, value) for name, value in found["fields"]], found["had_files"])


def _whose(request: Any) -> str:
    """Whose session it was that expired, if it can still be told: their words are shown to nobody else."""
    old = Session.objects.filter(session_key=request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")).first()
    return str(old.get_decoded().get(SESSION_KEY, "")) if old else ""
