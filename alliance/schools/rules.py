"""What the address of an alliance may be."""

from __future__ import annotations

import re

from alliance.refusal import Refusal
from alliance.schools.models import Alliance

# First parts of addresses that are, or may one day be, the portal's own.
_WORDS = """
2fa about account accounts admin administrator alliance alliances api app apps assets auth blog calendar contact css
docs download email error events favicon feed feeds files health help home ical images inbox js legal letters login
logout mail media new news operator operators pages people portal post privacy public robots schools search security
settings share signin signup sitemap static status support system terms upload uploads user users verify well-known www
"""
RESERVED = frozenset(_WORDS.split())
SLUG = re.compile(r"[a-z](?:[a-z0-9]|-(?!-))*[a-z0-9]")


def may_be_address(slug: str) -> Refusal | None:
    """May an alliance be found at `/<slug>/`?"""
    if not 3 <= len(slug) <= 40 or not SLUG.fullmatch(slug):
        return Refusal(
            "Use 3 to 40 lower-case letters, digits and single hyphens, beginning with a letter, like “west-herts”."
        )
    if slug in RESERVED:
        return Refusal(f"“{slug}” is kept for the portal itself. Choose another address.")
    if Alliance.objects.filter(slug=slug).exists():
        return Refusal(f"There is an alliance at “{slug}” already.")
    return None
