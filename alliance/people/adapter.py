"""How sign-in (django-allauth) is wired to the portal."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in mails go through the outbox; a new person is kept with a findable name."""
