"""What an agreement says, in the words that stand in its text."""

from __future__ import annotations

from collections.abc import Iterable

from alliance.money import in_pounds
from alliance.times import day_in_short, in_words
from support.models import Agreement, AgreementLine, Measure, Need
from support.rules.days import in_days


def words_of_agreement(agreement: Agreement, lines: Iterable[AgreementLine]) -> dict[str, str]:
    """The values of the text `support.agreement`, but for those of its request; several lines where there are more."""
    needs = agreement.request.needs.select_related("area").prefetch_related("measures")
    first, last = in_words(agreement.begins_on), in_words(agreement.ends_on)
    return {
        "version": str(agreement.version),
        "purpose": agreement.purpose,
        "outcomes": agreement.outcomes,
        "visits": agreement.visits,
        "called_off": called_off_in_words(agreement.late_hours),
        "milestones": agreement.milestones or "None are set.",
        "safeguarding": agreement.safeguarding,
        "needs": "\n".join(line for need in needs for line in _need(need)),
        "leaders": "\n".join(line_in_words(line) for line in lines),
        "dates": f"{first} to {last}; mid-term review on {in_words(agreement.review_on)}",
    }


def called_off_in_words(late_hours: int) -> str:
    """What becomes of a visit that is called off, as an agreement says it."""
    if not late_hours:
        return "A visit that is called off costs nothing."
    return (
        f"A visit that the school calls off less than {in_hours(late_hours)} before it begins counts as used, and is "
        "charged as if it had taken place, unless the alliance decides otherwise. One that the school calls off "
        "earlier, or that the leader, the home school or the alliance calls off, costs nothing."
    )


def in_hours(hours: int) -> str:
    """Hours in words: "1 hour", "48 hours"."""
    return "1 hour" if hours == 1 else f"{hours} hours"


def _need(need: Need) -> list[str]:
    focus = f": {need.focus}" if need.focus else ""
    days = f" ({in_days(need.half_days)})" if need.half_days else ""
    return [
        f"{need.area.name}, {need.get_phase_display().lower()}{focus}{days}",
        *(f"– {_measure(one)}" for one in need.measures.all()),
    ]


def _measure(one: Measure) -> str:
    target = f", to reach {one.target_words}" if one.target_words else ""
    return f"{one.name}: {one.baseline_words} ({one.source}, {day_in_short(one.baseline_on)}){target}"


def line_in_words(line: AgreementLine) -> str:
    """What it says of one leader: "Amara Okafor of Boldmere Junior School (Maths): 6 days, £175 for half a day, …"."""
    deployment = line.deployment
    areas = ", ".join(one.need.area.name for one in deployment.needs.all())
    cost = f"{in_pounds(line.half_day_pence)} for half a day" if line.half_day_pence else "without charge"
    paid = f", paid from “{line.pot.name}”" if line.pot else ""
    by = f", invoiced by {line.get_invoiced_by_display().lower()}" if line.half_day_pence else ""
    who = f"{deployment.supporter.person.name} of {deployment.home_school.name}"
    return f"{who}{f' ({areas})' if areas else ''}: {in_days(line.half_days)}, {cost}{by}{paid}"
