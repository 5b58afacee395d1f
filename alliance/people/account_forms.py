"""Allauth’s forms, with the portal’s words for their fields (`ACCOUNT_FORMS` and `MFA_FORMS` name them); they check as
before."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkeys

ADVICE = "At least 10 characters. A few words that only you would put together are easy to remember and hard to guess."


class PortalWords:
    """Labels as everywhere else in the portal; nothing stands inside an empty field, and no link in a hint."""

    fields: dict[str, Any]
    words: dict[str, str] = {}  # labels of this form’s own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        called = {"email": "E-mail address", "login": "E-mail address", **self.words}
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = called.get(name, field.label)
            if field.widget.input_type == "password":
                field.help_text = ADVICE if name == "password1" else ""
            if name == "code":
                field.widget.attrs["class"] = "govuk-input--width-10"


class LoginForm(PortalWords, forms.LoginForm):
    """Signing in by password."""


class SignupForm(PortalWords, forms.SignupForm):
    """Making an account."""


class AddEmailForm(PortalWords, forms.AddEmailForm):
    """Another address to sign in with."""


class ChangePasswordForm(PortalWords, forms.ChangePasswordForm):
    """A new password for the one there is."""

    words = {"oldpassword": "Password now", "password1": "New password", "password2": "New password, once more"}


class SetPasswordForm(PortalWords, forms.SetPasswordForm):
    """A first password."""

    words = {"password1": "New password", "password2": "New password, once more"}


class ResetPasswordForm(PortalWords, forms.ResetPasswordForm):
    """Asking for a new password."""


class ResetPasswordKeyForm(PortalWords, forms.ResetPasswordKeyForm):
    """A new password for one that was forgotten."""

    words = {"password1": "New password", "password2": "New password, once more"}


class ReauthenticateForm(PortalWords, forms.ReauthenticateForm):
    """The password, before something about signing in is changed."""


class RequestLoginCodeForm(PortalWords, forms.RequestLoginCodeForm):
    """Asking for a sign-in code."""


class ConfirmLoginCodeForm(PortalWords, forms.ConfirmLoginCodeForm):
    """The code that signs in."""

    words = {"code": "Code from the e-mail"}


class ConfirmAddressForm(PortalWords, forms.ConfirmEmailVerificationCodeForm):
    """The code that shows that an address is one's own."""

    words = {"code": "Code from the e-mail"}


class ConfirmResetCodeForm(PortalWords, forms.ConfirmPasswordResetCodeForm):
    """The code that lets one set a new password."""

    words = {"code": "Code from the e-mail"}


class SetUpAppForm(PortalWords, app.ActivateTOTPForm):
    """The first code of an authenticator app."""

    words = {"code": "Code that the app shows now"}


class AppCodeForm(PortalWords, second_step.AuthenticateForm):
    """The second step of signing in."""

    words = {"code": "Code from the app, or a recovery code"}


class AppCodeAgainForm(PortalWords, second_step.ReauthenticateForm):
    """The app's code, before something about signing in is changed."""

    words = {"code": "Code from the app, or a recovery code"}


PASSKEY_NAMES = {"name": "Name of the passkey"}


class Answered:
    """A form with a device's answer in it: what is wrong with that is said in words about passkeys."""

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django's, with one sentence for every answer that does not fit."""
        if getattr(error, "code", None) in ("incorrect_code", "required", "invalid"):
            error = "This passkey was not accepted. Try again, or choose another way."
        super().add_error(field, error)  # type: ignore[misc]  # of the form beside which this class stands


class PasskeyAloneForm(Answered, passkeys.LoginWebAuthnForm):
    """Signing in by a passkey alone."""


class PasskeyForm(Answered, passkeys.AuthenticateWebAuthnForm):
    """A passkey as the second step of signing in."""


class PasskeyAgainForm(Answered, passkeys.ReauthenticateWebAuthnForm):
    """A passkey, before something about signing in is changed."""


class NewPasskeyForm(Answered, PortalWords, passkeys.AddWebAuthnForm):
    """A new passkey: what the device made of it is filled in by the page's script."""

    words = PASSKEY_NAMES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]  # here every passkey signs in alone
        self.fields["name"].help_text = "To tell it from others, for example “Telephone” or “Laptop at school”."


class PasskeyNameForm(PortalWords, passkeys.EditWebAuthnForm):
    """Another name for a passkey."""

    words = PASSKEY_NAMES
