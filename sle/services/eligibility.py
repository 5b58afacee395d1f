"""Eligibility: findings per rule, and turning an application down by one of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.people.models import Person
from alliance.post.services import write_letter
from alliance.refusal import allow
from alliance.times import in_words
from alliance.workflow.events import record
from alliance.workflow.notes import write_note
from sle.kinds.variants import letter_for
from sle.leader_kinds import words_of_kind
from sle.models import APPLICATION, Application, EligibilityFinding, EligibilityRule
from sle.rules import eligibility as rules
from sle.rules.deadlines import appeal_until
from sle.services.appeals.redeciding import hand_to_new_panel
from sle.services.notices import tell_applicant
from sle.states import DecidedBy, ReferenceKind, ReferenceState


def settle_automatically(*, application: Application, who: DecidedBy, now: datetime) -> None:
    """Record what the answers (at hand-over) or the head (at the return) say about each rule that they settle.

    A finding of staff is never overwritten. Runs in the transaction of the move it belongs to.
    """
    head = application.references.filter(kind=ReferenceKind.HEAD, state=ReferenceState.RETURNED).first()
    by_staff = set(application.findings.exclude(found_by=None).values_list("rule_id", flat=True))
    for rule in application.round.eligibility_rules.filter(decided_by=who):
        met = rules.read_from(rule, application, head)
        if met is not None and rule.pk not in by_staff:
            EligibilityFinding.objects.update_or_create(
                application=application,
                rule=rule,
                defaults={"alliance_id": application.alliance_id, "met": met, "found_by": None, "found_at": now},
            )


@transaction.atomic
def settle_rule(
    *, application: Application, rule: EligibilityRule, met: bool, reason: str, by: Person, now: datetime
) -> EligibilityFinding:
    """Staff settle one rule, with a reason that is kept as a note."""
    locked = _locked(application)
    allow(rules.may_settle_eligibility(by, locked))
    finding, _ = EligibilityFinding.objects.update_or_create(
        application=locked,
        rule=rule,
        defaults={"alliance_id": locked.alliance_id, "met": met, "found_by": by, "found_at": now},
    )
    record(finding, "settle_met" if met else "settle_not_met", by=by, at=now)
    write_note(finding, "settle", reason, by=by)
    hand_to_new_panel(application=locked, by=by, now=now)
    return finding


@transaction.atomic
def find_ineligible(*, application: Application, by: Person, now: datetime) -> None:
    """Turn the application down before scoring, or after an appeal: a letter names the rules that are not met, and the
    way to appeal where that is still open; a mail says it is there."""
    locked = _locked(application)
    allow(rules.may_find_ineligible(by, locked))
    APPLICATION.apply(locked, "find_ineligible", by=by, at=now)
    round = locked.round
    again = rules.is_reconsidered(locked)
    kind = "sle.ineligible_again" if again else "sle.ineligible"
    failed = [finding.rule.text for finding in locked.findings.select_related("rule") if not finding.met]
    values = {
        "name": locked.name,
        "round": round.title,
        "alliance": round.alliance.name,
        **words_of_kind(round.alliance, round.kind),
        "rules": "\n".join(failed),
    }
    if not again:
        values |= {
            "grounds": "\n".join(round.grounds),
            "appeal_until": in_words(appeal_until(round, timezone.localdate(now))),
        }
    write_letter(
        kind,
        to=locked.applicant,
        alliance=round.alliance,
        about=locked,
        values=values,
        address=locked.school.postal_address if locked.school else "",
        dated=timezone.localdate(now),
        worded=letter_for(kind, round.alliance, round.kind),
        dedupe=f"{kind}:{locked.pk}",
    )
    tell_applicant(locked, "application_ineligible", dedupe="again" if again else "")
    application.refresh_from_db()


def _locked(application: Application) -> Application:
    """The application with its round, locked."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("round__alliance", "applicant", "school")
        .get(pk=application.pk)
    )
