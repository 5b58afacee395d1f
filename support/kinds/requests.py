"""Mails about a request, from asking to the end of its diagnosis. Texts: templates/support/mail."""

from __future__ import annotations

from alliance.addresses import full, path_to
from alliance.members.links import mint
from alliance.post.kinds import Kind
from alliance.post.models import Mail
from support.models import Request

FOLLOW_LINK = "support.follow"
# Support takes a school year and is evaluated a term later: until then the link leads to the request.
LINK_DAYS = 500

SAMPLE = {
    "name": "Jo Ward",
    "school": "Penns Primary School",
    "title": "Maths in key stage 2",
    "alliance": "Our Teaching School Alliance",
}


def request_link(mail: Mail) -> str:
    """The page of the request for whoever has an account; a personal link to it for whoever has none."""
    assert mail.about_id is not None  # noqa: S101  # every mail with this link is about a request; for the type checker
    found = Request._base_manager.select_related("alliance").get(pk=mail.about_id)
    if mail.person_id is not None:
        return full(path_to("support:request", found.alliance, code=found.code))
    token = mint(subject=found, purpose=FOLLOW_LINK, email=mail.email, mail=mail, days=LINK_DAYS)
    return full(path_to("support:request_follow", found.alliance, token=token))


def _kind(verb: str, title: str, **more: str) -> Kind:
    return Kind(f"support.{verb}", title, {**SAMPLE, **more}, link=request_link)


WHO, WHY, DUE = "Birmingham City Council", "The school is supported by its trust already.", "Friday 5 March 2027, 3pm"

KINDS = (
    _kind("request_received", "Support: a request is received", due=DUE),
    _kind("request_for_school", "Support: somebody has asked for a school", asker=WHO),
    _kind("request_new", "Support, to staff: a request has come", asker=WHO, due=DUE),
    _kind("request_question", "Support: a question to whoever asked", question="Which year groups is it about?"),
    _kind("request_question_reminder", "Support: a question waits for an answer"),
    _kind("request_answered", "Support, to staff: a question is answered"),
    _kind("request_accepted", "Support: a request is accepted", handler="Lena Lead"),
    _kind("request_declined", "Support: a request is declined", reason=WHY),
    _kind("request_cancelled", "Support: a request is cancelled", reason=WHY),
    _kind("request_withdrawn", "Support: a request is withdrawn", reason=WHY),
    _kind("request_diagnosed", "Support: the needs are agreed"),
    _kind("request_due", "Support, to staff: a promise is due soon", promise="A leader is proposed", due=DUE),
    _kind("request_late", "Support, to staff: a promise is late", promise="A leader is proposed", due=DUE),
)
