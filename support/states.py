"""States of a request for support and of a deployment, and words with a fixed meaning: pure data."""

from django.db.models import TextChoices

from alliance.schools.vocabulary import said_later
from alliance.workflow.moves import Moves


class RequestState(TextChoices):
    DRAFT = "draft", "Draft"
    ASKED = "asked", "Asked for"
    ASKED_BACK = "asked_back", "Question to the school"
    DIAGNOSING = "diagnosing", "Diagnosis"
    MATCHING = "matching", "Finding leaders"
    AGREEING = "agreeing", "Being agreed"
    ACTIVE = "active", "Under way"
    EVALUATING = "evaluating", "Evaluation"
    CLOSED = "closed", "Closed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CANCELLED = "cancelled", "Cancelled"


BEFORE_WORK = (
    RequestState.ASKED,
    RequestState.ASKED_BACK,
    RequestState.DIAGNOSING,
    RequestState.MATCHING,
    RequestState.AGREEING,
)
OPEN_REQUESTS = (*BEFORE_WORK, RequestState.ACTIVE, RequestState.EVALUATING)

REQUEST_MOVES = Moves(
    ask=(RequestState.DRAFT, RequestState.ASKED),
    ask_back=(RequestState.ASKED, RequestState.ASKED_BACK),
    answer=(RequestState.ASKED_BACK, RequestState.ASKED),
    accept=(RequestState.ASKED, RequestState.DIAGNOSING),
    decline=((RequestState.ASKED, RequestState.ASKED_BACK), RequestState.DECLINED),
    # Needs and baseline are confirmed with the school.
    diagnose=(RequestState.DIAGNOSING, RequestState.MATCHING),
    diagnose_again=((RequestState.MATCHING, RequestState.AGREEING), RequestState.DIAGNOSING),
    # The school has chosen who is to come; and back, when nobody chosen is left.
    choose=(RequestState.MATCHING, RequestState.AGREEING),
    match_again=(RequestState.AGREEING, RequestState.MATCHING),
    # Everybody has signed.
    begin=(RequestState.AGREEING, RequestState.ACTIVE),
    finish=(RequestState.ACTIVE, RequestState.EVALUATING),
    close=(RequestState.EVALUATING, RequestState.CLOSED),
    # Whoever asked takes it back; the alliance cancels.
    withdraw=((RequestState.DRAFT, *BEFORE_WORK), RequestState.WITHDRAWN),
    cancel=((*BEFORE_WORK, RequestState.ACTIVE), RequestState.CANCELLED),
)


class Source(TextChoices):
    """Who asks."""

    SCHOOL = "school", "The school"
    COMMISSIONER = "commissioner", "A commissioner"
    ENQUIRY = "enquiry", "A public enquiry"
    STAFF = "staff", "The alliance, for the school"


class Waited(TextChoices):
    """For what of the school a request waits, so that the clock to a match stands still."""

    QUESTION = "question", "An answer to a question"
    CHOICE = "choice", "Its choice among leaders, of whom it wanted none"


class Urgency(TextChoices):
    """How soon support is needed; the order in which requests are served."""

    URGENT = "urgent", "Urgent: within two weeks"
    SOON = "soon", "Soon: this half term"
    PLANNED = "planned", "Planned: this school year"


class Funding(TextChoices):
    """Who pays, as whoever asks knows it."""

    SCHOOL = "school", "The school’s own budget"
    COMMISSIONER = "commissioner", "Whoever commissions it"
    ALLIANCE = "alliance", "Money that the alliance holds"
    GRANT = "grant", "A grant"
    UNKNOWN = "unknown", "Not known yet"


class Phase(TextChoices):
    """The phase of pupils that a need is about, or that a leader works in."""

    EARLY_YEARS = "early_years", "Early years"
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    SIXTEEN_PLUS = "16_plus", "16 plus"
    ALL = "all", "All phases"


class Setting(TextChoices):
    """Contexts in which a leader has worked, and in which a school stands (domain facts: "Match on")."""

    SMALL = "small", "Small school"
    RURAL = "rural", "Rural"
    URBAN = "urban", "Urban"
    COASTAL = "coastal", "Coastal"
    FAITH = "faith", "Faith school"
    SPECIAL = "special", "Special school or provision"
    DISADVANTAGE = "disadvantage", "High share of free school meals"


class DeploymentState(TextChoices):
    PLANNED = "planned", "Planned"
    RELEASE_ASKED = "release_asked", said_later("With the home {headteacher}")
    LEADER_ASKED = "leader_asked", "With the leader"
    OFFERED = "offered", "Proposed to the school"
    CHOSEN = "chosen", "Chosen by the school"
    ACTIVE = "active", "Under way"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"
    NOT_RELEASED = "not_released", "Not released"
    DECLINED = "declined", "Declined by the leader"
    NOT_CHOSEN = "not_chosen", "Not chosen"
    DROPPED = "dropped", "Dropped"


BEFORE_CHOICE = (
    DeploymentState.PLANNED,
    DeploymentState.RELEASE_ASKED,
    DeploymentState.LEADER_ASKED,
    DeploymentState.OFFERED,
)
# Whoever stands here has their days spoken for.
HOLDING = (*BEFORE_CHOICE, DeploymentState.CHOSEN, DeploymentState.ACTIVE, DeploymentState.PAUSED)

# Work has begun, whether or not it is over.
AT_WORK = (DeploymentState.ACTIVE, DeploymentState.PAUSED, DeploymentState.ENDED)

DEPLOYMENT_MOVES = Moves(
    # The home headteacher is asked before the leader.
    ask_release=(DeploymentState.PLANNED, DeploymentState.RELEASE_ASKED),
    release=(DeploymentState.RELEASE_ASKED, DeploymentState.LEADER_ASKED),
    refuse_release=(DeploymentState.RELEASE_ASKED, DeploymentState.NOT_RELEASED),
    accept=(DeploymentState.LEADER_ASKED, DeploymentState.OFFERED),
    decline=(DeploymentState.LEADER_ASKED, DeploymentState.DECLINED),
    choose=(DeploymentState.OFFERED, DeploymentState.CHOSEN),
    not_choose=(DeploymentState.OFFERED, DeploymentState.NOT_CHOSEN),
    begin=(DeploymentState.CHOSEN, DeploymentState.ACTIVE),
    pause=(DeploymentState.ACTIVE, DeploymentState.PAUSED),
    resume=(DeploymentState.PAUSED, DeploymentState.ACTIVE),
    # As planned, or early with a reason.
    end=((DeploymentState.ACTIVE, DeploymentState.PAUSED), DeploymentState.ENDED),
    drop=((*BEFORE_CHOICE, DeploymentState.CHOSEN), DeploymentState.DROPPED),
)


class AgreementState(TextChoices):
    DRAFT = "draft", "Draft"
    SIGNING = "signing", "Being signed"
    SIGNED = "signed", "Signed by all"
    REPLACED = "replaced", "Replaced by a later version"


OPEN_AGREEMENT = (AgreementState.DRAFT, AgreementState.SIGNING)

AGREEMENT_MOVES = Moves(
    propose=(AgreementState.DRAFT, AgreementState.SIGNING),
    complete=(AgreementState.SIGNING, AgreementState.SIGNED),
    # Where another version is drafted instead; one in force stays so until the next is signed by all.
    replace=((AgreementState.SIGNING, AgreementState.SIGNED), AgreementState.REPLACED),
)


class Party(TextChoices):
    """Who signs an agreement."""

    SCHOOL = "school", "The supported school"
    LEADER = "leader", "The leader"
    HOME = "home", "The home school"
    ALLIANCE = "alliance", "The alliance"


class SignatureState(TextChoices):
    ASKED = "asked", "Not signed yet"
    SIGNED = "signed", "Signed"
    REFUSED = "refused", "Asks for a change"


SIGNATURE_MOVES = Moves(
    sign=((SignatureState.ASKED, SignatureState.REFUSED), SignatureState.SIGNED),
    refuse=(SignatureState.ASKED, SignatureState.REFUSED),
)


class Invoiced(TextChoices):
    """Who sends the supported school the bill."""

    HOME = "home", "The home school"
    ALLIANCE = "alliance", "The alliance"


class VisitState(TextChoices):
    PLANNED = "planned", "Planned"
    SUBMITTED = "submitted", "Recorded"
    CALLED_OFF = "called_off", "Called off"


VISIT_MOVES = Moves(
    submit=(VisitState.PLANNED, VisitState.SUBMITTED),
    call_off=(VisitState.PLANNED, VisitState.CALLED_OFF),
)


class Entry(TextChoices):
    """What a line of the ledger is for."""

    VISIT = "visit", "Visit"
    LATE = "late", "Called off late by the school"
    CORRECTION = "correction", "Correction"


class ConcernState(TextChoices):
    RAISED = "raised", "Raised"
    SETTLED = "settled", "Dealt with"


CONCERN_MOVES = Moves(settle=(ConcernState.RAISED, ConcernState.SETTLED))


class Account(TextChoices):
    """Between whom money moves. What the home school bills itself stands between the schools: the alliance neither
    raises nor pays it."""

    SCHOOL = "school", "Supported school"
    POT = "pot", "Funding pot"
    HOME = "home", "Home school"
    ALLIANCE = "alliance", "Alliance"
    DIRECT = "direct", "Between the schools"


class Payment(TextChoices):
    """What moved money."""

    CHARGE = "charge", "Half days"
    FUNDED = "funded", "Money into a pot"
    RETURNED = "returned", "Money out of a pot"
    PAID = "paid", "Paid by a school"
    PAID_OUT = "paid_out", "Paid to a home school"


class PlanState(TextChoices):
    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being worked out"
    MADE = "made", "Ready"
    FAILED = "failed", "Failed"
    ACCEPTED = "accepted", "Accepted"


PLAN_MOVES = Moves(
    claim=((PlanState.WAITING, PlanState.MAKING), PlanState.MAKING),
    wait_again=(PlanState.MAKING, PlanState.WAITING),
    mark_made=(PlanState.MAKING, PlanState.MADE),
    fail=(PlanState.MAKING, PlanState.FAILED),
    accept=(PlanState.MADE, PlanState.ACCEPTED),
)


class EvaluationState(TextChoices):
    ASKED = "asked", "Asked for"
    GIVEN = "given", "Given"
    SETTLED = "settled", "Read by the alliance"


EVALUATION_MOVES = Moves(
    give=(EvaluationState.ASKED, EvaluationState.GIVEN),
    # Staff have read it, and dealt with what it says.
    settle=(EvaluationState.GIVEN, EvaluationState.SETTLED),
)


class Grade(TextChoices):
    """How good something was; the first two count as good or better."""

    VERY = "very", "Very good"
    GOOD = "good", "Good"
    FAIR = "fair", "Fair"
    POOR = "poor", "Poor"


GOOD_OR_BETTER = (Grade.VERY, Grade.GOOD)


class Way(TextChoices):
    """Where a measure has gone since its baseline."""

    BETTER = "better", "Better"
    SAME = "same", "The same"
    WORSE = "worse", "Worse"


class Lasted(TextChoices):
    """How much of what support had changed is still there a term later."""

    ALL = "all", "All or nearly all of it"
    PART = "part", "Part of it"
    NONE = "none", "Little or nothing"
