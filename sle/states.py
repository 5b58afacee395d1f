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
    # An appeal was upheld: its eligibility is settled again.
    reconsider=(ApplicationState.INELIGIBLE, ApplicationState.SUBMITTED),
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
    REOPENED = "reopened", "To be decided again"


DECISION_MOVES = Moves(
    propose_again=(
        (DecisionState.PROPOSED, DecisionState.APPROVED, DecisionState.REOPENED),
        DecisionState.PROPOSED,
    ),
    approve=(DecisionState.PROPOSED, DecisionState.APPROVED),
    release=(DecisionState.APPROVED, DecisionState.RELEASED),
    # A place comes up for somebody in reserve; or it does not after all.
    offer_place=(DecisionState.RELEASED, DecisionState.PROPOSED),
    take_back_place=((DecisionState.PROPOSED, DecisionState.APPROVED), DecisionState.RELEASED),
    # The applicant no longer wants a place: whatever is on its way, which they do not know of, ends with it.
    leave_reserve=((DecisionState.PROPOSED, DecisionState.APPROVED, DecisionState.RELEASED), DecisionState.RELEASED),
    # An appeal was upheld: what was decided stands on record, and is to be decided again.
    reopen=(DecisionState.RELEASED, DecisionState.REOPENED),
)

# Decisions that are still to be proposed or approved.
UNDECIDED = (DecisionState.PROPOSED, DecisionState.REOPENED)


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
    ARRIVING = "arriving", "Asks to move here"
    CURRENT = "current", "Current"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "Lapsed"
    NOT_TAKEN = "not_taken", "Did not move here"
    RESIGNED = "resigned", "Resigned"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DE_DESIGNATED = "de_designated", "De-designated"
    TRANSFERRED = "transferred", "Moved to another alliance"
    REPLACED = "replaced", "Replaced by a newer one"


DESIGNATION_MOVES = Moves(
    accept=(DesignationState.OFFERED, DesignationState.CURRENT),
    decline=(DesignationState.OFFERED, DesignationState.DECLINED),
    lapse=(DesignationState.OFFERED, DesignationState.LAPSED),
    # A designation comes from another alliance: this one takes it over, or does not.
    arrive=(DesignationState.ARRIVING, DesignationState.CURRENT),
    turn_away=(DesignationState.ARRIVING, DesignationState.NOT_TAKEN),
    renew=(DesignationState.CURRENT, DesignationState.CURRENT),
    resign=(DesignationState.CURRENT, DesignationState.RESIGNED),
    # Ended by the alliance without a judgement (they left the profession), or after a review.
    withdraw=(DesignationState.CURRENT, DesignationState.WITHDRAWN),
    de_designate=(DesignationState.CURRENT, DesignationState.DE_DESIGNATED),
    # An appeal is upheld: the designation stands as it did.
    reinstate=(DesignationState.DE_DESIGNATED, DesignationState.CURRENT),
    transfer=(DesignationState.CURRENT, DesignationState.TRANSFERRED),
    # The same alliance designates the person again: the newer designation takes over, with the areas of the old.
    replace=(DesignationState.CURRENT, DesignationState.REPLACED),
)


class DesignatedBy(TextChoices):
    """Who designates leaders of a kind."""

    ALLIANCE = "alliance", "This alliance"
    NATIONALLY = "nationally", "Nationally, by the agency"


class Change(TextChoices):
    """What the agency is told of a designation."""

    DESIGNATED = "designated", "Designated"
    MOVED_IN = "moved_in", "Moved here from another alliance"
    RENEWED = "renewed", "Renewed"
    SCHOOL = "school", "Home school changed"
    MOVED_OUT = "moved_out", "Moved to another alliance"
    RESIGNED = "resigned", "Resigned"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DE_DESIGNATED = "de_designated", "De-designated"
    REINSTATED = "reinstated", "Reinstated after an appeal"


class ReviewState(TextChoices):
    GATHERING = "gathering", "Gathering evidence"
    PROPOSED = "proposed", "Outcome proposed"
    RENEWED = "renewed", "Renewed"
    ENDED = "ended", "De-designated"
    DROPPED = "dropped", "No longer needed"


# A review that is not decided: a designation has at most one.
OPEN_REVIEW = (ReviewState.GATHERING, ReviewState.PROPOSED)

REVIEW_MOVES = Moves(
    propose=((ReviewState.GATHERING, ReviewState.PROPOSED), ReviewState.PROPOSED),
    send_back=(ReviewState.PROPOSED, ReviewState.GATHERING),
    renew=(ReviewState.PROPOSED, ReviewState.RENEWED),
    end=(ReviewState.PROPOSED, ReviewState.ENDED),
    drop=((ReviewState.GATHERING, ReviewState.PROPOSED), ReviewState.DROPPED),
    # An appeal against the ending is upheld: the review is open again.
    reopen=(ReviewState.ENDED, ReviewState.GATHERING),
)


class ReviewCause(TextChoices):
    DUE = "due", "The designation runs out"
    CONCERN = "concern", "A concern has come up"


class ReviewOutcome(TextChoices):
    RENEW = "renew", "Renew the designation"
    END = "end", "De-designate"


class ReleaseState(TextChoices):
    """Whether the head of a leader's home school still releases them."""

    WANTED = "wanted", "Nobody to ask yet"
    ASKED = "asked", "Asked"
    AGREED = "agreed", "Released"
    REFUSED = "refused", "Release refused"
    SETTLED = "settled", "Refused, and settled"
    DROPPED = "dropped", "No longer asked"


RELEASE_MOVES = Moves(
    ask=(ReleaseState.WANTED, ReleaseState.ASKED),
    agree=(ReleaseState.ASKED, ReleaseState.AGREED),
    refuse=(ReleaseState.ASKED, ReleaseState.REFUSED),
    settle=(ReleaseState.REFUSED, ReleaseState.SETTLED),
    drop=((ReleaseState.WANTED, ReleaseState.ASKED), ReleaseState.DROPPED),
)


class MoveState(TextChoices):
    """A designation on its way to another alliance; both have to agree."""

    ASKED = "asked", "Asked by the leader"
    RELEASED = "released", "With the other alliance"
    DONE = "done", "Moved"
    KEPT = "kept", "Not released"
    NOT_TAKEN = "not_taken", "Not taken by the other alliance"
    TAKEN_BACK = "taken_back", "Taken back by the leader"


MOVE_MOVES = Moves(
    release=(MoveState.ASKED, MoveState.RELEASED),
    keep=(MoveState.ASKED, MoveState.KEPT),
    finish=(MoveState.RELEASED, MoveState.DONE),
    turn_away=(MoveState.RELEASED, MoveState.NOT_TAKEN),
    take_back=((MoveState.ASKED, MoveState.RELEASED), MoveState.TAKEN_BACK),
)


class InterviewState(TextChoices):
    """Which slot it is in, and whether they came, stands in the diary; how it went, with the panel."""

    INVITED = "invited", "Invited"
    CALLED_OFF = "called_off", "Called off"


INTERVIEW_MOVES = Moves(
    call_off=(InterviewState.INVITED, InterviewState.CALLED_OFF),
    invite_again=(InterviewState.CALLED_OFF, InterviewState.INVITED),
)


class AppealState(TextChoices):
    DRAFT = "draft", "Being written"
    LODGED = "lodged", "Lodged"
    HEARING = "hearing", "Being heard"
    DECIDED = "decided", "Decided, letter to go out"
    RELEASED = "released", "Decided"
    WITHDRAWN = "withdrawn", "Withdrawn"


# Appeals that somebody still has to do something about.
OPEN_APPEAL = (AppealState.LODGED, AppealState.HEARING, AppealState.DECIDED)

APPEAL_MOVES = Moves(
    lodge=(AppealState.DRAFT, AppealState.LODGED),
    # Who hears it, and until when: named for the first time, or others while it is heard.
    arrange=((AppealState.LODGED, AppealState.HEARING), AppealState.HEARING),
    decide=(AppealState.HEARING, AppealState.DECIDED),
    release=(AppealState.DECIDED, AppealState.RELEASED),
    withdraw=((AppealState.LODGED, AppealState.HEARING), AppealState.WITHDRAWN),
)


class AppealFinding(TextChoices):
    """What those who hear an appeal find on one of its grounds."""

    UPHELD = "upheld", "Upheld"
    NOT_UPHELD = "not_upheld", "Not upheld"
    NO_GROUND = "no_ground", "Not a ground of appeal"


class Remedy(TextChoices):
    """What an upheld appeal opens again: the least that puts right what went wrong."""

    ELIGIBILITY = "eligibility", "Its eligibility is settled again"
    SCORING = "scoring", "A new panel scores it, and then it is decided again"
    DECISION = "decision", "It is decided again, on the scores that it has"
    DESIGNATION = "designation", "The designation stands as it did, and the review is open again"
