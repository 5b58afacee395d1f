"""What an occasion itself allows, whoever asks. Who may plan, book and write down is the responsibility's rule."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from alliance.deadlines import in_time
from alliance.diary.models import Attendance, Occasion
from alliance.diary.states import HOLDS_A_PLACE, OccasionState, Part
from alliance.refusal import Refusal
from alliance.times import in_words


def time_problem(starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> str:
    """The sentence for times that cannot be planned; empty if all is well."""
    if starts_at is None or ends_at is None:
        return ""
    if starts_at <= now:
        return "It must begin in the future."
    return "" if ends_at > starts_at else "It must end after it begins."


def may_come(occasion: Occasion, now: datetime) -> Refusal | None:
    """Nobody is put down for what is called off or has begun."""
    if occasion.state == OccasionState.CALLED_OFF:
        return Refusal(f"“{occasion.title}” on {in_words(occasion.starts_at)} is called off.")
    if occasion.starts_at <= now:
        return Refusal(f"“{occasion.title}” began on {in_words(occasion.starts_at)}.")
    return None


def may_choose(occasion: Occasion, now: datetime) -> Refusal | None:
    """People choose, change and give up their own place until the stated time; `now` is when the request came in."""
    refusal = may_come(occasion, now)
    if refusal is None and occasion.book_by is not None and not in_time(now, occasion.book_by):
        return Refusal(f"Places could be chosen and changed until {in_words(occasion.book_by)}. Ask the alliance.")
    return refusal


def places_taken(occasion: Occasion) -> int:
    """How many of those who come have a place."""
    return occasion.attendances.filter(part=Part.COMES, state__in=HOLDS_A_PLACE).count()


def room_for(occasion: Occasion, part: str) -> Refusal | None:
    """Is a place left? To be asked while the occasion's row is locked."""
    if occasion.capacity is None or part != Part.COMES:
        return None
    if places_taken(occasion) < occasion.capacity:
        return None
    when = in_words(occasion.starts_at)
    if occasion.capacity == 1:
        return Refusal(f"Somebody else has taken {when}. Choose another time.")
    return Refusal(f"All {occasion.capacity} places of “{occasion.title}” on {when} are taken.")


def may_write_down(attendance: Attendance, now: datetime) -> Refusal | None:
    """Who came is known only once it has begun."""
    occasion = attendance.occasion
    if occasion.state == OccasionState.CALLED_OFF:
        return Refusal(f"“{occasion.title}” was called off: nobody attended it.")
    if occasion.starts_at > now:
        return Refusal(f"This is on {in_words(occasion.starts_at)}: who came can be written down afterwards.")
    return None


def may_change(occasion: Occasion, now: datetime) -> Refusal | None:
    """What is called off or over stays as it was."""
    if occasion.state == OccasionState.CALLED_OFF:
        return may_come(occasion, now)
    if occasion.ends_at <= now:
        return Refusal(f"“{occasion.title}” was over at {in_words(occasion.ends_at)}, so it stays as it was.")
    return None


def capacity_refusal(occasion: Occasion) -> Refusal | None:
    """There are never fewer places than people who have one."""
    taken = places_taken(occasion)
    if occasion.capacity is None or taken <= occasion.capacity:
        return None
    people = "1 person has" if taken == 1 else f"{taken} people have"
    return Refusal(f"{people} a place already, so there cannot be only {occasion.capacity}.")


def link_problem(link: str) -> str:
    """The sentence for an address online that is none; empty if all is well."""
    try:
        if link:
            URLValidator(schemes=["https"])(link)
    except ValidationError:
        return "The link must be an address that begins with https://."
    return ""
