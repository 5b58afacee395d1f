"""Mails of the diary, each with an entry for the reader's calendar. Texts: templates/diary/mail.

They are generic on purpose: an invitation, which asks for something, is the responsibility's own mail.
"""

from __future__ import annotations

from alliance.post.kinds import Kind

SAMPLE = {
    "name": "Jo Ward",
    "title": "Interview: Specialist leaders, spring 2027",
    "when": "Thursday 11 February 2027, 9:20am to 9:50am",
    "what": "When: Thursday 11 February 2027, 9:20am to 9:50am\nWhere: Room 4, Boldmere Junior School\n\n"
    "Please ask for Mrs Lane at the office.",
    "online": "",
    "alliance": "Boldmere Teaching School Alliance",
}

KINDS = (
    Kind("diary.booked", "A date is booked", SAMPLE),
    Kind(
        "diary.changed",
        "A date has changed",
        {**SAMPLE, "was": "When: Wednesday 10 February 2027, 2pm to 2:30pm\nWhere: Room 1, Boldmere Junior School"},
    ),
    Kind(
        "diary.withdrawn",
        "Somebody need not come any more",
        {**SAMPLE, "reason": "The panel has seen enough in your papers."},
    ),
    Kind("diary.called_off", "A date is called off", {**SAMPLE, "reason": "The school is closed because of snow."}),
)
