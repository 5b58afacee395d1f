"""Reading post: how far a long job is, and which wordings there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from alliance.post.models import Letter, Mail, Text
from alliance.post.states import LetterState, MailState
from alliance.schools.models import Alliance

SHOWN = 50


@dataclass(frozen=True)
class Progress:
    """How far posting is, counted from the rows: it is the same for whoever looks, whenever they come back.

    `problems` are the first mails and letters that failed or came back.
    """

    letters: int = 0
    letters_made: int = 0
    letters_failed: int = 0
    mails: int = 0
    mails_sent: int = 0
    mails_failed: int = 0
    failed_letters: list[Letter] = field(default_factory=list)
    failed_mails: list[Mail] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        """Is there nothing left that goes on by itself?"""
        return self.done == self.total

    @property
    def total(self) -> int:
        """Letters and mails together."""
        return self.letters + self.mails

    @property
    def done(self) -> int:
        """Those of them that are made, sent or given up."""
        return self.letters_made + self.letters_failed + self.mails_sent + self.mails_failed


def progress(*, about_type: str, about_ids: Iterable[int], kinds: Iterable[str] | None = None) -> Progress:
    """How far the letters and mails about these records are (of these `kinds`, or all); five queries at most.

    Cancelled mails do not count.
    """
    about = Q(about_type=about_type, about_id__in=list(about_ids))
    if kinds is not None:
        about &= Q(kind__in=list(kinds))
    letters = Letter.objects.filter(about)
    mails = Mail.objects.filter(about).exclude(state=MailState.CANCELLED)
    bad_mails = Q(state__in=[MailState.FAILED, MailState.BOUNCED])
    counted = letters.aggregate(
        letters=Count("pk"),
        letters_made=Count("pk", filter=Q(state=LetterState.MADE)),
        letters_failed=Count("pk", filter=Q(state=LetterState.FAILED)),
    ) | mails.aggregate(
        mails=Count("pk"),
        mails_sent=Count("pk", filter=Q(state=MailState.SENT)),
        mails_failed=Count("pk", filter=bad_mails),
    )
    return Progress(
        **counted,
        failed_letters=list(letters.filter(state=LetterState.FAILED)[:SHOWN]) if counted["letters_failed"] else [],
        failed_mails=list(mails.filter(bad_mails)[:SHOWN]) if counted["mails_failed"] else [],
    )


def own_versions(kind: str, alliance: Alliance) -> list[Text]:
    """The alliance's own versions of a kind's text, newest first, with who wrote them."""
    return list(Text.objects.filter(alliance=alliance, kind=kind).select_related("written_by").order_by("-version"))


def own_wordings(alliance: Alliance) -> dict[str, int]:
    """Kinds that the alliance has reworded, with the version in force; not those that follow the standard again."""
    newest = {text.kind: text for text in Text.objects.filter(alliance=alliance).order_by("kind", "version")}
    return {kind: text.version for kind, text in newest.items() if not text.follows_standard}
