"""States of what takes place and of who comes: pure data."""

from django.db.models import TextChoices

from alliance.workflow.moves import Moves


class OccasionState(TextChoices):
    """That it is over is read from its time, not kept."""

    PLANNED = "planned", "Planned"
    CALLED_OFF = "called_off", "Called off"


OCCASION_MOVES = Moves(call_off=(OccasionState.PLANNED, OccasionState.CALLED_OFF))


class Part(TextChoices):
    """What somebody does there: only those who come take a place."""

    COMES = "comes", "Comes"
    LEADS = "leads", "Leads it"


class AttendanceState(TextChoices):
    INVITED = "invited", "Invited"
    BOOKED = "booked", "Booked"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Place given up"
    MOVED = "moved", "Moved to another date"
    CALLED_OFF = "called_off", "Called off"
    ATTENDED = "attended", "Attended"
    ABSENT = "absent", "Did not attend"


ATTENDANCE_MOVES = Moves(
    book=(
        (
            AttendanceState.INVITED,
            AttendanceState.DECLINED,
            AttendanceState.WITHDRAWN,
            AttendanceState.MOVED,
        ),
        AttendanceState.BOOKED,
    ),
    decline=(AttendanceState.INVITED, AttendanceState.DECLINED),
    withdraw=((AttendanceState.INVITED, AttendanceState.BOOKED), AttendanceState.WITHDRAWN),
    invite_again=(
        (AttendanceState.DECLINED, AttendanceState.WITHDRAWN, AttendanceState.MOVED),
        AttendanceState.INVITED,
    ),
    move_away=(AttendanceState.BOOKED, AttendanceState.MOVED),
    call_off=((AttendanceState.INVITED, AttendanceState.BOOKED), AttendanceState.CALLED_OFF),
    attend=((AttendanceState.BOOKED, AttendanceState.ABSENT), AttendanceState.ATTENDED),
    miss=((AttendanceState.BOOKED, AttendanceState.ATTENDED), AttendanceState.ABSENT),
)
HOLDS_A_PLACE = (AttendanceState.BOOKED, AttendanceState.ATTENDED, AttendanceState.ABSENT)
