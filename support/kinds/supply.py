"""Mails about supply. Texts: templates/support/mail."""

from __future__ import annotations

from alliance.post.kinds import Kind

KINDS = (
    Kind(
        "support.days_changed",
        "To the home head: a leader has other days for other schools",
        {
            "name": "Jo Ward",
            "leader": "Amara Okafor",
            "school": "Boldmere Junior School",
            "before": "15 days",
            "after": "10 days",
            "alliance": "Boldmere Teaching School Alliance",
        },
    ),
)
