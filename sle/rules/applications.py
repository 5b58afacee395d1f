"""Who may do what with an application."""

from __future__ import annotations

from datetime import datetime

from alliance.deadlines import in_time
from alliance.library.models import Document
from alliance.members.queries import is_staff
from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.schools.states import Responsibility
from alliance.times import in_words
from sle.models import APPLICATION, Application, Round
from sle.rules.closed import ON_THE_PANEL, closed_round, sits_on_panel
from sle.rules.deadlines import hand_over_by, has_own_time, takes_applications
from sle.rules.parts import missing_parts
from sle.rules.rounds import STAFF_ONLY
from sle.states import ApplicationState, RoundState

NOT_YOURS = Refusal("This application belongs to somebody else.")
NOT_HANDED_OVER = Refusal("What it says is the applicant’s alone until they hand it over to their headteacher.")


def may_see_applications(person: Person | None, round: Round) -> Refusal | None:
    """Staff see the applications of a round, but for whoever sits on its panel or applies in it."""
    if not is_staff(person, round.alliance, Responsibility.SLE):
        return STAFF_ONLY
    return closed_round(person, round)


def may_handle_application(person: Person | None, application: Application) -> Refusal | None:
    """Staff handle an application; nobody handles their own."""
    if person is not None and application.applicant_id == person.pk:
        return Refusal("This is your own application, so somebody else of the alliance has to do this.")
    return may_see_applications(person, application.round)


def may_see_application(person: Person | None, application: Application) -> Refusal | None:
    """The applicant, and staff who are not on the panel."""
    if person is not None and application.applicant_id == person.pk:
        return None
    if not is_staff(person, application.alliance, Responsibility.SLE):
        return NOT_YOURS
    return may_see_applications(person, application.round)


def may_read_answers(person: Person | None, application: Application) -> Refusal | None:
    """What somebody is still writing is theirs alone: staff read it once it is handed over, or typed it from paper."""
    refusal = may_see_application(person, application)
    own = person is not None and application.applicant_id == person.pk
    if refusal is None and not own and application.handed_over_at is None and application.paper_received_at is None:
        return NOT_HANDED_OVER
    return refusal


def may_start_application(person: Person | None, round: Round, now: datetime) -> Refusal | None:
    """Anybody who is signed in can apply while the round takes applications; the panel cannot."""
    if takes_applications(round, now):
        return ON_THE_PANEL if sits_on_panel(person, round) else None
    if round.state == RoundState.OPEN and round.opens_at and round.opens_at > now:
        return Refusal(f"This round opens on {in_words(round.opens_at)}.")
    if round.state == RoundState.DRAFT:
        return Refusal("This round is a draft: nobody else sees this page until it is opened.")
    if round.state == RoundState.CANCELLED:
        return Refusal("This round has been cancelled.")
    return Refusal("This round is closed to new applications.")


def may_change_application(person: Person | None, application: Application) -> Refusal | None:
    """The applicant (or staff, for a paper application not yet confirmed) can change a draft while it can be handed
    over; afterwards it can be read."""
    if person is None or application.applicant_id != person.pk:
        if not waits_for_confirmation(application):
            return NOT_YOURS
        if refusal := may_handle_application(person, application):
            return refusal
    if application.state in (ApplicationState.WITHDRAWN, ApplicationState.NOT_CONSIDERED):
        return Refusal(
            f"This application is {application.get_state_display().lower()}, so it can no longer be changed."
        )
    if application.state != ApplicationState.DRAFT:
        return Refusal("You have handed this application over, so it can no longer be changed.")
    if application.round.state == RoundState.CANCELLED:
        return Refusal("This round has been cancelled, so the application can no longer be changed.")
    return None


def may_hand_over(person: Person | None, application: Application, received: datetime) -> Refusal | None:
    """Complete, and received in time: `received` is when the server received the request.

    Exact to the second; a second late is refused, and the draft stays readable.
    """
    refusal = first_refusal(may_change_application(person, application), closed_to_hand_over(application, received))
    if refusal is None and (missing := missing_parts(application)):
        return Refusal("The application is not complete: " + "; ".join(missing) + ".")
    return refusal


def closed_to_hand_over(application: Application, received: datetime) -> Refusal | None:
    """Is it too late to hand this application over, or the round not open?"""
    until = hand_over_by(application)
    if not in_time(received, until):
        return Refusal(
            f"Applications had to be handed over by {in_words(until)}, so this one was not accepted. "
            "What you wrote is kept and you can still read it."
        )
    round = application.round
    if round.state == RoundState.OPEN:
        return None
    if round.state == RoundState.CLOSED and (has_own_time(application) or application.paper_received_at):
        return None
    return Refusal(f"This round is {round.get_state_display().lower()}, so applications can no longer be handed over.")


def may_withdraw(person: Person | None, application: Application) -> Refusal | None:
    """The applicant can withdraw at any time until there is an outcome."""
    if person is None or application.applicant_id != person.pk:
        return NOT_YOURS
    if "withdraw" in APPLICATION.available(application):
        return None
    return Refusal(f"This application is {application.get_state_display().lower()}, so it cannot be withdrawn.")


def may_confirm_paper(person: Person | None, application: Application) -> Refusal | None:
    """The applicant confirms what staff typed from paper."""
    if person is None or application.applicant_id != person.pk:
        return NOT_YOURS
    if not waits_for_confirmation(application):
        return Refusal(
            "There is nothing to confirm: this application was not typed in by the alliance, or is confirmed."
        )
    return None


def waits_for_confirmation(application: Application) -> bool:
    """Was this application typed in from paper, and not confirmed by the applicant yet?"""
    return application.paper_received_at is not None and application.paper_confirmed_at is None


def may_enter_paper(person: Person | None, round: Round) -> Refusal | None:
    """Staff type in an application that came on paper, while the round is open or has just closed."""
    refusal = may_see_applications(person, round)
    if refusal is None and round.state not in (RoundState.OPEN, RoundState.CLOSED):
        return Refusal("A paper application can be typed in only until scoring starts.")
    return refusal


def may_type_in(person: Person | None, application: Application) -> Refusal | None:
    """Staff type in what is on the paper, until the applicant has confirmed it."""
    refusal = may_handle_application(person, application)
    if refusal is None and not (application.state == ApplicationState.DRAFT and waits_for_confirmation(application)):
        return Refusal("This application does not wait to be confirmed.")
    return refusal


def may_open_document(person: Person, document: Document) -> Refusal | None:
    """An application's files are open to whoever may read what it says."""
    application = Application.objects.filter(pk=document.subject_id).select_related("round", "alliance").first()
    return NOT_YOURS if application is None else may_read_answers(person, application)


def may_see_second_reference(person: Person | None, application: Application) -> Refusal | None:
    """The applicant may read the second reference; the headteacher's is for the alliance."""
    return None if person is not None and application.applicant_id == person.pk else NOT_YOURS


def may_extend_application(person: Person | None, application: Application) -> Refusal | None:
    """A named person of the alliance gives one applicant more time, before scoring starts."""
    refusal = may_handle_application(person, application)
    if refusal is None and application.round.state not in (RoundState.OPEN, RoundState.CLOSED):
        return Refusal("More time can be given only until scoring starts.")
    if refusal is None and application.state not in (
        ApplicationState.DRAFT,
        ApplicationState.HANDED_OVER,
        ApplicationState.NOT_CONSIDERED,
    ):
        return Refusal(f"This application is {application.get_state_display().lower()}: it needs no more time.")
    return refusal
