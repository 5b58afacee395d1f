"""The pseudonym under which an answer is stored: the only thing that ties it to an application, and it takes a key.

Nobody outside this package imports this module (an import contract holds it), so nobody outside can find an answer.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import salted_hmac

PURPOSE = "alliance.equality.pseudonym"


def pseudonyms(kind: str, pk: int, question: str) -> list[str]:
    """The pseudonyms of record `pk` of `kind` ("sle.application") for one question: 64 hexadecimal digits each, the
    one to write under first, then those of older secrets of the installation.

    Each question has its own, so that without the key the answers of one person cannot be put together either.
    """
    said = f"{kind}:{pk}:{question}"
    return [
        salted_hmac(PURPOSE, said, secret=secret, algorithm="sha256").hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
