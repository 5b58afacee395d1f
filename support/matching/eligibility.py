"""Who cannot help with a request, and why, in a sentence."""

from __future__ import annotations

from support.matching.facts import Asking, Helping, Wanted, days_away, miles_between

NO_DAYS = "Has no half day left this school year."


def ruled_out(asking: Asking, helping: Helping) -> str:
    """Why this leader cannot help with the request at all; empty if they can. What never changes comes first."""
    if asking.family & helping.family:
        return "Works at this school."
    if asking.family & helping.interests:
        return "Has declared an interest in this school."
    if asking.id in helping.refused:
        return helping.refused[asking.id]
    if not any(meets(helping, need) for need in asking.needs):
        return f"Does not cover {said_together([need.area for need in asking.needs])}."
    miles = miles_between(asking.place, helping.place)
    if helping.miles is not None and miles is not None and miles > helping.miles:
        return f"Is {miles:.1f} miles away and travels up to {helping.miles}."
    if helping.until is not None and helping.until <= asking.begins:
        return "Is not to be deployed any more by then."
    away, whole = days_away(asking, helping)
    if away == whole:
        return "Is away for the whole time wanted."
    if helping.left.get(asking.year, 0) < 1:
        return NO_DAYS
    return ""


def meets(helping: Helping, need: Wanted) -> bool:
    """Is the leader one for the need's area, by its own name or the national one? An area is a must."""
    return not need.names.isdisjoint(helping.areas)


def said_together(words: list[str]) -> str:
    """Several words in one: "Maths", "Maths or Science", "Art, Maths or Science"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}" if words else "anything"
