"""Who may do what with a reference, and whose address counts."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress

from alliance.deadlines import in_time
from alliance.members.queries import addresses_of, emails_of
from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.schools.vocabulary import said
from alliance.times import in_words
from sle.models import REFERENCE, Application, Reference
from sle.rules.applications import may_handle_application
from sle.rules.deadlines import hand_over_by, references_by
from sle.rules.words import over_limit
from sle.states import ApplicationState, ReferenceKind, ReferenceState, RoundState

STATEMENT_WORDS = 500
# Where a reference can still be waited for.
AWAITING_ROUNDS = (RoundState.OPEN, RoundState.CLOSED)
AWAITING_APPLICATIONS = (ApplicationState.HANDED_OVER, ApplicationState.SUBMITTED)


def may_be_referee(application: Application, kind: str, email: str, *, by: Person) -> Refusal | None:
    """Nobody is their own headteacher or referee, by whatever address; and the two are two people.

    `by` names them: the applicant, or staff for them.
    """
    email = email.strip().lower()
    is_own = by.pk == application.applicant_id
    if email in emails_of(application.applicant):
        whose, their = ("your", "your") if is_own else ("the applicant’s", "their")
        return Refusal(
            f"This is one of {whose} own e-mail addresses. A reference has to come from somebody else."
            if kind == ReferenceKind.SECOND
            else said(f"This is one of {whose} own e-mail addresses. Give the address of {their} {{headteacher}}.")
        )
    account = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    holder = account.user if account else None
    others = {email} | (emails_of(holder) if holder else set())
    for reference in application.references.all():
        if reference.kind != kind and reference.state != ReferenceState.REPLACED and reference.email.lower() in others:
            return Refusal(
                said("Your {headteacher} and your second referee have to be two different people.")
                if is_own
                else said("The {headteacher} and the second referee have to be two different people.")
            )
    return None


def may_change_referee(application: Application, kind: str) -> Refusal | None:
    """A head is named until hand-over; a second referee can be replaced until the reference is there."""
    living = [r for r in application.references.all() if r.kind == kind and r.state != ReferenceState.REPLACED]
    if living and living[0].state == ReferenceState.RETURNED:
        return Refusal("This reference has been received already.")
    if application.state == ApplicationState.DRAFT:
        return None
    if kind == ReferenceKind.HEAD:
        return Refusal(
            said("Your application is with your {headteacher}. Ask the alliance if it should go to somebody else.")
        )
    if application.state in AWAITING_APPLICATIONS and application.round.state in AWAITING_ROUNDS:
        return None
    return Refusal("References are closed, so the referee can no longer be changed.")


def may_answer(reference: Reference, now: datetime) -> Refusal | None:
    """Is this reference still wanted, and in time? `now` is when the server received the request."""
    application, round = reference.application, reference.application.round
    if round.state == RoundState.CANCELLED:
        return Refusal("This round has been cancelled, so no reference is needed any more. Thank you.")
    if application.state == ApplicationState.WITHDRAWN:
        return Refusal("This application has been withdrawn, so no reference is needed any more. Thank you.")
    if reference.state == ReferenceState.REPLACED:
        return Refusal("Somebody else has been asked for this reference, so you need not do anything. Thank you.")
    if reference.state == ReferenceState.DECLINED:
        return Refusal("You have declined to give this reference, and the alliance knows. You need not do anything.")
    if reference.state == ReferenceState.RETURNED:
        return Refusal("You have given this reference already. You need not do anything.")
    if reference.state != ReferenceState.ASKED:
        return Refusal(
            "The application is with the applicant at the moment. You will get a new e-mail when it is back with you."
        )
    if not in_time(now, references_by(application)):
        return Refusal(
            f"References had to be sent by {in_words(references_by(application))}, so this one is too late. "
            "What you wrote is kept. Speak to the alliance if something outside your control held you up."
        )
    if round.state not in (RoundState.OPEN, RoundState.CLOSED) or application.state in (
        ApplicationState.NOT_CONSIDERED,
        ApplicationState.INELIGIBLE,
    ):
        return Refusal("References for this application are closed. You need not do anything.")
    return None


def may_answer_as(person: Person | None, reference: Reference, now: datetime) -> Refusal | None:
    """As may_answer, for whoever follows the link: never the applicant, whose reference it is."""
    if person is not None and person.pk == reference.application.applicant_id:
        return Refusal("This link is for the person who gives the reference. Nobody can give their own.")
    return may_answer(reference, now)


def may_send_back(reference: Reference, now: datetime) -> Refusal | None:
    """The head can send an application back for changes while the applicant can still hand it over again."""
    refusal = may_answer(reference, now)
    if refusal is not None:
        return refusal
    if reference.kind != ReferenceKind.HEAD:
        return Refusal(said("Only the {headteacher} can send an application back."))
    if not in_time(now, hand_over_by(reference.application)):
        return Refusal(
            f"Applications had to be handed over by {in_words(hand_over_by(reference.application))}, so this one "
            "cannot go back for changes any more. You can still give your reference or decline."
        )
    if reference.application.round.state != RoundState.OPEN and not reference.application.extensions.exists():
        return Refusal("The round is closed, so the application cannot go back for changes any more.")
    return None


def lacking(reference: Reference) -> dict[str, str]:
    """What a reference still lacks before it can be sent: the sentence by the name of its field."""
    if reference.kind == ReferenceKind.HEAD:
        wanted = {
            "confirms_role": "Say whether the applicant holds the leadership role.",
            "confirms_years": "Say for how many years the applicant has held a leadership role.",
            "agrees_release": "Say whether your school would release the applicant.",
        }
    else:
        wanted = {
            "known_how": "Say how you know the applicant.",
            "known_years": "Say how long you have known the applicant.",
            "support": "Say whether you support the application.",
        }
    wanted |= {"statement": "Write your statement.", "signer_name": "Type your name.", "signer_post": "Type your post."}
    if reference.kind == ReferenceKind.SECOND:
        wanted["signer_school"] = "Type your school or organisation."
    lacks = {name: sentence for name, sentence in wanted.items() if _is_empty(getattr(reference, name))}
    if too_long := over_limit(reference.statement, STATEMENT_WORDS):
        lacks["statement"] = too_long
    return lacks


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def may_read_application(reference: Reference) -> Refusal | None:
    """The head, who completes the application, reads all of it; a second referee writes from what they saw."""
    return (
        None if reference.kind == ReferenceKind.HEAD else Refusal(said("Only the {headteacher} reads the application."))
    )


def may_give_reference(reference: Reference, received: datetime) -> Refusal | None:
    """Complete, still wanted, and received in time."""
    refusal = may_answer(reference, received)
    if refusal is None and (lacks := lacking(reference)):
        return Refusal(" ".join(lacks.values()))
    return refusal


def may_sign_in_to_reference(person: Person | None, reference: Reference) -> Refusal | None:
    """Somebody with an account answers a reference that was asked of one of their confirmed addresses."""
    if person is not None and reference.email.lower() in addresses_of(person):
        if reference.application.applicant_id == person.pk:
            return Refusal("Nobody can give their own reference.")
        return None
    return Refusal("This reference was asked of somebody else.")


def no_longer_wanted(reference: Reference) -> Refusal | None:
    """Has the round or the application gone on without this reference? Then nobody is asked for it again."""
    application, round = reference.application, reference.application.round
    if round.state not in AWAITING_ROUNDS:
        return Refusal(f"This reference is not awaited any more: the round is {round.get_state_display().lower()}.")
    if application.state not in AWAITING_APPLICATIONS:
        state = application.get_state_display().lower()
        return Refusal(f"This reference is not awaited any more: the application is {state}.")
    return None


def may_chase(person: Person | None, reference: Reference) -> Refusal | None:
    """Staff note calls while the reference is awaited."""
    refusal = may_handle_application(person, reference.application) or no_longer_wanted(reference)
    if refusal is None and reference.state not in (ReferenceState.ASKED, ReferenceState.CHECKING):
        return Refusal(f"This reference is not awaited: {reference.get_state_display().lower()}.")
    return refusal


def may_send_again(person: Person | None, reference: Reference) -> Refusal | None:
    """The applicant and staff can send the link again while the reference is awaited."""
    if reference.state != ReferenceState.ASKED:
        return Refusal(f"This reference is not awaited: {reference.get_state_display().lower()}.")
    if person is not None and reference.application.applicant_id == person.pk:
        return no_longer_wanted(reference)
    return may_handle_application(person, reference.application) or no_longer_wanted(reference)


def may_confirm_address(person: Person | None, reference: Reference) -> Refusal | None:
    """Staff confirm a head's address with the school, on the record."""
    refusal = may_handle_application(person, reference.application) or no_longer_wanted(reference)
    if refusal is None and reference.state != ReferenceState.CHECKING:
        return Refusal("This address does not wait to be confirmed.")
    return refusal


def may_redirect(person: Person | None, reference: Reference) -> Refusal | None:
    """Staff send a head's reference to an acting or new head, while it is not returned."""
    refusal = may_handle_application(person, reference.application) or no_longer_wanted(reference)
    if refusal is None and reference.kind != ReferenceKind.HEAD:
        return Refusal("A second reference is not redirected: name another second referee in its place.")
    if refusal is None and (
        "replace" not in REFERENCE.available(reference) or reference.application.state != ApplicationState.HANDED_OVER
    ):
        return Refusal("This reference can no longer go to somebody else.")
    return refusal


def may_replace_referee(person: Person | None, reference: Reference) -> Refusal | None:
    """Staff name another second referee for an applicant who asks for it, as long as the applicant could."""
    refusal = may_handle_application(person, reference.application)
    if refusal is None and (reference.kind != ReferenceKind.SECOND or reference.state == ReferenceState.REPLACED):
        return Refusal("Only a second reference that is still wanted goes to another second referee.")
    if refusal is None and reference.application.state == ApplicationState.DRAFT:
        return Refusal("The applicant has not handed over yet, and names their referees themselves.")
    return refusal or may_change_referee(reference.application, ReferenceKind.SECOND)


def may_decline(reference: Reference, now: datetime) -> Refusal | None:
    """Whoever was asked may decline while the reference is wanted."""
    return first_refusal(may_answer(reference, now))
