"""States of the yearly ask and of a school's answers: pure data."""

from django.db.models import TextChoices

from alliance.workflow.moves import Moves


class AskState(TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


ASK_MOVES = Moves(
    open=(AskState.DRAFT, AskState.OPEN),
    close=(AskState.OPEN, AskState.CLOSED),
)


class ReplyState(TextChoices):
    WAITING = "waiting", "Not begun"
    BEGUN = "begun", "Begun"
    ANSWERED = "answered", "Answered"


REPLY_MOVES = Moves(
    begin=(ReplyState.WAITING, ReplyState.BEGUN),
    hand_in=(ReplyState.BEGUN, ReplyState.ANSWERED),
    reopen=(ReplyState.ANSWERED, ReplyState.BEGUN),
)
UNANSWERED = (ReplyState.WAITING, ReplyState.BEGUN)
