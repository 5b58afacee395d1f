"""Kinds of post: every mail and letter that the portal can send is declared by the app that owns it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from alliance.portal import portals

if TYPE_CHECKING:
    from alliance.post.models import Mail
    from alliance.schools.models import Alliance


class Medium(Enum):
    MAIL = "mail"
    LETTER = "letter"


@dataclass(frozen=True)
class Kind:
    """A kind of mail or letter.

    `name` is "app.verb"; its standard text is the file `templates/<app>/mail/<verb>.txt` (first line
    "Subject: …") or `templates/<app>/letters/<verb>.txt`, whose placeholders `{like_this}` must be among the keys of
    `sample`. `link` makes the personal address that replaces `{link}` at the moment of sending, and is never stored.
    A `secret` mail (sign-in codes) is hidden from staff.
    A text that only goes into another letter says which one (`part_of`); `needs` are placeholders without which the
    text would not say what it is for. A kind that an alliance has besides (`Portal.post_variants`) names the one whose
    words it uses until it has its own (`base`). A letter that is a `certificate` closes without “Yours sincerely”;
    one that is `signed_within` has its signatures among its words, and none of the alliance's beneath.
    """

    name: str
    title: str
    sample: Mapping[str, str]
    medium: Medium = Medium.MAIL
    link: Callable[[Mail], str] | None = None
    secret: bool = False
    part_of: str = ""
    needs: tuple[str, ...] = ()
    base: str = ""
    certificate: bool = False
    signed_within: bool = False

    @property
    def template(self) -> str:
        """Path of the standard text below `templates/`."""
        app, verb = (self.base or self.name).split(".")
        return f"{app}/{'mail' if self.medium is Medium.MAIL else 'letters'}/{verb}.txt"


@cache
def kinds() -> dict[str, Kind]:
    """Every kind that the installed apps declare, by name."""
    return {kind.name: kind for portal in portals() for kind in portal.post_kinds}


def kinds_in(alliance: Alliance) -> dict[str, Kind]:
    """Every kind by name, with those that this alliance has besides."""
    own = [kind for portal in portals() if portal.post_variants for kind in portal.post_variants(alliance)]
    return kinds() | {kind.name: kind for kind in own}


def kind_named(name: str) -> Kind:
    """The kind of this name. Raises KeyError for a name that no app declares."""
    return kinds()[name]


def is_certificate(name: str) -> bool:
    """Is a letter of this kind a certificate? One of a kind that no app declares any more is a letter like another."""
    kind = kinds().get(name)
    return kind is not None and kind.certificate
