"""Mails of the yearly ask. Texts: templates/surveys/mail."""

from __future__ import annotations

from datetime import timedelta

from alliance.addresses import full, path_to
from alliance.members.links import mint
from alliance.post.kinds import Kind
from alliance.post.models import Mail
from alliance.surveys.models import Reply

REPLY_LINK = "surveys.reply"
# A link outlives the closing time by this, so that a late click finds out what happened rather than a dead page.
LINK_OUTLIVES = timedelta(days=60)

SAMPLE = {
    "name": "Jo Ward",
    "school": "Boldmere Junior School",
    "year": "2026/27",
    "alliance": "Boldmere Teaching School Alliance",
    "closes_at": "Friday 16 October 2026, 3pm",
}


def reply_link(mail: Mail) -> str:
    """The school's personal address: minted as the mail goes out, which kills the link of any mail before."""
    assert mail.about_id is not None  # noqa: S101  # every mail with this link is about a reply; for the type checker
    reply = Reply._base_manager.select_related("alliance", "ask").get(pk=mail.about_id)
    until = reply.ask.closes_at + LINK_OUTLIVES
    token = mint(subject=reply, purpose=REPLY_LINK, email=mail.email, mail=mail, until=until)
    return full(path_to("surveys:answer", reply.alliance, token=token))


KINDS = (
    Kind("surveys.asked", "Yearly ask: to the school", SAMPLE, link=reply_link),
    Kind("surveys.reminder", "Yearly ask: reminder", SAMPLE, link=reply_link),
    Kind("surveys.more_time", "Yearly ask: more time for everyone", SAMPLE, link=reply_link),
    Kind(
        "surveys.reopened",
        "Yearly ask: answers opened again",
        {**SAMPLE, "reason": "You told us that two areas are missing."},
        link=reply_link,
    ),
    Kind("surveys.received", "Yearly ask: answers received", SAMPLE),
)
