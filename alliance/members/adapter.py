"""How sign-in (django-allauth) is wired to the portal. It stands here because its mails are posted, and people lie
below the post office."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from alliance.addresses import full, path_to
from alliance.members.queries import alliances_of
from alliance.people.models import Person
from alliance.people.services import forget_password
from alliance.post.services import Addressee, send
from alliance.post.texts import Address


@dataclass(frozen=True)
class SignInMail:
    """Which kind of post stands for one of allauth's mails, and what it says happened."""

    kind: str
    what: str = ""


MAILS = {
    "account/email/login_code": SignInMail("members.sign_in_code"),
    "account/email/email_confirmation": SignInMail("members.confirm_address"),
    "account/email/email_confirmation_signup": SignInMail("members.confirm_address"),
    "account/email/password_reset_code": SignInMail("members.reset_password"),
    "account/email/account_already_exists": SignInMail("members.address_known"),
    "account/email/unknown_account": SignInMail("members.address_unknown"),
    "account/email/password_reset": SignInMail("members.account_changed", "your password was set anew"),
    "account/email/password_changed": SignInMail("members.account_changed", "your password was changed"),
    "account/email/password_set": SignInMail("members.account_changed", "a password was set for your account"),
    "account/email/email_changed": SignInMail(
        "members.account_changed", "the e-mail address to which the portal writes to you was changed"
    ),
    "account/email/email_deleted": SignInMail(
        "members.account_changed", "an e-mail address was removed from your account"
    ),
    "mfa/email/totp_activated": SignInMail("members.account_changed", "an authenticator app was set up"),
    "mfa/email/totp_deactivated": SignInMail("members.account_changed", "the authenticator app was taken away"),
    "mfa/email/webauthn_added": SignInMail("members.account_changed", "a passkey was made"),
    "mfa/email/webauthn_removed": SignInMail("members.account_changed", "a passkey was taken away"),
    "mfa/email/recovery_codes_generated": SignInMail("members.account_changed", "new recovery codes were made"),
}

ANOTHER_WAY = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use your authenticator app or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a passkey",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in mails go through the outbox; a new person is kept in lower case with a findable name."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. You can have a code sent to you.",
        "too_many_login_attempts": "This was tried too often. Wait ten minutes, then try again.",
        "incorrect_code": "This is not the right code. Check it, or have a new one sent to you.",
        "incorrect_password": "This is not your password.",
        "enter_current_password": "This is not your password.",
        "email_taken": "Somebody signs in with this e-mail address already.",
        "duplicate_email": "This e-mail address is yours already.",
        "max_email_addresses": "You can have at most %d e-mail addresses. Remove one first.",
        "rate_limited": "This was tried too often. Wait ten minutes, then try again.",
        "unknown_email": "Nobody signs in with this e-mail address.",
    }

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm who one is, in the portal's words."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": ANOTHER_WAY[method["id"]]} for method in methods]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post the mail that stands for allauth's. Those with a code are secret: staff never see them, and their
        words are wiped from the row once they are sent."""
        mail = MAILS[template_prefix]
        values = {"what": mail.what, "code": str(context.get("code", "")), "sign_in": Address(full("/account/login/"))}
        with transaction.atomic():
            send(
                mail.kind,
                to=Addressee(email),
                alliance=None,
                values=values,
                dedupe=f"{mail.kind}:{secrets.token_hex(12)}",
            )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever has something to do in one alliance only comes to its inbox, everybody else to the list."""
        person: Any = request.user
        found = alliances_of(person)
        return path_to("web:inbox", found[0]) if len(found) == 1 else "/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own details."""
        return reverse("people:profile")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Back to the list of addresses, where one was added to it."""
        person = self.request.user
        return reverse("account_email") if person.is_authenticated else reverse("account_login")

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A new person, before they have told us their name."""
        person: Person = super().save_user(request, user, form, commit=False)
        person.search_name = person.findable()
        if commit:
            person.save()
        return person

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Changing addresses, password or second factor takes a proof of who one is from the last quarter of an hour;
        allauth alone would ask again a moment after signing in."""
        oldest = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return all(record["at"] < oldest for record in get_authentication_records(self.request, self.request.user))

    def login(self, request: HttpRequest, user: Any) -> None:
        """Whoever opens an account for the first time by a code that was mailed to it is its rightful holder.

        A password that somebody set before, without ever having shown that they read the mails, is forgotten:
        otherwise a stranger could register another person's address and wait until its holder comes.
        """
        methods = {record.get("method") for record in get_authentication_records(request, user)}
        if user.last_login is None and "code" in methods and "password" not in methods and user.has_usable_password():
            forget_password(person=user)
        super().login(request, user)
