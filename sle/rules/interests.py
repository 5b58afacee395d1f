"""Who has an interest in which application: found from what the portal knows, whether or not they sit on the panel.

Conflicts bind chair, director and administrator alike; what a seat has declared is the panel's own record
(`alliance.panels`), and counts here too.
"""

from __future__ import annotations

from django.db.models import Q

from alliance.panels.models import Conflict
from alliance.panels.queries import standing
from alliance.people.models import Person
from alliance.refusal import Refusal
from alliance.schools.queries import families
from sle.models import Application, Reference, Round
from sle.states import ReferenceState


def interests(person: Person, *rounds: Round) -> dict[int, str]:
    """The applications of `rounds` (of one alliance) in which the person has an interest, and why: "it is from your own
    school".

    The same number of queries however many schools, applications and rounds there are.
    """
    found: dict[int, str] = {}
    known = standing(person, rounds[0].alliance)
    related = families(known.urns | known.late_urns)
    urns = {one for urn in known.urns for one in related[urn]}
    late = {one for urn in known.late_urns for one in related[urn]}
    facts = Application.objects.filter(round__in=rounds).values_list(
        "pk", "applicant_id", "school__urn", "school__trust_code", "applicant__email"
    )
    for pk, applicant_id, urn, trust, email in facts:
        if applicant_id == person.pk or email in known.emails:
            found[pk] = "it is your own"
        elif urn in urns:
            found[pk] = "it is from your own school"
        elif trust and trust in known.trust_codes:
            found[pk] = "it is from a school of your trust"
        elif urn in late:
            found[pk] = "it is from a school where you have worked"
    references = Reference.objects.filter(application__round__in=rounds).exclude(state=ReferenceState.REPLACED)
    for pk, email in references.values_list("application_id", "email"):
        if email.lower() in known.emails:
            found.setdefault(pk, "you are named as its referee")
    by_round = Q(entry__exercise__about_type="sle.round", entry__exercise__about_id__in=[round.pk for round in rounds])
    again = Q(entry__exercise__about_type="sle.appeal", entry__candidate_id__in=[pk for pk, *_ in facts])
    declared = Conflict.objects.filter(by_round | again, seat__person=person)
    for pk in declared.values_list("entry__candidate_id", flat=True):
        found.setdefault(pk, "you declared an interest in it")
    return found


def interest_refusal(person: Person | None, application: Application) -> Refusal | None:
    """Nobody decides, reads or approves what they have an interest in, whatever their role."""
    if person is None:
        return Refusal("Sign in first.")
    why = interests(person, application.round).get(application.pk)
    return Refusal(f"You have an interest in this application ({why}), so somebody else does this.") if why else None
