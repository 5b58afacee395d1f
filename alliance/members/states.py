"""Roles in an alliance, and the states of an invitation: pure data."""

from django.db.models import TextChoices

from alliance.schools.vocabulary import said_later
from alliance.workflow.moves import Moves


class Role(TextChoices):
    """What a person is in an alliance. The first three are alliance staff, the next three belong to a school; a
    commissioner speaks for a partner that is no school, and a board member sees how the alliance does."""

    DIRECTOR = "director", "Director"
    ADMINISTRATOR = "administrator", "Administrator"
    LEAD = "lead", "Lead of a responsibility"
    HEADTEACHER = "headteacher", said_later("{Headteacher}")
    COORDINATOR = "coordinator", "School coordinator"
    SCHOOL_STAFF = "school_staff", "School staff"
    COMMISSIONER = "commissioner", "Commissioner"
    BOARD = "board", "Board member"


STAFF_ROLES = (Role.DIRECTOR, Role.ADMINISTRATOR, Role.LEAD)
SCHOOL_ROLES = (Role.HEADTEACHER, Role.COORDINATOR, Role.SCHOOL_STAFF)
# Who answers for a school.
SPEAK_FOR = (Role.HEADTEACHER, Role.COORDINATOR)


class InvitationState(TextChoices):
    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


INVITATION_MOVES = Moves(
    accept=(InvitationState.SENT, InvitationState.ACCEPTED),
    withdraw=(InvitationState.SENT, InvitationState.WITHDRAWN),
)
