"""The mails and letters of an appeal, and of what is decided again after one."""

from __future__ import annotations

from alliance.post.kinds import Kind, Medium

PERSON = {"name": "Alex Okafor", "round": "SLE round Spring 2027", "alliance": "Our Teaching School Alliance"}
APPELLANT = {"name": "Alex Okafor", "about": "SLE round Spring 2027", "alliance": "Our Teaching School Alliance"}
APPEAL = {
    **APPELLANT,
    "applicant": "Alex Okafor",
    "decide_by": "Friday 16 April 2027",
    "appeal_until": "Monday 15 March 2027",
    "page": "https://portal.example/our-alliance/sle/applications/abc234/appeal/",
}
FOUND = {
    **APPELLANT,
    "findings": "The published process was not followed. Upheld: two people scored the application, and the round "
    "asks for three.",
}

LETTERS = (
    Kind(
        "sle.appeal_upheld",
        "Letter: an appeal is upheld",
        {**FOUND, "remedy": "A new panel scores it, and then it is decided again"},
        Medium.LETTER,
        needs=("findings", "remedy"),
    ),
    Kind("sle.appeal_dismissed", "Letter: an appeal is dismissed", FOUND, Medium.LETTER, needs=("findings",)),
    Kind(
        "sle.again",
        "Outcome letter after an appeal",
        {
            **PERSON,
            "outcomes": "You are designated in maths.",
            "feedback": "Improving practice: your account of the phonics project showed lasting change.",
            "reply_by": "Friday 12 March 2027",
            "training": "Core training is on Tuesday 23 March 2027.",
        },
        Medium.LETTER,
        needs=("outcomes", "feedback"),
    ),
    Kind(
        "sle.ineligible_again",
        "Letter: not eligible after an appeal either",
        {**PERSON, "rules": "At least two years in a leadership role other than headteacher"},
        Medium.LETTER,
        needs=("rules",),
    ),
)


def _mail(verb: str, title: str, *left_out: str, **more: str) -> Kind:
    return Kind(f"sle.{verb}", title, {name: APPEAL[name] for name in APPEAL if name not in left_out} | more)


MAILS = (
    _mail("appeal_unfinished", "Reminder: an appeal is not lodged yet"),
    _mail("appeal_lodged", "An appeal has been received"),
    _mail("appeal_withdrawn", "An appeal is withdrawn"),
    _mail("appeal_waits", "To whoever arranges it: an appeal waits"),
    _mail("appeal_arranged", "To the applicant: by when an appeal is decided"),
    _mail("appeal_hear", "Please hear an appeal"),
    _mail("appeal_hear_remind", "To those who hear an appeal: reminder"),
    _mail("appeal_overdue", "To whoever arranges it: an appeal is not decided in time"),
    _mail("appeal_decided", "To whoever arranges it: an appeal is decided, its letter waits"),
    _mail("appeal_ready", "The decision on an appeal is ready to read"),
    _mail("appeal_head", "The head hears of the decision on an appeal, after the applicant", "page", outcome="upheld"),
    Kind("sle.again_ready", "The outcome after an appeal is ready to read", {**PERSON, "page": APPEAL["page"]}),
    Kind(
        "sle.again_head",
        "The head hears of the outcome after an appeal, after the applicant",
        {**PERSON, "applicant": "Alex Okafor", "outcomes": "Maths: Designated"},
    ),
)

KINDS = (*LETTERS, *MAILS)
