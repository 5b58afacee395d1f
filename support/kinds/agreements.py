"""The agreement as a numbered document, and the mails that ask to sign it."""

from __future__ import annotations

from alliance.addresses import full, path_to
from alliance.members.links import mint
from alliance.post.kinds import Kind, Medium
from alliance.post.models import Mail
from support.kinds.deployments import PAGE, REQUEST
from support.models import Signature

SIGNATURE_LINK = "support.signature"


def signature_link(mail: Mail) -> str:
    """The personal address of the page on which a party signs; the link of any mail before dies."""
    assert mail.about_id is not None  # noqa: S101  # every mail with this link is about a signature; for the type checker
    found = Signature._base_manager.select_related("alliance").get(pk=mail.about_id)
    token = mint(subject=found, purpose=SIGNATURE_LINK, email=found.email, mail=mail, days=180)
    return full(path_to("support:agreement_sign", found.alliance, token=token))


SIGNING = {**REQUEST, "party": "The home school", "version": "1"}

KINDS = (
    Kind(
        "support.agreement",
        "Agreement about support for a school",
        {
            **REQUEST,
            "version": "1",
            "purpose": "Maths in years 5 and 6 is taught with confidence.",
            "needs": "Maths, primary: reasoning\n– At the standard: 61% (school data, 1 Sep 2026), to reach 75%",
            "outcomes": "More pupils at the expected standard.",
            "leaders": "Amara Okafor of Boldmere Junior School: 6 days, £175 for half a day, invoiced by the alliance",
            "visits": "Six whole days, two in each half term.",
            "called_off": "A visit that the school calls off less than 48 hours before it begins counts as used.",
            "milestones": "By half term: planning for both years agreed.",
            "dates": "Monday 11 January 2027 to Friday 16 July 2027; mid-term review on Monday 12 April 2027",
            "safeguarding": "Leaders follow the school’s safeguarding policy.",
        },
        Medium.LETTER,
        needs=("purpose", "needs", "leaders", "visits", "called_off", "dates", "safeguarding"),
        signed_within=True,
    ),
    Kind(
        "support.agreement_signatures",
        "Part of the agreement: the signatures",
        {
            "signatures": "The supported school: Jo Ward, Headteacher, Monday 11 January 2027, 3pm",
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
        Medium.LETTER,
        part_of="support.agreement",
        needs=("signatures",),
    ),
    Kind("support.agreement_ask", "To each party: please sign the agreement", SIGNING, link=signature_link),
    Kind("support.agreement_remind", "To each party: reminder to sign", SIGNING, link=signature_link),
    Kind("support.agreement_ready", "To each party: everybody has signed", {**REQUEST, **PAGE}),
    Kind(
        "support.agreement_refuse",
        "To alliance staff: a party asks for a change of the agreement",
        {**REQUEST, **PAGE, "who": "Jo Ward", "reason": "Mondays do not work for us."},
    ),
)
