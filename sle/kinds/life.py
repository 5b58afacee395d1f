"""Mails and letters of the life of a designation: review, release, move, end. Texts: templates/sle/mail and letters."""

from __future__ import annotations

from alliance.addresses import full, path_to
from alliance.members.links import mint
from alliance.post.kinds import Kind, Medium
from alliance.post.models import Mail
from sle.models import Release

RELEASE_LINK = "sle.release"


def release_link(mail: Mail) -> str:
    """The personal address of the page on which a head answers; the link of any mail before dies."""
    assert mail.about_id is not None  # noqa: S101  # every mail with this link is about a release; for the type checker
    release = Release._base_manager.select_related("alliance").get(pk=mail.about_id)
    token = mint(subject=release, purpose=RELEASE_LINK, email=release.email, mail=mail, days=180)
    return full(path_to("sle:release", release.alliance, token=token))


ALLIANCE = {"alliance": "Boldmere Teaching School Alliance"}
PAGE = {"page": "https://portal.example.org/boldmere/sle/register/1/"}
LEADER = {"name": "Amara Okafor", **ALLIANCE}
HEAD = {
    "head": "Jo Ward",
    "leader": "Amara Okafor",
    "school": "Boldmere Junior School",
    "answer_by": "Friday 5 February 2027",
    **ALLIANCE,
}

LETTERS = (
    Kind(
        "sle.renewed",
        "Letter: designation renewed",
        {
            **LEADER,
            "areas": "maths and phonics",
            "until": "Wednesday 1 September 2031",
            "conditions": "You take part in two days of training.",
        },
        Medium.LETTER,
        needs=("areas", "until"),
    ),
    Kind(
        "sle.ended",
        "Letter: de-designated after a review",
        {
            **LEADER,
            "reasons": "You have not been deployed since 2024 and no longer lead in the area.",
            "appeal_until": "Monday 15 March 2027",
            "appeal_grounds": "You can appeal if the process of the review was not followed.",
        },
        Medium.LETTER,
        needs=("reasons", "appeal_until"),
    ),
    Kind(
        "sle.withdrawn",
        "Letter: designation withdrawn",
        {**LEADER, "reason": "You have told us that you leave the profession."},
        Medium.LETTER,
        needs=("reason",),
    ),
)
MAILS = (
    Kind("sle.release_ask", "To a new head: do you release a leader?", HEAD, link=release_link),
    Kind("sle.release_remind", "To the head: reminder about a leader’s release", HEAD, link=release_link),
    Kind("sle.review_head_ask", "To the head: a leader’s designation is reviewed", HEAD, link=release_link),
)
REVIEW = {
    **LEADER,
    **PAGE,
    "until": "Wednesday 1 September 2027",
    "answer_by": "Friday 5 February 2027",
    "concern": "Two visits failed.",
}
TO_LEADERS = (
    Kind("sle.review_begin", "To a leader: your designation is reviewed", REVIEW),
    Kind("sle.review_concern", "To a leader: your designation is reviewed because of a concern", REVIEW),
    Kind("sle.review_remind", "To a leader: reminder to give your account", REVIEW),
    Kind("sle.letter_ready", "To a leader: a letter about your designation is there", {**LEADER, **PAGE}),
)
NEWS = {**LEADER, **PAGE, "how": "West Herts Teaching School Alliance agrees: from today you are designated there."}
OTHERS = (
    Kind("sle.move_news", "To a leader: how their move stands", NEWS),
    Kind("sle.school_follow", "To a leader: your home school has become another", {**NEWS, "school": "Penns Academy"}),
    Kind(
        "sle.move_ask",
        "To alliance staff: a leader moves between alliances",
        {**LEADER, **PAGE, "leader": "Alex Okafor", "how": "asks to move to West Herts Teaching School Alliance"},
    ),
)
KINDS = (*LETTERS, *MAILS, *TO_LEADERS, *OTHERS)
