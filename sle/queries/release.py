"""How far a release has come: counted from the rows that it wrote, so that the page can be closed and found again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from alliance.post.models import Letter, Mail
from alliance.post.states import LetterState, MailState
from sle.models import Application, Round
from sle.states import ApplicationState

TOLD = ("sle.outcome_ready", "sle.outcome_head")


@dataclass(frozen=True)
class Progress:
    """Letters and mails of a release by how far they are; `failed_…` are those to try again."""

    letters: int
    letters_made: int
    mails: int
    mails_sent: int
    heads: int
    heads_sent: int
    failed_letters: QuerySet[Letter]
    failed_mails: QuerySet[Mail]

    @property
    def is_done(self) -> bool:
        """Has every letter its PDF and every applicant their mail?"""
        return self.letters == self.letters_made and self.mails == self.mails_sent

    @property
    def percent(self) -> int:
        """Letters made and mails sent, of all."""
        total = self.letters + self.mails
        return 100 * (self.letters_made + self.mails_sent) // total if total else 100


def progress_of(round: Round) -> Progress:
    """The progress of the round's release (and of letters released one by one after it). A few counting queries."""
    decided = Application.objects.filter(round=round, state=ApplicationState.DECIDED).values("pk")
    letters = Letter.objects.filter(kind="sle.outcome", about_type="sle.application", about_id__in=decided)
    mails = Mail.objects.filter(kind__in=TOLD, about_type="sle.application", about_id__in=decided)
    by_letter = dict(letters.order_by().values_list("state").annotate(n=Count("pk")))
    by_mail = {
        (kind, state): n for kind, state, n in mails.order_by().values_list("kind", "state").annotate(Count("pk"))
    }
    applicants = {state: n for (kind, state), n in by_mail.items() if kind == TOLD[0]}
    heads = {state: n for (kind, state), n in by_mail.items() if kind == TOLD[1]}
    return Progress(
        letters=sum(by_letter.values()),
        letters_made=by_letter.get(LetterState.MADE, 0),
        mails=sum(applicants.values()),
        mails_sent=applicants.get(MailState.SENT, 0),
        heads=sum(heads.values()),
        heads_sent=heads.get(MailState.SENT, 0),
        failed_letters=letters.filter(state=LetterState.FAILED),
        failed_mails=mails.filter(state__in=(MailState.FAILED, MailState.BOUNCED)),
    )
