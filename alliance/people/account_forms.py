"""Allauth’s forms, with the portal’s words for their fields (`ACCOUNT_FORMS` names them); they check as before."""

from __future__ import annotations

from typing import Any

from allauth.account import forms


class PortalWords:
    """Labels as everywhere else in the portal; nothing stands inside an empty field, and no link in a hint."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in ("email", "login"):
                field.label = "E-mail address"
            elif name == "password":
                field.help_text = ""


class LoginForm(PortalWords, forms.LoginForm):
    """Signing in by password."""


class SignupForm(PortalWords, forms.SignupForm):
    """Making an account."""


class AddEmailForm(PortalWords, forms.AddEmailForm):
    """Another address to sign in with."""


class ResetPasswordForm(PortalWords, forms.ResetPasswordForm):
    """Asking for a new password."""


class RequestLoginCodeForm(PortalWords, forms.RequestLoginCodeForm):
    """Asking for a sign-in code."""
