"""Who draws up an agreement, and who signs which line."""

from __future__ import annotations

from datetime import date

from alliance.members.queries import addresses_of
from alliance.people.models import Person
from alliance.refusal import Refusal
from support.models import Agreement, Deployment, Request, Signature
from support.rules.deployments import STAFF_ONLY
from support.rules.money import may_draw
from support.rules.sides import Side, runs_support, sides_of
from support.states import AgreementState, DeploymentState, Party, RequestState, SignatureState

# Whose days an agreement is about.
PARTIES = (DeploymentState.CHOSEN, DeploymentState.ACTIVE, DeploymentState.PAUSED)
AGREEING = (RequestState.AGREEING, RequestState.ACTIVE)
SEES_AGREEMENT = {Side.STAFF, Side.SCHOOL, Side.LEADER, Side.HOME}


def may_see_agreement(person: Person | None, agreement: Agreement) -> Refusal | None:
    """Whoever signs it sees it, once it is sent to be signed; staff see the draft. Commissioners see days and areas."""
    sides = sides_of(person, agreement.request)
    if Side.STAFF in sides or (agreement.state != AgreementState.DRAFT and sides & SEES_AGREEMENT):
        return None
    return Refusal("An agreement is seen by those who sign it.")


def may_draft_agreement(person: Person | None, request: Request) -> Refusal | None:
    """Staff draw it up once the school has chosen, and another version whenever something changes."""
    if not runs_support(person, request.alliance):
        return STAFF_ONLY
    if request.state not in AGREEING:
        return Refusal(f"There is nothing to agree on now: this request is {request.get_state_display().lower()}.")
    if not request.deployments.filter(state__in=PARTIES).exists():
        return Refusal("The school has chosen nobody yet.")
    return None


def may_change_agreement(person: Person | None, agreement: Agreement) -> Refusal | None:
    """Staff change a draft. What was sent to be signed never changes: another version is drawn up instead."""
    if not runs_support(person, agreement.alliance):
        return STAFF_ONLY
    if agreement.state != AgreementState.DRAFT:
        return Refusal("This version was sent to be signed, so it stays as it is. Draw up another version.")
    return None


def missing_in_agreement(agreement: Agreement) -> list[str]:
    """What a draft lacks before it can be signed, in words."""
    wanted = {
        "Purpose": agreement.purpose.strip(),
        "What will be different": agreement.outcomes.strip(),
        "Visits": agreement.visits.strip(),
        "Safeguarding and insurance": agreement.safeguarding.strip(),
        "The first day": agreement.begins_on,
        "The last day": agreement.ends_on,
        "The mid-term review": agreement.review_on,
    }
    return [words for words, value in wanted.items() if not value]


def may_propose_agreement(person: Person | None, agreement: Agreement) -> Refusal | None:
    """Send it to be signed, once nothing is missing and the days used up to now are within it."""
    if refused := may_change_agreement(person, agreement):
        return refused
    if lacking := missing_in_agreement(agreement):
        return Refusal(f"Something is missing: {'; '.join(lacking)}.")
    if agreement.request.contacted_at is None:
        return Refusal("Note the scoping visit first: the agreement says what was found there.")
    return may_draw(agreement)


def dates_problem(begins_on: date | None, review_on: date | None, ends_on: date | None) -> str:
    """The sentence for dates that do not follow each other; empty if all is well."""
    if begins_on and ends_on and ends_on < begins_on:
        return "The last day must come after the first."
    if review_on and ((begins_on and review_on < begins_on) or (ends_on and review_on > ends_on)):
        return "The mid-term review must lie between the first day and the last."
    return ""


def may_sign(signature: Signature) -> Refusal | None:
    """Is this signature still wanted?"""
    if signature.state == SignatureState.SIGNED:
        return Refusal("You have signed. Thank you: you need not do anything.")
    if signature.agreement.state != AgreementState.SIGNING:
        return Refusal("This version is not signed any more: the alliance has drawn up another one, and writes to you.")
    return None


def may_sign_as(person: Person | None, signature: Signature) -> Refusal | None:
    """As may_sign, for whoever follows a link: a leader never signs for a school."""
    if person is not None and signature.party in (Party.HOME, Party.SCHOOL):
        leaders = Deployment.objects.filter(request=signature.agreement.request_id, state__in=PARTIES)
        if leaders.filter(supporter__person=person).exists():
            return Refusal("Each signs their own line alone. This one is for somebody else.")
    return may_sign(signature)


def may_sign_in_to_sign(person: Person | None, signature: Signature) -> Refusal | None:
    """Whose line it is: by the address that was asked, the leader themselves, any of staff for the alliance."""
    theirs = Refusal("Each signs their own line alone. This one is for somebody else.")
    if person is None:
        return theirs
    if signature.party == Party.ALLIANCE:
        return None if runs_support(person, signature.alliance) else theirs
    if signature.party == Party.LEADER and signature.deployment is not None:
        return None if signature.deployment.supporter.person_id == person.pk else theirs
    return None if signature.email.lower() in addresses_of(person) else theirs


def may_chase_signature(person: Person | None, signature: Signature) -> Refusal | None:
    """Staff send the link again while the signature is awaited; nobody is written to for the alliance."""
    if not runs_support(person, signature.alliance):
        return STAFF_ONLY
    if signature.party == Party.ALLIANCE:
        return Refusal("The alliance signs here: nobody is written to.")
    return may_sign(signature)


def may_note_scoping(person: Person | None, request: Request) -> Refusal | None:
    """The chosen leader or staff note the scoping visit, which comes before the agreement."""
    sides = sides_of(person, request)
    if not sides & {Side.STAFF, Side.LEADER}:
        return Refusal("The leader or the alliance notes the scoping visit.")
    if request.state not in AGREEING:
        return Refusal("A scoping visit follows once the school has chosen.")
    return None
