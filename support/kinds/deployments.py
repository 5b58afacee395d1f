"""The mails of a leader's part in a request, from asking the home school to its end. Texts: templates/support/mail."""

from __future__ import annotations

from alliance.addresses import full, path_to
from alliance.members.links import mint
from alliance.post.kinds import Kind
from alliance.post.models import Mail
from support.models import Deployment

RELEASE_LINK = "support.release"
HOME_LINK = "support.home"


def release_link(mail: Mail) -> str:
    """The personal address of the page on which a home head answers; the link of any mail before dies."""
    return _head_link(mail, "support:release", RELEASE_LINK, days=180)


def home_link(mail: Mail) -> str:
    """The personal address of a home head's page about a leader whom a school has chosen, good for a school year."""
    return _head_link(mail, "support:home_follow", HOME_LINK, days=400)


def _head_link(mail: Mail, page: str, purpose: str, *, days: int) -> str:
    assert mail.about_id is not None  # noqa: S101  # every mail with such a link is about a deployment; for the type checker
    deployment = Deployment._base_manager.select_related("alliance").get(pk=mail.about_id)
    token = mint(subject=deployment, purpose=purpose, email=deployment.head_email, mail=mail, days=days)
    return full(path_to(page, deployment.alliance, token=token))


REQUEST = {
    "name": "Jo Ward",
    "title": "Maths in key stage 2",
    "school": "Penns Primary School",
    "areas": "Maths, Assessment",
    "from_when": "Monday 11 January 2027",
    "alliance": "Boldmere Teaching School Alliance",
}
PAGE = {"page": "https://portal.example.org/boldmere/support/deployments/1/"}
DEPLOYMENT = {**REQUEST, **PAGE, "leader": "Amara Okafor", "home": "Boldmere Junior School", "days": "6 days"}
WORK = {**REQUEST, **PAGE, "leader": "Amara Okafor"}

CALLED_OFF = {
    **WORK,
    "on": "Monday 11 January 2027",
    "days": "1 day",
    "why": "as agreed, because the school called it off less than 48 hours before",
}

KINDS = (
    Kind("support.release_ask", "To the home head: do you release a leader?", DEPLOYMENT, link=release_link),
    Kind("support.release_remind", "To the home head: reminder about a release", DEPLOYMENT, link=release_link),
    Kind(
        "support.release_refuse",
        "To alliance staff: a home school does not release a leader",
        {**REQUEST, **PAGE, "leader": "Amara Okafor", "home": "Boldmere Junior School", "reason": "We are short."},
    ),
    Kind("support.leader_ask", "To a leader: a school needs you", DEPLOYMENT),
    Kind("support.leader_remind", "To a leader: reminder to answer", DEPLOYMENT),
    Kind(
        "support.leader_decline",
        "To alliance staff: a leader cannot take something on",
        {**REQUEST, **PAGE, "leader": "Amara Okafor", "reason": "I am away until February."},
    ),
    Kind("support.offer", "To the school: a leader is proposed", {**REQUEST, **PAGE, "leader": "Amara Okafor"}),
    Kind("support.choose_remind", "To the school: reminder to choose a leader", {**REQUEST, **PAGE}),
    Kind(
        "support.choice",
        "To alliance staff: the school has chosen",
        {**REQUEST, **PAGE, "leaders": "Amara Okafor, Robin Clay"},
    ),
    Kind(
        "support.none_wanted",
        "To alliance staff: a school wants none of the leaders proposed",
        {**REQUEST, **PAGE, "reason": "We need somebody who knows small schools."},
    ),
    Kind("support.chosen", "To a leader: the school has chosen you", DEPLOYMENT),
    Kind("support.assurance_ask", "To the home head: please send the letter of assurance", DEPLOYMENT, link=home_link),
    Kind("support.assurance_remind", "To the home head: reminder of the letter", DEPLOYMENT, link=home_link),
    Kind("support.not_chosen", "To a leader: the school has chosen somebody else", DEPLOYMENT),
    Kind("support.dropped", "To a leader: you are not needed after all", DEPLOYMENT),
    Kind("support.dropped_head", "To the home head: the leader is not needed after all", DEPLOYMENT),
    Kind(
        "support.visit_record",
        "To the school: the record of a visit is there",
        {**REQUEST, **PAGE, "leader": "Amara Okafor"},
    ),
    Kind("support.visit_counts", "To school, leader and staff: a visit called off counts", CALLED_OFF),
    Kind("support.visit_let_off", "To school, leader and staff: a visit called off does not count", CALLED_OFF),
    Kind(
        "support.record_remind",
        "To a leader: please write down your visit",
        {**DEPLOYMENT, "on": "Monday 11 January 2027", "due": "Monday 18 January 2027"},
    ),
    Kind("support.work_paused", "To leader and school: work rests", {**WORK, "reason": "Until half term."}),
    Kind("support.work_resumed", "To leader and school: work goes on", {**WORK, "reason": ""}),
    Kind(
        "support.work_ended",
        "To leader and school: work has ended",
        {**WORK, "reason": "All is done."},
    ),
    Kind("support.concern", "To alliance staff: something was told in confidence", {**REQUEST, **PAGE}),
)
