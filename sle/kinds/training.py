"""Mails and the certificate of core training. Texts: templates/sle/mail and letters."""

from __future__ import annotations

from alliance.post.kinds import Kind, Medium

WHO = {"name": "Amara Okafor", "alliance": "Boldmere Teaching School Alliance"}
DAY = {
    **WHO,
    "title": "Core training for new leaders",
    "when": "Friday 12 February 2027, 9:30am to 3:30pm",
    "where": "Hall, Boldmere Junior School",
    "details": "Lunch is provided.",
    "answer_by": "Friday 29 January 2027, 3pm",
    "page": "https://portal.example.org/boldmere/sle/register/1/training/",
}
CERTIFICATE = Kind(
    "sle.certificate",
    "Certificate: core training",
    {
        **WHO,
        "title": "Core training for new leaders",
        "done_on": "Friday 12 February 2027",
        "school": "Penns Primary School",
    },
    Medium.LETTER,
    needs=("done_on",),
    certificate=True,
)
KINDS = (
    CERTIFICATE,
    Kind("sle.training_invite", "To a leader: invitation to core training", DAY),
    Kind("sle.training_remind", "To a leader: reminder to answer the invitation to core training", DAY),
)
