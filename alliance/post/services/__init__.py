"""The only writers of post: posting (in the decision's transaction), the outbox, wording, and what workers do."""

from alliance.post.services.outbox import (
    came_back,
    cancel_mail,
    print_letters,
    try_failed_mails_again,
    try_letter_again,
    try_mail_again,
)
from alliance.post.services.posting import (
    Addressee,
    NotInTransaction,
    Posting,
    Writing,
    cancel_waiting,
    send,
    send_many,
    wake,
    write_letter,
    write_letters,
)
from alliance.post.services.wording import TextRefused, back_to_standard, reword

__all__ = [
    "Addressee",
    "NotInTransaction",
    "Posting",
    "TextRefused",
    "Writing",
    "back_to_standard",
    "came_back",
    "cancel_mail",
    "cancel_waiting",
    "print_letters",
    "reword",
    "send",
    "send_many",
    "try_failed_mails_again",
    "try_letter_again",
    "try_mail_again",
    "wake",
    "write_letter",
    "write_letters",
]
