"""States of a round and all that happens in it: pure data; the diagrams in the docs are drawn from it."""

from django.db.models import TextChoices

from alliance.schools.vocabulary import said_later
from alliance.workflow.moves import Moves


class RoundState(TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    SCORING = "scoring", "Scoring"
    DECIDING = "deciding", "Deciding"
    RELEASED = "released", "Released"
    FINISHED = "finished", "Finished"
    CANCELLED = "cancelled", "Cancelled"


ROUND_MOVES = Moves(
    open=(RoundState.DRAFT, RoundState.OPEN),
    close=(RoundState.OPEN, RoundState.CLOSED),
    start_scoring=(RoundState.CLOSED, RoundState.SCORING),
    start_deciding=(RoundState.SCORING, RoundState.DECIDING),
    release=(RoundState.DECIDING, RoundState.RELEASED),
    finish=((RoundState.CLOSED, RoundState.DECIDING, RoundState.RELEASED), RoundState.FINISHED),
    cancel=(
        (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED, RoundState.SCORING, RoundState.DECIDING),
        RoundState.CANCELLED,
    ),
)


class ApplicationState(TextChoices):
    """The head's return is the submission (Toolkit: "the application is not submitted until ...")."""

    DRAFT = "draft", "In progress"
    HANDED_OVER = "handed_over", said_later("With the {headteacher}")
    SUBMITTED = "submitted", "Submitted"
    INELIGIBLE = "ineligible", "Not eligible"
    NOT_CONSIDERED = "not_considered", "Not considered"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DECIDED = "decided", "Outcome sent"


APPLICATION_MOVES = Moves(
    hand_over=(ApplicationState.DRAFT, ApplicationState.HANDED_OVER),
    send_back=(ApplicationState.HANDED_OVER, ApplicationState.DRAFT),
    submit=(ApplicationState.HANDED_OVER, ApplicationState.SUBMITTED),
    find_ineligible=(ApplicationState.SUBMITTED, ApplicationState.INELIGIBLE),
    not_consider=((ApplicationState.DRAFT, ApplicationState.HANDED_OVER), ApplicationState.NOT_CONSIDERED),
    withdraw=(
        (ApplicationState.DRAFT, ApplicationState.HANDED_OVER, ApplicationState.SUBMITTED),
        ApplicationState.WITHDRAWN,
    ),
    # More time given to one person after the close brings the application back to where it was.
    reopen=(ApplicationState.NOT_CONSIDERED, ApplicationState.DRAFT),
    reopen_with_head=(ApplicationState.NOT_CONSIDERED, ApplicationState.HANDED_OVER),
    decide=(ApplicationState.SUBMITTED, ApplicationState.DECIDED),
)


class ReferenceKind(TextChoices):
    HEAD = "head", said_later("Reference of the {headteacher}")
    SECOND = "second", "Second reference"


class ReferenceState(TextChoices):
    NAMED = "named", "Not asked yet"
    CHECKING = "checking", "Address being checked with the school"
    ASKED = "asked", "Asked"
    RETURNED = "returned", "Returned"
    DECLINED = "declined", "Declined"
    REPLACED = "replaced", "Replaced"


REFERENCE_MOVES = Moves(
    check_address=(ReferenceState.NAMED, ReferenceState.CHECKING),
    ask=((ReferenceState.NAMED, ReferenceState.CHECKING, ReferenceState.DECLINED), ReferenceState.ASKED),
    unask=((ReferenceState.ASKED, ReferenceState.CHECKING), ReferenceState.NAMED),
    give=(ReferenceState.ASKED, ReferenceState.RETURNED),
    decline=(ReferenceState.ASKED, ReferenceState.DECLINED),
    replace=(
        (ReferenceState.NAMED, ReferenceState.CHECKING, ReferenceState.ASKED, ReferenceState.DECLINED),
        ReferenceState.REPLACED,
    ),
)


class Support(TextChoices):
    """Whether a second referee supports the application, and how strongly."""

    STRONGLY = "strongly", "Supports the application strongly"
    CLEARLY = "clearly", "Supports the application"
    RESERVATIONS = "reservations", "Supports the application with reservations"
    NOT = "not", "Does not support the application"


class DecidedBy(TextChoices):
    """Who settles an eligibility rule."""

    ANSWERS = "answers", "The applicant’s answers"
    HEAD = "head", said_later("The {headteacher}")
    STAFF = "staff", "Alliance staff"


class EligibilityCheck(TextChoices):
    """What the portal can read from an application for a rule settled by the answers or the head."""

    NONE = "none", "Nothing: people decide"
    LEADERSHIP_YEARS = "leadership_years", "At least two years in a leadership role"
    NOT_HEAD = "not_head", said_later("Not {headteacher} of a school")
    NOT_HLTA = "not_hlta", "Not a higher level teaching assistant"
    HAS_AREA = "has_area", "At least one area"
    RELEASE = "release", "The head agrees to release"


class Outcome(TextChoices):
    """Per area applied for."""

    DESIGNATED = "designated", "Designated"
    WITH_SUPPORT = "with_support", "Designated with a support plan"
    RESERVE = "reserve", "Reserve"
    NOT_DESIGNATED = "not_designated", "Not designated"


# Outcomes with which a place is offered.
DESIGNATING = (Outcome.DESIGNATED, Outcome.WITH_SUPPORT)


class DecisionState(TextChoices):
    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    RELEASED = "released", "Released"


DECISION_MOVES = Moves(
    propose_again=((DecisionState.PROPOSED, DecisionState.APPROVED), DecisionState.PROPOSED),
    approve=(DecisionState.PROPOSED, DecisionState.APPROVED),
    release=(DecisionState.APPROVED, DecisionState.RELEASED),
    # A place comes up for somebody in reserve; or it does not after all.
    offer_place=(DecisionState.RELEASED, DecisionState.PROPOSED),
    take_back_place=((DecisionState.PROPOSED, DecisionState.APPROVED), DecisionState.RELEASED),
    # The applicant no longer wants a place: whatever is on its way, which they do not know of, ends with it.
    leave_reserve=((DecisionState.PROPOSED, DecisionState.APPROVED, DecisionState.RELEASED), DecisionState.RELEASED),
)


class OutcomeLetterState(TextChoices):
    DRAFT = "draft", "To approve"
    APPROVED = "approved", "Approved"
    HELD = "held", "Held back"
    RELEASED = "released", "Released"
    VOID = "void", "Not needed"


# A letter that is still being prepared: an application has at most one.
OPEN_LETTER = (OutcomeLetterState.DRAFT, OutcomeLetterState.APPROVED, OutcomeLetterState.HELD)

OUTCOME_LETTER_MOVES = Moves(
    approve=((OutcomeLetterState.DRAFT, OutcomeLetterState.HELD), OutcomeLetterState.APPROVED),
    reopen=((OutcomeLetterState.APPROVED, OutcomeLetterState.HELD), OutcomeLetterState.DRAFT),
    hold=((OutcomeLetterState.DRAFT, OutcomeLetterState.APPROVED), OutcomeLetterState.HELD),
    release=(OutcomeLetterState.APPROVED, OutcomeLetterState.RELEASED),
    # The application was withdrawn, the round cancelled, a place taken back: this letter will never be sent.
    void=((OutcomeLetterState.DRAFT, OutcomeLetterState.APPROVED, OutcomeLetterState.HELD), OutcomeLetterState.VOID),
)


class DesignationState(TextChoices):
    OFFERED = "offered", "Offered"
    CURRENT = "current", "Current"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "Lapsed"
    RESIGNED = "resigned", "Resigned"
    TRANSFERRED = "transferred", "Moved to another alliance"
    REPLACED = "replaced", "Replaced by a newer one"


DESIGNATION_MOVES = Moves(
    accept=(DesignationState.OFFERED, DesignationState.CURRENT),
    decline=(DesignationState.OFFERED, DesignationState.DECLINED),
    lapse=(DesignationState.OFFERED, DesignationState.LAPSED),
    resign=(DesignationState.CURRENT, DesignationState.RESIGNED),
    transfer=(DesignationState.CURRENT, DesignationState.TRANSFERRED),
    # The same alliance designates the person again: the newer designation takes over, with the areas of the old.
    replace=(DesignationState.CURRENT, DesignationState.REPLACED),
)


class InterviewState(TextChoices):
    INVITED = "invited", "Invited"
    HELD = "held", "Interviewed"
    MISSED = "missed", "Did not attend"
    CALLED_OFF = "called_off", "Called off"


INTERVIEW_MOVES = Moves(
    hold=(InterviewState.INVITED, InterviewState.HELD),
    miss=(InterviewState.INVITED, InterviewState.MISSED),
    call_off=(InterviewState.INVITED, InterviewState.CALLED_OFF),
    invite_again=((InterviewState.MISSED, InterviewState.CALLED_OFF), InterviewState.INVITED),
    # What was written down was wrong: another level, or somebody came who was thought to have stayed away.
    correct=((InterviewState.HELD, InterviewState.MISSED), InterviewState.HELD),
)
