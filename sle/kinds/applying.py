"""Mails and letters from the opening of a round to its last reference. Texts: templates/sle/mail and letters."""

from __future__ import annotations

from datetime import timedelta

from alliance.addresses import full, path_to
from alliance.members.links import mint
from alliance.post.kinds import Kind, Medium
from alliance.post.models import Mail
from sle.models import Reference
from sle.rules.deadlines import references_by

REFERENCE_LINK = "sle.reference"
# A link outlives its deadline by this, so that a late click finds out what happened rather than a dead page.
LINK_OUTLIVES = timedelta(days=60)


def reference_link(mail: Mail) -> str:
    """The personal address of a reference: minted as the mail goes out, which kills the link of any mail before."""
    assert mail.about_id is not None  # noqa: S101  # every mail with this link is about a reference; for the type checker
    reference = Reference._base_manager.select_related("alliance", "application__round").get(pk=mail.about_id)
    until = references_by(reference.application)
    token = mint(
        subject=reference,
        purpose=REFERENCE_LINK,
        email=reference.email,
        mail=mail,
        until=until + LINK_OUTLIVES if until else None,
    )
    return full(path_to("sle:reference", reference.alliance, token=token))


APPLICANT = {
    "name": "Amara Okafor",
    "round": "Specialist leaders, spring 2027",
    "alliance": "Boldmere Teaching School Alliance",
    "page": "https://portal.example.org/boldmere/sle/applications/abc234/",
    "hand_over_by": "Monday 1 February 2027, 3pm",
    "references_by": "Friday 5 February 2027, 3pm",
    "head": "Jo Ward",
}
REFEREE = {
    "referee": "Jo Ward",
    "applicant": "Amara Okafor",
    "school": "Boldmere Junior School",
    "round": "Specialist leaders, spring 2027",
    "alliance": "Boldmere Teaching School Alliance",
    "references_by": "Friday 5 February 2027, 3pm",
    "hand_over_by": "Monday 1 February 2027, 3pm",
}


def _to_applicant(verb: str, title: str, **more: str) -> Kind:
    return Kind(f"sle.{verb}", title, {**APPLICANT, **more})


def _to_referee(verb: str, title: str, *, link: bool = False, **more: str) -> Kind:
    return Kind(f"sle.{verb}", title, {**REFEREE, **more}, link=reference_link if link else None)


KINDS = (
    _to_applicant("application_started", "To the applicant: application started"),
    _to_applicant("application_reminder", "To the applicant: closing soon", missing="- “Your school” is not complete"),
    _to_applicant("application_handed_over", "To the applicant: handed over to the head"),
    _to_applicant("application_sent_back", "To the applicant: sent back by the head", reason="Please name the years."),
    _to_applicant("application_submitted", "To the applicant: submitted"),
    _to_applicant("application_withdrawn", "To the applicant: withdrawn"),
    _to_applicant(
        "application_unfinished", "To the applicant: closed unfinished", missing="- “Your school” is not complete"
    ),
    _to_applicant("application_not_submitted", "To the applicant: the head’s reference did not come"),
    _to_applicant("application_more_time", "To the applicant: more time"),
    _to_applicant("application_ineligible", "To the applicant: letter about eligibility"),
    _to_applicant("paper_typed", "To the applicant: please confirm your paper application"),
    _to_applicant("paper_reminder", "To the applicant: reminder to confirm your paper application"),
    _to_applicant("reference_declined", "To the applicant: a reference was declined", referee="Jo Ward"),
    _to_applicant(
        "referee_replaced", "To the applicant: another second referee is asked", referee="Sam Lee", instead_of="Kim Ray"
    ),
    _to_applicant("second_reference_received", "To the applicant: second reference received", referee="Sam Lee"),
    _to_applicant("round_extended", "To the applicant: more time for everyone"),
    _to_applicant("round_cancelled", "To the applicant: round cancelled", reason="The programme has been postponed."),
    _to_referee("head_asked", "To the head: an application waits for you", link=True),
    _to_referee("head_reminder", "To the head: reminder", link=True),
    _to_referee("referee_asked", "To the second referee: please write a reference", link=True),
    _to_referee("referee_reminder", "To the second referee: reminder", link=True),
    _to_referee("reference_received", "To head or referee: receipt"),
    _to_referee("reference_not_needed", "To head or referee: no longer needed"),
    _to_referee("reference_round_cancelled", "To head or referee: round cancelled", reason="It has been postponed."),
    _to_referee("reference_more_time", "To head or referee: more time"),
    Kind(
        "sle.panel_round_cancelled",
        "To the panel: round cancelled",
        {
            "name": "Jo Ward",
            "round": "Specialist leaders, spring 2027",
            "alliance": "Boldmere Teaching School Alliance",
            "reason": "The programme has been postponed.",
        },
    ),
    Kind(
        "sle.ineligible",
        "Letter: not eligible",
        {
            "name": "Amara Okafor",
            "round": "Specialist leaders, spring 2027",
            "alliance": "Boldmere Teaching School Alliance",
            "rules": "At least two years in a leadership role other than headteacher",
            "grounds": "The published process was not followed.",
            "appeal_until": "Monday 15 March 2027",
        },
        medium=Medium.LETTER,
    ),
)
