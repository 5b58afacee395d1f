"""The mails and letters of what happens after a round has closed: interview, outcome, reply, register."""

from __future__ import annotations

from alliance.post.kinds import Kind, Medium

PERSON = {"name": "Sam Reader", "round": "SLE round Spring 2027", "alliance": "Our Teaching School Alliance"}
PAGE = {"page": "https://portal.example/our-alliance/sle/applications/1/outcome/"}
AREAS = {"areas": "maths and phonics"}

LETTERS = (
    Kind(
        "sle.outcome",
        "Outcome letter",
        {
            **PERSON,
            "outcomes": "You are designated in maths.",
            "feedback": "Improving practice: your account of the phonics project showed lasting change.",
            "reply_by": "Friday 12 March 2027",
            "training": "Core training is on Tuesday 23 March 2027.",
            "appeal_until": "Monday 15 March 2027",
            "appeal_grounds": "You can appeal if the published process was not followed.",
        },
        Medium.LETTER,
        needs=("outcomes", "feedback", "appeal_until"),
    ),
    Kind(
        "sle.outcome_designated",
        "Part of the outcome letter: designated",
        {
            **AREAS,
            "years": "4",
            "reply_by": "Friday 12 March 2027",
            "training": "Core training is on Tuesday 23 March 2027.",
        },
        Medium.LETTER,
        part_of="sle.outcome",
    ),
    Kind(
        "sle.outcome_with_support",
        "Part of the outcome letter: designated with a support plan",
        {
            **AREAS,
            "years": "4",
            "reply_by": "Friday 12 March 2027",
            "training": "Core training is on Tuesday 23 March 2027.",
        },
        Medium.LETTER,
        part_of="sle.outcome",
    ),
    Kind(
        "sle.outcome_reserve",
        "Part of the outcome letter: reserve",
        {**AREAS, "reserve_until": "Saturday 31 July 2027"},
        Medium.LETTER,
        part_of="sle.outcome",
    ),
    Kind(
        "sle.outcome_not_designated",
        "Part of the outcome letter: not designated",
        AREAS,
        Medium.LETTER,
        part_of="sle.outcome",
    ),
    Kind(
        "sle.place",
        "Letter to somebody in reserve: a place has come up",
        {
            **PERSON,
            "outcomes": "You are designated in maths.",
            "reply_by": "Friday 12 March 2027",
            "training": "Core training is on Tuesday 23 March 2027.",
        },
        Medium.LETTER,
        needs=("outcomes",),
    ),
)

MAILS = (
    Kind(
        "sle.interview_invite",
        "Invitation to an interview",
        {
            **PERSON,
            "place": "Penns Primary School, Penns Lane",
            "details": "Ask for Mrs Ward at reception.",
            "choose_by": "Friday 5 February 2027, 3pm",
            **PAGE,
        },
    ),
    Kind(
        "sle.interview_call_off",
        "Nobody is interviewed after all",
        {**PERSON, "reason": "The panel has seen enough in your papers."},
    ),
    Kind("sle.outcome_ready", "The outcome of an application is ready to read", {**PERSON, **PAGE}),
    Kind(
        "sle.outcome_head",
        "The head hears of an outcome, after the applicant",
        {**PERSON, "applicant": "Alex Okafor", "outcomes": "Maths: Designated"},
    ),
    Kind("sle.place_ready", "A place has come up for somebody in reserve", {**PERSON, **PAGE}),
    Kind(
        "sle.place_head",
        "The head hears of a place that has come up, after the applicant",
        {**PERSON, "applicant": "Alex Okafor", "outcomes": "Maths: Designated"},
    ),
    Kind(
        "sle.reserve_left",
        "To alliance staff: somebody in reserve no longer wants a place",
        {**PERSON, **AREAS, "applicant": "Alex Okafor", **PAGE},
    ),
    Kind(
        "sle.reserve_over",
        "The last day in reserve has passed",
        {**PERSON, "area": "Maths", "reserve_until": "Saturday 31 July 2027", **PAGE},
    ),
    Kind(
        "sle.release_refused",
        "A release at a set time did not happen",
        {**PERSON, "reason": "2 letters are not approved.", **PAGE},
    ),
    Kind(
        "sle.offer_remind",
        "Please reply to an offer of designation",
        {**PERSON, "reply_by": "Friday 12 March 2027", **PAGE},
    ),
    Kind(
        "sle.offer_accept",
        "Designation accepted",
        {**PERSON, **AREAS, "training": "Core training is on Tuesday 23 March 2027.", **PAGE},
    ),
    Kind("sle.offer_decline", "Designation declined", {**PERSON, **PAGE}),
    Kind("sle.offer_lapse", "An offer of designation has lapsed", {**PERSON, **PAGE}),
    Kind(
        "sle.designation_end",
        "To alliance staff: a leader’s designation has ended",
        {**PERSON, "leader": "Alex Okafor", "how": "has resigned the designation", **PAGE},
    ),
)

KINDS = (*LETTERS, *MAILS)
