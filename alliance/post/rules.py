"""What may be done to post that exists."""

from __future__ import annotations

from alliance.post.kinds import kinds
from alliance.post.models import Mail
from alliance.post.texts import PERSONAL_LINK
from alliance.refusal import Refusal


def may_readdress(mail: Mail) -> Refusal | None:
    """May this mail go to another address than it was posted to?

    Never one that carries a personal link or a code: whoever reads it can act as the person whom it was made for. A
    reference or an invitation gets its new address where the person is named, by those who may name them.
    """
    kind = kinds().get(mail.kind)
    if mail.secret or kind is None or kind.link is not None or PERSONAL_LINK in mail.body:
        return Refusal(
            "This e-mail is for one person alone, so it can only go to the address it was made for. Correct the "
            "address where the person was invited or named; a new e-mail goes out from there."
        )
    return None
