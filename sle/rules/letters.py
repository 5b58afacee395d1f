"""Who words, approves, holds back and releases the outcome letters."""

from __future__ import annotations

from datetime import datetime

from alliance.members.queries import holds, is_staff
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.schools.states import Responsibility
from sle.models import OUTCOME_LETTER, OutcomeLetter, Round
from sle.rules.closed import closed_round
from sle.rules.decisions import Deciders, deciders, still_decided
from sle.rules.interests import interest_refusal
from sle.rules.rounds import STAFF_ONLY
from sle.states import UNDECIDED, DecisionState, RoundState
from sle.wording import unknown_placeholders

ADMINISTRATOR_RELEASES = Refusal("An administrator of the alliance releases the outcomes.")


def may_see_letters(person: Person | None, round: Round) -> Refusal | None:
    """Staff to whom the round is not closed; each letter in which they have an interest stays closed to them."""
    if not is_staff(person, round.alliance, Responsibility.SLE):
        return STAFF_ONLY
    return closed_round(person, round)


def may_see_letter(person: Person | None, letter: OutcomeLetter) -> Refusal | None:
    """As the list, and not where the person has an interest in the application."""
    application = letter.application
    return first_refusal(may_see_letters(person, application.round), interest_refusal(person, application))


def may_change_letter(person: Person | None, letter: OutcomeLetter) -> Refusal | None:
    """Whoever may see it, until it has been released."""
    return first_refusal(may_see_letter(person, letter), still_decided(letter.application))


def may_approve_letter(person: Person | None, letter: OutcomeLetter) -> Refusal | None:
    """Whoever may change it, once every area is approved and nothing in its text is left open."""
    refusal = may_change_letter(person, letter)
    if refusal is not None:
        return refusal
    if not letter.body or not _is_decided(letter):
        return Refusal("The outcome is not approved for every area yet, so there is no letter to approve.")
    if open_ends := unknown_placeholders(letter.body):
        names = ", ".join(f"{{{name}}}" for name in open_ends)
        return Refusal(f"The letter still says {names}: put the right words in its place first.")
    if "approve" not in OUTCOME_LETTER.available(letter):
        return Refusal("This letter is approved already.")
    return None


def _is_decided(letter: OutcomeLetter) -> bool:
    states = letter.application.areas.values_list("decision__state", flat=True)
    return DecisionState.APPROVED in states and not {None, *UNDECIDED} & set(states)


def may_release(person: Person | None, round: Round, who: Deciders | None = None) -> Refusal | None:
    """An administrator who neither sits on the panel nor applies in the round; the director where there is none."""
    if person is None or not holds(person, round.alliance, Role.ADMINISTRATOR, Role.DIRECTOR):
        return ADMINISTRATOR_RELEASES
    who = who or deciders(round)
    free = set(who.administrators) - who.seated - who.applying
    if free and not holds(person, round.alliance, Role.ADMINISTRATOR):
        return ADMINISTRATOR_RELEASES
    return who.closed_to(person.pk)


def may_release_now(person: Person | None, round: Round, who: Deciders | None = None) -> Refusal | None:
    """Outcomes are released once, from the stage of deciding."""
    refusal = may_release(person, round, who)
    if refusal is None and round.state != RoundState.DECIDING:
        return Refusal(f"This round is {round.get_state_display().lower()}, so its outcomes cannot be released.")
    return refusal


def may_release_held(person: Person | None, letter: OutcomeLetter) -> Refusal | None:
    """A letter that was held back, offers a place to a reserve or tells of a decision after an appeal goes out by
    itself, once it is approved."""
    round = letter.application.round
    refusal = first_refusal(may_release(person, round), interest_refusal(person, letter.application))
    if refusal is None and round.state not in (RoundState.RELEASED, RoundState.FINISHED):
        return Refusal("This letter goes out with the others when the round is released.")
    if refusal is None and "release" not in OUTCOME_LETTER.available(letter):
        return Refusal("Approve the letter first; then it can be released.")
    return refusal


def time_problem(at: datetime | None, now: datetime) -> str:
    """The sentence for a set time that has passed; empty if all is well."""
    return "" if at is None or at > now else "The time of release must be in the future."
