"""States of scoring by a panel: pure data."""

from django.db.models import TextChoices

from alliance.workflow.moves import Moves


class ExerciseState(TextChoices):
    PREPARING = "preparing", "Being prepared"
    SCORING = "scoring", "Scoring"
    SCORED = "scored", "Scored"
    CLOSED = "closed", "Closed"


EXERCISE_MOVES = Moves(
    start=(ExerciseState.PREPARING, ExerciseState.SCORING),
    end_scoring=(ExerciseState.SCORING, ExerciseState.SCORED),
    close=((ExerciseState.PREPARING, ExerciseState.SCORING, ExerciseState.SCORED), ExerciseState.CLOSED),
)


class SeatRole(TextChoices):
    CHAIR = "chair", "Chair"
    DEPUTY = "deputy", "Deputy chair"
    SCORER = "scorer", "Scorer"


class SeatState(TextChoices):
    SITTING = "sitting", "Sitting"
    LEFT = "left", "Left the panel"


SEAT_MOVES = Moves(leave=(SeatState.SITTING, SeatState.LEFT), rejoin=(SeatState.LEFT, SeatState.SITTING))


class AssignmentState(TextChoices):
    """What a scorer owes on an entry. A draft counts for nothing until it is submitted."""

    ASSIGNED = "assigned", "To score"
    SUBMITTED = "submitted", "Submitted"
    RECUSED = "recused", "Recused"
    EXCUSED = "excused", "Excused"


ASSIGNMENT_MOVES = Moves(
    submit=(AssignmentState.ASSIGNED, AssignmentState.SUBMITTED),
    recuse=(
        (AssignmentState.ASSIGNED, AssignmentState.SUBMITTED, AssignmentState.EXCUSED),
        AssignmentState.RECUSED,
    ),
    excuse=(AssignmentState.ASSIGNED, AssignmentState.EXCUSED),
    assign_again=(AssignmentState.EXCUSED, AssignmentState.ASSIGNED),
)


class ProposalState(TextChoices):
    """Who would score what, until staff accept it."""

    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being worked out"
    MADE = "made", "To look at"
    FAILED = "failed", "Failed"
    ACCEPTED = "accepted", "Accepted"


PROPOSAL_MOVES = Moves(
    claim=((ProposalState.WAITING, ProposalState.MAKING), ProposalState.MAKING),
    wait_again=(ProposalState.MAKING, ProposalState.WAITING),
    mark_made=(ProposalState.MAKING, ProposalState.MADE),
    fail=(ProposalState.MAKING, ProposalState.FAILED),
    accept=(ProposalState.MADE, ProposalState.ACCEPTED),
)


class MarkState(TextChoices):
    """A passage of a dossier that may say who somebody is."""

    SUGGESTED = "suggested", "To decide"
    BLACKED_OUT = "blacked_out", "Blacked out"
    KEPT = "kept", "Left readable"


MARK_MOVES = Moves(
    black_out=((MarkState.SUGGESTED, MarkState.KEPT), MarkState.BLACKED_OUT),
    keep=((MarkState.SUGGESTED, MarkState.BLACKED_OUT), MarkState.KEPT),
)


class MeetingState(TextChoices):
    """A moderation meeting. What is agreed while it is open stands in its minutes."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


MEETING_MOVES = Moves(close=(MeetingState.OPEN, MeetingState.CLOSED))


class ConflictKind(TextChoices):
    SELF = "self", "Is the candidate"
    OWN_SCHOOL = "own_school", "Own school"
    LATE_SCHOOL = "late_school", "Worked at the school in the last three years"
    SAME_TRUST = "same_trust", "Same trust"
    REFEREE = "referee", "Gave a reference"
    DECLARED = "declared", "Declared an interest"


class LevelEffect(TextChoices):
    """What an agreed score at this level means for the recommendation."""

    AGAINST = "against", "Not recommended"
    SUPPORT = "support", "Recommended with support"
    FOR = "for", "Recommended"


class InterestKind(TextChoices):
    SCHOOL = "school", "School"
    PERSON = "person", "Person"


class Recommendation(TextChoices):
    """What the rubric's rule says of an entry. It informs; people decide."""

    OPEN = "open", "Not yet agreed"
    AGAINST = "against", "Not recommended"
    SUPPORT = "support", "Recommended with a support plan"
    FOR = "for", "Recommended"
