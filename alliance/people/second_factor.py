"""The second factor: secrets of authenticator apps are not stored in clear."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from alliance.people.models import Person


def _keys() -> MultiFernet:
    """Keys made from the secret of the installation, the older ones for reading only."""
    sources = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"second factor:" + source.encode()).digest() for source in sources)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def has_second_factor(person: Person) -> bool:
    """Has this person an authenticator app or a passkey? Recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=person, type__in=kinds).exists()


class SecondFactorAdapter(DefaultMFAAdapter):
    """Whoever reads the database alone cannot make anybody's codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This is not the right code. Type the one that the app shows now.",
    }

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """What a new passkey is called until its owner says otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"Passkey {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The portal as devices show it when they ask for a passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Alliance Portal"}

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()
