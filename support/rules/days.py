"""Half days, which are what is counted, as people say them."""

from __future__ import annotations


def in_days(half_days: int) -> str:
    """Half days in words: "half a day", "1 day", "2½ days"; "none" for 0, and a minus where days are given back."""
    if half_days == 0:
        return "none"
    sign, whole = "−" if half_days < 0 else "", abs(half_days) // 2
    if abs(half_days) == 1:
        return f"{sign}half a day"
    return f"{sign}{whole}{'½' if half_days % 2 else ''} {'day' if abs(half_days) == 2 else 'days'}"
