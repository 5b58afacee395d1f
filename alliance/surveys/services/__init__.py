"""Writing the yearly ask: its life, and what schools answer."""

from alliance.surveys.services.asks import (
    ask_newcomers,
    change_ask,
    close_ask,
    close_when_due,
    create_ask,
    extend_ask,
    open_ask,
)
from alliance.surveys.services.chasing import remind, remind_all, send_again
from alliance.surveys.services.replies import StalePart, hand_in, reopen_reply, save_part

__all__ = [
    "StalePart",
    "ask_newcomers",
    "change_ask",
    "close_ask",
    "close_when_due",
    "create_ask",
    "extend_ask",
    "hand_in",
    "open_ask",
    "remind",
    "remind_all",
    "reopen_reply",
    "save_part",
    "send_again",
]
