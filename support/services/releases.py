"""The home school's release: asked of its head before the leader, answered, chased, asked of another head."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from alliance.addresses import path_to
from alliance.members.links import revoke, use
from alliance.members.models import PersonalLink
from alliance.members.queries import emails_of, heads_of
from alliance.members.services.contacts import confirm_head
from alliance.people.models import Person
from alliance.post.services import cancel_waiting
from alliance.refusal import Refusal, Refused, allow
from alliance.schools.vocabulary import said
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from support.models import DEPLOYMENT, Deployment
from support.rules import deployments as rules
from support.rules.visits import has_assurance, may_chase_assurance
from support.services.telling import minute, tell_head, tell_leader, tell_staff
from support.states import DeploymentState


@transaction.atomic
def ask_release(*, deployment: Deployment, by: Person, now: datetime) -> None:
    """Ask the head of the home school whether they release the leader; a leader who is that head is asked at once.

    Raises Refused where nobody is known to be the head: staff name them (`name_head`).
    """
    allow(rules.may_ask_release(by, deployment))
    home = deployment.home_school
    heads = heads_of(deployment.alliance, [home]).get(home.pk, [])
    own = emails_of(deployment.supporter.person)
    others = [head for head in heads if head.email.lower() not in own]
    if not heads:
        raise Refused(Refusal(said(f"Nobody is known to be the {{headteacher}} of {home.name}. Name them first.")))
    if others:
        _ask(deployment, others[0].name, others[0].email, by=by, now=now)
    else:
        DEPLOYMENT.apply(deployment, "ask_release", by=by, at=now, asked_at=now)
        _release(deployment, by=by, now=now)


@transaction.atomic
def name_head(*, deployment: Deployment, name: str, email: str, how: str, by: Person, now: datetime) -> None:
    """Staff name the head, whose address they have confirmed with the school (`how`), and the head is asked.

    Somebody asked before is asked no more. Raises Refused.
    """
    allow(rules.may_name_head(by, deployment))
    email = email.strip().lower()
    allow(rules.may_be_asked(deployment, email))
    confirm_head(
        alliance=deployment.alliance,
        school=deployment.home_school,
        name=name.strip(),
        email=email,
        telephone="",
        how=how,
        by=by,
        now=now,
    )
    if deployment.state == DeploymentState.PLANNED:
        _ask(deployment, name.strip(), email, by=by, now=now)
        return
    fall_silent(deployment)
    deployment.head_name, deployment.head_email, deployment.last_sent_at = name.strip(), email, now
    deployment.save(update_fields=["head_name", "head_email", "last_sent_at"])
    record(deployment, "name_head", by=by, at=now, fields=["head_email"])
    tell_head(deployment, "release_ask", dedupe=f"{now.isoformat()}:{deployment.head_email}")


def _ask(deployment: Deployment, name: str, email: str, *, by: Person, now: datetime) -> None:
    DEPLOYMENT.apply(
        deployment,
        "ask_release",
        by=by,
        at=now,
        head_name=name,
        head_email=email.lower(),
        asked_at=now,
        last_sent_at=now,
    )
    tell_head(deployment, "release_ask", dedupe=f"{now.isoformat()}:{deployment.head_email}")


@transaction.atomic
def send_release_again(*, deployment: Deployment, by: Person, now: datetime) -> bool:
    """Send the head the link again; the one sent before dies. False if it was sent within this minute."""
    allow(rules.may_chase_head(by, deployment))
    if not tell_head(deployment, "release_ask", dedupe=minute(now)):
        return False
    Deployment.objects.filter(pk=deployment.pk).update(last_sent_at=now)
    record(deployment, "send_again", by=by, at=now)
    return True


@transaction.atomic
def answer_release(
    *,
    deployment: Deployment,
    agrees: bool,
    words: str,
    signer_name: str,
    signer_post: str,
    link: PersonalLink | None,
    by: Person | None,
    now: datetime,
) -> None:
    """The home head answers: `words` are the conditions on which they agree, or why they do not.

    The link is dead from now on (None: answered from an account). Raises Refused.
    """
    allow(rules.may_answer(deployment))
    signed: dict[str, Any] = {"signer_name": signer_name.strip(), "signer_post": signer_post.strip()}
    if agrees:
        _release(deployment, by=by, now=now, conditions=words.strip(), **signed)
    else:
        DEPLOYMENT.apply(deployment, "refuse_release", by=by, at=now, **signed)
        write_note(deployment, "refuse_release", words.strip(), by=by)
        page = path_to("support:deployment", deployment.alliance, pk=deployment.pk)
        tell_staff(
            deployment.request,
            "release_refuse",
            about=deployment,
            page=page,
            dedupe=f"{deployment.pk}",
            leader=deployment.supporter.person.name,
            home=deployment.home_school.name,
            reason=words.strip(),
        )
    if link is not None and not use(link, now=now):
        raise Refused(Refusal("This link has been replaced or used. Please use the link in the latest e-mail."))
    fall_silent(deployment)


def _release(deployment: Deployment, *, by: Person | None, now: datetime, **signed: Any) -> None:
    DEPLOYMENT.apply(deployment, "release", by=by, at=now, released_at=now, **signed)
    tell_leader(deployment, "leader_ask")


def ask_for_assurance(deployment: Deployment) -> None:
    """The school has chosen the leader: the home head is asked for the letter of assurance."""
    if deployment.head_email and not has_assurance(deployment):
        tell_head(deployment, "assurance_ask", dedupe="")


@transaction.atomic
def send_assurance_again(*, deployment: Deployment, by: Person, now: datetime) -> bool:
    """Send the home head the link again; the one sent before dies. False if it was sent within this minute."""
    allow(may_chase_assurance(by, deployment))
    if not tell_head(deployment, "assurance_ask", dedupe=minute(now)):
        return False
    record(deployment, "send_again", by=by, at=now)
    return True


def fall_silent(deployment: Deployment) -> None:
    """Ask no more: links die, and mails about it to the home head that have not gone out yet do not."""
    revoke(subject=deployment)
    cancel_waiting(about=deployment, kinds=("support.release_ask", "support.release_remind"))
