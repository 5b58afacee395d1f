"""Who asks for a leader, who answers for the home school, and who chooses."""

from __future__ import annotations

from alliance.members.queries import addresses_of, emails_of
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.vocabulary import said
from support.models import DEPLOYMENT, Deployment, Request
from support.rules.sides import Side, runs_support, side_in, sides_of, speaks_for_request
from support.states import DeploymentState, RequestState

STAFF_ONLY = Refusal("Only a director, an administrator or the lead of school-to-school support can do this.")
NOT_YOURS = Refusal("This is seen by the schools concerned, the leader and the alliance.")
# Where leaders can be asked for: also later, when one has to be replaced.
ASKING = (RequestState.MATCHING, RequestState.AGREEING, RequestState.ACTIVE)
TOLD_WHEN_DROPPED = (
    DeploymentState.RELEASE_ASKED,
    DeploymentState.LEADER_ASKED,
    DeploymentState.OFFERED,
    DeploymentState.CHOSEN,
)


def sides_at(person: Person | None, deployment: Deployment) -> set[Side]:
    """On which sides of one deployment the person stands. The school does once the leader was proposed to it."""
    found = side_in(person, deployment)
    if runs_support(person, deployment.alliance):
        found.add(Side.STAFF)
    if deployment.offered_at is not None and speaks_for_request(person, deployment.request):
        found.add(Side.SCHOOL)
    return found


def may_see_deployment(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Everybody whom it concerns, once it does; each sees their own part."""
    return None if sides_at(person, deployment) else NOT_YOURS


def may_handle_deployment(person: Person | None, deployment: Deployment) -> Refusal | None:
    """The alliance's staff, but nobody their own."""
    if not runs_support(person, deployment.alliance):
        return STAFF_ONLY
    if person is not None and person.pk == deployment.supporter.person_id:
        return Refusal("This is about yourself, so somebody else of the alliance has to do it.")
    return None


def may_ask_release(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Staff ask the head of the home school first."""
    if refused := may_handle_deployment(person, deployment):
        return refused
    if deployment.request.state not in ASKING:
        state = deployment.request.get_state_display().lower()
        return Refusal(f"Leaders are asked while they are looked for. This request is: {state}.")
    return _legal(deployment, "ask_release")


def may_name_head(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Staff name the head who is asked, also another one in place of somebody who does not answer."""
    if deployment.state == DeploymentState.RELEASE_ASKED:
        return may_handle_deployment(person, deployment)
    return may_ask_release(person, deployment)


def may_be_asked(deployment: Deployment, email: str) -> Refusal | None:
    """Nobody releases themselves, by whatever address."""
    if email in emails_of(deployment.supporter.person):
        return Refusal(said("This is an address of the leader. Give the address of the {headteacher}."))
    return None


def may_chase_head(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Staff send the link again while the home school's answer is awaited."""
    if refused := may_handle_deployment(person, deployment):
        return refused
    if deployment.state != DeploymentState.RELEASE_ASKED:
        return Refusal(f"No answer is awaited: {deployment.get_state_display().lower()}.")
    return None


def may_answer(deployment: Deployment) -> Refusal | None:
    """Is the home school's answer still wanted?"""
    if deployment.state == DeploymentState.DROPPED:
        return Refusal("This is no longer asked of you, so you need not do anything. Thank you.")
    if deployment.state != DeploymentState.RELEASE_ASKED:
        return Refusal("Your answer has been received. You need not do anything.")
    return None


def may_answer_as(person: Person | None, deployment: Deployment) -> Refusal | None:
    """As may_answer, for whoever follows the link: never the leader."""
    if person is not None and person.pk == deployment.supporter.person_id:
        return Refusal("This link is for the head of the school. Nobody can release themselves.")
    return may_answer(deployment)


def may_sign_in_to_answer(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Somebody with an account answers what was asked of one of their confirmed addresses."""
    if person is not None and deployment.head_email.lower() in addresses_of(person):
        return None
    return Refusal("This was asked of somebody else.")


def may_reply(person: Person | None, deployment: Deployment) -> Refusal | None:
    """The leader alone says whether they take it on."""
    if person is None or person.pk != deployment.supporter.person_id or deployment.released_at is None:
        return Refusal("Only the leader who was asked can answer this.")
    if deployment.state != DeploymentState.LEADER_ASKED:
        return Refusal(f"Your answer is not needed now: {deployment.get_state_display().lower()}.")
    return None


def may_choose(person: Person | None, request: Request) -> Refusal | None:
    """The school chooses among those proposed to it, or staff whom it has told."""
    if not {Side.SCHOOL, Side.STAFF} & sides_of(person, request):
        return Refusal(said("The {headteacher} or coordinator of the school chooses who is to come."))
    if request.state not in ASKING:
        return Refusal(f"Nobody is chosen now: {request.get_state_display().lower()}.")
    if not request.deployments.filter(state=DeploymentState.OFFERED).exists():
        return Refusal("Nobody is proposed to the school at the moment.")
    return None


def may_drop(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Staff take a leader out again before work begins."""
    return may_handle_deployment(person, deployment) or _legal(deployment, "drop")


def may_pause(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Staff write down that work rests."""
    return may_handle_deployment(person, deployment) or _legal(deployment, "pause")


def may_resume(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Staff write down that work goes on."""
    return may_handle_deployment(person, deployment) or _legal(deployment, "resume")


def may_end(person: Person | None, deployment: Deployment) -> Refusal | None:
    """Staff end a leader's part: as planned, or early with a reason."""
    return may_handle_deployment(person, deployment) or _legal(deployment, "end")


def _legal(deployment: Deployment, move: str) -> Refusal | None:
    if move in DEPLOYMENT.available(deployment):
        return None
    return Refusal(f"This deployment is “{deployment.get_state_display()}” now, so that cannot be done.")
