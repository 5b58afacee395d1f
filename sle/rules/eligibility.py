"""Eligibility: what can be read from the answers and the head's return, and who may settle the rest."""

from __future__ import annotations

from alliance.people.models import Person
from alliance.refusal import Refusal
from sle.models import Appeal, Application, EligibilityRule, Reference
from sle.rules.applications import may_handle_application
from sle.states import AppealState, ApplicationState, DecidedBy, EligibilityCheck, Remedy, RoundState

# "At least 2 years in a leadership role other than headteacher" (eligibility criteria of the designation).
LEADERSHIP_YEARS = 2

# The rules that a new round starts with: words (the alliance's in braces), who settles them, what the portal reads.
STANDARD_RULES = (
    (
        "At least two years in a leadership role other than {headteacher}, confirmed by the {headteacher}",
        DecidedBy.HEAD,
        EligibilityCheck.LEADERSHIP_YEARS,
    ),
    ("Not a {headteacher}", DecidedBy.ANSWERS, EligibilityCheck.NOT_HEAD),
    ("Not a higher level teaching assistant", DecidedBy.ANSWERS, EligibilityCheck.NOT_HLTA),
    ("At least one area of expertise", DecidedBy.ANSWERS, EligibilityCheck.HAS_AREA),
    (
        "The school can release the applicant, for about 15 days a year, and its head agrees",
        DecidedBy.HEAD,
        EligibilityCheck.RELEASE,
    ),
)
# A round for another kind of leader starts with those that do not depend on what a specialist leader is.
RULES_OF_OTHER_KINDS = STANDARD_RULES[-2:]


def read_from(rule: EligibilityRule, application: Application, head: Reference | None) -> bool | None:
    """Whether the rule is met as far as answers or the head's return say so; None where people decide or nothing is
    known yet."""
    if rule.decided_by == DecidedBy.HEAD and head is None:
        return None
    if rule.automatic == EligibilityCheck.LEADERSHIP_YEARS:
        if rule.decided_by == DecidedBy.HEAD and head is not None:
            return bool(head.confirms_role) and (head.confirms_years or 0) >= LEADERSHIP_YEARS
        return (application.leadership_years or 0) >= LEADERSHIP_YEARS
    if rule.automatic == EligibilityCheck.NOT_HEAD:
        return None if application.is_head is None else not application.is_head
    if rule.automatic == EligibilityCheck.NOT_HLTA:
        return None if application.is_hlta is None else not application.is_hlta
    if rule.automatic == EligibilityCheck.HAS_AREA:
        return bool(application.areas.all())
    if rule.automatic == EligibilityCheck.RELEASE and head is not None:
        return bool(head.agrees_release)
    return None


def is_reconsidered(application: Application) -> bool:
    """Was it found not eligible, and is that settled again after an appeal?"""
    return Appeal.objects.filter(
        application=application, state=AppealState.RELEASED, remedy=Remedy.ELIGIBILITY
    ).exists()


def may_settle_eligibility(person: Person | None, application: Application) -> Refusal | None:
    """Staff settle rules, with a reason, on a submitted application before scoring starts, or after an appeal."""
    refusal = may_handle_application(person, application)
    if refusal is None and application.state != ApplicationState.SUBMITTED:
        return Refusal("Eligibility is settled once the application is submitted.")
    before_scoring = application.round.state in (RoundState.OPEN, RoundState.CLOSED)
    if refusal is None and not before_scoring and not is_reconsidered(application):
        return Refusal("Eligibility had to be settled before scoring started.")
    return refusal


def may_find_ineligible(person: Person | None, application: Application) -> Refusal | None:
    """An application is turned down for eligibility only by a rule that is recorded as not met."""
    refusal = may_settle_eligibility(person, application)
    if refusal is None and not any(not finding.met for finding in application.findings.all()):
        return Refusal("Every rule that has been settled is met. Record first which rule is not met, and why.")
    return refusal
