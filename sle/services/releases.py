"""The release of a leader by the head of their home school: asked for by link, answered, chased, asked for again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from alliance.members.links import revoke, use
from alliance.members.models import PersonalLink
from alliance.members.queries import emails_of, heads_of
from alliance.members.services.contacts import confirm_head
from alliance.people.models import Person
from alliance.post.services import Addressee, cancel_waiting, send
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.models import Alliance
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.leader_kinds import words_of_kind
from sle.models import RELEASE, Designation, Release, Review
from sle.queries.releases import OPEN, new_heads
from sle.rules.releases import may_answer, may_be_asked, may_chase, may_name_head, may_settle
from sle.services.notices import minute


@transaction.atomic
def want_release(
    *, designation: Designation, review: Review | None, by: Person | None, now: datetime
) -> Release | None:
    """Ask the head of the home school, if the alliance knows who that is; else staff are asked to name them.

    A question that is open already is taken into the review. None where the leader is the head: nobody releases them.
    """
    heads = heads_of(designation.alliance, [designation.home_school]).get(designation.home_school_id, [])
    own = emails_of(designation.person)
    others = [head for head in heads if head.email.lower() not in own]
    if heads and not others:
        return None
    release = Release.objects.filter(designation=designation, state__in=OPEN).first()
    if release is not None:
        Release.objects.filter(pk=release.pk).update(review=review or release.review)
        return release
    release = Release.objects.create(
        alliance_id=designation.alliance_id,
        designation=designation,
        review=review,
        school=designation.home_school,
    )
    record(release, "want", by=by, at=now)
    if others:
        _ask(release, others[0].name, others[0].email, by=by, now=now)
    return release


@transaction.atomic
def name_head(*, release: Release, name: str, email: str, how: str, by: Person, now: datetime) -> Release:
    """Staff name the head, whose address they have confirmed with the school (`how`), and the head is asked.

    Somebody asked before is asked no more. Raises Refused.
    """
    allow(may_name_head(by, release))
    email = email.strip().lower()
    allow(may_be_asked(release.designation, email))
    designation = release.designation
    confirm_head(
        alliance=designation.alliance,
        school=release.school,
        name=name.strip(),
        email=email,
        telephone="",
        how=how,
        by=by,
        now=now,
    )
    if release.asked_at is not None:
        drop_release(release, by=by, now=now)
        release = Release.objects.create(
            alliance_id=release.alliance_id, designation=designation, review=release.review, school=release.school
        )
    _ask(release, name.strip(), email, by=by, now=now)
    return release


def _ask(release: Release, name: str, email: str, *, by: Person | None, now: datetime) -> None:
    RELEASE.apply(release, "ask", by=by, at=now, name=name, email=email.lower(), asked_at=now, last_sent_at=now)
    tell_head(release, _verb(release), dedupe=now.isoformat())


def _verb(release: Release) -> str:
    return "review_head_ask" if release.review_id else "release_ask"


@transaction.atomic
def send_release_again(*, release: Release, by: Person, now: datetime) -> bool:
    """Send the head the link again; the one sent before dies. False if it was sent within this minute."""
    allow(may_chase(by, release))
    if not tell_head(release, _verb(release), dedupe=minute(now)):
        return False
    Release.objects.filter(pk=release.pk).update(last_sent_at=now)
    record(release, "send_again", by=by, at=now)
    return True


@transaction.atomic
def answer_release(
    *,
    release: Release,
    agrees: bool,
    view: str,
    signer_name: str,
    signer_post: str,
    link: PersonalLink | None,
    by: Person | None,
    now: datetime,
) -> None:
    """The head answers; the link is dead from now on (None: answered from an account). Raises Refused."""
    allow(may_answer(release))
    RELEASE.apply(
        release,
        "agree" if agrees else "refuse",
        by=by,
        at=now,
        answered_at=now,
        view=view.strip(),
        signer_name=signer_name.strip(),
        signer_post=signer_post.strip(),
    )
    if link is not None and not use(link, now=now):
        raise Refused(Refusal("This link has been replaced or used. Please use the link in the latest e-mail."))
    _fall_silent(release)


@transaction.atomic
def settle_release(*, release: Release, reason: str, by: Person, now: datetime) -> None:
    """A head has refused, and staff have seen to it: what was agreed is kept as a note. Raises Refused."""
    allow(may_settle(by, release))
    RELEASE.apply(release, "settle", by=by, at=now)
    write_note(release, "settle", reason.strip(), by=by)


def drop_release(release: Release, *, by: Person | None, now: datetime) -> None:
    """Ask no more: the link dies, and mails about it that have not gone out yet do not."""
    RELEASE.apply(release, "drop", by=by, at=now)
    _fall_silent(release)


def _fall_silent(release: Release) -> None:
    revoke(subject=release)
    cancel_waiting(about=release)


def ask_new_heads(alliance: Alliance, now: datetime) -> None:
    """Called every few minutes: where a home school has a new head, their release is asked for again."""
    for designation, _ in new_heads(alliance):
        want_release(designation=designation, review=None, by=None, now=now)


def tell_head(release: Release, verb: str, *, dedupe: str) -> bool:
    """Post the mail `sle.<verb>` to the head who is asked; False if this one was posted before."""
    designation, review = release.designation, release.review
    alliance = designation.alliance
    mail = send(
        f"sle.{verb}",
        to=Addressee(release.email, release.name),
        alliance=alliance,
        about=release,
        values={
            "head": release.name,
            "leader": designation.person.name,
            "school": release.school.name,
            "alliance": alliance.name,
            "answer_by": in_words(review.answer_by if review else None),
            **words_of_kind(alliance, designation.kind),
        },
        dedupe=f"sle.{verb}:{release.pk}:{dedupe}",
    )
    return mail is not None
